package render

import (
	"fmt"
	"strconv"

	"wireladder/capture/flow"
)

// Widths, in cells.
const (
	notesFrom = 112 // a sheet this wide has explanations beside the ladder
	minGutter = 4   // left of the first lifeline
)

// ladderLayout places one ladder on a page.
type ladderLayout struct {
	page       *page
	ladder     *Ladder
	left       int // first cell
	gutter     int // cells left of the first lifeline, for the frames' numbers
	columns        // where the lifelines stand
	notes      int // first cell of the explanations beside the ladder; 0: they stand in it
	notesWidth int
	top        int    // the first row of the lifelines
	y          int    // the next free row
	noteY      int    // the next free row of the explanations
	index      int    // of the step in hand
	rows       []int  // by step: its row
	flights           // what is on its way
	starts     starts // rows in which phases began
}

// newLadderLayout prepares to place l in width cells from left on.
func newLadderLayout(p *page, l *Ladder, left, width int) *ladderLayout {
	a := &ladderLayout{page: p, ladder: l, left: left, starts: starts{}}
	if width >= notesFrom && p.detail != None {
		a.notesWidth = width * 2 / 5
		width -= a.notesWidth + 2
		a.notes = left + width + 2
	}
	a.gutter = gutter(l)
	a.columns = place(l, p.medium, left+a.gutter, left+width-2)
	return a
}

// gutter returns the cells that the frames' numbers take, with a blank behind.
func gutter(l *Ladder) int {
	highest := 0
	for i := range l.Steps {
		highest = max(highest, l.Steps[i].Packet)
	}
	return max(minGutter, len(strconv.Itoa(highest))+1)
}

// draw places everything from row y on. Phases begin no earlier than in the
// rows that notBefore gives.
func (a *ladderLayout) draw(y int, notBefore starts) {
	a.y = y
	a.title()
	a.heads()
	top, phase, rounds := a.y, "", map[string]int{}
	a.top = top
	for i := range a.ladder.Steps {
		s := &a.ladder.Steps[i]
		if s.Phase != phase {
			phase = s.Phase
			rounds[phase]++
			a.phase(begin{phase, rounds[phase]}, notBefore)
		}
		a.index = i
		a.step(s)
	}
	a.index = len(a.ladder.Steps)
	a.landAll()
	a.stillWaiting()
	a.y = max(a.y, a.noteY)
	a.route(top)
	for i := range a.ladder.Lifelines {
		a.life(i, top)
	}
}

func (a *ladderLayout) title() {
	m := a.page.medium
	title := m.Encode(a.ladder.Title)
	a.page.text(a.left, a.y, title, Heading)
	x := a.left + m.Cells(title) + 2
	a.y = a.page.paragraph(x, a.y, a.right+1-x, a.ladder.Subtitle, Body) + 1
}

// heads places what stands above the lifelines.
func (a *ladderLayout) heads() {
	height := 0
	for i, lines := range a.columns.heads {
		for j, line := range lines {
			style := Body
			if j == 0 {
				style = Name
			}
			a.head(i, a.y+j, line, style)
		}
		height = max(height, len(lines))
	}
	a.y += height
}

// head places a line above lifeline i: flush left on the initiators' side, flush
// right on the responders'.
func (a *ladderLayout) head(i, y int, line string, style Style) {
	x := a.x[i]
	if a.ladder.Lifelines[i].Side == flow.Responder {
		x += 1 - a.page.medium.Cells(line)
	}
	a.page.text(max(x, a.left), y, line, style)
}

// phase begins a phase with a rule.
func (a *ladderLayout) phase(b begin, notBefore starts) {
	a.y = max(a.y, a.noteY)
	a.starts[b] = a.y
	a.y = max(a.y, notBefore[b])
	label := a.page.medium.Encode(" " + b.phase + " ")
	a.page.Rules = append(a.page.Rules, Rule{From: a.left, To: a.right, Y: a.y})
	a.page.text(a.left+2, a.y, label, Faint)
	a.y++
}

// step places one step.
func (a *ladderLayout) step(s *Step) {
	switch s.Kind {
	case Message:
		a.message(s)
	case Arrival:
		a.arrival(s)
	case Remark:
		a.remark(s)
	case Pause:
		a.pause(s)
	default:
		a.call(s)
	}
}

// number puts the frame's number into the gutter.
func (a *ladderLayout) number(s *Step) {
	a.page.text(a.left, a.y, fmt.Sprintf("%*d", a.gutter-1, s.Packet), Faint)
}

// remark places a packet that is no arrow.
func (a *ladderLayout) remark(s *Step) {
	a.number(s)
	a.rows = append(a.rows, a.y)
	m := a.page.medium
	a.page.text(a.left+a.gutter, a.y, shorten(m, m.Encode(s.Labels[0]+": "+s.Brief), a.right-a.left-a.gutter), Warning)
	a.y++
}
