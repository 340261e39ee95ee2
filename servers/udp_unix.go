//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// listenUDP makes the one socket that a UDP server has for all its clients.
func listenUDP(opts ServerOptions) (Server, error) {
	bind := func(s *socket) error { return s.bind(opts.Addr) }
	return newServer(opts, capture.UDP, bind, turnUDP)
}

// turnUDP answers one datagram. An answer that can't be sent is lost, as any
// datagram may be: the next client is not to suffer for it.
func turnUDP(s *server) error {
	n, client, err := s.socket.recvFrom(s.buffer)
	if err != nil {
		return err
	}
	_ = s.socket.sendTo(Upper(s.buffer[:n]), client)
	return nil
}

func askUDP(ctx context.Context, opts ClientOptions, line []byte) ([]byte, error) {
	return withSocket(ctx, opts, capture.UDP, func(s *socket) ([]byte, error) {
		err := s.sendTo(line, opts.Server)
		if errors.Is(err, unix.EMSGSIZE) {
			limit := MaxDatagram(opts.Server.Addr())
			return nil, fmt.Errorf("%w: the line has %d octets, a datagram holds at most %d", err, len(line), limit)
		}
		if err != nil {
			return nil, err
		}
		buffer := make([]byte, opts.RecvSize)
		n, _, err := s.recvFrom(buffer)
		if err != nil {
			return nil, err
		}
		return buffer[:n], nil
	})
}
