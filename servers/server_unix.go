//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"fmt"
	"net/netip"

	"wireladder/capture"
)

// server is what the UDP and the TCP server have in common: one socket that
// clients know, and turns that are taken for ever.
type server struct {
	program  *Program
	cancel   context.CancelCauseFunc // ends the program
	socket   *Socket
	addr     netip.AddrPort
	recvSize int                 // for one recv or recvfrom
	turn     func(*server) error // serves one message; its error ends the server
}

var _ Server = (*server)(nil)

// newServer returns a server with a socket that prepare has made ready for
// clients.
func newServer(opts ServerOptions, proto capture.Protocol, prepare func(*Socket) error, turn func(*server) error) (Server, error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	p, err := NewProgram(ctx, ProgramOptions{Process: opts.Process, Observer: opts.Observer, Host: opts.Host, Before: opts.Before})
	if err != nil {
		cancel(err)
		return nil, err
	}
	s, err := p.Socket(proto, opts.Addr.Addr())
	if err == nil {
		err = prepare(s)
	}
	if err != nil {
		err = errors.Join(err, closeAll(s, p))
		cancel(err)
		return nil, err
	}
	return &server{program: p, cancel: cancel, socket: s, addr: s.LocalAddr(), recvSize: opts.RecvSize, turn: turn}, nil
}

// closeAll closes a socket, which may be nil, and ends its program.
func closeAll(s *Socket, p *Program) error {
	defer p.Close()
	if s == nil {
		return nil
	}
	return s.Close()
}

func (s *server) Addr() netip.AddrPort { return s.addr }

func (s *server) Close() error { return closeAll(s.socket, s.program) }

func (s *server) Serve(ctx context.Context) error {
	defer s.follow(ctx)()
	var err error
	for err == nil {
		err = s.turn(s)
	}
	closed := s.Close()
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("%v server at %v: %w", s.socket.proto, s.Addr(), errors.Join(err, closed))
}

// follow ends the program when ctx is done, until release is called.
func (s *server) follow(ctx context.Context) (release func() bool) {
	end := func() { s.cancel(context.Cause(ctx)) }
	if ctx.Err() != nil {
		end()
	}
	return context.AfterFunc(ctx, end)
}
