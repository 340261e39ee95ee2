package wire

import (
	"io"
	"sync"
	"time"

	"wireladder/capture"
	"wireladder/capture/live"
)

// outbox holds what the relay has seen until Next returns it. It has no bound: a
// reader that is late must not hold up the wire.
type outbox struct {
	mu      sync.Mutex
	entries []capture.Entry
	ended   bool
	err     error
	more    chan struct{} // holds a token when there may be something new
}

func newOutbox() *outbox { return &outbox{more: make(chan struct{}, 1)} }

func (o *outbox) add(e capture.Entry) {
	o.mu.Lock()
	o.entries = append(o.entries, e)
	o.mu.Unlock()
	o.wake()
}

// end says that nothing more will be added, with the reason; nil for all is told.
func (o *outbox) end(err error) {
	o.mu.Lock()
	o.ended, o.err = true, err
	o.mu.Unlock()
	o.wake()
}

func (o *outbox) wake() {
	select {
	case o.more <- struct{}{}:
	default:
	}
}

// next returns the next entry. Without one it returns live.ErrTimeout when
// the time has passed, and after the last the reason of the end, or io.EOF.
func (o *outbox) next(timeout time.Duration) (capture.Entry, error) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		if e, ok, err := o.take(); ok || err != nil {
			return e, err
		}
		select {
		case <-o.more:
		case <-timer.C:
			return capture.Entry{}, live.ErrTimeout
		}
	}
}

func (o *outbox) take() (e capture.Entry, ok bool, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case len(o.entries) > 0:
		e, o.entries = o.entries[0], o.entries[1:]
		return e, true, nil
	case o.ended && o.err != nil:
		return e, false, o.err
	case o.ended:
		return e, false, io.EOF
	}
	return e, false, nil
}
