//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// caller makes socket calls in the name of one process and reports each.
//
// Descriptors do not block; a call that has to wait does so in poll(2), which a
// cancelled context can end. To the observer both are one call that blocks.
type caller struct {
	process  capture.Process
	observer capture.CallObserver
	waker    *waker
}

// operation is one socket call to be made.
type operation struct {
	call *capture.Call

	// try makes the system call once. It returns -1 and the errno on failure.
	try func() (int, error)

	// blocked is the errno of a try that a blocking descriptor would have waited
	// in; then try is made again when poll(2) sees the descriptor ready. Zero:
	// the call never waits.
	blocked syscall.Errno
	ready   int16 // what poll(2) waits for: POLLIN or POLLOUT

	// describe fills in what the call has told: addresses and data. It comes
	// after the return has been stamped and may make calls of its own, which
	// are not reported. nil: there is nothing to tell.
	describe func()
}

// perform makes the call and reports it. Errors of the system are named after
// the call and keep their errno. If the context is done the call is not made,
// or is left behind as one that never returned, and the error wraps the cause.
func (c *caller) perform(op operation) (int, error) {
	call := op.call
	if err := c.waker.cause(); err != nil {
		return -1, fmt.Errorf("%s: %w", call.Name, err)
	}
	result, exit, err := c.makeCall(op)
	if err != nil {
		err = fmt.Errorf("%s: %w", call.Name, err)
	}
	if stopped := (stopError{}); errors.As(err, &stopped) {
		return -1, err
	}
	call.Exit, call.Result, call.Errno = exit, int64(result), errnoName(err)
	if op.describe != nil {
		op.describe()
	}
	c.observer.Return(call)
	return result, err
}

// makeCall stamps the call, announces it and waits for its return. The start is
// stamped before the observer is told, the return before anything else is done:
// what the call caused lies after the one, what caused its return before the other.
func (c *caller) makeCall(op operation) (int, time.Time, error) {
	runtime.LockOSThread() // else the thread id might be another thread's
	defer runtime.UnlockOSThread()
	op.call.Process, op.call.Thread = c.process, threadID()
	op.call.Enter = now()
	c.observer.Enter(op.call)
	result, err := c.await(op)
	return result, now(), err
}

// await tries until the call does not have to wait any more. A signal that
// interrupts it (the Go runtime sends some) is not the program's business.
func (c *caller) await(op operation) (int, error) {
	for {
		result, err := op.try()
		switch {
		case err == nil:
			return result, nil
		case errors.Is(err, unix.EINTR):
			continue
		case op.blocked == 0 || !errors.Is(err, op.blocked):
			return -1, err
		}
		if err := c.waker.wait(op.call.FD, op.ready); err != nil {
			return -1, err
		}
	}
}

// follow ties further calls to ctx, until release is called.
func (c *caller) follow(ctx context.Context) (release func(), err error) {
	w, err := newWaker(ctx)
	if err != nil {
		return nil, err
	}
	c.waker = w
	return w.close, nil
}

// now returns the time as packets are stamped: CLOCK_REALTIME alone, without
// Go's monotonic reading, which would decide comparisons.
func now() time.Time { return time.Now().Round(0) }

// errnoName returns the symbolic name of the errno in err: "ECONNREFUSED"; ""
// if err is nil.
func errnoName(err error) string {
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return ""
	}
	if name := unix.ErrnoName(errno); name != "" {
		return name
	}
	return fmt.Sprintf("errno %d", int(errno))
}
