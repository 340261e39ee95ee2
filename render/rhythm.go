package render

import (
	"fmt"
	"slices"
	"time"

	"wireladder/capture/run"
	"wireladder/render/loops"
	"wireladder/render/quantity"
)

// rhythm is how fast things follow each other in a ladder: a wait is told when it stands
// out against that.
type rhythm struct {
	last time.Time
	gaps []time.Duration // the last ones, in order of size
}

func newRhythm() rhythm { return rhythm{} }

// When a wait is told: always from longPause on, and from shortPause on where it is
// standsOut times what is usual.
const (
	longPause  = 200 * time.Millisecond
	shortPause = 20 * time.Millisecond
	standsOut  = 8
	maxGaps    = 512
)

// told reports whether the time that has passed before now is worth a row. Behind what
// has no time nobody knows how much that is.
func (r *rhythm) told(now time.Time) (time.Duration, bool) {
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
	return gone, gone >= longPause || gone >= shortPause && usual > 0 && gone >= standsOut*usual
}

// usual returns the median of the gaps so far, 0 where there are too few.
func (r *rhythm) usual() time.Duration {
	const enough = 3
	if len(r.gaps) < enough {
		return 0
	}
	return max(r.gaps[len(r.gaps)/2], time.Microsecond)
}

// pause adds a step for the time that has passed without one, unless that is the time
// that a packet was on its way: the slope of its arrow tells it.
func (b *stepBuilder) pause(m *run.Moment, now time.Time) {
	gone, told := b.rhythm.told(now)
	onItsWay := m.Kind == run.Arrival && gone < longPause && m.Coming.Delay >= gone*4/5
	if !told || onItsWay || len(b.ladder.Steps) == 0 {
		return
	}
	// It is the time of what comes next: else the wait would count twice.
	b.ladder.Steps = append(b.ladder.Steps, Step{Kind: Pause, Time: now, Born: -1, Labels: []string{quantity.Duration(gone) + " later"}})
}

// again adds a step for a loop that was left out.
func (b *stepBuilder) again(a *loops.After) {
	what := "the same again"
	if a.Calls > 1 {
		what = fmt.Sprintf("the last %d calls again", a.Calls)
	}
	at := without(b.subject.Holds, a.Last.Time)
	b.ladder.Steps = append(b.ladder.Steps, Step{Kind: Pause, Time: at, Born: -1, Labels: []string{what + ", " + quantity.Count(a.Rounds, "time")}})
}
