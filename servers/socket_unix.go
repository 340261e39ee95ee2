//go:build linux || darwin

package servers

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// socket is an open socket of a caller. Its methods are the socket calls; each
// makes one call and reports it. A socket is used by one goroutine at a time.
type socket struct {
	caller *caller
	fd     int // -1 when closed
	family int // AF_INET or AF_INET6
	proto  capture.Protocol

	local, remote netip.AddrPort // invalid where the socket has none
}

// socket makes a socket for addresses like addr.
func (c *caller) socket(proto capture.Protocol, addr netip.Addr) (*socket, error) {
	s := &socket{caller: c, fd: -1, family: familyOf(addr), proto: proto}
	kind := map[capture.Protocol]int{capture.UDP: unix.SOCK_DGRAM, capture.TCP: unix.SOCK_STREAM}[proto]
	fd, err := c.perform(operation{
		call: s.newCall("socket", fmt.Sprintf("%s, %s, 0", familyNames[s.family], kindNames[kind])),
		try:  func() (int, error) { return openDescriptor(s.family, kind) },
	})
	s.fd = fd
	return s, err
}

// newCall describes a call as it is before it is made.
func (s *socket) newCall(name, args string) *capture.Call {
	return &capture.Call{
		Name: name, Proto: s.proto, FD: s.fd, Args: args, Local: s.local, Remote: s.remote,
	}
}

// reuseAddr lets bind take an address that closed connections still hold in
// TIME-WAIT (socket(7), SO_REUSEADDR).
func (s *socket) reuseAddr() error {
	return s.simple("setsockopt", "SOL_SOCKET, SO_REUSEADDR, 1", func() error {
		return unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1)
	})
}

func (s *socket) bind(addr netip.AddrPort) error {
	return s.simple("bind", addr.String(), func() error {
		return unix.Bind(s.fd, sockaddr(addr, s.family))
	})
}

func (s *socket) listen(backlog int) error {
	return s.simple("listen", strconv.Itoa(backlog), func() error {
		return unix.Listen(s.fd, backlog)
	})
}

// shutdown ends one or both directions of a connection.
func (s *socket) shutdown(how int) error {
	return s.simple("shutdown", shutNames[how], func() error { return unix.Shutdown(s.fd, how) })
}

// simple makes a call that never waits, returns nothing, and may give the
// socket a local address.
func (s *socket) simple(name, args string, try func() error) error {
	call := s.newCall(name, args)
	_, err := s.caller.perform(operation{
		call:     call,
		try:      func() (int, error) { return 0, try() },
		describe: func() { call.Local = s.learnLocal() },
	})
	return err
}

// accept waits for a connection and returns its socket.
func (s *socket) accept() (*socket, error) {
	call := s.newCall("accept", "")
	accepted := &socket{caller: s.caller, fd: -1, family: s.family, proto: s.proto}
	var peer unix.Sockaddr
	_, err := s.caller.perform(operation{
		call: call, blocked: unix.EAGAIN, ready: unix.POLLIN,
		try: func() (fd int, err error) {
			fd, peer, err = acceptDescriptor(s.fd)
			return fd, err
		},
		describe: func() {
			if call.Errno != "" {
				return
			}
			accepted.fd, accepted.remote = int(call.Result), addrPort(peer)
			call.Local, call.Remote = accepted.learnLocal(), accepted.remote
		},
	})
	return accepted, err
}

// connect waits until the connection is made, or refused. A descriptor that
// does not block begins to connect and is ready to write when that is over;
// SO_ERROR then says how it went (connect(2), EINPROGRESS).
func (s *socket) connect(addr netip.AddrPort) error {
	call := s.newCall("connect", addr.String())
	next := func() error { return beginConnect(s.fd, sockaddr(addr, s.family)) }
	_, err := s.caller.perform(operation{
		call: call, blocked: unix.EINPROGRESS, ready: unix.POLLOUT,
		try: func() (int, error) {
			try := next
			next = s.pendingError
			return 0, try()
		},
		describe: func() {
			if call.Errno == "" {
				s.remote = addr
			}
			call.Local, call.Remote = s.learnLocal(), s.remote
		},
	})
	return err
}

// beginConnect begins to connect. To be interrupted does not end that, and is
// no reason to begin again (connect(2), EINTR).
func beginConnect(fd int, addr unix.Sockaddr) error {
	if err := unix.Connect(fd, addr); !errors.Is(err, unix.EINTR) {
		return err
	}
	return unix.EINPROGRESS
}

// close closes the socket; again does nothing. Whoever was cancelled makes no
// more calls: then the socket is closed as the kernel does it for the dead.
func (s *socket) close() error {
	if s.fd < 0 {
		return nil
	}
	call := s.newCall("close", "")
	s.fd = -1
	shut := func() (int, error) { return 0, closeDescriptor(call.FD) }
	if s.caller.waker.cause() != nil {
		_, err := shut()
		return err
	}
	_, err := s.caller.perform(operation{call: call, try: shut})
	return err
}

// learnLocal asks for the socket's local address, which bind, connect or a
// first sendto have given it, and returns it: invalid as long as there is none.
func (s *socket) learnLocal() netip.AddrPort {
	if s.local.IsValid() {
		return s.local
	}
	if sa, err := unix.Getsockname(s.fd); err == nil {
		if addr := addrPort(sa); addr.Port() != 0 {
			s.local = addr
		}
	}
	return s.local
}

// pendingError returns, and forgets, the error that the socket has met.
func (s *socket) pendingError() error {
	code, err := unix.GetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err == nil && code != 0 {
		return unix.Errno(code)
	}
	return err
}
