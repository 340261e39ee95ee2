package wire

import (
	"encoding/binary"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// bell wakes the relay: eventfd(2).
type bell struct {
	mu sync.Mutex
	fd int // -1 when it is closed
}

func newBell() (*bell, error) {
	fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		return nil, os.NewSyscallError("eventfd", err)
	}
	return &bell{fd: fd}, nil
}

// ring wakes whoever polls the bell, now or the next time.
func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fd >= 0 {
		_, _ = unix.Write(b.fd, binary.NativeEndian.AppendUint64(nil, 1)) // the count is far from its bound
	}
}

// silence takes back all rings so far.
func (b *bell) silence() { _, _ = unix.Read(b.fd, make([]byte, 8)) } // EAGAIN if there was none

// close frees the descriptor. Nobody polls it any more.
func (b *bell) close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := unix.Close(b.fd)
	b.fd = -1
	return err
}
