//go:build linux || darwin

package servers

import (
	"testing"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// Where no descriptor is left for a client, it waits in the queue until another one
// leaves; the server goes on.
func TestThreadsWithoutRoom(t *testing.T) {
	full := make(chan error, 1)
	server := startTCP(t, ServerOptions{Model: Thread, Event: func(e Event) {
		if e.Kind == Full {
			select {
			case full <- e.Err:
			default: // that is known
			}
		}
	}})
	first := dial(t, server.addr)
	talk(t, first, "first")
	leaveOneDescriptor(t)
	second := dial(t, server.addr) // takes it
	select {
	case err := <-full:
		if errnoName(err) != "EMFILE" {
			t.Errorf("the server is full: %v", err)
		}
	case err := <-server.served:
		t.Fatalf("the server has ended: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if got := talk(t, second, "second"); got != "SECOND" {
		t.Errorf("got %q", got)
	}
}

// leaveOneDescriptor bounds the process's descriptors, until the test ends, so that
// it can open one more.
func leaveOneDescriptor(t *testing.T) {
	t.Helper()
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	s := bound(t, program(t, ProgramOptions{}), capture.UDP)
	free, err := unix.FcntlInt(uintptr(s.fd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	_ = unix.Close(free)
	t.Cleanup(func() { _ = unix.Setrlimit(unix.RLIMIT_NOFILE, &limit) })
	tight := limit
	tight.Cur = uint64(free) + 1
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &tight); err != nil {
		t.Fatal(err)
	}
}
