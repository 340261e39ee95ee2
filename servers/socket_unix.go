//go:build linux || darwin

package servers

import (
	"errors"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// Socket is an open socket of a program. Its methods are the socket calls: each
// makes one call and reports it, at its start and at its return. Errors keep
// the errno: errors.Is(err, syscall.EPIPE) works. A socket is used by one
// goroutine at a time.
type Socket struct {
	program *Program
	fd      int // -1 when closed
	family  int // AF_INET or AF_INET6
	proto   capture.Protocol
	buffer  []byte // for one recv
	cut     bool   // the last datagram was longer than that

	receiveLimit, sendLimit time.Duration // as operation.limit

	local, remote netip.AddrPort // invalid where the socket has none
}

// Socket makes a UDP or TCP socket for addresses like addr, on the program's
// host: socket(2).
func (p *Program) Socket(proto capture.Protocol, addr netip.Addr) (*Socket, error) {
	s := &Socket{program: p, fd: -1, family: familyOf(addr), proto: proto}
	kind := map[capture.Protocol]int{capture.UDP: unix.SOCK_DGRAM, capture.TCP: unix.SOCK_STREAM}[proto]
	fd, err := p.perform(operation{
		call: s.newCall("socket", capture.Arguments{Domain: familyNames[s.family], Type: kindNames[kind]}),
		try:  func() (int, error) { return p.openDescriptor(s.family, kind) },
	})
	if err != nil {
		return nil, err
	}
	s.fd = fd
	p.open.note(s)
	return s, nil
}

// openDescriptor makes a descriptor on the program's host.
func (p *Program) openDescriptor(family, kind int) (int, error) {
	if p.opts.Host == nil {
		return openDescriptor(family, kind)
	}
	fd := -1
	err := p.opts.Host.Do(func() (err error) {
		fd, err = openDescriptor(family, kind)
		return err
	})
	return fd, err
}

// HandTo leaves the socket to another thread of its program: that makes all further calls on it.
func (s *Socket) HandTo(thread *Program) { s.program = thread }

// FD returns the socket's descriptor; -1 when it is closed.
func (s *Socket) FD() int { return s.fd }

// Protocol returns UDP or TCP.
func (s *Socket) Protocol() capture.Protocol { return s.proto }

// LocalAddr returns the socket's own address; invalid as long as it has none.
func (s *Socket) LocalAddr() netip.AddrPort { return s.local }

// RemoteAddr returns the address that the socket is connected to; invalid if it
// is not.
func (s *Socket) RemoteAddr() netip.AddrPort { return s.remote }

// newCall describes a call as it is before it is made.
func (s *Socket) newCall(name string, args capture.Arguments) *capture.Call {
	return &capture.Call{
		Name: name, Proto: s.proto, FD: s.fd, Args: args, Local: s.local, Remote: s.remote,
	}
}

// until returns what waits for one of the poll(2) events on the socket.
func (s *Socket) until(events int16) func(time.Time) error {
	return func(deadline time.Time) error { return s.program.ready(s.fd, events, deadline) }
}

// Bind gives the socket its own address: bind(2). Port 0 is a free one.
func (s *Socket) Bind(addr netip.AddrPort) error {
	return s.simple("bind", capture.Arguments{Address: addr}, func() error {
		return unix.Bind(s.fd, sockaddr(addr, s.family))
	})
}

// Listen makes a TCP socket take connections, of which backlog and one more
// wait for accept at most: listen(2).
func (s *Socket) Listen(backlog int) error {
	return s.simple("listen", capture.Arguments{Backlog: backlog, HasBacklog: true}, func() error {
		return unix.Listen(s.fd, backlog)
	})
}

// Shutdown ends one or both directions of a connection: shutdown(2). POSIX numbers
// them SHUT_RD 0, SHUT_WR 1 and SHUT_RDWR 2.
func (s *Socket) Shutdown(how capture.Shut) error {
	return s.simple("shutdown", capture.Arguments{How: how}, func() error { return unix.Shutdown(s.fd, int(how)-1) })
}

// simple makes a call that never waits, returns nothing, and may give the
// socket a local address.
func (s *Socket) simple(name string, args capture.Arguments, try func() error) error {
	call := s.newCall(name, args)
	_, err := s.program.perform(operation{
		call:     call,
		try:      func() (int, error) { return 0, try() },
		describe: func() { call.Local = s.learnLocal() },
	})
	return err
}

// Accept waits for a connection and returns its socket: accept(2). After the
// time of SetReceiveTimeout it returns EAGAIN.
func (s *Socket) Accept() (*Socket, error) {
	call := s.newCall("accept", capture.Arguments{})
	accepted := &Socket{program: s.program, fd: -1, family: s.family, proto: s.proto}
	var peer unix.Sockaddr
	_, err := s.program.perform(operation{
		call: call, blocked: unix.EAGAIN, wait: s.until(unix.POLLIN), limit: s.receiveLimit,
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
	if err != nil {
		return nil, err
	}
	s.program.open.note(accepted)
	return accepted, nil
}

// Connect gives the socket its peer: connect(2). Over TCP it waits until the
// connection is made, or refused; after the time of SetSendTimeout it returns
// EINPROGRESS and the kernel goes on trying. Over UDP nothing is sent.
//
// A descriptor that does not block begins to connect and is ready to write when
// that is over; SO_ERROR then says how it went.
func (s *Socket) Connect(addr netip.AddrPort) error {
	call := s.newCall("connect", capture.Arguments{Address: addr})
	next := func() error { return beginConnect(s.fd, sockaddr(addr, s.family)) }
	_, err := s.program.perform(operation{
		call: call, blocked: unix.EINPROGRESS, wait: s.until(unix.POLLOUT), limit: s.sendLimit,
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

// Close closes the socket: close(2). Closing again does nothing. A program that
// is over makes no more calls: then the socket is closed as the kernel does it
// for the dead, without one.
func (s *Socket) Close() error {
	if s.fd < 0 {
		return nil
	}
	call := s.newCall("close", capture.Arguments{})
	s.program.open.forget(s)
	s.fd = -1
	shut := func() (int, error) { return 0, closeDescriptor(call.FD) }
	_, err := s.program.perform(operation{call: call, try: shut})
	if notMade(err) {
		_, err = shut()
	}
	return err
}

// learnLocal asks for the socket's local address, which bind, connect or a
// first sendto have given it, and returns it: invalid as long as there is none.
func (s *Socket) learnLocal() netip.AddrPort {
	if s.local.IsValid() {
		return s.local
	}
	s.local = LocalAddress(s.fd)
	return s.local
}

// pendingError returns, and forgets, the error that the socket has met.
func (s *Socket) pendingError() error {
	code, err := unix.GetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err == nil && code != 0 {
		return unix.Errno(code)
	}
	return err
}
