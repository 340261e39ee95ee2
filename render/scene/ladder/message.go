package ladder

import (
	"math"
	"sort"

	"wireladder/render"
	"wireladder/render/arrange"
	"wireladder/render/figure"
	"wireladder/render/scene/columns"
	"wireladder/render/scene/paper"
	"wireladder/render/typeface"
)

// Distances around an arrow, in points.
const (
	labelRoom   = 20.0 // from the top of a row down to the arrow: its label
	shaft       = 14.0 // of an arrow, seen on each side of its label
	aboveArrow  = 5.0  // from an arrow up to the baseline of its label
	aboveStates = 8.0  // further up, where the label is above states as well
	belowArrow  = 8.0
	loopWidth   = 340.0 // of the way out of a socket that talks to itself, at most: its label has room there
)

// message places an arrow, the states it leads to, and its number.
func (l *Scene) message(s *render.Step) {
	l.newcomers(s)
	level := l.level()
	lo, hi := l.ends(s.From, s.To)
	label := ""
	switch {
	case level == nil: // it slopes: its label finds room when it has arrived
	case level.Kind != arrange.Arrives:
		label = l.lostLabel(s, hi-lo)
	default:
		label = l.levelLabel(s, lo, hi)
	}
	y := l.y + labelRoom
	if label != "" && l.paper.Wide(label, figure.Label) > hi-lo-besideState {
		y += aboveStates
	}
	l.stand(y)
	if level != nil || l.X[l.Tracks[s.From].Column] <= l.X[l.Tracks[s.To].Column] {
		l.number(s, y) // else it stands where the arrow comes to this side
	}
	bottom := y + belowArrow
	switch {
	case level == nil:
	case level.Kind != arrange.Arrives:
		bottom = l.lost(s, level, label, y)
	case l.crowd.on:
		l.drawArrow(level)
		l.crowd.level(l, s, y)
	default:
		l.drawArrow(level)
		l.labelAbove(s, label, lo, hi, y)
	}
	l.y = bottom
	l.states(s, y, level != nil && level.Kind == arrange.Arrives)
}

// level returns the arrow that stands in the row in hand alone, nil if there is none.
func (l *Scene) level() *arrange.Arrow {
	if l.arrow < len(l.Arrows) && l.Arrows[l.arrow].ToRow == l.row && l.Arrows[l.arrow].Level() {
		l.arrow++
		return &l.Arrows[l.arrow-1]
	}
	return nil
}

// newcomers heads lifelines whose column was another one's, above the arrow in hand.
func (l *Scene) newcomers(s *render.Step) {
	height := 0.0
	for _, i := range []int{s.From, s.To} {
		if l.Tracks[i].Head == l.row && l.tops[i] == 0 {
			height = max(height, l.panelHead(i, l.y).H)
		}
	}
	if height > 0 {
		l.y += height + 4
	}
}

// ends returns where two lifelines stand, from the left.
func (l *Scene) ends(from, to int) (lo, hi float64) {
	a, b := l.X[l.Tracks[from].Column], l.X[l.Tracks[to].Column]
	if a == b {
		return a, min(a+loopWidth, l.Right) // a socket that talks to itself
	}
	return min(a, b), max(a, b)
}

// drawArrow draws an arrow both of whose rows stand.
func (l *Scene) drawArrow(a *arrange.Arrow) figure.Arrow {
	from := figure.Point{X: l.X[l.Tracks[a.From].Column], Y: l.at[a.FromRow]}
	to := figure.Point{X: l.X[l.Tracks[a.To].Column], Y: l.at[a.ToRow]}
	if side := math.Copysign(1, to.X-from.X); from.X != to.X {
		from.X += side * l.edge(a.From, a.FromRow)
		to.X -= side * l.edge(a.To, a.ToRow)
	}
	drawn := figure.Arrow{StepID: l.stepID(a.Step), Tone: l.Ladder.Steps[a.Step].Tone, Copy: a.Copy, Points: []figure.Point{from, to}}
	if from.X == to.X {
		_, out := l.ends(a.From, a.To)
		drawn.Points = []figure.Point{from, {X: out, Y: from.Y}, {X: out, Y: to.Y + 6}, {X: to.X, Y: to.Y + 6}}
	}
	l.paper.Arrows = append(l.paper.Arrows, drawn)
	if l.Ladder.Steps[a.Step].BothWays {
		back := drawn
		back.Points = []figure.Point{to, from}
		l.paper.Arrows = append(l.paper.Arrows, back)
	}
	return drawn
}

// edge returns how far the mark of a lifeline reaches to each side in a row.
func (l *Scene) edge(lifeline, row int) float64 {
	waits := l.Tracks[lifeline].Waits
	i := sort.Search(len(waits), func(i int) bool { return waits[i].To >= row })
	if i < len(waits) && waits[i].From <= row {
		return paper.WaitWidth / 2
	}
	return 0.5
}

