//go:build unix

package own

import (
	"os"
	"syscall"
)

// interruptible returns a file anew, so that to close it ends a read of it.
func interruptible(f *os.File) (*os.File, error) {
	fd := int(f.Fd())
	if err := syscall.SetNonblock(fd, true); err != nil {
		return nil, os.NewSyscallError("set nonblocking", err)
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}
