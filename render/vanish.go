package render

// Distances of an arrow that is lost, in cells.
const (
	beforeMark = 2 // shaft between the label and the mark
	afterMark  = 3 // free between the mark and the receiver's lifeline
)

// vanish places an arrow that is lost: its label near the sender, its mark about
// half way, and the reason beyond, if it has room there.
func (a *ladderLayout) vanish(s *Step) {
	from, to, step := a.x[s.From], a.x[s.To], 1
	if to < from {
		step = -1
	}
	m, length := a.page.medium, (to-from)*step
	label := a.lostLabel(s, length)
	n := m.Cells(label)
	reach := a.clear(from, step, max(length/2, beforeMark+1+n+beforeMark))
	x := from + beforeMark + 1
	if step < 0 {
		x = from - beforeMark - n
	}
	a.label(x, label, s)
	a.page.Arrows = append(a.page.Arrows, Arrow{From: from, To: from + step*reach, Y: a.y, Tone: s.Tone, End: a.broken(s)})
	a.reason(s, from+step*reach, to)
}

// lostLabel returns the longest label that leaves the mark about half way, else
// the shortest one, cut to the arrow.
func (a *ladderLayout) lostLabel(s *Step, length int) string {
	m, label := a.page.medium, ""
	for _, l := range s.Labels {
		if label = m.Encode(" " + a.whose(s) + l + " "); m.Cells(label) <= length*2/3-2*beforeMark {
			return label
		}
	}
	return shorten(m, label, max(0, length-2*beforeMark-afterMark))
}

// clear returns how far an arrow reaches so that its mark does not stand on a
// lifeline.
func (a *ladderLayout) clear(from, step, reach int) int {
	for i, x := range a.x {
		if x == from+step*reach && a.drawn(i) {
			return reach - 1
		}
	}
	return reach
}

// broken returns how the arrow of a message ends that does not arrive.
func (a *ladderLayout) broken(s *Step) ArrowEnd {
	if s.Transit == Lost {
		a.page.used.lost = true
		return Broken
	}
	return Open
}

// reason says beside the mark, or below it, why the packet is lost.
func (a *ladderLayout) reason(s *Step, mark, to int) {
	m := a.page.medium
	why := "still on its way"
	if s.Transit == Lost {
		why = "lost"
	}
	if s.Fault != "" {
		why += ": " + s.Fault
	}
	said := m.Encode(why)
	room := max(mark, to) - min(mark, to) - 4
	if m.Cells(said) > room {
		a.fault, a.mark = said, mark
		return
	}
	x := mark + 2
	if to < mark {
		x = mark - 1 - m.Cells(said)
	}
	a.page.text(x, a.y, said, Warning)
}

// below places what stands under an arrow: the states that its ends enter, and
// why it is lost if there was no room for that on it. Where others are on their
// way, a free row gives all of them room.
func (a *ladderLayout) below(s *Step, lo, hi int) {
	top := a.y
	a.states(s, lo, hi)
	if a.crowded && a.y == top {
		a.y++
	}
	a.crowded = false
	if a.fault == "" {
		return
	}
	m := a.page.medium
	in := span{lo + 2, hi - 1}
	for _, line := range wrap(m, a.fault, in.width()) {
		x := min(max(a.mark, in.lo), in.hi-m.Cells(line))
		a.page.text(x, a.y, line, Warning)
		a.y++
	}
	a.fault = ""
}