// levelLabel returns the longest label that leaves something to be seen of its arrow: where no
// lifeline crosses it, else anywhere on it, else the shortest.
func (l *Scene) levelLabel(s *render.Step, lo, hi float64) string {
	gapLo, gapHi := l.widestGap(lo, hi)
	for _, room := range []float64{gapHi - gapLo, hi - lo} {
		for _, label := range s.Labels {
			if label = typeface.Legible(label); l.paper.Wide(label, figure.Label) <= room-2*shaft {
				return label
			}
		}
	}
	return l.paper.Shorten(typeface.Legible(s.Labels[len(s.Labels)-1]), l.Right-l.left-columns.Gutter-8, figure.Label)
}

// labelAbove puts a label above its arrow, in the widest gap between lifelines if it has room
// there. One that is wider than its arrow stands above the states, too.
func (l *Scene) labelAbove(s *render.Step, label string, lo, hi, y float64) {
	t := l.paper.Text(0, y-aboveArrow, label, figure.Label)
	t.StepID, t.Tone = l.stepID(l.row), s.Tone
	gapLo, gapHi := l.widestGap(lo, hi)
	if t.Width > gapHi-gapLo-8 {
		gapLo, gapHi = lo, hi
	}
	if t.Width > hi-lo-besideState {
		t.At.Y -= aboveStates
	}
	t.At.X = min(max((gapLo+gapHi-t.Width)/2, l.left+columns.Gutter), l.Right-t.Width)
	l.put(t)
}

// widestGap returns the widest space between neighbouring lifelines from lo to hi.
func (l *Scene) widestGap(lo, hi float64) (from, to float64) {
	from, to = lo, lo
	at := lo
	for i, x := range l.X {
		if l.now[i] && x > lo && x < hi {
			if x-at > to-from {
				from, to = at, x
			}
			at = x
		}
	}
	if hi-at > to-from {
		return at, hi
	}
	return from, to
}

// states places the TCP states that the ends of a message enter, at the height of its arrow: of
// one that slopes the receiver's waits for its arrival.
func (l *Scene) states(s *render.Step, y float64, arrives bool) {
	left := l.y
	if s.FromState != "" {
		left = max(left, l.state(s.FromState, s.FromObserved, s.From, y, belowLine))
	}
	if s.ToState != "" && arrives {
		left = max(left, l.state(s.ToState, s.ToObserved, s.To, y, belowLine))
	}
	l.y = left
}

// Distances of the panel of a state, in points.
const (
	belowLine   = 6.0  // from an arrow down to it, where it stands inside
	belowCall   = 10.0 // the same from the middle of a call
	besideState = 9.0  // from the lifeline to it
)

// state places a state at a lifeline, outside of it if there is room, else so far below y
// inside, and returns where it ends.
func (l *Scene) state(name string, observed bool, lifeline int, y, below float64) float64 {
	t := l.paper.Text(0, 0, typeface.Legible(name), figure.StateName)
	x, in := l.X[l.Tracks[lifeline].Column], l.inner(lifeline)
	p := figure.Panel{StepID: l.stepID(l.row), Kind: figure.StatePanel, Rect: figure.Rect{Y: y - paper.StateHeight/2, W: t.Width + 10, H: paper.StateHeight}}
	l.paper.Used.States, l.paper.Used.Observed = true, l.paper.Used.Observed || observed
	side := -in
	if p.W+besideState > l.outside(lifeline) {
		side = in
		p.Y = y + below
	}
	p.X = x + side*besideState
	if side < 0 {
		p.X -= p.W
	}
	if n := len(l.paper.Panels) - 1; n >= 0 && figure.Overlap(p.Corners(), l.paper.Panels[n].Corners()) {
		p.Y = l.paper.Panels[n].Bottom() + 3 // that of the other end of a short arrow
	}
	t.At, t.StepID = figure.Point{X: p.X + 5, Y: p.Y + paper.StateHeight/2 + 4}, p.StepID
	l.stated[lifeline] = p.Y + p.H/2
	l.paper.Panels = append(l.paper.Panels, p)
	l.paper.Put(t)
	return p.Bottom() + 3
}

// outside returns how much room there is beside a lifeline, away from the other side.
func (l *Scene) outside(lifeline int) float64 {
	x, in := l.X[l.Tracks[lifeline].Column], l.inner(lifeline)
	room := l.Right - x
	if in > 0 {
		room = x - l.left - columns.Gutter
	}
	for i, other := range l.X {
		if d := (x - other) * in; l.now[i] && d > 0 {
			room = min(room, d-4)
		}
	}
	return room
}
