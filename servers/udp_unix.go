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
	bind := func(s *Socket) error { return s.Bind(opts.Addr) }
	return newServer(opts, capture.UDP, bind, turnUDP)
}

// turnUDP answers one datagram. An answer that can't be sent is lost, as any
// datagram may be: the next client is not to suffer for it.
func turnUDP(s *server) error {
	message, client, err := s.socket.RecvFrom(s.recvSize)
	if err != nil {
		return err
	}
	_, _ = s.socket.SendTo(Upper(message), client)
	return nil
}

func askUDP(ctx context.Context, opts ClientOptions, line []byte) ([]byte, error) {
	return withSocket(ctx, opts, capture.UDP, func(s *Socket) ([]byte, error) {
		_, err := s.SendTo(line, opts.Server)
		if errors.Is(err, unix.EMSGSIZE) {
			limit := MaxDatagram(opts.Server.Addr())
			return nil, fmt.Errorf("%w: the line has %d octets, a datagram holds at most %d", err, len(line), limit)
		}
		if err != nil {
			return nil, err
		}
		answer, _, err := s.RecvFrom(opts.RecvSize)
		return answer, err
	})
}
