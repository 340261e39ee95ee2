package room

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

// bound bounds what the connections of a listening socket, which take its options over, hold in the
// kernel, and for how long: of a phone that has gone out of reach no FIN comes, and what was sent to it
// would be sent again for a quarter of an hour (tcp(7): TCP_USER_TIMEOUT, tcp_retries2).
func bound(_, _ string, c syscall.RawConn) error {
	var set error
	err := c.Control(func(fd uintptr) {
		set = errors.Join(
			unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(silence.Milliseconds())),
			unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_SNDBUF, sendBuffer))
	})
	return errors.Join(err, set)
}
