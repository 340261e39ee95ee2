package layout

import (
	"fmt"
	"strings"

	"wireladder/render"
	"wireladder/render/sheet"
)

// Widths of explanations in a ladder, in cells.
const (
	minBrief = 18 // a narrower line is no pleasure to read
	minFull  = 30 // nor is a narrower paragraph
)

// explain places the explanation of a step, beside the ladder at row top or
// into it at the next row, and reports whether it took rows of the ladder.
func (a *ladderLayout) explain(s *render.Step, in sheet.Span, top int) bool {
	said := a.said(s)
	if said == "" {
		return false
	}
	if a.notes > 0 {
		a.noteY = a.page.Paragraph(a.notes, max(a.noteY, top), a.notesWidth, said, sheet.Body)
		return false
	}
	a.block(in, said, false)
	return true
}

// block places a paragraph into the ladder, from the next row on; its lines begin
// together, or end together if right is set. Lifelines that cross it are hidden in all of
// its rows, so that no pieces of them stand between the words.
func (a *ladderLayout) block(in sheet.Span, said string, right bool) {
	m := a.page.Medium
	lines := sheet.Wrap(m, m.Encode(said), in.Width())
	width := 0
	for _, line := range lines {
		width = max(width, m.Cells(line))
	}
	if right {
		in.Lo = in.Hi - width
	} else {
		in.Hi = in.Lo + width
	}
	before, hides, after := a.standing.Crossed(in)
	for _, line := range lines {
		blank, x := width-m.Cells(line), in.Lo
		switch {
		case !hides && right:
			x += blank
		case right:
			line = strings.Repeat(" ", before+blank) + line
			x -= before
		case hides:
			line += strings.Repeat(" ", blank+after)
		}
		a.page.Text(x, a.y, line, sheet.Body)
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

// tell places the explanation of a message below it, and leaves a row free. While
// arrows slope there, it waits for them to arrive.
func (a *ladderLayout) tell(s *render.Step, lo, hi, top int) {
	if a.notes == 0 && a.open > 0 {
		a.postpone(s, fmt.Sprintf("%d: ", s.Packet))
		return
	}
	if a.explain(s, a.textSpan(lo, hi), top) || s.FromState != "" || s.ToState != "" {
		a.blank()
	}
}

// blank leaves a row free below a message, for the eye: not in a picture that is to be short.
func (a *ladderLayout) blank() {
	if a.options.Detail != render.None && !a.folded {
		a.y++
		a.blanked = a.y
	}
}

// beneathNotes goes down to where the explanation of s can stand beside it.
func (a *ladderLayout) beneathNotes(s *render.Step) {
	if a.notes > 0 && a.said(s) != "" {
		a.y = max(a.y, a.noteY)
	}
}

// textSpan returns where the explanation of an arrow between lo and hi stands:
// in the widest gap between lifelines on its way, in all of its way, or in all
// of the ladder, whichever is wide enough first.
func (a *ladderLayout) textSpan(lo, hi int) sheet.Span {
	if best := a.spaces().Widest(lo, hi); best.Width() >= a.minExplain() {
		return best
	}
	if hi-lo-3 >= a.minExplain() {
		return sheet.Span{Lo: lo + 2, Hi: hi - 1}
	}
	return sheet.Span{Lo: a.left + a.gutter + 2, Hi: a.Right - 1}
}

// minExplain returns the cells that an explanation takes at least.
func (a *ladderLayout) minExplain() int {
	if a.options.Detail == render.Full {
		return minFull
	}
	return minBrief
}
