package theirs

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// fileOf returns octets as a file that is read from its beginning, and is nowhere but in
// memory.
func fileOf(content []byte) (*os.File, error) {
	fd, err := unix.MemfdCreate("input", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	f := os.NewFile(uintptr(fd), "input") //nolint:gosec // a descriptor
	_, err = f.Write(content)
	if _, failed := f.Seek(0, 0); err == nil {
		err = failed
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
