//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"os"
)

// waker ends waiting calls when a context is done. Closing a socket wakes
// nobody who waits in it, so each wait also watches a pipe, whose other end is
// closed when the context is done.
type waker struct {
	ctx     context.Context
	read    *os.File // nil: nothing ever wakes
	write   *os.File
	stop    func() bool
	stopped chan struct{} // closed when write has been
}

// stopError is what stands for the result of a call that was not made, or never
// returned. It is a type of its own because the cause may hold anything, even
// an errno that no call returned.
type stopError struct{ cause error }

func (e stopError) Error() string { return "stopped: " + e.cause.Error() }
func (e stopError) Unwrap() error { return e.cause }

// notMade reports whether err is that of a call that was not made, or left
// behind.
func notMade(err error) bool { return errors.As(err, new(stopError)) }

// sleeper returns a waker for calls that nothing ends.
func sleeper() *waker { return &waker{ctx: context.Background()} }

// newWaker returns a waker that follows ctx. Close it when no call waits.
func newWaker(ctx context.Context) (*waker, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	w := &waker{ctx: ctx, read: read, write: write, stopped: make(chan struct{})}
	w.stop = context.AfterFunc(ctx, func() {
		defer close(w.stopped)
		_ = write.Close() // nothing was written that could be lost
	})
	return w, nil
}

// cause returns why the context is done, nil if it is not.
func (w *waker) cause() error { return context.Cause(w.ctx) }

// descriptor returns what poll(2) watches: -1, which it passes over, for a
// waker that never wakes.
func (w *waker) descriptor() int {
	if w.read == nil {
		return -1
	}
	return int(w.read.Fd())
}

// close frees the pipe. When it returns the context has no hold on w any more.
// Closing again does nothing.
func (w *waker) close() {
	if w.read == nil {
		return
	}
	if w.stop() {
		_ = w.write.Close()
	} else {
		<-w.stopped
	}
	_ = w.read.Close()
	w.read = nil
}
