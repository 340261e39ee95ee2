package ladder

import (
	"math"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/scene/columns"
	"wireladder/render/scene/spots"
	"wireladder/render/typeface"
	"wireladder/render/waits"
)

// crowd is what stands in rows in which packets are on their way: their arrows slope, and texts
// find their places between them when all have arrived.
type crowd struct {
	on      bool
	since   spots.Since // what stood before
	waiting []waitingText
}

// waitingText is a text that is to find a place: the first of its spots that is free.
type waitingText struct {
	step  int
	name  string // of the step, and what it says: for where it finds none
	label string
	spots []figure.Text
	own   int // of figure.Arrows: its own, which is no obstacle; -1: none
}

// waiting returns a text of the row in hand that waits for a place, and has no spots yet.
func (l *Scene) waiting(s *render.Step, own int) waitingText {
	return waitingText{step: l.row, name: l.nameOf(s), label: typeface.Legible(s.Labels[len(s.Labels)-1]), own: own}
}

// enter begins a crowd with its first row.
func (w *crowd) enter(l *Scene, row int) {
	if w.on || row >= len(l.Rows) || l.Rows[row].Crowd < 0 {
		return
	}
	*w = crowd{on: true, since: spots.SinceNow(l.paper.Figure)}
}

// mostLabel is how much of an arrow that slopes its label takes, unless it has no shorter form.
const mostLabel = 0.5

// steepest is how far an arrow may slope so that its label turns with it, in degrees.
const steepest = 14.0

// sloping draws an arrow that has arrived, and has its label wait for a place.
func (l *Scene) sloping() {
	for l.arrow < len(l.Arrows) && l.Arrows[l.arrow].ToRow == l.row {
		a := &l.Arrows[l.arrow]
		l.arrow++
		drawn := l.drawArrow(a)
		l.paper.Used.Slopes = true
		l.paper.Used.Copies = l.paper.Used.Copies || a.Copy
		if !a.Copy {
			l.crowd.slope(l, &l.Ladder.Steps[a.Step], drawn)
		}
	}
}

// slope has the label of an arrow wait.
func (w *crowd) slope(l *Scene, s *render.Step, a figure.Arrow) {
	from, to := a.Points[0], a.Points[len(a.Points)-1]
	if from.X > to.X {
		from, to = to, from
	}
	length := math.Hypot(to.X-from.X, to.Y-from.Y)
	angle := math.Atan2(to.Y-from.Y, to.X-from.X) * 180 / math.Pi
	text := l.waiting(s, len(l.paper.Arrows)-1)
	text.step = a.Step
	for i, label := range s.Labels {
		t := l.paper.Text(0, 0, typeface.Legible(label), figure.Label)
		t.StepID, t.Tone = a.StepID, s.Tone
		if t.Width > length*mostLabel && i < len(s.Labels)-1 {
			continue
		}
		for _, share := range []float64{0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78} {
			if math.Abs(angle) <= steepest {
				along(&t, from, to, length, share, angle)
			} else {
				mid := figure.Point{X: from.X + (to.X-from.X)*share, Y: from.Y + (to.Y-from.Y)*share}
				t.At, t.Veil = figure.Point{X: mid.X - t.Width/2, Y: mid.Y + 4}, l.veil()
			}
			if spots.ReachesBeyond(&t, from.X+8, to.X-8) {
				continue
			}
			text.spots = append(text.spots, t)
		}
	}
	w.waiting = append(w.waiting, text)
}

// along turns a text so that it stands above a line, with its middle at a share of its length.
func along(t *figure.Text, from, to figure.Point, length, share, angle float64) {
	ux, uy := (to.X-from.X)/length, (to.Y-from.Y)/length
	begin := length*share - t.Width/2
	t.At = figure.Point{X: from.X + ux*begin + uy*aboveArrow, Y: from.Y + uy*begin - ux*aboveArrow}
	t.Angle = angle
}

// settle places a text that has its place: at once or, in a crowd, when it is known whether
// arrows pass behind it.
func (l *Scene) settle(s *render.Step, t figure.Text) {
	if !l.crowd.on {
		l.put(t)
		return
	}
	text := l.waiting(s, -1)
	text.label, text.spots = t.S, []figure.Text{t}
	l.crowd.waiting = append(l.crowd.waiting, text)
}

// level has the label of a level arrow wait.
func (w *crowd) level(l *Scene, s *render.Step, y float64) {
	lo, hi := l.ends(s.From, s.To)
	text := l.waiting(s, len(l.paper.Arrows)-1)
	for _, label := range s.Labels {
		t := l.paper.Text(0, y-aboveArrow, typeface.Legible(label), figure.Label)
		t.StepID, t.Tone = l.stepID(l.row), s.Tone
		if t.Width > hi-lo-2*shaft {
			continue
		}
		for _, share := range []float64{0.5, 0.3, 0.7, 0.1, 0.9} {
			t.At.X = lo + shaft + (hi-lo-2*shaft-t.Width)*share
			text.spots = append(text.spots, t)
		}
	}
	w.waiting = append(w.waiting, text)
}

// call has the label of a call wait: inside beside its lifeline, or outside of it.
func (w *crowd) call(l *Scene, s *render.Step, y float64) {
	text := l.waiting(s, -1)
	_, all := l.room(s.Lifeline)
	for _, label := range waits.Labels(l.Ladder, l.row, false) {
		if t := l.callNamed(s, typeface.Legible(label), y); t.Width <= all {
			text.spots = append(text.spots, t)
			x := l.X[l.Tracks[s.Lifeline].Column]
			if t.At.X = x + 10; l.inner(s.Lifeline) > 0 {
				t.At.X = x - 10 - t.Width
			}
			if !spots.ReachesBeyond(&t, l.left+columns.Gutter, l.Right) {
				text.spots = append(text.spots, t)
			}
		}
	}
	w.waiting = append(w.waiting, text)
}

// end ends a crowd: all texts that wait find their places. What finds none is told below.
func (w *crowd) end(l *Scene) {
	w.on = false
	o := spots.New(l.paper.Figure, w.since)
	for i := range w.waiting {
		t := &w.waiting[i]
		if spot, behind, ok := o.Free(t.spots, t.own); ok {
			if behind {
				spot.Veil = l.veil()
			}
			l.put(spot)
			o.Add(&spot)
		} else {
			said := t.name + ": " + t.label
			l.y = l.paragraph(t.step, l.X[0]+10, l.y+2, l.X[len(l.X)-1]-l.X[0]-20, said, figure.Label)
		}
	}
	w.waiting = nil
}

// arrival ends an arrow that slopes.
func (l *Scene) arrival(s *render.Step) {
	const leastSlope = 26
	l.y = max(l.y, l.at[s.Sent]+leastSlope-labelRoom/2)
	y := l.y + labelRoom/2
	l.stand(y)
	if l.X[l.Tracks[s.To].Column] < l.X[l.Tracks[s.From].Column] {
		l.number(s, y)
	}
	l.sloping()
	l.y = y + belowArrow
	l.states(s, y, true)
}
