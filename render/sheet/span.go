package sheet

// Span is a range of cells in a row: from Lo up to, not including, Hi.
type Span struct{ Lo, Hi int }

// Width returns how many cells the span has; less than 1: none.
func (s Span) Width() int { return s.Hi - s.Lo }

// Meets reports whether the span has cells in common with others.
func (s Span) Meets(others []Span) bool {
	for _, o := range others {
		if s.Lo < o.Hi && o.Lo < s.Hi {
			return true
		}
	}
	return false
}
