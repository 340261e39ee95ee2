//go:build unix

package own

import (
	"errors"
	"os"
	"syscall"
)

// interruptible returns a file anew, so that to close it ends a read of it, and closes the
// other.
func interruptible(f *os.File) (*os.File, error) {
	fd, err := syscall.Dup(int(f.Fd()))
	if err != nil {
		return nil, os.NewSyscallError("dup", err)
	}
	syscall.CloseOnExec(fd)
	if err := errors.Join(f.Close(), syscall.SetNonblock(fd, true)); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}
