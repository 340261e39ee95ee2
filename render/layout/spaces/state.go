package spaces

import (
	"slices"

	"wireladder/render/sheet"
)

// What is free beside a state, in cells: it is nearer to its own lifeline than to any other, or nobody knew whose it is.
const (
	besideOwn   = 1
	besideOther = 2
)

// What is free at least between two states of a row, in cells.
const (
	betweenStates = 2
	betweenFar    = 6 // if dots lead to one of them
)

// States returns the states that the sockets of two columns enter, of which one may be "", in their places, and how many
// rows they take.
func (s *Spaces) States(left, right string, lo, hi int) (both [2]Label, rows int) {
	both, apart := [2]Label{s.State(left, lo, hi), s.State(right, hi, lo)}, betweenStates
	if both[0].Far || both[1].Far {
		apart = betweenFar
	}
	switch {
	case left == "" && right == "":
		return both, 0
	case left != "" && right != "" && both[0].X+s.Medium.Cells(left)+apart > both[1].X:
		return both, 2
	}
	return both, 1
}

// State returns a state in its place that the socket of a column x enters: beside its lifeline, towards that of the
// other end or, where another lifeline is near there, on its other side, if no lifeline is or was near there. Else dots lead
// to it from where there is room, or it touches its own lifeline, if it hides no other.
func (s *Spaces) State(state string, x, other int) Label {
	n, left := s.Medium.Cells(state), other < x
	towards, away := x+1+besideOwn, x-besideOwn-n
	touching := x + 1
	if left {
		towards, away, touching = away, towards, x-n
	}
	switch in := func(at int) sheet.Span { return sheet.Span{Lo: at, Hi: at + n} }; {
	case s.within(in(towards)) && s.apart(in(towards), x, besideOther, s.Columns):
		return Label{Text: state, X: towards}
	case s.within(in(away)) && s.apart(in(away), x, besideOther, s.Ever):
		return Label{Text: state, X: away}
	}
	for _, in := range s.Beside(x, left)[1:] {
		if in.Lo < max(x, other) && in.Hi > min(x, other) && n <= in.Width() && s.First <= in.Lo {
			l := s.placed(in, state, left)
			l.Far, l.to = true, x
			return l
		}
	}
	if at := (sheet.Span{Lo: touching, Hi: touching + n}); s.within(at) && s.apart(at, x, 1, s.Columns) {
		return Label{Text: state, X: touching}
	}
	return Label{Text: state, X: max(towards, s.First)}
}

// within reports whether a text is within the ladder.
func (s *Spaces) within(in sheet.Span) bool { return in.Lo >= s.First && in.Hi <= s.Right+1 }

// apart reports whether so many cells are free between a text and each of some columns but its own, which it may touch.
func (s *Spaces) apart(in sheet.Span, own, free int, columns []int) bool {
	return !slices.ContainsFunc(columns, func(x int) bool { return x != own && in.Lo-free <= x && x < in.Hi+free })
}
