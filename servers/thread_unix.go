//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

// threads are those of a server that has one for each client.
type threads struct {
	*server
	running sync.WaitGroup
	signal  *waker             // interrupts them all
	ring    context.CancelFunc // rings signal
	left    chan struct{}      // takes one word from a thread that ends; who waits for it may miss some
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
	t := &threads{server: s, signal: signal, ring: ring, left: make(chan struct{}, 1)}
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
func (t *threads) acceptAll() error {
	for !t.interrupted() {
		conn, err := t.accept()
		switch {
		case errors.Is(err, unix.EMFILE), errors.Is(err, unix.ENFILE):
			t.tell(Event{Kind: Full, Err: err})
			t.awaitRoom()
		case err != nil:
			return err
		case conn != nil:
			t.start(conn)
		}
	}
	return nil
}

// awaitRoom returns when a client has left, or the server is to end.
func (t *threads) awaitRoom() {
	var interrupt <-chan struct{} // nil: never
	if t.opts.Interrupt != nil {
		interrupt = t.opts.Interrupt.Done()
	}
	select {
	case <-t.left:
	case <-interrupt:
	case <-t.program.life.ctx.Done():
	}
}

// start leaves a client to a thread of its own. The goroutine keeps its thread,
// so that all its calls bear one thread id, and never gives it back: the thread
// ends with it, and no later client gets the same one.
func (t *threads) start(conn *Socket) {
	conn.program = t.program.thread(t.signal)
	t.running.Go(func() {
		runtime.LockOSThread()
		_ = t.converse(conn, -1) // the main thread sees for itself that the server is over
		select {
		case t.left <- struct{}{}:
		default: // there is word already
		}
	})
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
