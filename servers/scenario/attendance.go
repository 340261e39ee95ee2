package scenario

import (
	"context"
	"sync"

	"wireladder/capture"
)

// attendance watches the calls of one server and tells how often it has begun
// to wait for a client, and to read from one. It passes each call on.
type attendance struct {
	waitsIn string               // name of the call in which the server waits
	next    capture.CallObserver // nil: nobody else watches

	mu       sync.Mutex
	waits    int           // entered calls that wait for a client
	accepted int           // those that returned
	readers  int           // clients that the server has begun to read from
	changed  chan struct{} // closed, and replaced, when one of them changes
}

var _ capture.CallObserver = (*attendance)(nil)

func newAttendance(waitsIn string, next capture.CallObserver) *attendance {
	return &attendance{waitsIn: waitsIn, next: next, changed: make(chan struct{})}
}

// Enter passes the call on and only then counts it: whoever has awaited it may
// rely on its having been recorded.
func (a *attendance) Enter(c *capture.Call) {
	if a.next != nil {
		a.next.Enter(c)
	}
	switch c.Name {
	case a.waitsIn:
		a.note(func() { a.waits++ })
	case "recv":
		a.note(func() { a.readers = a.accepted })
	}
}

// Return passes the call on, and counts it if a client has come with it.
func (a *attendance) Return(c *capture.Call) {
	came := c.Name == a.waitsIn && c.Errno == ""
	if a.next != nil {
		a.next.Return(c)
	}
	if came {
		a.note(func() { a.accepted++ })
	}
}

// note makes a change and wakes all that wait for one.
func (a *attendance) note(change func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	change()
	close(a.changed)
	a.changed = make(chan struct{})
}

// await returns when the server has begun to wait for the n-th time, or the
// context's cause when that is done first.
func (a *attendance) await(ctx context.Context, n int) error {
	return a.awaitThat(ctx, func() bool { return a.waits >= n })
}

// awaitReader returns when the server has begun to read from its n-th client,
// or the context's cause when that is done first.
func (a *attendance) awaitReader(ctx context.Context, n int) error {
	return a.awaitThat(ctx, func() bool { return a.readers >= n })
}

func (a *attendance) awaitThat(ctx context.Context, holds func() bool) error {
	for {
		a.mu.Lock()
		done, changed := holds(), a.changed
		a.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
