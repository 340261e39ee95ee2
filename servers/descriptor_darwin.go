package servers

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

// keepIdle is the option for how long a connection is idle before keep-alives.
const (
	keepIdle     = unix.TCP_KEEPALIVE
	keepIdleName = "TCP_KEEPALIVE"
)

// openDescriptor makes a socket that does not block and that no program started
// from this one inherits. Darwin has no SOCK_CLOEXEC: the lock keeps others from
// forking in between.
func openDescriptor(family, kind int) (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, err := unix.Socket(family, kind, 0)
	if err != nil {
		return -1, err
	}
	return fd, tame(fd)
}

// acceptDescriptor takes a connection, as a descriptor like those of openDescriptor.
func acceptDescriptor(fd int) (int, unix.Sockaddr, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	accepted, peer, err := unix.Accept(fd)
	if err != nil {
		return -1, nil, err
	}
	return accepted, peer, tame(accepted)
}

// tame makes fd one that does not block and is not inherited; on failure it
// closes fd.
func tame(fd int) error {
	unix.CloseOnExec(fd)
	err := unix.SetNonblock(fd, true)
	if err != nil {
		_ = unix.Close(fd) // the first error is the one that tells
	}
	return err
}

// closeDescriptor closes fd; where close(2) was interrupted its state is not
// known, and to close again could hit another file.
func closeDescriptor(fd int) error {
	if err := unix.Close(fd); !errors.Is(err, unix.EINTR) {
		return err
	}
	return nil
}

// threadID returns 0: Darwin has no gettid(2).
func threadID() int { return 0 }

// queueLength returns 0: the kernel does not tell how many connections wait for accept.
func queueLength(int) int { return 0 }

// moreFlag would say that more is to come; nothing does here.
const moreFlag = 0
