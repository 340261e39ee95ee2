package sink

import (
	"io"
	"sync"
	"time"
)

// barrier is what a picture is written through. It can be shut until the first octet has come.
type barrier struct {
	w     io.Writer
	mu    sync.Mutex
	begun bool  // something has come through: it stays open
	ended error // why it is shut; nil: it is not
}

// Write implements io.Writer.
func (b *barrier) Write(p []byte) (int, error) {
	if err := b.begin(); err != nil {
		return 0, err
	}
	return b.w.Write(p)
}

// begin says that something is written. The error is why nothing may be.
func (b *barrier) begin() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.begun = b.ended == nil
	return b.ended
}

// shut lets nothing through any more, unless something has come through already. It reports
// whether it is shut.
func (b *barrier) shut(why error) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.begun {
		b.ended = why
	}
	return !b.begun
}

// asked is how often is asked whether to go on, while nothing is painted yet.
const asked = 20 * time.Millisecond

// painted has paint write a picture to w, and returns its error. Painters ask GoOn themselves, but not
// before their first row: a large picture is planned as a whole before that. If GoOn has an error
// meanwhile, painted returns it at once; paint goes on by itself, and can write nothing any more.
func (p *Subject) painted(w io.Writer, paint func(io.Writer) error) error {
	if p.GoOn == nil {
		return paint(w)
	}
	b, through := &barrier{w: w}, make(chan error, 1)
	go func() { through <- paint(b) }()
	ask := time.NewTicker(asked)
	defer ask.Stop()
	for {
		select {
		case err := <-through:
			return err
		case <-ask.C:
			if err := p.GoOn(); err != nil && b.shut(err) {
				return err
			}
		}
	}
}
