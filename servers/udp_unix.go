//go:build linux || darwin

package servers

import (
	"errors"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// listenUDP makes the one socket that a UDP server has for all its clients.
func listenUDP(opts ServerOptions) (Server, error) {
	bind := func(s *Socket) error { return s.Bind(opts.Addr) }
	return newServer(opts, capture.UDP, bind, serveUDP)
}

// serveUDP answers one datagram after the other. An interrupt comes when none
// waits any more, or with the next one.
func serveUDP(s *server) error {
	for {
		message, client, err := s.socket.RecvFrom(s.opts.RecvSize)
		over := s.interrupted()
		switch {
		case over && (s.opts.OnInterrupt == Reset || errors.Is(err, unix.EINTR)):
			return nil
		case exhausted(err):
			if err := s.awaitRoom(err); err != nil {
				return err
			}
		case passing(err):
		case err != nil:
			return err
		default:
			s.full.Store(false)
			s.answerDatagram(message, Event{FD: s.socket.fd, Local: s.addr, Remote: client})
		}
	}
}

// answerDatagram sends an answer to where e says. One that can't be sent is
// lost, as any datagram may be: the next client is not to suffer for it.
func (s *server) answerDatagram(message []byte, e Event) {
	e.Kind, e.Data, e.Truncated = Received, message, s.socket.Truncated()
	s.tell(e)
	e.Kind, e.Data, e.Truncated = Sent, Upper(message), false
	if _, e.Err = s.socket.SendTo(e.Data, e.Remote); !notMade(e.Err) {
		s.tell(e)
	}
}
