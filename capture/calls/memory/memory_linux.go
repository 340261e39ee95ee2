//go:build linux && (amd64 || arm64)

// Package memory reads the arguments of system calls, as C lays them out, in the memory of
// another process.
package memory

import (
	"encoding/binary"
	"net/netip"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// Memory is that of a process or thread, by its id. What cannot be read is not there: the
// process may be gone, or the address may lead nowhere.
type Memory int

// Read fills b with what is at an address, and returns how many octets it could read:
// process_vm_readv(2).
func (m Memory) Read(b []byte, at uint64) int {
	if len(b) == 0 || at == 0 {
		return 0
	}
	var local unix.Iovec // none of this is allocated: it is read at each call of a program
	local.Base = unsafe.SliceData(b)
	local.SetLen(len(b))
	remote := unix.RemoteIovec{Base: uintptr(at), Len: len(b)}
	n, _, errno := unix.Syscall6(unix.SYS_PROCESS_VM_READV, uintptr(m), uintptr(unsafe.Pointer(&local)), 1, uintptr(unsafe.Pointer(&remote)), 1, 0)
	if errno != 0 {
		return 0
	}
	return int(n) //nolint:gosec // at most len(b)
}

// Beside is a short place that is read by the way: at the cost of one reading, and not of two. The
// zero value is none.
type Beside struct {
	At     uint64
	octets [8]byte
	held   bool
}

// ReadWith is Read, of that place as well.
func (m Memory) ReadWith(b []byte, at uint64, beside *Beside) int {
	if len(b) == 0 || at == 0 || beside.At == 0 {
		return m.Read(b, at)
	}
	local := [2]unix.Iovec{{Base: &beside.octets[0]}, {Base: unsafe.SliceData(b)}}
	local[0].SetLen(len(beside.octets))
	local[1].SetLen(len(b))
	remote := [2]unix.RemoteIovec{{Base: uintptr(beside.At), Len: len(beside.octets)}, {Base: uintptr(at), Len: len(b)}}
	n, _, errno := unix.Syscall6(unix.SYS_PROCESS_VM_READV, uintptr(m), uintptr(unsafe.Pointer(&local)), 2, uintptr(unsafe.Pointer(&remote)), 2, 0)
	if errno != 0 || int(n) < len(beside.octets) { //nolint:gosec // no more than was asked for
		return m.Read(b, at)
	}
	beside.held = true
	return int(n) - len(beside.octets) //nolint:gosec // as above
}

// Held fills b with what was read at that place, and reports whether it could.
func (s *Beside) Held(b []byte, at uint64) bool {
	return s.held && at == s.At && copy(b, s.octets[:]) == len(b)
}

// Bytes returns n octets, fewer where there are fewer.
func (m Memory) Bytes(at uint64, n int) []byte {
	b := make([]byte, max(n, 0))
	return b[:m.Read(b, at)]
}

// Word returns a number of 4 octets, and whether it is there.
func (m Memory) Word(at uint64) (uint32, bool) {
	b := m.Bytes(at, 4)
	if len(b) < 4 {
		return 0, false
	}
	return binary.NativeEndian.Uint32(b), true
}

// Excerpt is a part of the memory of a process that is read at once.
type Excerpt struct {
	memory Memory
	from   uint64
	held   []byte
}

// windowSize is how much of it is read: of a stack, what most walks see.
const windowSize = 4096

// Long returns a number of 8 octets, and whether it is there.
func (w *Excerpt) Long(at uint64) (uint64, bool) {
	if at < w.from || at-w.from+8 > uint64(len(w.held)) {
		w.from, w.held = at, w.memory.Bytes(at, windowSize)
		if len(w.held) < 8 { // perhaps the end of what is there
			w.held = w.memory.Bytes(at, 8)
		}
	}
	if at < w.from || len(w.held) < 8 || at-w.from+8 > uint64(len(w.held)) {
		return 0, false
	}
	return binary.NativeEndian.Uint64(w.held[at-w.from:]), true
}

// Excerpt returns a part of it, of which nothing is read yet.
func (m Memory) Excerpt() *Excerpt { return &Excerpt{memory: m} }

// maxVectors is how many buffers of one call are looked at (IOV_MAX).
const maxVectors = 1024

// Buffers are places in a process one behind the other, as readv(2) has them.
type Buffers []unix.RemoteIovec

// One returns a single buffer.
func One(at, length uint64) Buffers {
	return Buffers{{Base: uintptr(at), Len: int(min(length, 1<<40))}} //nolint:gosec // cut off
}

// Room returns how many octets buffers hold.
func (b Buffers) Room() (n int) {
	for _, v := range b {
		n += max(v.Len, 0)
	}
	return n
}

// Vectors returns the buffers of an array of n struct iovec.
func (m Memory) Vectors(at uint64, n int) Buffers {
	const size = int(unsafe.Sizeof(unix.RemoteIovec{}))
	b := m.Bytes(at, min(n, maxVectors)*size)
	all := make(Buffers, len(b)/size)
	for i := range all {
		all[i].Base = uintptr(binary.NativeEndian.Uint64(b[i*size:]))
		all[i].Len = int(binary.NativeEndian.Uint64(b[i*size+8:])) //nolint:gosec // too large is cut off by gather
	}
	return all
}

// Gather returns up to n octets of what lies in buffers.
func (m Memory) Gather(buffers Buffers, n int) []byte { return m.GatherWith(buffers, n, &Beside{}) }

// GatherWith is Gather, and reads by the way what is beside, if that costs nothing.
func (m Memory) GatherWith(buffers Buffers, n int, beside *Beside) []byte {
	if len(buffers) == 1 {
		b := make([]byte, max(0, min(n, buffers[0].Len)))
		return b[:m.ReadWith(b, uint64(buffers[0].Base), beside)]
	}
	b := []byte{}
	for _, v := range buffers {
		if left := n - len(b); left > 0 && v.Len > 0 {
			b = append(b, m.Bytes(uint64(v.Base), min(left, v.Len))...)
		}
	}
	return b
}

// Address returns the socket address at a place, an IPv4 one that is mapped into IPv6 as
// IPv4; invalid if there is none, or one of another family.
func (m Memory) Address(at uint64, length int) netip.AddrPort {
	if at == 0 || length < 16 {
		return netip.AddrPort{}
	}
	a := parseAddress(m.Bytes(at, min(length, 28)))
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}

// parseAddress reads a struct sockaddr_in or sockaddr_in6.
func parseAddress(b []byte) netip.AddrPort {
	if len(b) < 16 {
		return netip.AddrPort{}
	}
	port := binary.BigEndian.Uint16(b[2:])
	switch family := binary.NativeEndian.Uint16(b); {
	case family == unix.AF_INET:
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[4:8])), port)
	case family == unix.AF_INET6 && len(b) >= 24:
		return netip.AddrPortFrom(netip.AddrFrom16([16]byte(b[8:24])), port)
	}
	return netip.AddrPort{}
}

