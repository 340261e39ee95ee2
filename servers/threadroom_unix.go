//go:build linux || darwin

package servers

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

// RoomForThreads returns ErrNoThreads where the system refuses this process so many
// further threads, and nil where it does not, or does not tell. The Go runtime ends a
// program that needs a thread and gets none: whoever needs some asks first.
func RoomForThreads(n int) error {
	if !groupHasRoom(n) {
		return ErrNoThreads
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(rlimitProcesses, &limit); err != nil || limit.Cur == unix.RLIM_INFINITY {
		return roomForProcess()
	}
	if limit.Cur < uint64(n) {
		return ErrNoThreads
	}
	// Only the kernel knows how much of the limit is used, and by whom. Where one of
	// the runtime's threads meets the lower limit, it is tried again a millisecond later.
	lower := limit
	lower.Cur -= uint64(n - 1)
	if err := unix.Setrlimit(rlimitProcesses, &lower); err != nil {
		return roomForProcess()
	}
	defer unix.Setrlimit(rlimitProcesses, &limit) //nolint:errcheck // as it was
	return roomForProcess()
}

// plenty is a limit to the threads of a user below which it is likely to be met.
const plenty = 1000

// RoomToBegin is RoomForThreads for a program that begins: it asks no more than the limit
// where that allows plenty, and root, who is not bound by it.
func RoomToBegin(n int) error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(rlimitProcesses, &limit); err != nil || !tight(limit.Cur, unix.Geteuid()) {
		return nil
	}
	return RoomForThreads(n)
}

// tight reports whether a user is likely to meet a limit.
func tight(limit uint64, user int) bool { return user != 0 && limit < plenty }

// roomForProcess returns ErrNoThreads if there is no room for another process, which
// counts as a thread does. It asks for one that runs a file without a name: it comes to
// nothing.
func roomForProcess() error {
	switch _, err := syscall.ForkExec("", []string{""}, nil); {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.ENOMEM):
		return ErrNoThreads
	case errors.Is(err, unix.EMFILE), errors.Is(err, unix.ENFILE):
		return err // it takes a pipe; what comes next would take a descriptor anyway
	}
	return nil
}
