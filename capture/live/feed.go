package live

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"time"

	"wireladder/capture"
	"wireladder/capture/decode"
)

// ErrIncomplete is returned by a Feed that may have missed the end of the run.
var ErrIncomplete = errors.New("the end of the capture may be missing")

// Feed is a capture that knows its end. It is for one goroutine at a time, but for
// Drain.
type Feed interface {
	// Next returns the next packet, decoded; or the next Delivery, after its packet,
	// where it is known what becomes of packets. It returns ErrTimeout when none came
	// in time, and io.EOF when, after Drain, everything sent was returned.
	Next() (capture.Entry, error)
	// Drain says that nothing more is going to be sent, and returns at once. It is
	// called once.
	Drain()
	// Drops returns the counts since the start.
	Drops() (capture.Drops, error)
}

// patience is how long a feed waits for its sentinel.
const patience = 2 * time.Second

// UntilSentinel returns a Feed of what c captures on loopback: when it is drained it
// sends the sentinel, which ends it when it comes. That must have been made before c,
// and its port pass the filter of c; traffic of its socket is left out. Both stay the
// caller's to close. A sentinel that does not come within 2 s is ErrIncomplete.
func UntilSentinel(c Capture, s *Sentinel) Feed {
	return &sentinelFeed{Capture: c, sentinel: s, patience: patience, decoder: decode.NewDecoder()}
}

// sentinelFeed is what UntilSentinel returns.
type sentinelFeed struct {
	Capture
	sentinel *Sentinel
	patience time.Duration
	decoder  *decode.Decoder
	drained  atomic.Bool

	// Of the goroutine that calls Next:
	deadline time.Time // for the sentinel; zero until it is known that the feed is drained
	late     bool      // it has passed
	sendErr  error     // of sending the sentinel again
	yielded  time.Time // when others had a turn
}

var _ Feed = (*sentinelFeed)(nil)

// Drain sends the sentinel. Next sends it again, and tells if that fails.
func (f *sentinelFeed) Drain() {
	_ = f.sentinel.send()
	f.drained.Store(true)
}

// turn is how long a feed reads before it lets other goroutines have a turn. One that does not in 10 ms
// is in the way, to Go, also while it waits in the kernel: Go then takes its processor (a P) away, and
// looks every 20 µs for others (runtime.sysmon), which takes much of one from a run.
const turn = time.Millisecond

// yield lets other goroutines have a turn, if it is time.
func (f *sentinelFeed) yield(now time.Time) {
	if now.Sub(f.yielded) >= turn {
		f.yielded = now
		runtime.Gosched()
	}
}

// Next is that of a Feed.
func (f *sentinelFeed) Next() (capture.Entry, error) {
	for {
		now := time.Now()
		f.yield(now)
		if err := f.hasTime(now); err != nil {
			return capture.Entry{}, err
		}
		p, err := f.Capture.Next()
		if errors.Is(err, ErrTimeout) && !f.deadline.IsZero() {
			f.sendErr = f.sentinel.send() // the first may have been dropped
		}
		if err != nil {
			return capture.Entry{}, err
		}
		f.decoder.Decode(p)
		if f.sentinel.is(p) {
			return capture.Entry{}, io.EOF
		}
		if !f.sentinel.concerns(p) {
			return capture.Entry{Packet: p}, nil
		}
	}
}

// hasTime returns an error if the sentinel is overdue. What was captured before the
// deadline is read first: after it, the capture is asked once more.
func (f *sentinelFeed) hasTime(now time.Time) error {
	switch {
	case f.late:
		return errors.Join(fmt.Errorf("%w: no sentinel within %v", ErrIncomplete, f.patience), f.sendErr)
	case !f.deadline.IsZero():
		f.late = now.After(f.deadline)
	case f.drained.Load():
		f.deadline = now.Add(f.patience)
	}
	return nil
}
