package host

import (
	"net/netip"
	"os"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"

	"wireladder/capture/netns"
)

// Host is a network namespace. It lasts until it is closed and all sockets made in it are.
type Host struct {
	Name string     // as its interface is called in a recording; of a wire "client" or "server"
	Addr netip.Addr // of a wire 10.0.0.1 or 10.0.0.2

	tasks chan task
	stop  chan struct{} // closed to end the thread
	ended chan struct{} // closed when it serves no more
	once  sync.Once
}

// task is a function that waits for the host's thread.
type task struct {
	run  func() error
	done chan error
}

// New starts the thread of a host that has nothing but lo. The caller closes it. The error is an
// *netns.Error where the system refuses the network.
func New(name string, addr netip.Addr) (*Host, error) {
	h := &Host{
		Name: name, Addr: addr,
		tasks: make(chan task), stop: make(chan struct{}), ended: make(chan struct{}),
	}
	ready := make(chan error)
	go OnThread(func() {
		defer close(h.ended)
		err := netns.NewNetwork()
		ready <- err
		if err == nil {
			h.serve()
		}
	})
	return h, <-ready
}

// OnThread runs f on a thread that ends with it: one that is locked when its
// goroutine ends. It is never the process's first, which would not end, and whose
// network namespace is what /proc/self shows.
func OnThread(f func()) {
	runtime.LockOSThread()
	if unix.Gettid() != os.Getpid() {
		f()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		OnThread(f) // on another thread, as this one is taken
	}()
	<-done
	runtime.UnlockOSThread()
}

// serve runs what Do is given until the host is closed.
func (h *Host) serve() {
	for {
		select {
		case c := <-h.tasks:
			c.done <- c.run()
		case <-h.stop:
			return
		}
	}
}

// Do runs f on a thread that is inside the host's network namespace and returns
// its error; ErrClosed if the host is closed. One call at a time: f should make a
// socket, or start a process, and not wait for anything.
func (h *Host) Do(f func() error) error {
	c := task{run: f, done: make(chan error, 1)}
	select {
	case h.tasks <- c:
	case <-h.ended:
		return ErrClosed
	}
	select {
	case err := <-c.done:
		return err
	case <-h.ended: // f has ended the goroutine, unless it is the last that was served
	}
	select {
	case err := <-c.done:
		return err
	default:
		return ErrClosed
	}
}

// Close ends the thread. Closing again does nothing.
func (h *Host) Close() {
	h.once.Do(func() { close(h.stop) })
	<-h.ended
}
