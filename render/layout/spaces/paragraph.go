package spaces

import (
	"slices"
	"strings"

	"wireladder/render/sheet"
)

// Paragraph is an explanation in its place: all of its lines stand in one space between lifelines.
type Paragraph struct {
	Lines []string // encoded
	In    sheet.Span
	Far   bool // other lifelines stand between it and its own, or it has none beside it

	to int // its lifeline
}

// Paragraph puts what is said of the lifeline at x into that one of some spaces beside it in which it takes the fewest
// rows, and of equal ones into the first. The first is beside what it is said of. Lines breaks it: see sheet.Balanced and
// sheet.Wrap.
func (s *Spaces) Paragraph(said string, x int, among []sheet.Span, most int, lines func(sheet.Medium, string, int) []string) Paragraph {
	said = s.Medium.Encode(said)
	best, rows, longest := 0, 0, s.longestWord(said)
	for i, in := range among {
		if in.Width() < longest {
			continue
		}
		if n := len(sheet.Wrap(s.Medium, said, min(in.Width(), most))); rows == 0 || n < rows {
			best, rows = i, n
		}
	}
	if rows == 0 { // a word is cut
		best = slices.Index(among, slices.MaxFunc(among, func(p, q sheet.Span) int { return p.Width() - q.Width() }))
	}
	in := among[best]
	return Paragraph{Lines: lines(s.Medium, said, max(1, min(in.Width(), most))), In: in, Far: best > 0 || s.parts(in, x), to: x}
}

// parts reports whether another lifeline stands between a space and the lifeline at x.
func (s *Spaces) parts(in sheet.Span, x int) bool {
	return len(s.Between(in.Hi-1, x)) > 0 || len(s.Between(x, in.Lo)) > 0
}

// longestWord returns how many cells the longest word of an encoded string takes.
func (s *Spaces) longestWord(said string) (cells int) {
	for word := range strings.FieldsSeq(said) {
		cells = max(cells, s.Medium.Cells(word))
	}
	return cells
}

// Leader returns what leads to its lifeline from the first line of a sentence that is far from it, in row y.
func (t *Paragraph) Leader(m sheet.Medium, y int) sheet.Leader {
	l := Label{Text: t.Lines[0], X: t.X(m, t.Lines[0]), to: t.to}
	return l.Leader(m, y)
}

// X returns where one of its lines begins: those on the left of their lifeline end together.
func (t *Paragraph) X(m sheet.Medium, line string) int {
	if t.In.Lo < t.to {
		return t.In.Hi - m.Cells(line)
	}
	return t.In.Lo
}

// OnWay returns the spaces between neighbouring lifelines from lo to hi, from the left, without what is free beside
// those, and a cell of the dots that lead to lo; what is on the right of lo where both are the same. There is one at least.
func (s *Spaces) OnWay(lo, hi int) (all []sheet.Span) {
	if lo == hi {
		in := s.Beside(lo, false)[0]
		return []sheet.Span{{Lo: lo + 2, Hi: in.Hi}}
	}
	from := lo + 2
	for _, x := range append(s.Between(lo, hi), hi) {
		all = append(all, sheet.Span{Lo: from, Hi: x - 1})
		from = x + 3
	}
	return all
}

// Roomy returns the first space between neighbouring lifelines from lo to hi that is hardly narrower than any: explanations
// stand rather on the side of who began. Where both are the same, it is on the right of them.
func (s *Spaces) Roomy(lo, hi int) sheet.Span {
	if lo == hi {
		return s.OnWay(lo, hi)[0]
	}
	from, widest := lo, s.Widest(lo, hi)
	for _, x := range s.Between(lo, hi) {
		if in := (sheet.Span{Lo: from + 2, Hi: x - 1}); in.Width() >= widest.Width()*4/5 {
			return in
		}
		from = x
	}
	return widest
}

// BelowCall returns the spaces for what is said of a call whose label stands at its lifeline at x, or far from it: first
// the one below the label, then the others on that side, the nearest first.
func (s *Spaces) BelowCall(x int, left bool, at *Label) []sheet.Span {
	all := s.Beside(x, left)
	if at.Far {
		all = append([]sheet.Span{at.In}, slices.DeleteFunc(all, func(in sheet.Span) bool { return in == at.In })...)
	}
	if left && !at.Far {
		all[0].Hi-- // a cell further from the lifeline than the label
	}
	for i := range all {
		all[i].Lo = max(all[i].Lo, s.First)
	}
	return all
}
