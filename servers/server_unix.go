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
	caller *caller
	socket *socket
	buffer []byte              // for one recv or recvfrom
	turn   func(*server) error // serves one message; its error ends the server
}

var _ Server = (*server)(nil)

// newServer returns a server with a socket that prepare has made ready for
// clients.
func newServer(opts ServerOptions, proto capture.Protocol, prepare func(*socket) error, turn func(*server) error) (Server, error) {
	c := &caller{process: opts.Process, observer: opts.Observer, waker: sleeper()}
	s, err := c.socket(proto, opts.Addr.Addr())
	if err != nil {
		return nil, err
	}
	if err := prepare(s); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return &server{caller: c, socket: s, buffer: make([]byte, opts.RecvSize), turn: turn}, nil
}

func (s *server) Addr() netip.AddrPort { return s.socket.local }

func (s *server) Close() error { return s.socket.close() }

func (s *server) Serve(ctx context.Context) error {
	release, err := s.caller.follow(ctx)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	defer release()
	for err == nil {
		err = s.turn(s)
	}
	closed := s.Close()
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("%v server at %v: %w", s.socket.proto, s.Addr(), errors.Join(err, closed))
}
