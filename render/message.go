package render

import (
	"fmt"
	"strings"

	"wireladder/capture/flow"
)

// What a message's label leaves of its arrow, in cells, and how many forms it has.
const (
	arrowEnds  = 5 // of an arrow, beside its label: some shaft and the head
	shortEnds  = 3 // the least of it
	wholeForms = 3 // of a label: what comes after is for arrows that have no room
)

// message places an arrow, the states it leads to, and what is said about it.
func (a *ladderLayout) message(s *Step) {
	from, to := a.x[s.From], a.x[s.To]
	lo, hi := min(from, to), max(from, to)
	a.besideNote(s)
	a.newcomers(s)
	switch s.Transit {
	case Later:
		a.depart(s)
	case Lost:
		a.vanish(s)
	case AtOnce:
		a.arrowLabel(s, lo, hi)
		a.page.Arrows = append(a.page.Arrows, Arrow{From: from, To: to, Y: a.y, Tone: s.Tone})
		if len(s.Arrivals) > 0 {
			a.open = append(a.open, a.index)
		}
	}
	if s.Transit != Later || len(s.Arrivals) == 0 || from < to {
		a.number(s)
	}
	a.rows = append(a.rows, a.y)
	top := a.y
	a.y++
	a.below(s, lo, hi)
	a.tell(s, lo, hi, top)
}

// newcomers heads the lifelines that begin with the message, known by it alone,
// in columns that others had before.
func (a *ladderLayout) newcomers(s *Step) {
	if a.folded {
		return
	}
	some := false
	for _, i := range []int{s.From, s.To} {
		line := &a.ladder.Lifelines[i]
		if line.Begin != a.index || line.FD >= 0 || !a.shared[i] {
			continue
		}
		some = true
		a.head(i, a.y, a.page.medium.Encode(strings.Join(narrowHead(line), " ")), Name)
	}
	if some {
		a.y++
	}
}

// whose returns the port of the initiator's socket, where a column stands for
// several sockets.
func (a *ladderLayout) whose(s *Step) string {
	if !a.folded {
		return ""
	}
	line := &a.ladder.Lifelines[s.From]
	if line.Side == flow.Responder {
		line = &a.ladder.Lifelines[s.To]
	}
	return fmt.Sprintf(":%d ", line.Local.Port())
}

// arrowLabel puts the label on the arrow, or above it where the arrow is short.
// Where other arrows are on their way, it waits until they have theirs.
func (a *ladderLayout) arrowLabel(s *Step, lo, hi int) {
	if len(a.open) > 0 {
		a.level = append(a.level, levelArrow{s, lo, hi, a.y})
		return
	}
	m, whose := a.page.medium, a.whose(s)
	gap, all := a.widestGap(lo, hi), span{lo + 2, hi - 1}
	whole := s.Labels[:min(len(s.Labels), wholeForms)]
	for _, on := range []struct {
		span
		ends  int
		forms []string
	}{{gap, arrowEnds, whole}, {all, arrowEnds, whole}, {gap, shortEnds, s.Labels}} {
		for _, l := range on.forms {
			if l = m.Encode(whose + l); m.Cells(l) <= on.width()-on.ends {
				a.label(on.lo+(on.width()-m.Cells(l)-2)/2, " "+l+" ", s)
				return
			}
		}
	}
	label := shorten(m, m.Encode(whose+s.Labels[len(s.Labels)-1]), a.right-a.left-a.gutter)
	x := min(max(lo+(hi-lo-m.Cells(label))/2, a.left+a.gutter), a.right-m.Cells(label))
	a.label(x, label, s)
	a.y++
}

// label puts a label into the row in hand.
func (a *ladderLayout) label(x int, label string, s *Step) {
	a.page.Texts = append(a.page.Texts, Text{X: x, Y: a.y, S: label, Style: Label, Tone: s.Tone})
}

// states puts the states that both ends enter under the arrow.
func (a *ladderLayout) states(s *Step, lo, hi int) {
	left, right := a.stateName(s.FromState, s.FromObserved), a.stateName(s.ToState, s.ToObserved)
	if a.x[s.From] > a.x[s.To] {
		left, right = right, left
	}
	if left == "" && right == "" {
		return
	}
	m := a.page.medium
	a.page.text(lo+2, a.y, left, StateName)
	if m.Cells(left)+m.Cells(right)+5 > hi-lo && left != "" && right != "" {
		a.y++
	}
	a.page.text(max(hi-1-m.Cells(right), a.left+a.gutter), a.y, right, StateName)
	a.y++
}

// stateName returns a state in the signs that say who knows of it.
func (a *ladderLayout) stateName(state string, observed bool) string {
	switch {
	case state == "":
		return ""
	case observed:
		a.page.used.observed = true
		return a.page.medium.Encode("[" + state + "]")
	}
	a.page.used.states = true
	return a.page.medium.Encode("(" + state + ")")
}
