package render

// Distances of an arrow that is lost, in cells.
const (
	beforeMark = 2 // shaft between the label and the mark
	afterMark  = 3 // free between the mark and the receiver's lifeline
)

// vanish places an arrow that is lost: its label near the sender, its mark about
// half way, and the reason beyond, if it has room there.
func (a *ladderLayout) vanish(s *Step) {
	from, to := a.x[s.From], a.x[s.To]
	length, m := max(from, to)-min(from, to), a.page.medium
	label := ""
	for _, l := range s.Labels {
		if label = m.Encode(" " + a.whose(s) + l + " "); m.Cells(label) <= length-beforeMark-afterMark-5 {
			break
		}
	}
	label = shorten(m, label, max(0, length-beforeMark-afterMark-5))
	reach := max(length/2, beforeMark+1+m.Cells(label)+beforeMark)
	x, mark := from+beforeMark+1, from+reach
	if to < from {
		x, mark = from-beforeMark-m.Cells(label), from-reach
	}
	a.label(x, label, s)
	a.page.Arrows = append(a.page.Arrows, Arrow{From: from, To: mark, Y: a.y, Tone: s.Tone, End: a.broken(s)})
	a.reason(s, mark, to)
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
		a.fault = said
		return
	}
	x := mark + 2
	if to < mark {
		x = mark - 1 - m.Cells(said)
	}
	a.page.text(x, a.y, said, Warning)
}

// below places what stands under an arrow: the states that its ends enter, and
// why it is lost if there was no room for that on it.
func (a *ladderLayout) below(s *Step, lo, hi int) {
	a.states(s, lo, hi)
	if a.fault == "" {
		return
	}
	m := a.page.medium
	in := a.textSpan(lo, hi)
	for _, line := range wrap(m, a.fault, in.width()) {
		a.page.text(in.lo+max(0, in.width()-m.Cells(line))/2, a.y, line, Warning)
		a.y++
	}
	a.fault = ""
}
