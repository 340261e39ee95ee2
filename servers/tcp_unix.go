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
	prepare := func(s *socket) error {
		if err := s.reuseAddr(); err != nil {
			return err
		}
		if err := s.bind(opts.Addr); err != nil {
			return err
		}
		return s.listen(opts.Backlog)
	}
	return newServer(opts, capture.TCP, prepare, turnTCP)
}

// turnTCP serves one connection. One that was gone before it was accepted
// (accept(2), ECONNABORTED) was nobody's turn.
func turnTCP(s *server) error {
	conn, err := s.socket.accept()
	if errors.Is(err, unix.ECONNABORTED) {
		return nil
	}
	if err != nil {
		return err
	}
	answerOnce(conn, s.buffer)
	return nil
}

// answerOnce serves one message and closes the connection. Errors on the way are
// between the server and this client, who may be gone: the calls tell of them.
func answerOnce(conn *socket, buffer []byte) {
	line, err := recvLine(conn, buffer)
	if err == nil && len(line) > 0 {
		_ = conn.send(Upper(line))
	}
	_ = conn.close()
}

func askTCP(ctx context.Context, opts ClientOptions, line []byte) ([]byte, error) {
	return withSocket(ctx, opts, capture.TCP, func(s *socket) ([]byte, error) {
		if err := s.connect(opts.Server); err != nil {
			return nil, err
		}
		if opts.Type != nil {
			if err := opts.Type(ctx); err != nil {
				return nil, err
			}
		}
		if err := s.send(append(bytes.Clone(line), '\n')); err != nil {
			return nil, err
		}
		answer, err := recvLine(s, make([]byte, opts.RecvSize))
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
// end of the stream, by way of buffer. Octets behind the newline are dropped: there is one
// message a connection.
func recvLine(s *socket, buffer []byte) ([]byte, error) {
	var line []byte
	for {
		n, err := s.recv(buffer)
		if err != nil || n == 0 {
			return line, err
		}
		if end := bytes.IndexByte(buffer[:n], '\n'); end >= 0 {
			return append(line, buffer[:end+1]...), nil
		}
		line = append(line, buffer[:n]...)
		if len(line) > MaxLine {
			return nil, fmt.Errorf("no newline within %d octets", MaxLine)
		}
	}
}
