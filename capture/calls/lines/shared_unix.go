//go:build unix

package lines

import (
	"os"

	"golang.org/x/sys/unix"
)

// shared makes a file of a size, and returns it as memory that others may share.
func shared(name string, size int) ([]byte, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // the memory stays
	if err := f.Truncate(int64(size)); err != nil {
		return nil, err
	}
	return unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED) //nolint:gosec // a descriptor
}

// unshare gives memory back.
func unshare(memory []byte) { _ = unix.Munmap(memory) }
