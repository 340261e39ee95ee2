//go:build linux && (amd64 || arm64)

// Package descriptors follows which descriptors of another process lead to which sockets of
// UDP and TCP, and asks the kernel what these are.
package descriptors

import (
	"net/netip"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// Socket is a socket of a program, whichever descriptors lead to it.
type Socket struct {
	Proto         capture.Protocol
	Local, Remote netip.AddrPort // invalid as long as it has none
	Inode         uint64         // proc_pid_fd(5)
	Aside         bool           // an interpreter has made it for itself
	holders       int            // how many descriptors lead to it
}

// Shared reports whether several descriptors lead to it.
func (k *Socket) Shared() bool { return k.holders > 1 }

// Table is the descriptors of a process that matter here. Its threads share them
// (CLONE_FILES); a process that it forks has its own: see Fork. Make one with New.
type Table struct {
	pidfd   int
	sockets map[int]*Socket
	epolls  map[int]Watches
}

// New returns the table of a process, by its pidfd (pidfd_open(2)), in which nothing stands.
func New(pidfd int) *Table {
	return &Table{pidfd: pidfd, sockets: map[int]*Socket{}, epolls: map[int]Watches{}}
}

// Through has the kernel asked through another pidfd of the same process.
func (t *Table) Through(pidfd int) { t.pidfd = pidfd }

// Fork returns the table of a child.
func (t *Table) Fork(pidfd int) *Table {
	own := New(pidfd)
	for fd, k := range t.sockets {
		own.Put(fd, k)
	}
	for fd, watched := range t.epolls {
		own.epolls[fd] = watched // the kernel's own is one, too
	}
	return own
}

// Put makes a descriptor lead to a socket.
func (t *Table) Put(fd int, k *Socket) {
	t.Drop(fd)
	t.sockets[fd] = k
	k.holders++
}

// Drop takes notice that a descriptor is closed.
func (t *Table) Drop(fd int) {
	if k := t.sockets[fd]; k != nil {
		k.holders--
		delete(t.sockets, fd)
	}
	delete(t.epolls, fd)
	for _, watched := range t.epolls {
		delete(watched, fd)
	}
}

// DropRange takes notice that descriptors are closed, from the first to the last.
func (t *Table) DropRange(first, last uint64) {
	in := func(fd int) bool { return uint64(fd) >= first && uint64(fd) <= last } //nolint:gosec // none is negative
	for fd := range t.sockets {
		if in(fd) {
			t.Drop(fd)
		}
	}
	for fd := range t.epolls {
		if in(fd) {
			t.Drop(fd)
		}
	}
}

// Known returns the socket that a descriptor is known to lead to, nil if there is none.
func (t *Table) Known(fd int) *Socket { return t.sockets[fd] }

// Sockets returns all that are known, by descriptor. It is the table's own.
func (t *Table) Sockets() map[int]*Socket { return t.sockets }

// Watch is what an epoll(7) watches of a descriptor, and the program's mark of it.
type Watch struct {
	Events uint32
	Mark   uint64
}

// Watches are what an epoll(7) watches, by descriptor.
type Watches map[int]Watch

// Marked returns the descriptor that a program has marked so, and whether there is one.
func (w Watches) Marked(mark uint64) (int, bool) {
	for fd, one := range w {
		if one.Mark == mark {
			return fd, true
		}
	}
	return 0, false
}

// Watched returns what an epoll(7) watches, to be changed.
func (t *Table) Watched(fd int) Watches {
	if t.epolls[fd] == nil {
		t.epolls[fd] = Watches{}
	}
	return t.epolls[fd]
}

// Exec drops the descriptors that were closed when the process executed another program.
func (t *Table) Exec() {
	for fd := range t.sockets {
		var now Socket
		if !t.Ask(fd, &now) {
			t.Drop(fd)
		}
	}
}

// Find returns the socket that a descriptor leads to, nil if it leads to none. One that the
// process was started with is asked for.
func (t *Table) Find(fd int) *Socket {
	if k := t.sockets[fd]; k != nil || fd < 0 {
		return k
	}
	k := &Socket{}
	if !t.Ask(fd, k) {
		return nil
	}
	t.Put(fd, k)
	return k
}

// Ask asks the kernel what a descriptor is, by a duplicate of it (pidfd_getfd(2)), and fills
// in k. It reports whether that is a socket of UDP or TCP.
func (t *Table) Ask(fd int, k *Socket) bool {
	own, err := unix.PidfdGetfd(t.pidfd, fd, 0)
	if err != nil {
		return false
	}
	defer unix.Close(own) //nolint:errcheck // nothing is lost
	kind, err := unix.GetsockoptInt(own, unix.SOL_SOCKET, unix.SO_TYPE)
	if err != nil {
		return false
	}
	domain, _ := unix.GetsockoptInt(own, unix.SOL_SOCKET, unix.SO_DOMAIN)
	if k.Proto = Protocol(domain, kind); k.Proto == capture.Undecoded {
		return false
	}
	var file unix.Stat_t
	if unix.Fstat(own, &file) == nil {
		k.Inode = file.Ino
	}
	k.Local, k.Remote = netip.AddrPort{}, netip.AddrPort{}
	if a, err := unix.Getsockname(own); err == nil {
		k.Local = addrPort(a)
	}
	if a, err := unix.Getpeername(own); err == nil {
		k.Remote = addrPort(a)
	}
	return true
}

// Protocol returns what a socket of a domain and a type speaks (socket(2)); Undecoded for any
// that is neither UDP nor TCP.
func Protocol(domain, kind int) capture.Protocol {
	if domain != unix.AF_INET && domain != unix.AF_INET6 {
		return capture.Undecoded
	}
	switch kind &^ (unix.SOCK_NONBLOCK | unix.SOCK_CLOEXEC) {
	case unix.SOCK_STREAM:
		return capture.TCP
	case unix.SOCK_DGRAM:
		return capture.UDP
	}
	return capture.Undecoded
}

// addrPort returns an address with a port; invalid without either.
func addrPort(a unix.Sockaddr) netip.AddrPort {
	switch a := a.(type) {
	case *unix.SockaddrInet4:
		if a.Port != 0 {
			return netip.AddrPortFrom(netip.AddrFrom4(a.Addr), uint16(a.Port)) //nolint:gosec // a port
		}
	case *unix.SockaddrInet6:
		if a.Port != 0 {
			return netip.AddrPortFrom(netip.AddrFrom16(a.Addr).Unmap(), uint16(a.Port)) //nolint:gosec // a port
		}
	}
	return netip.AddrPort{}
}
