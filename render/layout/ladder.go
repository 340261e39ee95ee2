package layout

import (
	"slices"
	"strings"

	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/arrange"
	"wireladder/render/heads"
	"wireladder/render/lanes"
	"wireladder/render/layout/aside"
	"wireladder/render/layout/columns"
	"wireladder/render/layout/lives"
	"wireladder/render/layout/margin"
	"wireladder/render/layout/page"
	"wireladder/render/layout/starts"
	"wireladder/render/sheet"
)

// mostPhase is what the name of a phase takes at most, with blanks around it, in cells.
const mostPhase = 10

// ladderLayout places one ladder on a page.
type ladderLayout struct {
	page            *page.Page
	options         *Options
	ladder          *render.Ladder
	which           int // ladder it is
	outer           int // first cell
	margin          margin.Margin
	left            int      // first cell behind the margin
	gutter          int      // cells left of the first lifeline, for the frames' numbers
	by              lanes.By // which of them share one
	columns.Columns          // where the lifelines stand
	standing        *lives.Standing
	pieces          *lives.Verticals
	folded          bool // rows stand for several steps
	alone           bool // nothing stands beside the ladder: what is complete can go
	notes           aside.Aside
	y               int         // the next free row
	headed          int         // the last row with heads
	blanked         int         // the row below the last one that was left free; 0: none was
	index           int         // of the step in hand
	rows            []int       // by step: its row
	slopingArrows               // what is on its way
	phaseRows       starts.Rows // in which phases started
}

// newLadderLayout prepares to place l in width cells from left on.
func newLadderLayout(p *page.Page, o *Options, l *render.Ladder, left, width int) *ladderLayout {
	times := margin.Cells(l, p.Medium)
	width -= times
	a := &ladderLayout{page: p, options: o, ladder: l, outer: left, left: left + times, margin: margin.New(p.Sheet, p.Medium, l, left), phaseRows: starts.Rows{}, gutter: margin.Gutter(l), folded: page.Folded([]render.Ladder{*l})}
	a.spread(width)
	a.placeNotes(width)
	return a
}

// spread finds columns for the lifelines: for each its own or, if there is no room for all, for
// lanes that can be named, and at last for each side.
func (a *ladderLayout) spread(width int) {
	all := a.ladder
	for _, by := range []lanes.By{lanes.Sockets, lanes.Groups, lanes.Sides} {
		a.by, a.ladder = by, lanes.Of(all, by)
		a.Columns = columns.Of(a.ladder, a.page.Medium, a.left+a.gutter, a.left+width-2)
		if a.Form > columns.Crowded {
			return
		}
	}
}

// draw places everything from row y on. Phases start no earlier than in the
// rows that notBefore gives.
func (a *ladderLayout) draw(y int, notBefore starts.Rows) {
	a.y = y
	a.title()
	a.heads()
	a.page.Used.Times, a.page.Used.Braces = a.margin.Legend(), a.margin.HasBraces()
	a.standing, a.pieces = lives.NewStanding(a.ladder, a.X), lives.NewVerticals(a.ladder, a.X, a.y)
	phase, rounds := "", map[string]int{}
	for i := range a.ladder.Steps {
		s := &a.ladder.Steps[i]
		if s.Phase != phase {
			phase = s.Phase
			rounds[phase]++
			a.phase(arrange.PhaseStart{Phase: phase, Round: rounds[phase]}, notBefore)
		}
		a.enter(i)
		a.headAgain()
		a.y = a.margin.Least(i, a.y, a.rows)
		a.step(s)
		if a.release(); a.page.Err != nil {
			return
		}
	}
	a.enter(len(a.ladder.Steps))
	a.closeAll()
	a.unreturned()
	if a.y = max(a.y, a.notes.Next); a.y == a.blanked && a.notes.Next < a.y {
		a.y-- // nothing comes below
	}
	a.drawPieces(a.y)
}

// enter goes on to the step of an index.
func (a *ladderLayout) enter(i int) {
	a.index = i
	a.standing.Enter(i)
	if a.open == 0 {
		a.slopingArrows.begin(a.page.Sheet, a.y)
	}
}

// stand puts the step in hand into the next free row.
func (a *ladderLayout) stand() {
	a.notes.Mark(a.page.Sheet, a.page.Medium, a.y)
	a.rows = append(a.rows, a.y)
	a.page.Steps = append(a.page.Steps, sheet.StepPlace{Ref: render.StepRef{Ladder: a.which, Step: a.index}, Lo: a.outer, Hi: a.Right, Y: a.y})
	_, states := a.placesOfStates(&a.ladder.Steps[a.index])
	a.pieces.Place(a.index, a.y, states)
}

// drawPieces draws what the lifelines are above a row.
func (a *ladderLayout) drawPieces(y int) {
	a.margin.Above(y)
	for _, v := range a.pieces.Above(y) {
		a.page.Used.Waiting = a.page.Used.Waiting || v.Kind == sheet.Waiting
		a.page.Used.Queued = a.page.Used.Queued || v.Kind == sheet.Queued
		a.page.Used.Nobody = a.page.Used.Nobody || v.Kind == sheet.Nobody
		if v.Kind == sheet.Finishing { // of a connection the kernel keeps what is left
			a.page.Used.Finishing = a.page.Used.Finishing || !a.ladder.OfDatagrams()
			a.page.Used.Closed = a.page.Used.Closed || a.ladder.OfDatagrams()
		}
		a.page.Verticals = append(a.page.Verticals, v)
	}
}

