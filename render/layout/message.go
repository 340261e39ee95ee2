package layout

import (
	"strings"

	"wireladder/render"
	"wireladder/render/layout/slope"
	"wireladder/render/layout/spaces"
	"wireladder/render/sheet"
)

// What a message's label leaves of its arrow, in cells, and how many forms it has.
const (
	arrowEnds  = 5 // of an arrow, beside its label: some shaft and the head
	leastEnds  = 2 // the least of it: the head, and a cell of the shaft
	wholeForms = 3 // of a label: what comes after is for arrows that have no room
)

// message places an arrow, the states it leads to, and what is said about it.
func (a *ladderLayout) message(s *render.Step) {
	from, to := a.X[s.From], a.X[s.To]
	lo, hi := min(from, to), max(from, to)
	a.beneathNotes(s)
	switch s.Transit {
	case render.Later:
		a.depart(s)
	case render.Lost:
		a.lose(s)
	case render.AtOnce:
		if s.From == s.To {
			a.page.Loop(s, from, a.y, a.Right)
			break
		}
		a.arrowLabel(s, lo, hi)
		a.page.Arrows = append(a.page.Arrows, sheet.Arrow{From: from, To: to, Y: a.y, Tone: s.Tone, Both: s.BothWays})
		if s.Dropped != "" {
			a.drop(s, from, to)
		}
		if len(s.Arrivals) > 0 {
			a.open++
		}
	}
	if s.Transit != render.Later || len(s.Arrivals) == 0 || from < to {
		a.number(s)
	}
	a.stand()
	top := a.y
	a.y++
	if s.From == s.To {
		a.y++ // it comes back in a row of its own
	}
	a.below(s, lo, hi)
	a.tell(s, lo, hi, top)
}

// arrowLabel puts the label on the arrow, or above it where the arrow is short.
// Where other arrows are on their way, it waits until they have theirs.
func (a *ladderLayout) arrowLabel(s *render.Step, lo, hi int) {
	if a.open > 0 {
		a.level = append(a.level, slope.Level{Labels: s.Labels, Tone: s.Tone, Lo: lo, Hi: hi, Y: a.y})
		return
	}
	m := a.page.Medium
	gap, all := a.spaces().Widest(lo, hi), sheet.Span{Lo: lo + 2, Hi: hi - 1}
	least := leastEnds
	if gap.Hi < all.Hi || a.X[s.To] == lo { // there is no head on its right
		least--
	}
	whole := s.Labels[:min(len(s.Labels), wholeForms)]
	for _, on := range []struct {
		sheet.Span
		ends  int
		forms []string
	}{{gap, leastEnds, whole[:1]}, {gap, arrowEnds, whole}, {gap, least, s.Labels}, {all, arrowEnds, s.Labels}} {
		for _, l := range on.forms {
			if l = m.Encode(l); m.Cells(l) <= on.Width()-on.ends {
				a.label(on.Lo+(on.Width()-m.Cells(l)-2)/2, " "+l+" ", s)
				return
			}
		}
	}
	label := sheet.Shorten(m, m.Encode(s.Labels[len(s.Labels)-1]), a.Right-a.left-a.gutter)
	x := min(max(lo+(hi-lo-m.Cells(label))/2, a.left+a.gutter), a.Right-m.Cells(label))
	a.label(x, label, s)
	a.y++
}

// label puts a label into the row in hand.
func (a *ladderLayout) label(x int, label string, s *render.Step) {
	a.page.Texts = append(a.page.Texts, sheet.Text{X: x, Y: a.y, S: label, Kind: sheet.Label, Tone: s.Tone})
}

// states puts the states that both ends enter under the arrow.
func (a *ladderLayout) states(s *render.Step) {
	both, rows := a.placesOfStates(s)
	for i, l := range both {
		a.y += i * max(0, rows-1)
		a.page.Text(l.X, a.y, l.Text, sheet.StateName)
		if l.Far {
			a.page.Leaders = append(a.page.Leaders, l.Leader(a.page.Medium, a.y))
		}
	}
	a.y += min(rows, 1)
}

// statesOf returns the states that the two ends of a packet enter, as they are written, from the left.
func (a *ladderLayout) statesOf(s *render.Step) (left, right string) {
	left, right = a.stateName(s.FromState, s.FromObserved), a.stateName(s.ToState, s.ToObserved)
	switch from, to := a.X[s.From], a.X[s.To]; {
	case from > to:
		return right, left
	case from == to: // it is one socket that enters them
		return strings.TrimSpace(left + " " + right), ""
	}
	return left, right
}

// placesOfStates returns the states that a step leads to, from the left, in their places, and how many rows they take.
func (a *ladderLayout) placesOfStates(s *render.Step) (both [2]spaces.Label, rows int) {
	if s.Kind != render.Message && s.Kind != render.Arrival {
		return both, 0
	}
	left, right := a.statesOf(s)
	return a.spaces().States(left, right, min(a.X[s.From], a.X[s.To]), max(a.X[s.From], a.X[s.To]))
}

// stateName returns a state as it is written. Whether the kernel was asked in time to say so, too,
// hangs on the machine: the legend says whether it was.
func (a *ladderLayout) stateName(state string, observed bool) string {
	if state == "" {
		return ""
	}
	a.page.Used.States, a.page.Used.Observed = true, a.page.Used.Observed || observed
	return a.page.Medium.Encode("[" + state + "]")
}
