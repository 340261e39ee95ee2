//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
)

// What a server that has a thread for each client leaves to others.
const (
	// sparedThreads is how many threads the system must have room for: the Go runtime
	// makes some of its own when it needs them. For a client that is alone fewer do,
	// as nobody would leave and make room.
	sparedThreads = 8
	fewestThreads = 3
	// maxThreads is how many clients there are at most. The runtime ends a program
	// that has more than 10,000 threads (debug.SetMaxThreads).
	maxThreads = 9900
)

// threads are those of a server that has one for each client.
type threads struct {
	*server
	running sync.WaitGroup
	signal  *waker             // interrupts them all
	ring    context.CancelFunc // rings signal
}

// serveThreads accepts clients and leaves each to a thread of its own. Only the
// main thread is interrupted, as that of a program whose others block SIGINT.
func serveThreads(s *server) error {
	ctx, ring := context.WithCancel(context.Background())
	signal, err := newWaker(ctx)
	if err != nil {
		ring()
		return err
	}
	t := &threads{server: s, signal: signal, ring: ring}
	err = t.acceptAll()
	if err == nil {
		err = t.partFromAll()
	}
	if err != nil {
		s.cancel(err) // all end with the main thread
	}
	t.running.Wait()
	ring()
	signal.close()
	if err == nil {
		err = s.program.life.cause()
	}
	return err
}

// acceptAll starts a thread for each client, until the server is interrupted.
// Whoever is not accepted for want of room waits in the queue.
func (t *threads) acceptAll() error {
	for !t.interrupted() {
		conn, err := t.acceptWithThread()
		switch {
		case exhausted(err):
			if err := t.awaitRoom(err); err != nil {
				return err
			}
		case err != nil:
			return err
		case conn != nil:
			t.start(conn)
		}
	}
	return nil
}

// acceptWithThread accepts a client if there is room for its thread.
func (t *threads) acceptWithThread() (*Socket, error) {
	if t.count() >= maxThreads {
		return nil, fmt.Errorf("%w: %d are as many as this server has", ErrNoThreads, maxThreads)
	}
	spared := sparedThreads
	if t.count() == 0 {
		spared = fewestThreads
	}
	if err := RoomForThreads(spared); err != nil {
		return nil, err
	}
	return t.accept()
}

// start leaves a client to a thread of its own, and returns when that is there: whoever
// looks for room then sees it. The goroutine keeps its thread, so that all its calls
// bear one thread id, and never gives it back: the thread ends with it, and no later
// client gets the same one.
func (t *threads) start(conn *Socket) {
	conn.program = t.program.thread(t.signal)
	begun := make(chan struct{})
	t.running.Go(func() {
		runtime.LockOSThread()
		close(begun)
		_ = t.converse(conn, -1) // the main thread sees for itself that the server is over
	})
	<-begun
}

// partFromAll says farewell to all clients at once: the threads that wait in
// recv are woken by the end of their stream or, to reset, by a signal.
func (t *threads) partFromAll() error {
	if t.opts.OnInterrupt == Reset {
		t.ring()
		return nil
	}
	t.mu.Lock() // none of them is closed meanwhile
	defer t.mu.Unlock()
	var err error
	for conn := range t.clients {
		err = errors.Join(err, ending(t.part(conn)))
	}
	return err
}
