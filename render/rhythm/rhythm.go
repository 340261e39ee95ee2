// Package rhythm tells from the times of steps which waits stand out, and whose socket was busy
// since a step.
package rhythm

import (
	"slices"
	"time"
)

// Rhythm is how fast things follow each other in a ladder: a wait is told when it stands
// out against that.
type Rhythm struct {
	last time.Time
	gaps []time.Duration // the last ones, in order of size
}

// When a wait is told: always from LongPause on, and from shortPause on where it is
// standsOut times what is usual.
const (
	LongPause  = 200 * time.Millisecond
	shortPause = 20 * time.Millisecond
	standsOut  = 8
	maxGaps    = 512
)

// Told reports whether the time that has passed before now is worth a row. Behind what
// has no time nobody knows how much that is.
func (r *Rhythm) Told(now time.Time) (time.Duration, bool) {
	gone := now.Sub(r.last)
	known := !r.last.IsZero() && !now.IsZero()
	r.last = now
	if !known || gone < 0 {
		return 0, false
	}
	usual := r.usual()
	i, _ := slices.BinarySearch(r.gaps, gone)
	if len(r.gaps) < maxGaps {
		r.gaps = slices.Insert(r.gaps, i, gone)
	}
	return gone, gone >= LongPause || gone >= shortPause && usual > 0 && gone >= standsOut*usual
}

// usual returns the median of the gaps so far, 0 where there are too few.
func (r *Rhythm) usual() time.Duration {
	const enough = 3
	if len(r.gaps) < enough {
		return 0
	}
	return max(r.gaps[len(r.gaps)/2], time.Microsecond)
}
