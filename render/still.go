package render

import "wireladder/capture/flow"

// stillWaiting ends the ladder with rows for the calls that never returned: as
// many beside each other as there is room for.
func (a *ladderLayout) stillWaiting() {
	a.y = max(a.y, a.noteY)
	label := a.page.medium.Encode("still waits")
	var taken []span
	for _, b := range a.ladder.Bars {
		if b.To >= 0 || a.page.growing {
			continue
		}
		x, left := a.x[b.Lifeline], a.ladder.Lifelines[b.Lifeline].Side == flow.Responder
		in := span{x, x + 3 + a.page.medium.Cells(label) + 1}
		if left {
			in = span{x - 3 - a.page.medium.Cells(label), x + 1}
		}
		if in.meets(taken) {
			taken = nil
			a.y++
		}
		taken = append(taken, in)
		a.beside(x, left, label, CallName)
		a.page.Junctions = append(a.page.Junctions, Junction{X: x, Y: a.y, Kind: Tee, Left: left})
	}
	if taken != nil {
		a.y++
	}
}

// meets reports whether a range has cells in common with others.
func (s span) meets(others []span) bool {
	for _, o := range others {
		if s.lo < o.hi && o.lo < s.hi {
			return true
		}
	}
	return false
}
