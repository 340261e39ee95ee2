//go:build linux || darwin

package servers

import (
	"errors"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// models are the ways to serve TCP clients.
var models = map[Model]func(*server) error{
	Once:   func(s *server) error { return serveInTurn(s, 1) },
	Loop:   func(s *server) error { return serveInTurn(s, -1) },
	Select: serveSelect,
	Thread: serveThreads,
}

// listenTCP makes the socket that a TCP server listens on; each client will get
// one of its own from accept.
func listenTCP(opts ServerOptions) (Server, error) {
	run, ok := models[opts.Model]
	if !ok {
		return nil, errors.New("no such model")
	}
	prepare := func(s *Socket) error {
		if !opts.NoReuseAddr {
			if err := s.SetReuseAddr(); err != nil {
				return err
			}
		}
		if err := s.Bind(opts.Addr); err != nil {
			return err
		}
		return s.Listen(opts.Backlog)
	}
	return newServer(opts, capture.TCP, prepare, run)
}

// serveInTurn serves one client after the other, with that many messages each,
// or, if that is negative, until its end.
func serveInTurn(s *server, messages int) error {
	for !s.interrupted() {
		conn, err := s.accept()
		switch {
		case exhausted(err):
			if err := s.awaitRoom(err); err != nil {
				return err
			}
		case err != nil:
			return err
		case conn != nil:
			if err := s.converse(conn, messages); err != nil {
				return err
			}
		}
	}
	return nil
}

// accept takes a client. It returns neither it nor an error when there is none now
// and may be one later. The error may be one of a server that has no room, exhausted.
func (s *server) accept() (*Socket, error) {
	conn, err := s.socket.Accept()
	switch {
	case passing(err):
		return nil, nil //nolint:nilnil // nobody came, and nothing is wrong
	case err != nil:
		return nil, err
	}
	s.admit(conn)
	return conn, nil
}

// admit takes a client among those that are connected.
func (s *server) admit(conn *Socket) {
	s.mu.Lock()
	s.clients[conn] = struct{}{}
	s.mu.Unlock()
	s.full.Store(false)
	s.tellOf(Connected, conn, nil, nil)
}

// leave closes a client's socket: by names who has ended the conversation, unless the
// reason is an error. Its own error is that of a server that is over: its sockets are
// closed with it.
func (s *server) leave(conn *Socket, by Leaver, reason error) error {
	if notMade(reason) {
		return reason
	}
	switch {
	case s.parted.Load():
		by = ByInterrupt
	case reason != nil:
		by = ByFailure
	}
	s.mu.Lock()
	delete(s.clients, conn)
	s.mu.Unlock()
	s.tell(Event{Kind: Left, FD: conn.fd, Local: conn.local, Remote: conn.remote, By: by, Err: reason})
	err := conn.Close()
	select {
	case s.left <- struct{}{}:
	default: // there is word already
	}
	return ending(err)
}

// ending returns err if it says that the server is over. What else goes wrong is
// between the server and one client, who may be gone: the calls tell of it.
func ending(err error) error {
	if notMade(err) {
		return err
	}
	return nil
}

// converse answers what one recv after the other returns, that many times or, if
// that is negative, until the client's end; then it closes the connection. Its
// error is that of a server that is over.
func (s *server) converse(conn *Socket, messages int) error {
	for ; messages != 0; messages-- {
		message, err := s.recv(conn)
		if err != nil || len(message) == 0 {
			return s.leave(conn, ByClient, err)
		}
		s.tellOf(Received, conn, message, nil)
		if err := s.sendAll(conn, Upper(message)); err != nil {
			return s.leave(conn, ByFailure, err)
		}
	}
	return s.leave(conn, ByServer, nil)
}

// recv receives from a client. To one that it waits for when it is interrupted
// it says farewell: then there may still be something that came just before.
func (s *server) recv(conn *Socket) ([]byte, error) {
	message, err := conn.Recv(s.opts.RecvSize)
	if !errors.Is(err, unix.EINTR) {
		return message, err
	}
	if err := s.part(conn); err != nil {
		return nil, err
	}
	return conn.Recv(s.opts.RecvSize)
}

// sendAll sends all of p. A send that was interrupted has sent a part, perhaps
// nothing.
func (s *server) sendAll(conn *Socket, p []byte) error {
	for rest := p; len(rest) > 0; {
		n, err := conn.Send(rest)
		switch {
		case err != nil && !errors.Is(err, unix.EINTR):
			return err
		case n < len(rest) && s.interrupted():
			if err := s.part(conn); err != nil {
				return err
			}
		}
		rest = rest[max(n, 0):]
	}
	s.tellOf(Sent, conn, p, nil)
	return nil
}
