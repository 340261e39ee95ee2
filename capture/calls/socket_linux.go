//go:build linux && (amd64 || arm64)

package calls

import (
	"net/netip"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// socket is a socket of the program, whichever descriptors lead to it.
type socket struct {
	proto         capture.Protocol
	local, remote netip.AddrPort // invalid as long as it has none
	inode         uint64
	aside         bool // the interpreter has made it for itself
	holders       int  // how many descriptors lead to it
}

// files are the descriptors of a process that matter here. Its threads share them
// (CLONE_FILES); a process that it forks has its own.
type files struct {
	sockets map[int]*socket
	epolls  map[int]map[int]uint32 // the events that each epoll(7) watches, by descriptor
}

func newFiles() *files {
	return &files{sockets: map[int]*socket{}, epolls: map[int]map[int]uint32{}}
}

// fork returns the descriptors of a child.
func (f *files) fork() *files {
	own := newFiles()
	for fd, k := range f.sockets {
		own.put(fd, k)
	}
	for fd, watched := range f.epolls {
		own.epolls[fd] = watched // the kernel's own is one, too
	}
	return own
}

// put makes a descriptor lead to a socket.
func (f *files) put(fd int, k *socket) {
	f.drop(fd)
	f.sockets[fd] = k
	k.holders++
}

// drop takes notice that a descriptor is closed.
func (f *files) drop(fd int) {
	if k := f.sockets[fd]; k != nil {
		k.holders--
		delete(f.sockets, fd)
	}
	delete(f.epolls, fd)
	for _, watched := range f.epolls {
		delete(watched, fd)
	}
}

// find returns the socket that a descriptor of a process leads to, nil if it leads to
// none of UDP or TCP. One that the process was started with is asked for.
func (p *process) find(fd int) *socket {
	if k := p.files.sockets[fd]; k != nil || fd < 0 {
		return k
	}
	k := &socket{}
	if !p.ask(fd, k) {
		return nil
	}
	p.files.put(fd, k)
	return k
}

// ask asks the kernel what a descriptor of the process is, by a duplicate of it:
// pidfd_getfd(2). It reports whether that is a socket of UDP or TCP.
func (p *process) ask(fd int, k *socket) bool {
	own, err := unix.PidfdGetfd(p.pidfd, fd, 0)
	if err != nil {
		return false
	}
	defer unix.Close(own) //nolint:errcheck // nothing is lost
	kind, err := unix.GetsockoptInt(own, unix.SOL_SOCKET, unix.SO_TYPE)
	if err != nil {
		return false
	}
	domain, _ := unix.GetsockoptInt(own, unix.SOL_SOCKET, unix.SO_DOMAIN)
	if k.proto = protocol(domain, kind); k.proto == capture.Undecoded {
		return false
	}
	var file unix.Stat_t
	if unix.Fstat(own, &file) == nil {
		k.inode = file.Ino
	}
	k.local, k.remote = netip.AddrPort{}, netip.AddrPort{}
	if a, err := unix.Getsockname(own); err == nil {
		k.local = addrPort(a)
	}
	if a, err := unix.Getpeername(own); err == nil {
		k.remote = addrPort(a)
	}
	return true
}

// protocol returns what a socket of a domain and a type speaks; Undecoded for any that is
// neither UDP nor TCP.
func protocol(domain, kind int) capture.Protocol {
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
