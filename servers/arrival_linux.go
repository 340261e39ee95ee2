package servers

import (
	"time"

	"golang.org/x/sys/unix"
)

// AwaitData waits until n octets can be received, or fewer and then the end or
// an error. It receives nothing and is no call of the program: nobody is told of
// it. So a script can wait for what the peer has sent, and not for its sending.
func (s *Socket) AwaitData(n int) error {
	if err := s.setLowWater(n); err != nil {
		return err
	}
	if err := s.program.ready(s.fd, unix.POLLIN, time.Time{}); err != nil {
		return err
	}
	return s.setLowWater(1)
}

// setLowWater makes a socket readable when it holds that many octets: SO_RCVLOWAT,
// socket(7).
func (s *Socket) setLowWater(n int) error {
	return unix.SetsockoptInt(s.fd, unix.SOL_SOCKET, unix.SO_RCVLOWAT, n)
}

// AwaitEnd waits until the peer's FIN has arrived, or the connection is broken.
// For the rest see AwaitData.
func (s *Socket) AwaitEnd() error { return s.program.ready(s.fd, unix.POLLRDHUP, time.Time{}) }

// AwaitBreak waits until the connection is broken, by a RST or by an error of the
// network. For the rest see AwaitData.
func (s *Socket) AwaitBreak() error { return s.program.ready(s.fd, 0, time.Time{}) }
