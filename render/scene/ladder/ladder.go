package ladder

import (
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/arrange"
	"wireladder/render/figure"
	"wireladder/render/scene/columns"
	"wireladder/render/scene/margin"
	"wireladder/render/scene/paper"
	"wireladder/render/typeface"
	"wireladder/render/waits"
)

// Scene places one ladder, row by row. Make one with New; then Head, Phase as long as there is
// a Next, and End.
type Scene struct {
	*columns.Columns
	paper    *paper.Paper
	index    int     // of the ladder
	outer    float64 // its left edge
	margin   margin.Ruler
	left     float64 // behind the margin
	notes    float64 // where explanations beside the ladder begin; 0: they stand in it
	notesY   float64 // the next of them
	y        float64 // what is free begins here
	first    float64 // where the rows begin
	floor    float64 // what comes below the row in hand begins no higher
	next     int     // phase
	band     int     // of Figure.Bands: that of the phase in hand; -1: none
	arrow    int     // the next of Arrows
	row      int     // in hand
	at       []float64
	tops     []float64     // by lifeline: where it begins, below its head
	heads    []figure.Rect // by lifeline
	stated   []float64     // by lifeline: the middle of the panel of its last state
	standing *arrange.Standing
	now      []bool // by column: whether a lifeline is drawn in the row in hand
	ahead    []int  // by column: the row down to which its head is led to
	crowd    crowd
}

// Room is where a ladder is to stand, in points.
type Room struct {
	Left, Width float64
	Alone       bool // nothing stands beside it: its explanations may
}

// Where explanations stand beside a ladder.
const (
	notesFrom   = 1100.0 // a ladder with so much room has them there
	notesShare  = 0.32   // of its room
	beforeNotes = 24.0
)

// New prepares to place ladder i of a diagram.
func New(p *paper.Paper, d *render.Diagram, i int, r Room) *Scene {
	l := &Scene{paper: p, index: i, outer: r.Left, margin: margin.New(p, d, i, r.Left), band: -1}
	times := margin.Width(p, &d.Ladders[i])
	r.Left, r.Width = r.Left+times, r.Width-times
	l.left = r.Left
	own := r.Width * (1 - notesShare)
	if r.Alone && r.Width >= notesFrom && p.Detail != render.None {
		l.Columns = columns.Of(p, &d.Ladders[i], r.Left, own)
		l.notes = r.Left + own + beforeNotes
	}
	if l.notes == 0 || l.Needed > own {
		l.Columns, l.notes = columns.Of(p, &d.Ladders[i], r.Left, r.Width), 0
	}
	l.standing, l.now, l.ahead = arrange.NewStanding(l.Arrangement), make([]bool, len(l.X)), make([]int, len(l.X))
	for i := range l.Tracks {
		if s := &l.Tracks[i]; s.Head < 0 {
			l.ahead[s.Column] = s.Begin
		}
	}
	return l
}

// Next returns the phase that comes next, nil behind the last one.
func (l *Scene) Next() *arrange.PhaseSpan {
	if l.next == len(l.Phases) {
		return nil
	}
	return &l.Phases[l.next]
}

// Takes returns the width that the ladder takes at least.
func (l *Scene) Takes() float64 { return l.left - l.outer + l.Needed }

// Bottom returns where what is placed ends.
func (l *Scene) Bottom() float64 { return l.y }

// Head places title, subtitle and the heads that stand above all rows.
func (l *Scene) Head(y float64) {
	l.paper.Right = max(l.paper.Right, l.Right)
	l.y = l.paper.Titles(l.outer, y, l.Right-l.outer, l.Ladder.Title, l.Ladder.Subtitle) + 8
	l.paper.Expect(len(l.Rows))
	l.at = make([]float64, 0, len(l.Rows))
	l.tops, l.heads, l.stated = make([]float64, len(l.Tracks)), make([]figure.Rect, len(l.Tracks)), make([]float64, len(l.Tracks))
	height := 0.0
	for i := range l.Tracks {
		if l.Tracks[i].Head < 0 {
			height = max(height, columns.HeadHeight(l.Heads[i]))
		}
	}
	for i := range l.Tracks {
		if l.Tracks[i].Head < 0 {
			l.panelHead(i, l.y+height-columns.HeadHeight(l.Heads[i]))
		}
	}
	l.y += height + 8
	l.margin.Head(l.y)
	l.notesY, l.first = l.y, l.y
}

// stepID returns the StepID of what a step makes.
func (l *Scene) stepID(step int) figure.StepID {
	return figure.StepID{Ladder: l.index, Step: step}
}

// panelHead places the head of a lifeline, and returns its panel.
func (l *Scene) panelHead(i int, y float64) figure.Panel {
	lines, x := l.Heads[i], l.X[l.Tracks[i].Column]
	p := figure.Panel{StepID: l.stepID(l.Tracks[i].Head), Kind: figure.HeadPanel, Rect: figure.Rect{Y: y, W: columns.HeadWidth(l.paper, lines), H: columns.HeadHeight(lines)}}
	p.X = max(l.left, min(x-p.W/2, l.Right-p.W))
	l.paper.Panels = append(l.paper.Panels, p)
	l.tops[i], l.heads[i] = p.Bottom(), p.Rect
	y += columns.HeadPadding / 2
	for j, line := range lines {
		t := l.paper.Text(0, paper.Baseline(y, columns.HeadStyle(j)), line, columns.HeadStyle(j))
		t.At.X, t.StepID = p.X+(p.W-t.Width)/2, p.StepID
		l.paper.Put(t)
		y += paper.LineHeight(columns.HeadStyle(j))
	}
	return p
}

