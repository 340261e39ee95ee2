package layout

import (
	"slices"

	"wireladder/render"
	"wireladder/render/sheet"
)

// Distances of an arrow that is lost, in cells.
const (
	beforeMark = 2 // shaft between the label and the mark
	afterMark  = 3 // free between the mark and the receiver's lifeline
)

// lose places an arrow that is lost: its label near the sender, its mark about
// half way, and the reason beyond, if it has room there.
func (a *ladderLayout) lose(s *render.Step) {
	from, to, step := a.X[s.From], a.X[s.To], 1
	if to < from {
		step = -1
	}
	m, length := a.page.Medium, (to-from)*step
	label := a.lostLabel(s, length)
	n := m.Cells(label)
	reach := a.clear(from, step, max(length/2, beforeMark+1+n+beforeMark))
	x := from + beforeMark + 1
	if step < 0 {
		x = from - beforeMark - n
	}
	a.label(x, label, s)
	a.page.Arrows = append(a.page.Arrows, sheet.Arrow{From: from, To: from + step*reach, Y: a.y, Tone: s.Tone, End: a.broken(s)})
	a.reason(s, from+step*reach, to)
}

// drop ends the arrow in hand at its receiver, whose kernel drops the packet.
func (a *ladderLayout) drop(s *render.Step, from, to int) {
	step := 1
	if to < from {
		step = -1
	}
	last := &a.page.Arrows[len(a.page.Arrows)-1]
	last.To, last.End = to-step, sheet.Broken
	a.page.Used.Dropped = true
	a.fault, a.mark = a.page.Medium.Encode(s.Why()), to
}

// lostLabel returns the longest label that leaves the mark about half way, else
// the shortest one, cut to the arrow.
func (a *ladderLayout) lostLabel(s *render.Step, length int) string {
	m, label := a.page.Medium, ""
	for _, l := range s.Labels {
		if label = m.Encode(" " + l + " "); m.Cells(label) <= length*2/3-2*beforeMark {
			return label
		}
	}
	return sheet.Shorten(m, label, max(0, length-2*beforeMark-afterMark))
}

// clear returns how far an arrow reaches so that its mark does not stand on a
// lifeline.
func (a *ladderLayout) clear(from, step, reach int) int {
	if slices.Contains(a.standing.Columns(), from+step*reach) {
		return reach - 1
	}
	return reach
}

// broken returns how the arrow of a message ends that does not arrive.
func (a *ladderLayout) broken(s *render.Step) sheet.ArrowEnd {
	if s.Transit == render.Lost {
		a.page.Used.Lose(s.Between)
		return sheet.Broken
	}
	return sheet.Open
}

// reason says beside the mark, or below it, why the packet is lost.
func (a *ladderLayout) reason(s *render.Step, mark, to int) {
	m := a.page.Medium
	said := m.Encode(s.Why())
	room := max(mark, to) - min(mark, to) - 4
	if m.Cells(said) > room {
		a.fault, a.mark = said, mark
		return
	}
	x := mark + 2
	if to < mark {
		x = mark - 1 - m.Cells(said)
	}
	a.page.Text(x, a.y, said, sheet.Warning)
}

// below places what stands under an arrow: the states that its ends enter, and
// why it is lost if there was no room for that on it. Where others are on their
// way, a free row gives all of them room.
func (a *ladderLayout) below(s *render.Step, lo, hi int) {
	top := a.y
	a.states(s, lo, hi)
	if a.crowded && a.y == top {
		a.y++
	}
	a.crowded = false
	if a.fault == "" {
		return
	}
	m := a.page.Medium
	in := sheet.Span{Lo: lo + 2, Hi: hi - 1}
	for _, line := range sheet.Wrap(m, a.fault, in.Width()) {
		x := min(max(a.mark, in.Lo), in.Hi-m.Cells(line))
		a.page.Text(x, a.y, line, sheet.Warning)
		a.y++
	}
	a.fault = ""
}
