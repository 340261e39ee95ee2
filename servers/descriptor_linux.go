package servers

import (
	"errors"

	"golang.org/x/sys/unix"
)

// keepIdle is the option for how long a connection is idle before keep-alives.
const (
	keepIdle     = unix.TCP_KEEPIDLE
	keepIdleName = "TCP_KEEPIDLE"
)

// openDescriptor makes a socket that does not block and that no program started
// from this one inherits.
func openDescriptor(family, kind int) (int, error) {
	return unix.Socket(family, kind|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
}

// acceptDescriptor takes a connection, as a descriptor like those of openDescriptor.
func acceptDescriptor(fd int) (int, unix.Sockaddr, error) {
	return unix.Accept4(fd, unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
}

// closeDescriptor closes fd. Linux has freed it even where it says EINTR
// (close(2)): to close again could hit another file.
func closeDescriptor(fd int) error {
	if err := unix.Close(fd); !errors.Is(err, unix.EINTR) {
		return err
	}
	return nil
}

// threadID returns the kernel's id of the calling thread.
func threadID() int { return unix.Gettid() }

// queueLength returns how many connections wait for accept: what the kernel says of a
// socket that listens as its unacknowledged segments (tcp_get_info). 0 where it does
// not tell.
func queueLength(fd int) int {
	info, err := unix.GetsockoptTCPInfo(fd, unix.IPPROTO_TCP, unix.TCP_INFO)
	if err != nil {
		return 0
	}
	return int(info.Unacked)
}

// moreFlag says that more is to come: send(2).
const moreFlag = unix.MSG_MORE
