package spaces

import (
	"slices"

	"wireladder/render/sheet"
)

// Spaces is what lifelines leave free of a row.
type Spaces struct {
	Columns []int // in which lifelines are drawn, from the left
	Ever    []int // in which they are or were
	Edge    int   // the cell left of the ladder
	First   int   // the first cell behind the numbers of frames
	Right   int   // the last cell of the ladder
	Medium  sheet.Medium

	// Most returns how much of a room the label of a call may take, in cells.
	Most func(room int) int
}

// Between returns the columns between two.
func (s *Spaces) Between(lo, hi int) []int {
	first, _ := slices.BinarySearch(s.Columns, lo+1)
	end, _ := slices.BinarySearch(s.Columns, hi)
	return s.Columns[first:max(first, end):max(first, end)]
}

// Widest returns the widest space between neighbouring lifelines from lo to hi, without what is free beside those.
func (s *Spaces) Widest(lo, hi int) sheet.Span {
	best, from := sheet.Span{}, lo
	for _, x := range append(s.Between(lo, hi), hi) {
		if in := (sheet.Span{Lo: from + 2, Hi: x - 1}); in.Width() > best.Width() {
			best = in
		}
		from = x
	}
	return best
}

// Around returns the space between neighbouring lifelines from lo to hi in which x lies, if it is so wide, else
// all from lo to hi.
func (s *Spaces) Around(x, lo, hi, width int) sheet.Span {
	from := lo
	for _, next := range append(s.Between(lo, hi), hi) {
		if in := (sheet.Span{Lo: from + 2, Hi: next - 1}); from < x && x <= next && in.Width() >= width {
			return in
		}
		from = next
	}
	return sheet.Span{Lo: lo + 2, Hi: hi - 1}
}

// Next returns the column of the first lifeline beyond x on the way to another.
func (s *Spaces) Next(x, to int) int {
	switch on := s.Between(min(x, to), max(x, to)); {
	case len(on) == 0:
		return to
	case x < to:
		return on[0]
	default:
		return on[len(on)-1]
	}
}
