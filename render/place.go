package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wireladder/capture/flow"
)

// Widths of text columns, in cells.
const (
	notesFrom   = 112 // a sheet this wide has explanations beside the ladder
	minGutter   = 4   // left of the first lifeline
	minBrief    = 18  // a narrower line is no pleasure to read
	minFull     = 30  // nor is a narrower paragraph
	arrowEnds   = 5   // of an arrow, beside its label: some shaft and the head
	shortEnds   = 3   // the least of it
	wholeForms  = 3   // of a label: what comes after is for arrows that have no room
	maxCallText = 46  // the explanation of a call stays near its lifeline
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
	top        int            // the first row of the lifelines
	y          int            // the next free row
	noteY      int            // the next free row of the explanations
	index      int            // of the step in hand
	rows       []int          // by step: its row
	flights                   // what is on its way
	starts     map[string]int // rows in which phases began
}

// newLadderLayout prepares to place l in width cells from left on.
func newLadderLayout(p *page, l *Ladder, left, width int) *ladderLayout {
	a := &ladderLayout{page: p, ladder: l, left: left, starts: map[string]int{}}
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
// rows that starts gives.
func (a *ladderLayout) draw(y int, starts map[string]int) {
	a.y = y
	a.title()
	a.heads()
	top, phase := a.y, ""
	a.top = top
	for i := range a.ladder.Steps {
		s := &a.ladder.Steps[i]
		if s.Phase != phase {
			phase = s.Phase
			a.phase(phase, starts[phase])
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
	for _, line := range wrap(m, m.Encode(a.ladder.Subtitle), a.right+1-x) {
		a.page.text(x, a.y, line, Body)
		a.y++
	}
	a.y++
}

// heads places what stands above the lifelines: flush left on the initiators'
// side, flush right on the responders'.
func (a *ladderLayout) heads() {
	height := 0
	for i, lines := range a.columns.heads {
		for j, line := range lines {
			style := Body
			if j == 0 {
				style = Name
			}
			x := a.x[i]
			if a.ladder.Lifelines[i].Side == flow.Responder {
				x += 1 - a.page.medium.Cells(line)
			}
			a.page.text(max(x, a.left), a.y+j, line, style)
		}
		height = max(height, len(lines))
	}
	a.y += height
}

// phase begins a phase with a rule.
func (a *ladderLayout) phase(name string, notBefore int) {
	a.y = max(a.y, a.noteY)
	a.starts[name] = a.y
	a.y = max(a.y, notBefore)
	label := a.page.medium.Encode(" " + name + " ")
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

// message places an arrow, the states it leads to, and what is said about it.
func (a *ladderLayout) message(s *Step) {
	from, to := a.x[s.From], a.x[s.To]
	lo, hi := min(from, to), max(from, to)
	a.besideNote(s)
	a.newcomers(s)
	switch s.Transit {
	case Later:
		a.depart(s)
	case Lost:
		a.vanish(s)
	case AtOnce:
		a.arrowLabel(s, lo, hi)
		a.page.Arrows = append(a.page.Arrows, Arrow{From: from, To: to, Y: a.y, Tone: s.Tone})
		if len(s.Arrivals) > 0 {
			a.open = append(a.open, a.index)
		}
	}
	if s.Transit != Later || len(s.Arrivals) == 0 || from < to {
		a.number(s)
	}
	a.rows = append(a.rows, a.y)
	top := a.y
	a.y++
	a.below(s, lo, hi)
	a.tell(s, lo, hi, top)
}

// tell places the explanation of a message below it, and leaves a row free. While
// arrows slope there, it waits for them to arrive.
func (a *ladderLayout) tell(s *Step, lo, hi, top int) {
	if a.notes == 0 && len(a.open) > 0 {
		a.later(s, fmt.Sprintf("%d: ", s.Packet))
		return
	}
	if a.explain(s, a.textSpan(lo, hi), top) || s.FromState != "" || s.ToState != "" {
		a.blank()
	}
}

// newcomers heads the lifelines that begin with the message, known by it alone,
// in columns that others had before.
func (a *ladderLayout) newcomers(s *Step) {
	if a.folded {
		return
	}
	some := false
	for _, i := range []int{s.From, s.To} {
		line := &a.ladder.Lifelines[i]
		if line.Begin != a.index || line.FD >= 0 || !a.shared[i] {
			continue
		}
		some = true
		head := a.page.medium.Encode(strings.Join(narrowHead(line), " "))
		x := a.x[i]
		if line.Side == flow.Responder {
			x = max(x+1-a.page.medium.Cells(head), a.left)
		}
		a.page.text(x, a.y, head, Name)
	}
	if some {
		a.y++
	}
}

// whose returns the port of the initiator's socket, where a column stands for
// several sockets.
func (a *ladderLayout) whose(s *Step) string {
	if !a.folded {
		return ""
	}
	line := &a.ladder.Lifelines[s.From]
	if line.Side == flow.Responder {
		line = &a.ladder.Lifelines[s.To]
	}
	return fmt.Sprintf(":%d ", line.Local.Port())
}

// blank leaves a row free below a message, for the eye.
func (a *ladderLayout) blank() {
	if a.page.detail != None {
		a.y++
	}
}

// arrowLabel puts the label on the arrow, or above it where the arrow is short.
// Where other arrows are on their way, it waits until they have theirs.
func (a *ladderLayout) arrowLabel(s *Step, lo, hi int) {
	if len(a.open) > 0 {
		a.level = append(a.level, levelArrow{s, lo, hi, a.y})
		return
	}
	m, whose := a.page.medium, a.whose(s)
	gap, all := a.widestGap(lo, hi), span{lo + 2, hi - 1}
	whole := s.Labels[:min(len(s.Labels), wholeForms)]
	for _, on := range []struct {
		span
		ends  int
		forms []string
	}{{gap, arrowEnds, whole}, {all, arrowEnds, whole}, {gap, shortEnds, s.Labels}} {
		for _, l := range on.forms {
			if l = m.Encode(whose + l); m.Cells(l) <= on.width()-on.ends {
				a.label(on.lo+(on.width()-m.Cells(l)-2)/2, " "+l+" ", s)
				return
			}
		}
	}
	label := shorten(m, m.Encode(whose+s.Labels[len(s.Labels)-1]), a.right-a.left-a.gutter)
	x := min(max(lo+(hi-lo-m.Cells(label))/2, a.left+a.gutter), a.right-m.Cells(label))
	a.label(x, label, s)
	a.y++
}

// label puts a label into the row in hand.
func (a *ladderLayout) label(x int, label string, s *Step) {
	a.page.Texts = append(a.page.Texts, Text{X: x, Y: a.y, S: label, Style: Label, Tone: s.Tone})
}

// states puts the states that both ends enter under the arrow.
func (a *ladderLayout) states(s *Step, lo, hi int) {
	left, right := a.stateName(s.FromState, s.FromObserved), a.stateName(s.ToState, s.ToObserved)
	if a.x[s.From] > a.x[s.To] {
		left, right = right, left
	}
	if left == "" && right == "" {
		return
	}
	m := a.page.medium
	a.page.text(lo+2, a.y, left, StateName)
	if m.Cells(left)+m.Cells(right)+5 > hi-lo && left != "" && right != "" {
		a.y++
	}
	a.page.text(max(hi-1-m.Cells(right), a.left+a.gutter), a.y, right, StateName)
	a.y++
}

// stateName returns a state in the signs that say who knows of it.
func (a *ladderLayout) stateName(state string, observed bool) string {
	switch {
	case state == "":
		return ""
	case observed:
		a.page.used.observed = true
		return a.page.medium.Encode("[" + state + "]")
	}
	a.page.used.states = true
	return a.page.medium.Encode("(" + state + ")")
}

// span is a range of cells: from lo up to, not including, hi.
type span struct{ lo, hi int }

func (s span) width() int { return s.hi - s.lo }

// textSpan returns where the explanation of an arrow between lo and hi stands:
// in the widest gap between lifelines on its way, in all of its way, or in all
// of the ladder, whichever is wide enough first.
func (a *ladderLayout) textSpan(lo, hi int) span {
	if best := a.widestGap(lo, hi); best.width() >= a.minExplain() {
		return best
	}
	if hi-lo-3 >= a.minExplain() {
		return span{lo + 2, hi - 1}
	}
	return span{a.left + a.gutter + 2, a.right - 1}
}

// minExplain returns the cells that an explanation takes at least.
func (a *ladderLayout) minExplain() int {
	if a.page.detail == Full {
		return minFull
	}
	return minBrief
}

// widestGap returns the widest space between neighbouring lifelines from lo to hi.
func (a *ladderLayout) widestGap(lo, hi int) span {
	stops := []int{hi}
	for i, x := range a.x {
		if x > lo && x < hi && a.drawn(i) {
			stops = append(stops, x)
		}
	}
	slices.Sort(stops)
	best, from := span{}, lo
	for _, x := range stops {
		if s := (span{from + 2, x - 1}); s.width() > best.width() {
			best = s
		}
		from = x
	}
	return best
}

// drawn reports whether lifeline i is there in the step in hand.
func (a *ladderLayout) drawn(i int) bool {
	line := &a.ladder.Lifelines[i]
	return line.Begin <= a.index && a.index <= lastStep(a.ladder, line)
}

// besideNote goes down to where the explanation of s can stand beside it.
func (a *ladderLayout) besideNote(s *Step) {
	if a.notes > 0 && a.said(s) != "" {
		a.y = max(a.y, a.noteY)
	}
}

// explain places the explanation of a step, beside the ladder at row top or
// into it at the next row, and reports whether it took rows of the ladder.
func (a *ladderLayout) explain(s *Step, in span, top int) bool {
	said := a.said(s)
	if said == "" {
		return false
	}
	m := a.page.medium
	if a.notes > 0 {
		a.noteY = max(a.noteY, top)
		for _, line := range wrap(m, m.Encode(said), a.notesWidth) {
			a.page.text(a.notes, a.noteY, line, Body)
			a.noteY++
		}
		return false
	}
	for _, line := range wrap(m, m.Encode(said), in.width()) {
		a.page.text(in.lo, a.y, line, Body)
		a.y++
	}
	return true
}

// said returns as much of the explanation as is wanted.
func (a *ladderLayout) said(s *Step) string {
	switch a.page.detail {
	case None:
		return ""
	case Full:
		if s.Full != "" {
			return s.Full
		}
	}
	return s.Brief
}