// release lets the rows go that are complete, if they are worth it: where arrows are on
// their way none is.
func (a *ladderLayout) release() {
	if !a.alone || a.open > 0 || !a.page.Ready(a.y) {
		return
	}
	y := a.y
	if y == a.blanked { // that row may be left out yet
		y--
	}
	a.drawPieces(y)
	a.page.Release(y)
}

func (a *ladderLayout) title() {
	if a.ladder.Title == "" && a.ladder.Subtitle == "" {
		return
	}
	m := a.page.Medium
	title := m.Encode(a.ladder.Title)
	a.page.Text(a.outer, a.y, title, sheet.Heading)
	x := a.outer + m.Cells(title) + 2
	a.y = a.page.Paragraph(x, a.y, a.Right+1-x, a.ladder.Subtitle, sheet.Body)
	if !a.folded || !a.alone {
		a.y++
	}
}

// heads places what stands above the lifelines.
func (a *ladderLayout) heads() {
	height := 0
	for i, lines := range a.Heads {
		for j, line := range lines {
			kind := sheet.Body
			if j == 0 {
				kind = sheet.Name
			}
			a.head(i, a.y+j, line, kind)
		}
		height = max(height, len(lines))
		a.page.Used.Peers = a.page.Used.Peers || heads.TellPeer(&a.ladder.Lifelines[i])
	}
	a.page.Heads = append(a.page.Heads, sheet.HeadRows{Ladder: a.which, From: a.y, To: a.y + height})
	a.y += height
	a.headed = a.y - 1
	a.margin.Head(a.headed)
}

// headAgain places a row with the names of the lifelines that are there, if the last one is a
// screen above. Where arrows are on their way there is no room for it.
func (a *ladderLayout) headAgain() {
	if a.options.Screen == 0 || !a.alone || a.open > 0 || a.y-a.headed < a.options.Screen-1 {
		return
	}
	a.y = max(a.y, a.notes.Next)
	for i := range a.Heads {
		if !slices.Contains(a.standing.Columns(), a.X[i]) {
			continue
		}
		a.head(i, a.y, a.Heads[i][0], sheet.Name)
		a.head(i, a.y+1, a.Heads[i][len(a.Heads[i])-1], sheet.Faint)
	}
	a.y += 2
	a.headed = a.y - 1
	a.margin.Head(a.headed)
}

// head places a line above lifeline i: flush left on the initiators' side, flush
// right on the responders'.
func (a *ladderLayout) head(i, y int, line string, kind sheet.TextKind) {
	x := a.X[i]
	if a.ladder.Lifelines[i].Side == flow.Responder {
		x += 1 - a.page.Medium.Cells(line)
	}
	a.page.Text(max(x, a.left), y, line, kind)
}

// phase starts a phase with a rule.
func (a *ladderLayout) phase(b arrange.PhaseStart, notBefore starts.Rows) {
	a.y = max(a.y, a.notes.Next)
	a.phaseRows[b] = a.y
	a.y = max(a.y, notBefore[b])
	label := a.page.Medium.Encode(" " + b.Phase + " ")
	a.page.Rules = append(a.page.Rules, sheet.Rule{From: a.outer, To: a.Right, Y: a.y})
	x := a.outer + 2
	if first := append(slices.Clone(a.X), a.Right); slices.Min(first)-x < mostPhase {
		x = slices.Min(first) + 2 // it cuts no lifeline
	}
	a.page.Text(x, a.y, label, sheet.Faint)
	a.y++
}

// step places one step.
func (a *ladderLayout) step(s *render.Step) {
	switch s.Kind {
	case render.Message:
		a.message(s)
	case render.Arrival:
		a.arrival(s)
	case render.Remark:
		a.remark(s)
	case render.Pause:
		a.pause(s)
	default:
		a.call(s)
	}
	a.margin.Step(a.index, a.rows[a.index], a.y)
	if s.Key {
		a.page.Used.Key = true
		a.page.Text(a.left, a.rows[a.index], a.page.Medium.Encode(page.KeySign), sheet.KeyMark)
	}
}

// number puts the frame's number into the gutter.
func (a *ladderLayout) number(s *render.Step) {
	n := s.Numbers()
	a.page.Text(a.left, a.y, strings.Repeat(" ", max(0, a.gutter-1-len(n)))+n, sheet.Faint)
}

// remark places a packet that is no arrow.
func (a *ladderLayout) remark(s *render.Step) {
	a.number(s)
	m, left := a.page.Medium, a.left+a.gutter
	a.stand()
	for _, line := range sheet.Wrap(m, m.Encode(s.Labels[0]+": "+s.Brief), a.Right-left) {
		a.page.Text(left, a.y, line, sheet.Warning)
		a.y++
	}
}

// pause places a row for a time in which nothing happened.
func (a *ladderLayout) pause(s *render.Step) {
	a.tellPostponed(a.postponed.Take())
	a.y = max(a.y, a.notes.Next)
	a.stand()
	m := a.page.Medium
	lo, hi := a.left+a.gutter, a.Right
	label := sheet.Shorten(m, m.Encode(" … "+s.Labels[0]+" … "), hi-lo)
	a.page.Rules = append(a.page.Rules, sheet.Rule{From: lo, To: hi, Y: a.y, Kind: sheet.Gap})
	if gap := a.spaces().Widest(lo, hi); len(a.spaces().Between(lo, hi)) > 0 && gap.Width() >= m.Cells(label) { // no lifeline is cut
		lo, hi = gap.Lo, gap.Hi
	}
	a.page.Text(lo+(hi-lo-m.Cells(label))/2, a.y, label, sheet.Faint)
	a.y++
}
