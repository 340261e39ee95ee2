package layout

import (
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/layout/spaces"
	"wireladder/render/sheet"
	"wireladder/render/waits"
)

// call places a socket call at its lifeline.
func (a *ladderLayout) call(s *render.Step) {
	line := &a.ladder.Lifelines[s.Lifeline]
	left, x := line.Side == flow.Responder, a.X[s.Lifeline]
	a.beneathNotes(s)
	a.stand()
	top := a.y
	a.page.Used.Kernel = a.page.Used.Kernel || s.Kind == render.Kernel
	forms := a.withState(s)
	at := a.spaces().Label(forms, x, left)
	a.beside(at, kindOf(s))
	a.movable(forms, x, left, at)
	a.page.Junctions = append(a.page.Junctions, sheet.Junction{X: x, Y: a.y, Kind: a.junction(s), Left: left})
	if s.Born >= 0 && a.X[s.Born] != x { // else both are drawn as one
		a.branch(x, a.X[s.Born], &a.ladder.Lifelines[s.Born])
	}
	a.y++
	a.explainCall(s, x, left, &at, top)
}

// explainCall places the explanation of a call: beside the ladder, or below its label where there is room.
func (a *ladderLayout) explainCall(s *render.Step, x int, left bool, at *spaces.Label, top int) {
	said := a.said(s)
	switch {
	case said == "":
	case a.notes.X > 0:
		a.notes.Put(a.page.Sheet, a.page.Medium, said, top)
	case a.open > 0:
		a.postpone(s, s.Labels[len(s.Labels)-1]+": ")
	default:
		free, lines := a.spaces(), sheet.Balanced
		if s.Coded {
			lines = sheet.Wrap // a line of a program is read from its beginning
		}
		a.within(free.Paragraph(said, x, free.BelowCall(x, left, at), mostBeside, lines))
	}
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
	a.page.Used.Accepts = true
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

// withState returns the labels of a call, first of all one with the state that its socket enters.
func (a *ladderLayout) withState(s *render.Step) []string {
	if s.ToState == "" {
		return waits.Labels(a.ladder, a.index, a.options.Growing)
	}
	return append([]string{s.Labels[0] + " " + a.stateName(s.ToState, s.ToObserved)}, s.Labels...)
}
