package layout

import (
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/sheet"
)

// maxCallText is the width of the explanation of a call, in cells: it stays near
// its lifeline.
const maxCallText = 46

// shortForms are how many forms of a call's label leave out what it says: they are for where
// there is no room.
const shortForms = 2

// call places a socket call at its lifeline.
func (a *ladderLayout) call(s *render.Step) {
	line := &a.ladder.Lifelines[s.Lifeline]
	left, x := line.Side == flow.Responder, a.X[s.Lifeline]
	a.beneathNotes(s)
	a.stand()
	top := a.y
	a.page.Used.Kernel = a.page.Used.Kernel || s.Kind == render.Kernel
	a.beside(x, left, a.callLabel(s, x, left), kindOf(s))
	a.page.Junctions = append(a.page.Junctions, sheet.Junction{X: x, Y: a.y, Kind: a.junction(s), Left: left})
	if s.Born >= 0 && a.X[s.Born] != x { // else both are drawn as one
		a.branch(x, a.X[s.Born], &a.ladder.Lifelines[s.Born])
	}
	a.y++
	a.explainCall(s, x, left, top)
}

// explainCall places the explanation of a call: beside the ladder, or below
// its label, as far from the lifeline.
func (a *ladderLayout) explainCall(s *render.Step, x int, left bool, top int) {
	if a.notes == 0 && a.open > 0 {
		a.postpone(s, s.Labels[len(s.Labels)-1]+": ")
		return
	}
	in := a.callSpan(x, left)
	if in.Width() < a.minExplain() {
		in = a.allSpan(x, left)
	}
	if left {
		in.Lo = max(in.Lo, in.Hi-maxCallText, a.left+a.gutter)
	} else {
		in.Hi = min(in.Hi, in.Lo+maxCallText)
	}
	if a.notes == 0 && left {
		a.block(in, a.said(s), true)
		return
	}
	a.explain(s, in, top)
}

func (a *ladderLayout) junction(s *render.Step) sheet.JunctionKind {
	end := a.ladder.Lifelines[s.Lifeline].End
	switch {
	case s.Kind != render.Kernel && s.Born < 0 && end >= 0 && end < a.index:
		return sheet.Past
	case s.Kind == render.Kernel:
		return sheet.Seen
	case s.Born >= 0 && s.Born == s.Lifeline:
		return sheet.Start
	case s.Closes:
		return sheet.Stop
	}
	return sheet.Tee
}

// branch draws the birth of an accepted socket.
func (a *ladderLayout) branch(from, to int, line *render.Lifeline) {
	a.page.Branches = append(a.page.Branches, sheet.Branch{From: from, To: to, Y: a.y})
	kind := sheet.Start
	if line.Begin < a.index {
		kind = sheet.Tee // it was there as a connection, or as others of its lane
	}
	a.page.Junctions = append(a.page.Junctions, sheet.Junction{X: to, Y: a.y, Kind: kind, Left: to > from})
}

// kindOf returns the kind of what stands at a lifeline.
func kindOf(s *render.Step) sheet.TextKind {
	if s.Kind == render.Kernel {
		return sheet.StateName
	}
	return sheet.CallName
}

// beside puts a label at the lifeline at x.
func (a *ladderLayout) beside(x int, left bool, label string, kind sheet.TextKind) {
	if left {
		a.page.Text(x-2-a.page.Medium.Cells(label)-1, a.y, " "+label+" ", kind)
	} else {
		a.page.Text(x+2, a.y, " "+label+" ", kind)
	}
}

// callLabel returns the longest label that has room: of those that say all that matters the one
// between the lifeline and its neighbour or, for lack of room, in all of the ladder; else one of
// the shorter ones.
func (a *ladderLayout) callLabel(s *render.Step, x int, left bool) string {
	m, forms := a.page.Medium, a.withState(s)
	free, all := a.callSpan(x, left).Width(), a.allSpan(x, left).Width()
	telling := forms[:max(1, len(forms)-shortForms)]
	for _, try := range []struct {
		room  int
		forms []string
	}{{free, telling}, {all, telling}, {free, forms}, {all, forms}} {
		for _, l := range try.forms {
			if l = m.Encode(l); m.Cells(l) <= a.passable(try.room) {
				return l
			}
		}
	}
	return sheet.Shorten(m, m.Encode(s.Labels[len(s.Labels)-1]), all)
}

// withState returns the labels of a call, first of all one with the state that
// its socket enters.
func (a *ladderLayout) withState(s *render.Step) []string {
	if s.ToState == "" {
		return s.Labels
	}
	return append([]string{s.Labels[0] + " " + a.stateName(s.ToState, s.ToObserved)}, s.Labels...)
}

// allSpan returns the cells beside a lifeline up to the edge of the ladder.
func (a *ladderLayout) allSpan(x int, left bool) sheet.Span {
	if left {
		return sheet.Span{Lo: a.left + 1, Hi: x - 3}
	}
	return sheet.Span{Lo: x + 3, Hi: a.Right}
}

// callSpan returns the cells between a lifeline and its neighbour.
func (a *ladderLayout) callSpan(x int, left bool) sheet.Span {
	s := a.allSpan(x, left)
	for _, other := range a.standing.Columns() {
		if left && other < x {
			s.Lo = max(s.Lo, other+2)
		}
		if !left && other > x {
			s.Hi = min(s.Hi, other-1)
		}
	}
	return s
}
