package live

import (
	"io"
	"time"

	"wireladder/capture"
)

// Blind returns a Feed for who may not capture: no packet comes from it.
func Blind() Feed { return &blind{drained: make(chan struct{})} }

// blind is a feed that sees nothing.
type blind struct{ drained chan struct{} }

var _ Feed = (*blind)(nil)

// Next waits for the end, as long as others wait for a packet.
func (b *blind) Next() (capture.Entry, error) {
	timer := time.NewTimer(readTimeout)
	defer timer.Stop()
	select {
	case <-b.drained:
		return capture.Entry{}, io.EOF
	case <-timer.C:
		return capture.Entry{}, ErrTimeout
	}
}

// Drain ends it.
func (b *blind) Drain() { close(b.drained) }

// Drops returns none: what was not looked for is not lost.
func (b *blind) Drops() (capture.Drops, error) { return capture.Drops{}, nil }