// Header is struct msghdr (sendmsg(2)).
type Header struct {
	Name       uint64
	NameLength int
	Buffers    Buffers
}

// sizeOfHeader is the size of struct msghdr.
const sizeOfHeader = 56

// Header returns the header of a message at a place; an empty one if there is none.
func (m Memory) Header(at uint64) Header {
	b := m.Bytes(at, sizeOfHeader)
	if len(b) < sizeOfHeader {
		return Header{}
	}
	word := binary.NativeEndian.Uint64
	return Header{
		Name: word(b), NameLength: int(binary.NativeEndian.Uint32(b[8:])),
		Buffers: m.Vectors(word(b[16:]), int(min(word(b[24:]), maxVectors))), //nolint:gosec // cut off
	}
}

// BatchMessage is struct mmsghdr (sendmmsg(2)): one of several messages.
type BatchMessage struct {
	Header Header
	Length int64 // how long it was, when the call has returned
}

// sizeOfMessage is the size of struct mmsghdr.
const sizeOfMessage = sizeOfHeader + 8

// Message returns a message of those at a place; an empty one if there is none.
func (m Memory) Message(at uint64, i int) BatchMessage {
	at += uint64(i) * sizeOfMessage //nolint:gosec // not negative
	length, _ := m.Word(at + sizeOfHeader)
	return BatchMessage{Header: m.Header(at), Length: int64(length)}
}

