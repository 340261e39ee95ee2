package spaces

import (
	"slices"

	"wireladder/render/sheet"
)

// Distances of an arrow that is lost, in cells.
const (
	BeforeMark = 2 // shaft between the sender and the label, and between the label and the mark
	AfterMark  = 3 // free between the mark and the next lifeline: it does not come there
)

// Lost returns where the label of an arrow begins that is lost on its way from one lifeline to another, and how far it goes,
// as distances from the first: about half of the way, and in its widest space. 0, 0: there is no room for both, though they stand
// a cell closer together.
func (s *Spaces) Lost(from, to, label int) (begin, reach int) {
	way := s.way(from, to)
	if begin, reach = lostOn(way, label, BeforeMark, AfterMark); reach == 0 {
		begin, reach = lostOn(way, label, BeforeMark-1, AfterMark-1)
	}
	return begin, reach
}

// lostOn is Lost for spaces and distances.
func lostOn(way []sheet.Span, label, before, after int) (begin, reach int) {
	widest := way[0]
	for _, w := range way {
		if w.Width() > widest.Width() {
			widest = w
		}
	}
	begin = way[0].Lo + before
	if begin+label > way[0].Hi {
		begin = max(begin, widest.Lo+before)
	}
	reach = max(begin+label+2*(before-1), widest.Lo+before)
	last := widest.Hi - 1 - after
	if reach > last {
		return 0, 0
	}
	return begin, min(max(reach, way[len(way)-1].Hi/2), last)
}

// way returns the spaces between the lifelines from one to another, as distances from the first.
func (s *Spaces) way(from, to int) (all []sheet.Span) {
	stops := slices.Clone(s.Between(min(from, to), max(from, to)))
	if to < from {
		slices.Reverse(stops)
	}
	last := from
	for _, x := range append(stops, to) {
		all = append(all, sheet.Span{Lo: distance(from, last) + 1, Hi: distance(from, x)})
		last = x
	}
	return all
}

func distance(a, b int) int { return max(a, b) - min(a, b) }
