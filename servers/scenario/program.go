package scenario

import (
	"bytes"
	"errors"
	"net/netip"
	"strings"
	"syscall"

	"wireladder/capture"
	"wireladder/servers"
)

// program is one process of a scenario: it makes one call after the other. When
// one fails it goes straight to its end, as a program with a few lines for
// errors does: of further calls only close is made.
type program struct {
	*stage
	name    string
	process *servers.Program

	trouble error // why calls are left out; nil: they are made
	failure error // a trouble that is no part of any lecture
	hardy   bool  // errors are what is to be seen: they stop nothing
}

// newProgram fills in opts who makes the calls, and who is told. Two programs of
// a contrast may be called "client", for each has a ladder of its own: "UDP
// client" is one of them.
func newProgram(st *stage, name string, opts servers.ProgramOptions) (*program, error) {
	opts.Process.Name = strings.TrimPrefix(strings.TrimPrefix(name, "UDP "), "TCP ")
	opts.Observer = st.monitor
	process, err := servers.NewProgram(st.life, opts)
	return &program{stage: st, name: name, process: process}, err
}

// do makes a call, or leaves it out.
func (p *program) do(call func() error) {
	if p.trouble != nil {
		return
	}
	err := call()
	switch {
	case err == nil:
	case p.ctx.Err() != nil:
		p.trouble = err // it was stopped: that is nobody's failure
	case p.hardy:
	case ours(err):
		p.trouble, p.failure = err, err
	default:
		p.trouble = err
	}
}

