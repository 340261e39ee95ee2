package ladder

import (
	"math"

	"wireladder/render"
	"wireladder/render/arrange"
	"wireladder/render/figure"
	"wireladder/render/scene/columns"
	"wireladder/render/scene/paper"
	"wireladder/render/typeface"
)

// Distances of an arrow that does not arrive, in points.
const (
	beyondCross = 10.0 // from its end to the reason
	lostShare   = 0.62 // how far it goes
	beforeDrop  = 9.0  // from its cross to a receiver that drops it
	belowInset  = 12.0 // from the lifelines to the reason, where it stands below
)

// lostLabel returns the longest label that has room on what is drawn of the arrow.
func (l *Scene) lostLabel(s *render.Step, length float64) string {
	for _, label := range s.Labels {
		if label = typeface.Legible(label); l.paper.Wide(label, figure.Label) <= length*lostShare-2*shaft {
			return label
		}
	}
	return l.paper.Shorten(typeface.Legible(s.Labels[len(s.Labels)-1]), length*lostShare, figure.Label)
}

// lost places an arrow that does not arrive, its label, and why. It returns where that ends.
func (l *Scene) lost(s *render.Step, a *arrange.Arrow, label string, y float64) float64 {
	from, to := l.X[l.Tracks[a.From].Column], l.X[l.Tracks[a.To].Column]
	end := l.clear(from + (to-from)*lostShare)
	if a.Kind == arrange.IsDropped {
		end = to - math.Copysign(beforeDrop, to-from)
	}
	drawn := figure.Arrow{StepID: l.stepID(a.Step), Tone: s.Tone, End: figure.Loose, Points: []figure.Point{{X: from, Y: y}, {X: end, Y: y}}}
	if a.Kind != arrange.OnItsWay {
		l.paper.Used.Lose(a.Kind == arrange.IsDropped, s.Between)
		drawn.End = figure.Broken
	}
	l.paper.Arrows = append(l.paper.Arrows, drawn)
	t := l.paper.Text(0, y-aboveArrow, label, figure.Label)
	t.StepID, t.Tone = l.stepID(l.row), s.Tone
	t.At.X = (from + end - t.Width) / 2
	l.settle(s, t)
	return l.reason(s, end, to, y)
}

// clear returns a place near x that is on no lifeline.
func (l *Scene) clear(x float64) float64 {
	for _, column := range l.X {
		if x > column-12 && x < column+12 {
			return column - 14
		}
	}
	return x
}

// reason places why a packet does not arrive beyond the end of its arrow or, if there is no
// room, below it.
func (l *Scene) reason(s *render.Step, end, to, y float64) float64 {
	said := typeface.Legible(s.Why())
	t := l.paper.Text(end+beyondCross, y+4, said, figure.Warning)
	t.StepID = l.stepID(l.row)
	room := to - end - beyondCross - 8
	if to < end {
		t.At.X, room = end-beyondCross-t.Width, end-to-beyondCross-8
	}
	if t.Width <= room {
		l.settle(s, t)
		return y + belowArrow
	}
	lo, hi := l.ends(s.From, s.To)
	width := max(hi-lo-2*belowInset, leastText)
	x := max(l.left+columns.Gutter, min(lo+belowInset, l.Right-width))
	if t.Width < width {
		x = min(max(end-t.Width/2, x), x+width-t.Width)
	}
	return l.paragraph(l.row, x, y+paper.StateHeight+4, width, said, figure.Warning) + 2
}
