package margin

import (
	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/scene/paper"
	"wireladder/render/typeface"
)

// Distances, in points.
const (
	unit      = 40.0 // of render.Spacing: what a row with a line about it takes
	behind    = 8.0  // the times
	ofMessage = 20.0 // from the top of a row down to its marks
	ofPause   = 13.0
	ofOthers  = 10.0

	beforeLanes = 8.0 // of braces
	laneWidth   = 7.0
)

// Ruler is the margin of one ladder. Make one with New.
type Ruler struct {
	paper  *paper.Paper
	ladder *render.Ladder
	index  int     // of the ladder
	right  float64 // where the times end
	left   float64
}

// New returns the margin of ladder i of a diagram, whose left edge is left.
func New(p *paper.Paper, d *render.Diagram, i int, left float64) Ruler {
	l := &d.Ladders[i]
	return Ruler{p, l, i, left + Width(p, l) - behind - lanes(l), left}
}

// lanes returns how wide the lanes of braces are.
func lanes(l *render.Ladder) float64 {
	if l.Times == nil || l.Times.Lanes == 0 {
		return 0
	}
	return beforeLanes + laneWidth*float64(l.Times.Lanes)
}

// Width returns how wide a margin is, 0 where no times are in it.
func Width(p *paper.Paper, l *render.Ladder) float64 {
	if l.Times == nil {
		return 0
	}
	widest := p.Wide(typeface.Legible(l.Times.Head), figure.Number)
	for _, t := range l.Times.Rows {
		widest = max(widest, p.Wide(typeface.Legible(t), figure.Number))
	}
	for i := range l.Times.Braces {
		widest = max(widest, p.Wide(typeface.Legible(l.Times.Braces[i].Label), figure.Number))
	}
	return widest + behind + lanes(l)
}

// Head says above the times what is counted, in a line that ends at y.
func (r *Ruler) Head(y float64) {
	if t := r.ladder.Times; t != nil {
		r.paper.Used.Times = t.Legend + t.Scale
		r.put(paper.Nowhere, t.Head, y-4)
	}
}

// Step puts the time of a step beside its row, whose marks are at y.
func (r *Ruler) Step(step int, y float64) {
	if t := r.ladder.Times; t != nil {
		r.put(figure.StepID{Ladder: r.index, Step: step}, t.Rows[step], y+3.5)
	}
}

// put puts a text flush right.
func (r *Ruler) put(id figure.StepID, s string, y float64) {
	t := r.paper.Text(0, y, typeface.Legible(s), figure.Number)
	t.At.X, t.StepID = r.right-t.Width, id
	r.paper.Put(t)
}

// Least returns where the row of a step may begin, for the time since the ones before it, whose
// marks are at known heights.
func (r *Ruler) Least(step int, heights []float64) float64 {
	t := r.ladder.Times
	if t == nil || t.Apart == nil || t.Apart[step].Units == 0 {
		return 0
	}
	top := heights[t.Apart[step].From] + unit*t.Apart[step].Units
	switch r.ladder.Steps[step].Kind {
	case render.Message:
		return top - ofMessage
	case render.Pause:
		return top - ofPause
	}
	return top - ofOthers
}
