//go:build linux || darwin

package servers

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// Program makes socket calls in the name of one process and reports each to
// its observer. What it does is up to its user: Program.Socket and the methods
// of Socket are the calls.
//
// Descriptors do not block; a call that has to wait does so in poll(2), which a
// cancelled context can end. To the observer both are one call that blocks.
//
// Its methods may be called by several goroutines; each socket is used by one
// goroutine at a time.
type Program struct {
	opts   ProgramOptions
	life   *waker      // ends the program
	signal *waker      // interrupts it once
	heard  atomic.Bool // it has been
	open   *openSockets
}

// openSockets are the sockets that the threads of a program have open.
type openSockets struct {
	mu  sync.Mutex
	set map[*Socket]struct{}
}

// NewProgram returns a program that makes calls until ctx is done. Then calls
// that wait are left behind as ones that never returned, no further ones are
// made, and errors wrap the context's cause. Close it to free what it holds.
func NewProgram(ctx context.Context, opts ProgramOptions) (*Program, error) {
	opts = opts.withDefaults()
	life, err := newWaker(ctx)
	if err != nil {
		return nil, err
	}
	p := &Program{opts: opts, life: life, signal: sleeper(), open: &openSockets{set: map[*Socket]struct{}{}}}
	if opts.Interrupt == nil {
		return p, nil
	}
	if p.signal, err = newWaker(opts.Interrupt); err != nil {
		life.close()
		return nil, err
	}
	return p, nil
}

// Close ends the program: sockets that are still open are closed as the kernel
// closes those of the dead, without a call. No call may be under way. Closing
// again does nothing.
func (p *Program) Close() {
	p.open.mu.Lock()
	defer p.open.mu.Unlock()
	for s := range p.open.set {
		_ = closeDescriptor(s.fd) // nobody is left to tell
		s.fd = -1
	}
	clear(p.open.set)
	p.life.close()
	p.signal.close()
}

// Process returns in whose name the calls are made.
func (p *Program) Process() capture.Process { return p.opts.Process }

// thread returns another thread of the same program, which signal interrupts.
// Threads have their sockets in common and end with the program.
func (p *Program) thread(signal *waker) *Program {
	return &Program{opts: p.opts, life: p.life, signal: signal, open: p.open}
}

// Thread returns another thread of the same program, for calls of its own. No interrupt comes to it.
func (p *Program) Thread() *Program { return p.thread(sleeper()) }

// note adds a socket to those that are open.
func (o *openSockets) note(s *Socket) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.set[s] = struct{}{}
}

// forget takes a socket from those that are open.
func (o *openSockets) forget(s *Socket) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.set, s)
}

// operation is one socket call to be made.
type operation struct {
	call *capture.Call

	// try makes the system call once. It returns -1 and the errno on failure.
	try func() (int, error)

	// blocked is the errno of a try that a blocking descriptor would have waited
	// in; then wait is called, and try is made again. Zero: the call never waits.
	// It is also what a call returns whose time is over.
	blocked syscall.Errno
	wait    func(deadline time.Time) error
	limit   time.Duration // how long the call waits at most; 0: for ever; negative: not at all

	// progress is how much the tries have done so far: a call that stops
	// waiting returns that, if it is anything at all. nil: nothing.
	progress *int

	// describe fills in what the call has told: addresses and data. It comes
	// after the return has been stamped and may make calls of its own, which
	// are not reported. nil: there is nothing to tell.
	describe func()
}

// perform makes the call and reports it. Errors of the system are named after
// the call and keep their errno. If the context is done the call is not made,
// or is left behind as one that never returned, and the error wraps the cause.
func (p *Program) perform(op operation) (int, error) {
	call := op.call
	call.Process = p.opts.Process
	if err := p.admit(call); err != nil {
		return -1, fmt.Errorf("%s: %w", call.Name, err)
	}
	result, exit, err := p.makeCall(op)
	if err != nil {
		err = fmt.Errorf("%s: %w", call.Name, err)
	}
	if notMade(err) {
		return -1, err
	}
	call.Exit, call.Result, call.Errno = exit, int64(result), errnoName(err)
	if op.describe != nil {
		op.describe()
	}
	p.opts.Observer.Return(call)
	return result, err
}

// admit returns nil when the call may be made, else a stopError.
func (p *Program) admit(call *capture.Call) error {
	if err := p.life.cause(); err != nil {
		return stopError{err}
	}
	if p.opts.Before == nil {
		return nil
	}
	if err := p.opts.Before(p.life.ctx, call); err != nil {
		return stopError{err}
	}
	return nil
}

// makeCall stamps the call, announces it and waits for its return. The start is
// stamped before the observer is told, the return before anything else is done:
// what the call caused lies after the one, what caused its return before the other.
func (p *Program) makeCall(op operation) (int, time.Time, error) {
	runtime.LockOSThread() // else the thread id might be another thread's
	defer runtime.UnlockOSThread()
	op.call.Thread = threadID()
	op.call.Enter = now()
	p.opts.Observer.Enter(op.call)
	result, err := p.await(op)
	return result, now(), err
}

// await tries until the call does not have to wait any more. A signal that
// interrupts it (the Go runtime sends some) is not the program's business.
func (p *Program) await(op operation) (int, error) {
	var deadline time.Time
	if op.limit > 0 {
		deadline = time.Now().Add(op.limit)
	}
	for {
		result, err := op.try()
		switch {
		case err == nil:
			return result, nil
		case errors.Is(err, interruptError{}):
			return -1, err
		case errors.Is(err, unix.EINTR):
			continue
		case op.blocked == 0 || !errors.Is(err, op.blocked):
			return -1, err
		}
		if op.limit < 0 {
			return op.stopWaiting(op.blocked)
		}
		if err := op.wait(deadline); errors.Is(err, errTimeOver) {
			return op.stopWaiting(op.blocked)
		} else if err != nil {
			return op.stopWaiting(err)
		}
	}
}

// stopWaiting returns what a call returns that gives up: what it has done until
// then or else why it gave up.
func (op operation) stopWaiting(err error) (int, error) {
	if op.progress != nil && *op.progress > 0 && !notMade(err) {
		return *op.progress, nil
	}
	return -1, err
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
