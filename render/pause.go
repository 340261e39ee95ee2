package render

import (
	"fmt"
	"time"

	"wireladder/capture/run"
	"wireladder/render/loops"
	"wireladder/render/quantity"
	"wireladder/render/rhythm"
)

// pause adds a step for the time that has passed without one, unless that is the time
// that a packet was on its way: the slope of its arrow tells it.
func (b *stepBuilder) pause(m *run.Moment, now time.Time) {
	gone, told := b.rhythm.Told(now)
	onItsWay := m.Kind == run.Arrival && gone < rhythm.LongPause && m.Coming.Delay >= gone*4/5
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
	at := rhythm.Without(b.subject.Holds, a.Last.Time)
	b.ladder.Steps = append(b.ladder.Steps, Step{Kind: Pause, Time: at, Born: -1, Labels: []string{what + ", " + quantity.Count(a.Rounds, "time")}})
}
