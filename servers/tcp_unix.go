//go:build linux || darwin

package servers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// listenTCP makes the socket that a TCP server listens on; each client will get
// one of its own from accept. SO_REUSEADDR lets the server start again while
// connections of the last run are in TIME-WAIT.
func listenTCP(opts ServerOptions) (Server, error) {
	prepare := func(s *Socket) error {
		if err := s.SetReuseAddr(); err != nil {
			return err
		}
		if err := s.Bind(opts.Addr); err != nil {
			return err
		}
		return s.Listen(opts.Backlog)
	}
	return newServer(opts, capture.TCP, prepare, turnTCP)
}

// turnTCP serves one connection. One that was gone before it was accepted
// (accept(2), ECONNABORTED) was nobody's turn.
func turnTCP(s *server) error {
	conn, err := s.socket.Accept()
	if errors.Is(err, unix.ECONNABORTED) {
		return nil
	}
	if err != nil {
		return err
	}
	answerOnce(conn, s.recvSize)
	return nil
}

// answerOnce serves one message and closes the connection. Errors on the way are
// between the server and this client, who may be gone: the calls tell of them.
func answerOnce(conn *Socket, recvSize int) {
	line, err := recvLine(conn, recvSize)
	if err == nil && len(line) > 0 {
		_, _ = conn.Send(Upper(line))
	}
	_ = conn.Close()
}

func askTCP(ctx context.Context, opts ClientOptions, line []byte) ([]byte, error) {
	return withSocket(ctx, opts, capture.TCP, func(s *Socket) ([]byte, error) {
		if err := s.Connect(opts.Server); err != nil {
			return nil, err
		}
		if opts.Type != nil {
			if err := opts.Type(ctx); err != nil {
				return nil, err
			}
		}
		if _, err := s.Send(append(bytes.Clone(line), '\n')); err != nil {
			return nil, err
		}
		answer, err := recvLine(s, opts.RecvSize)
		if err != nil {
			return nil, err
		}
		text, complete := bytes.CutSuffix(answer, []byte("\n"))
		if !complete {
			return text, fmt.Errorf("the server closed the connection after %d octets of its answer: %w",
				len(text), io.ErrUnexpectedEOF)
		}
		return text, nil
	})
}

// recvLine receives up to the first newline, which it returns too, or to the
// end of the stream, at most recvSize octets at a time. Octets behind the newline are dropped: there is one
// message a connection.
func recvLine(s *Socket, recvSize int) ([]byte, error) {
	var line []byte
	for {
		got, err := s.Recv(recvSize)
		if err != nil || len(got) == 0 {
			return line, err
		}
		if end := bytes.IndexByte(got, '\n'); end >= 0 {
			return append(line, got[:end+1]...), nil
		}
		line = append(line, got...)
		if len(line) > MaxLine {
			return nil, fmt.Errorf("no newline within %d octets", MaxLine)
		}
	}
}
