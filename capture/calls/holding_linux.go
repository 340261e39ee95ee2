//go:build linux && (amd64 || arm64)

package calls

import (
	"errors"
	"fmt"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/tracee"
)

// holding is which threads of a program a Holder holds up before their calls.
type holding struct {
	holder   Holder
	calls    map[int]*capture.Call // by thread, as the Holder was told of them
	released chan *capture.Call    // those that may be made
	children chan os.Signal        // something has happened to a child of this process
	over     chan struct{}         // closed when nobody takes what is released any more
}

func newHolding(holder Holder) *holding {
	return &holding{
		holder: holder, calls: map[int]*capture.Call{}, released: make(chan *capture.Call),
		children: make(chan os.Signal, 1), over: make(chan struct{}),
	}
}

// holds tells the Holder of a call that a thread is about to make, and reports whether it is
// held up. What an interpreter does by itself is not.
func (t *tracer) holds(th *thread, c *capture.Call) bool {
	h := t.holding
	if h == nil || c.Name == "" || c.Prints() {
		return false
	}
	t.introduce(th, c)
	if c.Aside {
		return false
	}
	said := *c
	h.calls[th.tid] = &said
	h.holder.Held(&said, func() {
		select {
		case h.released <- &said:
		case <-h.over:
		}
	})
	return true
}

// letGo lets the thread make the call that it was held up before.
func (t *tracer) letGo(c *capture.Call) {
	th := t.threads[c.Thread]
	if th == nil || t.holding.calls[c.Thread] != c {
		return // it has ended meanwhile
	}
	delete(t.holding.calls, c.Thread)
	t.report(th, th.call.Call)
	t.resume(th, 0)
}

// resumeUnlessHeld lets a thread go on that is not held up.
func (t *tracer) resumeUnlessHeld(th *thread) {
	if t.holding == nil || t.holding.calls[th.tid] == nil {
		t.resume(th, 0)
	}
}

// drop tells the Holder that a thread does not come to its call any more.
func (t *tracer) drop(tid int) {
	if t.holding == nil || t.holding.calls[tid] == nil {
		return
	}
	t.holding.holder.Gone(t.holding.calls[tid])
	delete(t.holding.calls, tid)
}

// runHeld is run where threads are held up: wait4(2) must not keep from those that may go on.
// The kernel says by SIGCHLD when there is something to wait for.
func (t *tracer) runHeld() error {
	signal.Notify(t.holding.children, unix.SIGCHLD)
	defer signal.Stop(t.holding.children)
	defer close(t.holding.over)
	for {
		if err := t.takeAll(); err != nil || len(t.threads) == 0 {
			return err
		}
		select {
		case <-t.holding.children:
		case c := <-t.holding.released:
			t.letGo(c)
		}
	}
}

// takeAll takes the stops that there are.
func (t *tracer) takeAll() error {
	for len(t.threads) > 0 {
		tid, status, err := tracee.Wait(unix.WNOHANG)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.ECHILD):
			t.threads = nil
		case err != nil:
			return fmt.Errorf("wait4: %w", err)
		case tid == 0:
			return nil
		default:
			t.take(tid, status)
		}
	}
	return nil
}
