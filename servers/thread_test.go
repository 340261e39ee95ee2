//go:build linux || darwin

package servers

import (
	"errors"
	"fmt"
	"testing"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// Where no descriptor is left for a client, it waits in the queue until another one
// leaves; the server goes on.
func TestWithoutDescriptors(t *testing.T) {
	for _, m := range []Model{Select, Thread} {
		t.Run(m.String(), func(t *testing.T) {
			server, full, o := startFull(t, m)
			first := dial(t, server.addr)
			talk(t, first, "first")
			awaitWaiting(o, m, 2)
			leaveOneDescriptor(t)
			second := dial(t, server.addr) // takes it
			awaitFull(t, server, full)
			if err := first.Close(); err != nil {
				t.Fatal(err)
			}
			if got := talk(t, second, "second"); got != "SECOND" {
				t.Errorf("got %q", got)
			}
		})
	}
}

// A server without any client looks again by itself whether there is room.
func TestWithoutDescriptorsAlone(t *testing.T) {
	for _, m := range everyModel {
		t.Run(m.String(), func(t *testing.T) {
			server, full, o := startFull(t, m)
			awaitWaiting(o, m, 1)
			restore := leaveOneDescriptor(t)
			only := dial(t, server.addr)
			awaitFull(t, server, full)
			restore()
			if got := talk(t, only, "only"); got != "ONLY" {
				t.Errorf("got %q", got)
			}
		})
	}
}

// A server that has no room for a client ends as any other when it is stopped.
func TestStopWithoutDescriptors(t *testing.T) {
	for _, m := range everyModel {
		t.Run(m.String(), func(t *testing.T) {
			server, full, o := startFull(t, m)
			awaitWaiting(o, m, 1)
			leaveOneDescriptor(t)
			_ = dial(t, server.addr)
			awaitFull(t, server, full)
			server.stop()
		})
	}
}

// startFull starts a server that tells why it is full.
func startFull(t *testing.T, m Model) (*running, <-chan error, *tape) {
	t.Helper()
	o, full := newTape(t), make(chan error, 10)
	o.waits = make(chan string, 100)
	return startTCP(t, ServerOptions{Model: m, Observer: o, Event: func(e Event) {
		if e.Kind == Full {
			full <- e.Err
		}
	}}), full, o
}

// awaitWaiting waits until a server waits for a client for the n-th time: then it opens
// no descriptor before one comes.
func awaitWaiting(o *tape, m Model, n int) {
	if m == Select {
		o.await("server recv", n-1)
		o.await("server select", 1)
		return
	}
	o.await("server accept", n)
}

// awaitFull waits until a server is, for want of descriptors.
func awaitFull(t *testing.T, server *running, full <-chan error) {
	t.Helper()
	select {
	case err := <-full:
		if errnoName(err) != "EMFILE" {
			t.Errorf("the server is full: %v", err)
		}
	case err := <-server.served:
		t.Fatalf("the server has ended: %v", err)
	}
}

// What accept may say without anything being wrong with the server ends none.
func TestAcceptLater(t *testing.T) {
	for _, err := range []error{unix.EMFILE, unix.ENFILE, unix.ENOBUFS, unix.ENOMEM, ErrNoThreads, ErrSelectLimit} {
		if wrapped := fmt.Errorf("accept: %w", err); !exhausted(wrapped) || passing(wrapped) || exhausted(stopError{err}) {
			t.Errorf("%v does not say that something is lacking", err)
		}
	}
	for _, err := range []error{unix.ECONNABORTED, unix.EAGAIN, unix.EINTR, unix.EPROTO, unix.ENETDOWN, unix.EHOSTUNREACH} {
		if wrapped := fmt.Errorf("accept: %w", err); !passing(wrapped) || exhausted(wrapped) || passing(stopError{err}) {
			t.Errorf("%v does not say that a client was missed", err)
		}
	}
	for _, err := range []error{nil, unix.EBADF, unix.EINVAL, unix.ENOTSOCK, unix.EACCES} {
		if exhausted(err) || passing(err) {
			t.Errorf("%v does not end a server", err)
		}
	}
}

// A server that has as many clients as it may have takes no further one.
func TestThreadsAtMost(t *testing.T) {
	o := newTape(t)
	server := &threads{server: &server{clients: map[*Socket]struct{}{}}}
	for range maxThreads {
		server.clients[&Socket{}] = struct{}{}
	}
	if _, err := server.acceptWithThread(); !errors.Is(err, ErrNoThreads) || len(o.calls) != 0 {
		t.Errorf("%v, calls %v", err, o.calls)
	}
}

// leaveOneDescriptor bounds the process's descriptors, until the test ends, so that
// it can open one more. Or until restore is called.
func leaveOneDescriptor(t *testing.T) (restore func()) {
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
	restore = func() { _ = unix.Setrlimit(unix.RLIMIT_NOFILE, &limit) }
	t.Cleanup(restore)
	tight := limit
	tight.Cur = uint64(free) + 1
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &tight); err != nil {
		t.Fatal(err)
	}
	return restore
}
