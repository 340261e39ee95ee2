package layout

import (
	"fmt"

	"wireladder/render"
	"wireladder/render/layout/spaces"
	"wireladder/render/sheet"
)

// passing are the cells beside explanations in which arrows go down that are still on their way.
const passing = 6

// mostBeside is how wide the explanation of a call is at most, in cells: it stays near its lifeline.
const mostBeside = 72

// within places an explanation into the ladder, from the next row on: no lifeline is hidden, and where others stand between it
// and its own, dots lead there.
func (a *ladderLayout) within(t spaces.Paragraph) {
	if t.Far && len(t.Lines) > 0 {
		a.page.Leaders = append(a.page.Leaders, t.Leader(a.page.Medium, a.y))
	}
	for _, line := range t.Lines {
		a.page.Text(t.X(a.page.Medium, line), a.y, line, sheet.Body)
		a.y++
	}
}

// said returns as much of the explanation as is wanted.
func (a *ladderLayout) said(s *render.Step) string {
	switch a.options.Detail {
	case render.None:
		return ""
	case render.Full:
		if s.Full != "" {
			return s.Full
		}
	}
	return s.Brief
}

// tell places the explanation of a message beside it, or below it, and leaves a row free. While
// arrows slope there, it waits for them to arrive, and says of which packet it is.
func (a *ladderLayout) tell(s *render.Step, lo, hi, top int) {
	said, who := a.said(s), ""
	if a.open > 0 {
		who = packetName(s)
	}
	switch {
	case said != "" && a.notes.X > 0:
		a.notes.Put(a.page.Sheet, a.page.Medium, who+said, top)
	case a.notes.X == 0 && a.open > 0:
		a.postpone(s, who)
		return
	case said != "":
		a.within(a.ofPacket(s, said, lo, hi))
		a.blank()
		return
	}
	if s.FromState != "" || s.ToState != "" {
		a.blank()
	}
}

// ofPacket finds the place for the explanation of a packet between the lifelines lo and hi. Where it stands apart from lo,
// whose lifeline ends, it says of which packet it is.
func (a *ladderLayout) ofPacket(s *render.Step, said string, lo, hi int) spaces.Paragraph {
	free := a.spaces()
	t := free.Paragraph(said, lo, free.OnWay(lo, hi), a.page.Cells, sheet.Balanced)
	if t.Far && a.endsAt(s, lo) {
		return a.named(packetName(s)+said, lo, hi)
	}
	return t
}

// named finds the place for an explanation that says of what it is: in the first roomy space between the lifelines lo and hi,
// where arrows that are still on their way can pass.
func (a *ladderLayout) named(said string, lo, hi int) spaces.Paragraph {
	free := a.spaces()
	in := free.Roomy(lo, hi)
	if a.open > 0 {
		in.Hi -= passing
	}
	t := free.Paragraph(said, lo, []sheet.Span{in}, a.page.Cells, sheet.Balanced)
	t.Far = false // it needs no dots
	return t
}

// endsAt reports whether the lifeline of s in a column is not drawn below it.
func (a *ladderLayout) endsAt(s *render.Step, x int) bool {
	line := s.From
	if a.X[line] != x {
		line = s.To
	}
	return a.ladder.Lifelines[line].NoSocket || a.ladder.LastStep(line) <= a.index
}

// packetName stands before the explanation of a packet that is on its way.
func packetName(s *render.Step) string { return fmt.Sprintf("%d: ", s.Packet) }

// blank leaves a row free below a message, for the eye: not in a picture that is to be short.
func (a *ladderLayout) blank() {
	if a.options.Detail != render.None && !a.folded {
		a.y++
		a.blanked = a.y
	}
}

// beneathNotes goes down to where the explanation of s can stand beside it.
func (a *ladderLayout) beneathNotes(s *render.Step) {
	if a.notes.X > 0 && a.said(s) != "" {
		a.y = max(a.y, a.notes.Next)
	}
}