// Phase places the next phase from y down.
func (l *Scene) Phase(y float64) {
	p := l.Next()
	l.y = y
	l.look(p.From)
	l.begin(p)
	for row := p.From; row < p.To; row++ {
		l.look(row)
		l.enter()
		l.y = max(l.y, l.margin.Least(row, l.at))
		top := l.y
		l.step(&l.Ladder.Steps[row])
		l.margin.Step(row, l.at[row])
		l.tell()
		l.paper.Rows = append(l.paper.Rows, figure.StepRow{StepID: l.stepID(row), Top: top, Bottom: l.y})
	}
}

// begin begins a phase.
func (l *Scene) begin(p *arrange.PhaseSpan) {
	l.next++
	l.y = max(l.y, l.notesY)
	l.endBand()
	if p.Start.Phase == "" {
		return
	}
	l.band = len(l.paper.Bands)
	l.paper.Bands = append(l.paper.Bands, figure.Band{Rect: figure.Rect{X: l.outer, Y: l.y, W: l.edgeOfAll() - l.outer}, Odd: l.next%2 == 1})
	l.paper.Lines = append(l.paper.Lines, figure.Line{StepID: paper.Nowhere, From: figure.Point{X: l.outer, Y: l.y}, To: figure.Point{X: l.edgeOfAll(), Y: l.y}, Kind: figure.Part})
	t := l.paper.Text(l.outer+6, l.y+14, typeface.Legible(p.Start.Phase), figure.PhaseName)
	l.put(t)
	l.y += 20
}

// edgeOfAll returns the right edge of the ladder with its notes.
func (l *Scene) edgeOfAll() float64 {
	if l.notes > 0 {
		return l.paper.Right
	}
	return l.Right
}

// endBand ends the band of the phase before, if it has one.
func (l *Scene) endBand() {
	if l.band >= 0 {
		b := &l.paper.Bands[l.band]
		b.H = l.y - b.Y
	}
	l.band = -1
}

// look finds out which lifelines are drawn in a row.
func (l *Scene) look(row int) {
	l.row = row
	for i := range l.now {
		l.now[i] = l.standing.Has(i, row)
	}
}

// enter goes on to the row that was looked at.
func (l *Scene) enter() {
	if l.notes > 0 && len(l.said(l.row)) > 0 {
		l.y = max(l.y, l.notesY)
	}
	l.crowd.enter(l, l.row)
}

// put places a text, with a veil if a lifeline passes behind it.
func (l *Scene) put(t figure.Text) {
	lo, hi := t.At.X-4, t.At.X+t.Width+4 // one that is turned takes less
	for i, x := range l.X {
		if (l.now[i] || l.row <= l.ahead[i]) && x > lo && x < hi {
			t.Veil = l.veil()
		}
	}
	l.paper.Put(t)
}

// veil returns the veil of texts where the ladder has come to.
func (l *Scene) veil() figure.Veil {
	if n := l.next - 1; n >= 0 && l.Phases[n].Start.Phase != "" && l.next%2 == 1 {
		return figure.BandVeil
	}
	return figure.PageVeil
}

// paragraph places a text of a step in as many lines as it takes, and returns where it ends.
func (l *Scene) paragraph(step int, x, y, width float64, s string, style figure.Style) float64 {
	for _, line := range l.paper.Wrap(s, min(width, paper.Longest(style)), style) {
		t := l.paper.Text(x, paper.Baseline(y, style), line, style)
		t.StepID = l.stepID(step)
		if l.crowd.on {
			t.Veil = l.veil() // arrows may pass behind it
		}
		l.put(t)
		y += paper.LineHeight(style)
	}
	return y
}

// End ends the ladder: with the calls that never return, and with the lifelines, whose rows are
// known now. It returns where the ladder ends.
func (l *Scene) End() float64 {
	l.look(len(l.Rows))
	l.y = max(l.y, l.notesY)
	l.unreturned()
	l.endBand()
	l.margin.Braces(l.at)
	l.lifelines()
	l.paper.Areas = append(l.paper.Areas, figure.LadderArea{Ladder: l.index, Rect: figure.Rect{X: l.outer, Y: l.first, W: l.edgeOfAll() - l.outer, H: l.y - l.first}})
	return l.y + 6
}

// unreturned says of calls that they still wait, where their own rows are not the last, as many beside each other as there is room for.
func (l *Scene) unreturned() {
	const label = "still waits"
	var taken []figure.Text
	for _, b := range waits.Below(l.Ladder, false) {
		t := l.paper.Text(0, l.y+14, label, figure.CallName)
		t.At.X, t.StepID = l.beside(b.Lifeline, t.Width), l.stepID(b.From)
		for i := range taken {
			if figure.Overlap(t.Corners(), taken[i].Corners()) {
				l.y, taken = l.y+18, nil
				t.At.Y = l.y + 14
				break
			}
		}
		taken = append(taken, t)
		l.put(t)
	}
	if taken != nil {
		l.y += 20
	}
}

// inner returns 1 if the other side is on the right of a lifeline, and -1 if it is on its left.
func (l *Scene) inner(lifeline int) float64 {
	if l.Ladder.Lifelines[lifeline].Side == flow.Responder {
		return -1
	}
	return 1
}

// beside returns where a text of a width begins that stands beside a lifeline, towards the other
// side.
func (l *Scene) beside(lifeline int, width float64) float64 {
	x := l.X[l.Tracks[lifeline].Column]
	if l.inner(lifeline) < 0 {
		return max(l.left+4, x-10-width)
	}
	return min(x+10, l.Right-width)
}