// value returns a socket option with the value of so many octets at a place: a number, or of
// SO_LINGER and of timeouts two.
func (m Memory) value(o capture.SocketOption, at uint64, length int) capture.SocketOption {
	b := m.Bytes(at, min(length, 16))
	order := binary.NativeEndian
	switch {
	case o.Name == "SO_LINGER" && len(b) >= 8:
		return capture.PairOption(o.Level, o.Name, int64(order.Uint32(b)), int64(order.Uint32(b[4:])))
	case len(b) == 16:
		return capture.PairOption(o.Level, o.Name, int64(order.Uint64(b)), int64(order.Uint64(b[8:]))) //nolint:gosec // as C means it
	case len(b) >= 4:
		return capture.NumberOption(o.Level, o.Name, int64(int32(order.Uint32(b)))) //nolint:gosec // as C means it
	}
	return o
}

// Descriptors returns what is in a set of select(2), of descriptors below n.
func (m Memory) Descriptors(at uint64, n int) (all []int) {
	for i, b := range m.Bytes(at, (min(max(n, 0), unix.FD_SETSIZE)+7)/8) {
		for bit := range 8 {
			if fd := 8*i + bit; b&(1<<bit) != 0 && fd < n {
				all = append(all, fd)
			}
		}
	}
	return all
}

// Time returns the time of a struct timeval or timespec, whose second member counts units,
// and whether there is one.
func (m Memory) Time(at uint64, unit time.Duration) (time.Duration, bool) {
	b := m.Bytes(at, 16)
	if len(b) < 16 {
		return 0, false
	}
	seconds, rest := binary.NativeEndian.Uint64(b), binary.NativeEndian.Uint64(b[8:])
	const most = uint64(1 << 32)                                                                    // of seconds: more is for ever
	return time.Duration(min(seconds, most))*time.Second + time.Duration(min(rest, 1e9))*unit, true //nolint:gosec // cut off
}

// Polled is a struct pollfd: a descriptor, what is asked of it, and what it is.
type Polled struct {
	FD         int
	Asked, Got uint32
}

// maxPolled is how many descriptors of one call are looked at.
const maxPolled = 1024

// Polled returns what an array of n struct pollfd holds.
func (m Memory) Polled(at, n uint64) (all []Polled) {
	b, order := m.Bytes(at, 8*int(min(n, maxPolled))), binary.NativeEndian //nolint:gosec // cut off
	for ; len(b) >= 8; b = b[8:] {
		all = append(all, Polled{int(int32(order.Uint32(b))), uint32(order.Uint16(b[4:])), uint32(order.Uint16(b[6:]))}) //nolint:gosec // an int of C
	}
	return all
}

// Watched is a struct epoll_event (epoll_ctl(2)): what is asked or told, and the program's own mark
// of which descriptor it is.
type Watched struct {
	Events uint32
	Mark   uint64
}

// Events returns what an array of n struct epoll_event holds.
func (m Memory) Events(at uint64, n int64) (all []Watched) {
	b, order := m.Bytes(at, sizeOfEvent*int(min(n, maxPolled))), binary.NativeEndian
	for ; len(b) >= sizeOfEvent; b = b[sizeOfEvent:] {
		all = append(all, Watched{Events: order.Uint32(b), Mark: order.Uint64(b[offsetOfData:])})
	}
	return all
}
