package render

import "fmt"

// explain places the explanation of a step, beside the ladder at row top or
// into it at the next row, and reports whether it took rows of the ladder.
func (a *ladderLayout) explain(s *Step, in span, top int) bool {
	said := a.said(s)
	if said == "" {
		return false
	}
	if a.notes > 0 {
		a.noteY = a.page.paragraph(a.notes, max(a.noteY, top), a.notesWidth, said, Body)
		return false
	}
	a.y = a.page.paragraph(in.lo, a.y, in.width(), said, Body)
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

// blank leaves a row free below a message, for the eye.
func (a *ladderLayout) blank() {
	if a.page.detail != None {
		a.y++
	}
}

// besideNote goes down to where the explanation of s can stand beside it.
func (a *ladderLayout) besideNote(s *Step) {
	if a.notes > 0 && a.said(s) != "" {
		a.y = max(a.y, a.noteY)
	}
}
