//go:build linux || darwin

package servers

import (
	"errors"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// errReset is why the conversation with a client has ended whom the server
// resets.
var errReset = errors.New("the server was interrupted")

// part begins the farewell of one client: after it recv returns what has come,
// and then the end of the stream; or else closing will reset the connection,
// and the error says so.
func (s *server) part(conn *Socket) error {
	if s.interrupted(); s.opts.OnInterrupt == Drain {
		return conn.Shutdown(capture.ShutRead)
	}
	if err := conn.SetLinger(0); err != nil {
		return err
	}
	return errReset
}

// expire resets the clients that are left, without a call.
func (s *server) expire() {
	s.tell(Event{Kind: Expired})
	s.mu.Lock()
	defer s.mu.Unlock()
	for conn := range s.clients {
		_ = unix.SetsockoptLinger(conn.fd, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1})
	}
}
