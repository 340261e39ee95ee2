package slope

import (
	"wireladder/render/sheet"
)

// content is what a cell holds already: a set.
type content uint8

// What a cell may hold.
const (
	hasText     content = 1 << iota
	hasLifeline         // or a junction on it
	hasLevel            // a level piece of an arrow
	hasUpright          // an upright one
	hasTurn             // a corner, or a head
	hasRule
	hasClaim // where an arrow that has no way yet wants its label
)

// occupancy is what each cell holds, in the rows of one ladder.
type occupancy struct {
	top     int
	cells   [][]content
	scratch scratch
}

// Mark is how much stood on a sheet at one time.
type Mark struct{ verticals, rules, arrows, branches, leaders, junctions, texts int }

// MarkOf returns how much stands on a sheet.
func MarkOf(s *sheet.Sheet) Mark {
	return Mark{len(s.Verticals), len(s.Rules), len(s.Arrows), len(s.Branches), len(s.Leaders), len(s.Junctions), len(s.Texts)}
}

// newOccupancy notes what stands on a sheet in the rows and cells of an area.
func newOccupancy(s *sheet.Sheet, m sheet.Medium, area *Area) *occupancy {
	o := &occupancy{top: area.Top, cells: make([][]content, max(0, area.Bottom-area.Top))}
	all := make([]content, len(o.cells)*(area.Width+1))
	for i := range o.cells {
		o.cells[i], all = all[:area.Width+1:area.Width+1], all[area.Width+1:]
	}
	since := &area.Since
	for _, l := range s.Verticals[since.verticals:] {
		for y := max(l.From, area.Top); y <= l.To; y++ {
			o.add(l.X, y, hasLifeline)
		}
	}
	for _, r := range s.Rules[since.rules:] {
		o.row(r.From, r.To, r.Y, hasRule)
	}
	for _, a := range s.Arrows[since.arrows:] {
		o.arrow(&a)
	}
	for _, b := range s.Branches[since.branches:] {
		o.row(min(b.From, b.To)+1, max(b.From, b.To)-1, b.Y, hasRule)
	}
	for _, l := range s.Leaders[since.leaders:] {
		o.row(l.From, l.To, l.Y, hasRule)
	}
	for _, j := range s.Junctions[since.junctions:] {
		o.row(j.X-1, j.X+1, j.Y, hasLifeline)
	}
	for _, t := range s.Texts[since.texts:] {
		o.text(t.Y, t.X, m.Cells(t.S))
	}
	return o
}

// arrow notes a level arrow: its shaft may be crossed, its ends may not.
func (o *occupancy) arrow(a *sheet.Arrow) {
	lo, hi := min(a.From, a.To), max(a.From, a.To)
	o.row(lo+1, hi-1, a.Y, hasLevel)
	o.add(lo+1, a.Y, hasTurn)
	o.add(hi-1, a.Y, hasTurn)
	if a.End != sheet.Head {
		o.row(a.To-1, a.To+1, a.Y, hasTurn) // its mark, which nothing touches
	}
}

func (o *occupancy) add(x, y int, t content) {
	if y -= o.top; y >= 0 && y < len(o.cells) && x >= 0 && x < len(o.cells[y]) {
		o.cells[y][x] |= t
	}
}

func (o *occupancy) row(from, to, y int, t content) {
	for x := from; x <= to; x++ {
		o.add(x, y, t)
	}
}

// text notes a text of so many cells.
func (o *occupancy) text(y, x, cells int) { o.row(x, x+cells-1, y, hasText) }

// at returns what a cell holds; what lies outside is as good as text.
func (o *occupancy) at(x, y int) content {
	if y -= o.top; y >= 0 && y < len(o.cells) && x >= 0 && x < len(o.cells[y]) {
		return o.cells[y][x]
	}
	return hasText
}

// occupy notes the pieces of a path.
func (o *occupancy) occupy(points []sheet.Point) {
	for i := 1; i < len(points); i++ {
		p, q := points[i-1], points[i]
		if p.Y == q.Y {
			o.row(min(p.X, q.X), max(p.X, q.X), p.Y, hasLevel)
		}
		for y := p.Y; y <= q.Y && p.X == q.X; y++ {
			o.add(p.X, y, hasUpright)
		}
		o.add(q.X, q.Y, hasTurn)
	}
	o.add(points[0].X, points[0].Y, hasTurn)
}
