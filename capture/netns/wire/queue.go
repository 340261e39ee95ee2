package wire

import (
	"io"
	"sync"
	"time"

	"wireladder/capture"
	"wireladder/capture/live"
)

// queue holds what the relay has seen until Next returns it. It has no bound: a
// reader that is late must not hold up the wire.
type queue struct {
	mu      sync.Mutex
	entries []capture.Entry
	ended   bool
	err     error
	more    chan struct{} // holds a token when there may be something new
}

func newQueue() *queue { return &queue{more: make(chan struct{}, 1)} }

func (q *queue) add(e capture.Entry) {
	q.mu.Lock()
	q.entries = append(q.entries, e)
	q.mu.Unlock()
	q.wake()
}

// end says that nothing more will be added, with the reason; nil for all is told.
func (q *queue) end(err error) {
	q.mu.Lock()
	q.ended, q.err = true, err
	q.mu.Unlock()
	q.wake()
}

func (q *queue) wake() {
	select {
	case q.more <- struct{}{}:
	default:
	}
}

// next returns the next entry. Without one it returns live.ErrTimeout when
// the time has passed, and after the last the reason of the end, or io.EOF.
func (q *queue) next(timeout time.Duration) (capture.Entry, error) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		if e, ok, err := q.take(); ok || err != nil {
			return e, err
		}
		select {
		case <-q.more:
		case <-timer.C:
			return capture.Entry{}, live.ErrTimeout
		}
	}
}

func (q *queue) take() (e capture.Entry, ok bool, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case len(q.entries) > 0:
		e, q.entries = q.entries[0], q.entries[1:]
		return e, true, nil
	case q.ended && q.err != nil:
		return e, false, q.err
	case q.ended:
		return e, false, io.EOF
	}
	return e, false, nil
}
