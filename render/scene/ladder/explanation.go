package ladder

import (
	"fmt"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/scene/columns"
	"wireladder/render/scene/paper"
)

// Widths of explanations between lifelines, in points.
const (
	leastText = 170.0
	mostText  = 520.0
)

// said returns the explanation of a step, as much as is wanted.
func (l *Scene) said(step int) string {
	if step >= len(l.Ladder.Steps) || l.paper.Detail == render.None {
		return ""
	}
	s := &l.Ladder.Steps[step]
	switch {
	case s.Kind == render.Remark:
		return ""
	case l.paper.Detail == render.Full && s.Full != "":
		return s.Full
	}
	return s.Brief
}

// tell places what is told below, or beside, the row in hand.
func (l *Scene) tell() {
	row := &l.Rows[l.row]
	if row.Ends {
		l.crowd.end(l)
	}
	if l.notes > 0 {
		l.tellBeside()
		l.y, l.floor = max(l.y, l.floor), 0
		return
	}
	var told []int
	for _, step := range row.Tells {
		if l.said(step) != "" {
			told = append(told, step)
		}
	}
	for _, step := range told {
		l.tellBelow(step, len(told) > 1)
	}
	if len(told) > 0 {
		l.y += 6
	}
	l.y, l.floor = max(l.y, l.floor), 0
}

// tellBeside places the explanation of the row in hand beside the ladder.
func (l *Scene) tellBeside() {
	if said := l.said(l.row); said != "" {
		y := max(l.notesY, l.at[l.row]-9)
		l.notesY = l.paper.ParagraphOf(l.stepID(l.row), l.notes, y, l.paper.Right-l.notes-8, said, figure.Sentence) + 4
	}
}

// tellBelow places the explanation of a step below the row in hand: between the lifelines of an
// arrow, beside that of a call. One of several names its step.
func (l *Scene) tellBelow(step int, several bool) {
	s, said := &l.Ladder.Steps[step], l.said(step)
	if several {
		said = l.nameOf(s) + ": " + said
	}
	if s.Kind != render.Message && s.Kind != render.Arrival {
		if !several {
			l.y -= 3 // it belongs to the label just above
		}
		l.tellCall(s, step, said)
		return
	}
	lo, hi := l.textSpan(s, several)
	if several {
		l.y = l.paragraph(step, lo+10, l.y, min(hi-lo-20, mostText), said, figure.Sentence)
		return
	}
	lines, width := l.paper.Balanced(said, min(hi-lo-20, mostText), figure.Sentence)
	for _, line := range lines {
		t := l.paper.Text((lo+hi-width)/2, paper.Baseline(l.y, figure.Sentence), line, figure.Sentence)
		t.StepID = l.stepID(step)
		l.put(t)
		l.y += paper.LineHeight(figure.Sentence)
	}
}

// nameOf names a step among others.
func (l *Scene) nameOf(s *render.Step) string {
	if s.Packet > 0 {
		return fmt.Sprint(s.Packet)
	}
	return s.Labels[len(s.Labels)-1]
}

// tellCall places the explanation of a call.
func (l *Scene) tellCall(s *render.Step, step int, said string) {
	x, width, right := l.callSpan(s.Lifeline)
	lines, _ := l.paper.Balanced(said, width, figure.Sentence)
	for _, line := range lines {
		t := l.paper.Text(x, paper.Baseline(l.y, figure.Sentence), line, figure.Sentence)
		t.StepID = l.stepID(step)
		if right {
			t.At.X = l.beside(s.Lifeline, t.Width)
		}
		l.put(t)
		l.y += paper.LineHeight(figure.Sentence)
	}
}

// textSpan returns where the explanation of an arrow stands: in the widest gap between lifelines
// on its way, on all of its way, or in all of the ladder, whichever is wide enough first.
func (l *Scene) textSpan(s *render.Step, several bool) (lo, hi float64) {
	if several {
		return l.X[0], l.X[len(l.X)-1]
	}
	lo, hi = l.ends(s.From, s.To)
	if from, to := l.widestGap(lo, hi); to-from >= leastText+20 {
		return from, to
	}
	if hi-lo >= leastText+20 {
		return lo, hi
	}
	return l.left + columns.Gutter - 10, l.Right
}
