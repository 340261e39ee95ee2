//go:build linux && (amd64 || arm64)

package calls

import (
	"encoding/binary"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

// read fills b with what a process has in its memory at an address, and returns how many
// octets it could read: process_vm_readv(2).
func read(pid int, b []byte, at uint64) int {
	if len(b) == 0 || at == 0 {
		return 0
	}
	local := []unix.Iovec{{Base: &b[0]}}
	local[0].SetLen(len(b))
	n, err := unix.ProcessVMReadv(pid, local, []unix.RemoteIovec{{Base: uintptr(at), Len: len(b)}}, 0)
	if err != nil {
		return 0
	}
	return n
}

// bytes returns n octets of the tracee's memory, fewer where it has fewer.
func (s *stop) bytes(at uint64, n int) []byte {
	b := make([]byte, max(n, 0))
	return b[:read(s.thread.tid, b, at)]
}

// word returns a number of 4 octets in the tracee's memory.
func (s *stop) word(at uint64) (uint32, bool) {
	b := s.bytes(at, 4)
	if len(b) < 4 {
		return 0, false
	}
	return binary.NativeEndian.Uint32(b), true
}

// maxVectors is how many buffers of one call are looked at (IOV_MAX).
const maxVectors = 1024

// vectors returns the buffers of an array of struct iovec.
func (s *stop) vectors(at uint64, n int) []unix.RemoteIovec {
	const size = int(unsafe.Sizeof(unix.RemoteIovec{}))
	b := s.bytes(at, min(n, maxVectors)*size)
	all := make([]unix.RemoteIovec, len(b)/size)
	for i := range all {
		all[i].Base = uintptr(binary.NativeEndian.Uint64(b[i*size:]))
		all[i].Len = int(binary.NativeEndian.Uint64(b[i*size+8:])) //nolint:gosec // too large is cut off by gather
	}
	return all
}

// gather returns up to n octets of what lies in buffers one behind the other.
func (s *stop) gather(buffers []unix.RemoteIovec, n int) []byte {
	b := []byte{}
	for _, v := range buffers {
		if left := n - len(b); left > 0 && v.Len > 0 {
			b = append(b, s.bytes(uint64(v.Base), min(left, v.Len))...)
		}
	}
	return b
}

// room returns how many octets buffers hold.
func room(buffers []unix.RemoteIovec) (n int) {
	for _, v := range buffers {
		n += max(v.Len, 0)
	}
	return n
}

// address returns the socket address at a place in the tracee's memory; invalid if there
// is none, or one of another family.
func (s *stop) address(at uint64, length int) netip.AddrPort {
	if at == 0 || length < 16 {
		return netip.AddrPort{}
	}
	return parseAddress(s.bytes(at, min(length, 28)))
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
