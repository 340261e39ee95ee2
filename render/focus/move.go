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

// moved returns the row of a step; -1 stays.
func (f *folding) moved(step int) int {
	if step < 0 {
		return step
	}
	return f.row[step]
}
