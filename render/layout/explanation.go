package layout

import (
	"fmt"

	"wireladder/render"
	"wireladder/render/sheet"
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
	a.y = a.page.Paragraph(in.Lo, a.y, in.Width(), said, sheet.Body)
	return true
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
	if a.notes == 0 && len(a.open) > 0 {
		a.postpone(s, fmt.Sprintf("%d: ", s.Packet))
		return
	}
	if a.explain(s, a.textSpan(lo, hi), top) || s.FromState != "" || s.ToState != "" {
		a.blank()
	}
}

// blank leaves a row free below a message, for the eye.
func (a *ladderLayout) blank() {
	if a.options.Detail != render.None {
		a.y++
	}
}

// beneathNotes goes down to where the explanation of s can stand beside it.
func (a *ladderLayout) beneathNotes(s *render.Step) {
	if a.notes > 0 && a.said(s) != "" {
		a.y = max(a.y, a.noteY)
	}
}
