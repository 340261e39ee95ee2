package timing

import (
	"slices"
	"time"

	"wireladder/render"
	"wireladder/render/quantity"
)

// tellWaits says of calls that have waited for long how long that was, where they return. A wait is
// long if a pause that stands out in the ladder is most of it.
func tellWaits(l *render.Ladder) {
	steps := slices.Clone(l.Steps)
	for _, b := range l.Bars {
		if b.To < 0 || steps[b.To].Kind != render.Return || !isTimed(&steps[b.From]) || !isTimed(&steps[b.To]) {
			continue
		}
		s := &steps[b.To]
		if waited := s.Time.Sub(steps[b.From].Time); waited > 0 && 2*longestPause(l, b) >= waited && len(s.Labels) > 0 {
			s.Labels = append([]string{s.Labels[0] + " · waited " + quantity.Duration(waited)}, s.Labels...)
		}
	}
	l.Steps = steps
}

// longestPause returns how long the longest pause is while a call waits; 0 if there is none.
func longestPause(l *render.Ladder, b render.Bar) (longest time.Duration) {
	before := l.Steps[b.From].Time
	for i := b.From + 1; i < b.To; i++ {
		switch s := &l.Steps[i]; {
		case s.Kind == render.Pause && s.Folds == 0 && !s.Time.IsZero():
			longest = max(longest, s.Time.Sub(before))
		case isTimed(s):
			before = s.Time
		}
	}
	return longest
}