// ours reports whether an error comes of where the program runs, and not of
// what the other end or the wire did.
func ours(err error) bool {
	for _, errno := range []error{
		syscall.EACCES, syscall.EPERM, syscall.EADDRINUSE, syscall.EADDRNOTAVAIL, syscall.EAFNOSUPPORT,
		syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOBUFS, servers.ErrUnsupported,
	} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

// whatever makes calls of which the lecture is what they return: an error stops
// nothing.
func (p *program) whatever(calls func()) {
	p.hardy = true
	calls()
	p.hardy = false
}

// waitForEnd keeps what the program still has open for as long as the stage is
// not stopped.
func (p *program) waitForEnd() { <-p.life.Done() }

// until returns when the condition has happened.
func (p *program) until(c condition) { p.do(func() error { return p.await(c) }) }

// forEver makes the program's last call, which nothing is going to end.
func (p *program) forEver(last func()) {
	if p.trouble == nil {
		p.monitor.rest(p.name)
		last()
	}
}

// socket makes a socket for the address of the server.
func (p *program) socket(proto capture.Protocol) *sock { return p.socketFor(proto, p.Host) }

// socketFor makes a socket for addresses of the family of one.
func (p *program) socketFor(proto capture.Protocol, address netip.Addr) *sock {
	s := &sock{program: p}
	p.do(func() (err error) {
		s.real, err = p.process.Socket(proto, address)
		return err
	})
	return s
}

// listening returns a socket that takes connections at the server's address,
// with SO_REUSEADDR.
func (p *program) listening() *sock { return p.listeningWith(0) }

// listeningWith does so with a receive buffer of so many octets, which its
// connections inherit; 0: as large as the kernel likes.
func (p *program) listeningWith(buffer int) *sock {
	s := p.socket(capture.TCP)
	s.reuse()
	if buffer > 0 {
		s.do(func() error { return s.real.SetRecvBuffer(buffer) })
	}
	s.bind(p.address())
	s.listen(servers.DefaultBacklog)
	return s
}

// bound returns a UDP socket at the server's address.
func (p *program) bound() *sock {
	s := p.socket(capture.UDP)
	s.bind(p.address())
	return s
}

// connectedTo returns a TCP socket that is connected to the named server as soon
// as that waits for its first client.
func (p *program) connectedTo(server string) *sock {
	p.until(made(server, "accept", 1))
	return p.connected()
}

// connected returns a TCP socket that is connected to the server.
func (p *program) connected() *sock {
	s := p.socket(capture.TCP)
	s.connect(p.address())
	return s
}

// sock is a socket of a program. Its methods are the calls, but for the await…
// ones, which nobody sees.
type sock struct {
	*program
	real *servers.Socket // nil: the socket could not be made
}

func (s *sock) reuse()                    { s.do(s.real.SetReuseAddr) }
func (s *sock) noDelay()                  { s.do(s.real.SetNoDelay) }
func (s *sock) bind(at netip.AddrPort)    { s.do(func() error { return s.real.Bind(at) }) }
func (s *sock) listen(backlog int)        { s.do(func() error { return s.real.Listen(backlog) }) }
func (s *sock) connect(to netip.AddrPort) { s.do(func() error { return s.real.Connect(to) }) }
func (s *sock) awaitData(n int)           { s.do(func() error { return s.real.AwaitData(n) }) }
func (s *sock) awaitEnd()                 { s.do(func() error { return s.real.AwaitEnd() }) }
func (s *sock) awaitBreak()               { s.do(func() error { return s.real.AwaitBreak() }) }

// localAddr returns where the socket is, which nobody sees either; the zero value if it
// could not be made.
func (s *sock) localAddr() (at netip.AddrPort) {
	s.do(func() error { at = s.real.LocalAddr(); return nil })
	return at
}

func (s *sock) shutdown(how capture.Shut) {
	s.do(func() error { return s.real.Shutdown(how) })
}

func (s *sock) accept() *sock {
	accepted := &sock{program: s.program}
	s.do(func() (err error) {
		accepted.real, err = s.real.Accept()
		return err
	})
	return accepted
}

func (s *sock) send(text string) {
	s.do(func() error {
		_, err := s.real.Send([]byte(text))
		return err
	})
}

// sendUrgent sends an octet as urgent data.
func (s *sock) sendUrgent(octet string) {
	s.do(func() error {
		_, err := s.real.SendUrgent([]byte(octet))
		return err
	})
}

// sendSome sends of text what the kernel has room for, and returns how much that is. It is for sockets
// that do not wait.
func (s *sock) sendSome(text string) (n int) {
	s.do(func() error {
		sent, err := s.real.Send([]byte(text))
		if n = max(sent, 0); errors.Is(err, syscall.EAGAIN) {
			return nil
		}
		return err
	})
	return n
}

// sendFast connects and sends: with the SYN, where there is a cookie for that.
func (s *sock) sendFast(text string) {
	s.do(func() error {
		_, err := s.real.SendFastOpen([]byte(text), s.address())
		return err
	})
}

// recvUrgent receives the urgent octet.
func (s *sock) recvUrgent() {
	s.do(func() error {
		_, err := s.real.RecvUrgent()
		return err
	})
}

// awaitRoom waits in select() until the kernel has room for what is sent.
func (s *sock) awaitRoom() {
	s.do(func() error {
		_, _, err := s.process.Select(nil, []*servers.Socket{s.real}, 0)
		return err
	})
}

func (s *sock) sendTo(text string, to netip.AddrPort) {
	s.do(func() error {
		_, err := s.real.SendTo([]byte(text), to)
		return err
	})
}

// recv receives at most size octets and returns them; "" at the end.
func (s *sock) recv(size int) (text string) {
	s.do(func() error {
		data, err := s.real.Recv(size)
		text = string(data)
		return err
	})
	return text
}

// recvFrom receives one datagram, or as much of it as size octets hold.
func (s *sock) recvFrom(size int) (text string, from netip.AddrPort) {
	s.do(func() error {
		data, source, err := s.real.RecvFrom(size)
		text, from = string(data), source
		return err
	})
	return text, from
}

// close closes the socket, whatever has happened to it, unless the whole run has
// been broken off.
func (s *sock) close() {
	if s.real != nil && s.ctx.Err() == nil {
		_ = s.real.Close() // there is nothing that could be done about it
	}
}

// bufferSize is what programs give recv where its size is no matter.
const bufferSize = servers.DefaultRecvSize

// recvLine receives up to the end of a line, or of the stream.
func (s *sock) recvLine() string {
	var line []byte
	for s.trouble == nil {
		piece := s.recv(bufferSize)
		line = append(line, piece...)
		if piece == "" || bytes.HasSuffix(line, []byte("\n")) {
			break
		}
	}
	return string(line)
}

// recvAll receives n octets, at most size of them with a call, or up to the end
// of the stream.
func (s *sock) recvAll(n, size int) {
	for n > 0 && s.trouble == nil {
		piece := s.recv(size)
		if piece == "" {
			break
		}
		n -= len(piece)
	}
}

// upper is what an uppercase server makes of text.
func upper(text string) string { return string(servers.Upper([]byte(text))) }
