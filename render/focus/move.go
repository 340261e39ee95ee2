package focus

import (
	"slices"

	"wireladder/render"
)

// move has all that points to steps point to their rows.
func (f *folding) move() {
	l := &f.folded
	l.Lifelines = slices.Clone(l.Lifelines)
	for i := range l.Lifelines {
		line := &l.Lifelines[i]
		line.Begin, line.Taken, line.End, line.Last = f.moved(line.Begin), f.moved(line.Taken), f.moved(line.End), f.moved(line.Last)
		line.Gone = f.moved(line.Gone)
	}
	for i := range l.Steps { // a packet that arrives later may have a row above
		for _, at := range touched(&l.Steps[i]) {
			l.Lifelines[at].Last = max(l.Lifelines[at].Last, i)
		}
	}
	var bars []render.Bar
	for _, b := range l.Bars {
		if b.From, b.To = f.moved(b.From), f.moved(b.To); b.To < 0 || b.From < b.To {
			bars = append(bars, b)
		}
	}
	l.Bars, l.Timers = bars, slices.Clone(l.Timers)
	for i := range l.Timers {
		l.Timers[i] = render.Timer{From: f.moved(l.Timers[i].From), To: f.moved(l.Timers[i].To)}
	}
	for i := range l.Steps {
		s := &l.Steps[i]
		s.Arrivals = slices.Clone(s.Arrivals)
		for j, at := range s.Arrivals {
			s.Arrivals[j] = f.row[at]
		}
		if s.Kind == render.Arrival {
			s.Sent = f.row[s.Sent]
		}
	}
}

// touched returns the lifelines that something in a row is drawn at.
func touched(s *render.Step) []int {
	switch {
	case s.Kind == render.Pause, s.Kind == render.Remark:
		return nil
	case s.Kind == render.Arrival:
		return []int{s.To}
	case s.Kind == render.Message && (s.Transit == render.AtOnce || s.BothWays):
		return []int{s.From, s.To}
	case s.Kind == render.Message:
		return []int{s.From}
	case s.Born >= 0:
		return []int{s.Lifeline, s.Born}
	}
	return []int{s.Lifeline}
}

// moved returns the row of a step; -1 stays.
func (f *folding) moved(step int) int {
	if step < 0 {
		return step
	}
	return f.row[step]
}
