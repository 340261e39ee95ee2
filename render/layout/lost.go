package layout

import (
	"slices"

	"wireladder/render"
	"wireladder/render/layout/spaces"
	"wireladder/render/sheet"
)

// minFault is what why a packet is lost gets at least below its arrow, in cells, if it takes more: there are two lines at most.
const minFault = 30

// lose places an arrow that is lost: its label near the sender, its mark about half way, between the two sides,
// and the reason beyond, if it has room there.
func (a *ladderLayout) lose(s *render.Step) {
	from, to, step := a.X[s.From], a.X[s.To], 1
	if to < from {
		step = -1
	}
	m, label := a.page.Medium, ""
	begin, reach := 0, 0
	for _, l := range s.Labels {
		label = m.Encode(" " + l + " ")
		if begin, reach = a.spaces().Lost(from, to, m.Cells(label)); reach > 0 {
			break
		}
	}
	if reach == 0 { // there is no room for both
		length := (to - from) * step
		label = sheet.Shorten(m, label, max(0, length-2*spaces.BeforeMark-spaces.AfterMark))
		begin = spaces.BeforeMark + 1
		reach = a.clear(from, step, max(length/2, begin+m.Cells(label)+spaces.BeforeMark))
	}
	x := from + begin
	if step < 0 {
		x = from - begin - m.Cells(label) + 1
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
	said, next := m.Encode(s.Why()), a.spaces().Next(mark, to)
	if m.Cells(said) > max(mark, next)-min(mark, next)-4 {
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
	top, texts := a.y, len(a.page.Texts)
	a.states(s)
	if a.crowded && a.y == top {
		a.y++
	}
	a.crowded = false
	if a.fault == "" {
		return
	}
	m := a.page.Medium
	in := a.spaces().Around(a.mark, lo, hi, min(m.Cells(a.fault), minFault))
	lines := sheet.Balanced(m, a.fault, in.Width())
	for i, line := range lines {
		x := min(max(a.mark, in.Lo), in.Hi-m.Cells(line))
		if i == 0 && len(lines) == 1 && a.y > top && a.freeBeside(x, m.Cells(line), top, texts) {
			a.page.Text(x, top, line, sheet.Warning) // beside the states
			break
		}
		a.page.Text(x, a.y, line, sheet.Warning)
		a.y++
	}
	a.fault = ""
}

// freeBeside reports whether so many cells from x on in a row are free of the texts from one on, and do not touch them.
func (a *ladderLayout) freeBeside(x, cells, y, from int) bool {
	for _, t := range a.page.Texts[from:] {
		if t.Y == y && x <= t.X+a.page.Medium.Cells(t.S) && t.X <= x+cells {
			return false
		}
	}
	return true
}
