package spaces

import "wireladder/render/sheet"

// State returns a state in its place that the socket of a column x enters: a cell apart from its lifeline, towards that of the
// other end or, where it would touch or hide another lifeline there, on its other side, if that is free. Else it touches
// its own lifeline, if it hides none then; or it is far from it, if it may be.
func (s *Spaces) State(state string, x, other int, far bool) Label {
	n, left := s.Medium.Cells(state), other < x
	places := []int{x + 2, x - 1 - n, x + 1}
	if left {
		places = []int{x - 1 - n, x + 2, x - n}
	}
	for _, at := range places {
		if at >= s.First && at+n <= s.Right+1 && s.apart(sheet.Span{Lo: at, Hi: at + n}, x) {
			return Label{Text: state, X: at}
		}
	}
	for _, in := range s.Beside(x, left)[1:] {
		if far && in.Lo < max(x, other) && in.Hi > min(x, other) && n <= in.Width() && s.First <= in.Lo {
			l := s.placed(in, state, left)
			l.Far, l.to = true, x
			return l
		}
	}
	return Label{Text: state, X: max(places[0], s.First)}
}
