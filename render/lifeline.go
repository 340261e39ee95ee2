package render

import "wireladder/capture/flow"

// maxCallText is the width of the explanation of a call, in cells: it stays near
// its lifeline.
const maxCallText = 46

// call places a socket call at its lifeline.
func (a *ladderLayout) call(s *Step) {
	line := &a.ladder.Lifelines[s.Lifeline]
	left, x := line.Side == flow.Responder, a.x[s.Lifeline]
	a.besideNote(s)
	a.rows = append(a.rows, a.y)
	top := a.y
	a.page.used.kernel = a.page.used.kernel || s.Kind == Kernel
	a.beside(x, left, a.callLabel(s, x, left), styleOf(s))
	a.page.Junctions = append(a.page.Junctions, Junction{X: x, Y: a.y, Kind: junction(s), Left: left})
	if s.Born >= 0 && a.x[s.Born] != x { // else both are drawn as one
		a.branch(x, a.x[s.Born])
	}
	a.y++
	a.explainCall(s, x, left, top)
}

// explainCall places the explanation of a call: beside the ladder, or below
// its label, as far from the lifeline.
func (a *ladderLayout) explainCall(s *Step, x int, left bool, top int) {
	if a.notes == 0 && len(a.open) > 0 {
		a.later(s, s.Labels[len(s.Labels)-1]+": ")
		return
	}
	in := a.callSpan(x, left)
	if in.width() < a.minExplain() {
		in = a.allSpan(x, left)
	}
	if left {
		in.lo = max(in.lo, in.hi-maxCallText)
	} else {
		in.hi = min(in.hi, in.lo+maxCallText)
	}
	if a.notes == 0 && left {
		a.flushRight(s, in)
		return
	}
	a.explain(s, in, top)
}

// flushRight places the explanation of a step into the ladder so that its
// lines end together.
func (a *ladderLayout) flushRight(s *Step, in span) {
	m := a.page.medium
	for _, line := range wrap(m, m.Encode(a.said(s)), in.width()) {
		a.page.text(in.hi-m.Cells(line), a.y, line, Body)
		a.y++
	}
}

func junction(s *Step) JunctionKind {
	switch {
	case s.Kind == Kernel:
		return Seen
	case s.Born >= 0 && s.Born == s.Lifeline:
		return Start
	case s.Closes:
		return Stop
	}
	return Tee
}

// branch draws the birth of an accepted socket.
func (a *ladderLayout) branch(from, to int) {
	a.page.Branches = append(a.page.Branches, Branch{From: from, To: to, Y: a.y})
	a.page.Junctions = append(a.page.Junctions, Junction{X: to, Y: a.y, Kind: Start, Left: to > from})
}

// styleOf returns the style of what stands at a lifeline.
func styleOf(s *Step) Style {
	if s.Kind == Kernel {
		return StateName
	}
	return CallName
}

// beside puts a label at the lifeline at x.
func (a *ladderLayout) beside(x int, left bool, label string, style Style) {
	if left {
		a.page.text(x-2-a.page.medium.Cells(label)-1, a.y, " "+label+" ", style)
	} else {
		a.page.text(x+2, a.y, " "+label+" ", style)
	}
}

// callLabel returns the longest label that fits between the lifeline and its
// neighbour, else the longest that fits into the ladder.
func (a *ladderLayout) callLabel(s *Step, x int, left bool) string {
	m, who := a.page.medium, a.newcomer(s)
	free, all := a.callSpan(x, left), a.allSpan(x, left)
	for _, room := range []int{free.width(), all.width()} {
		for _, l := range a.withState(s) {
			if l = m.Encode(who + l); m.Cells(l) <= a.passable(room) {
				return l
			}
		}
	}
	return shorten(m, m.Encode(who+s.Labels[len(s.Labels)-1]), all.width())
}

// withState returns the labels of a call, first of all one with the state that
// its socket enters.
func (a *ladderLayout) withState(s *Step) []string {
	if s.ToState == "" {
		return s.Labels
	}
	return append([]string{s.Labels[0] + " " + a.stateName(s.ToState, s.ToObserved)}, s.Labels...)
}

// newcomer names whose socket is born, where its column is headed by another's.
func (a *ladderLayout) newcomer(s *Step) string {
	if s.Born < 0 || s.Born != s.Lifeline || !a.shared[s.Born] {
		return ""
	}
	return a.ladder.Lifelines[s.Born].owner() + ": "
}

// allSpan returns the cells beside a lifeline up to the edge of the ladder.
func (a *ladderLayout) allSpan(x int, left bool) span {
	if left {
		return span{a.left + 1, x - 3}
	}
	return span{x + 3, a.right}
}

// callSpan returns the cells between a lifeline and its neighbour.
func (a *ladderLayout) callSpan(x int, left bool) span {
	s := a.allSpan(x, left)
	for i, other := range a.x {
		if !a.drawn(i) {
			continue
		}
		if left && other < x {
			s.lo = max(s.lo, other+2)
		}
		if !left && other > x {
			s.hi = min(s.hi, other-1)
		}
	}
	return s
}

// life draws the line of one lifeline: alive from its birth to its close,
// waiting where a call waits, and finishing where the kernel goes on.
func (a *ladderLayout) life(i, top int) {
	line := &a.ladder.Lifelines[i]
	from, to := a.extent(i, top)
	closed := to
	if line.End >= 0 {
		closed = a.rows[line.End]
	}
	a.vertical(i, from, closed, Alive)
	if to > closed {
		a.page.used.finishing = true
		a.vertical(i, closed+1, to, Finishing)
	}
	for _, b := range a.ladder.Bars {
		if b.Lifeline == i {
			a.bar(i, b)
		}
	}
}

// extent returns the first and the last row of a lifeline.
func (a *ladderLayout) extent(i, top int) (from, to int) {
	line := &a.ladder.Lifelines[i]
	from, to = top, a.y-1
	if line.Begin >= 0 {
		from = a.rows[line.Begin]
	}
	if line.End >= 0 {
		to = max(a.rows[line.End], a.rows[max(line.Last, line.End)])
	}
	return from, to
}

func (a *ladderLayout) bar(i int, b Bar) {
	to := a.y - 1
	if b.To >= 0 {
		to = a.rows[b.To]
	}
	a.page.used.waiting = true
	a.vertical(i, a.rows[b.From], to, Waiting)
}

func (a *ladderLayout) vertical(i, from, to int, kind VerticalKind) {
	a.page.Verticals = append(a.page.Verticals, Vertical{X: a.x[i], From: from, To: to, Kind: kind})
}
