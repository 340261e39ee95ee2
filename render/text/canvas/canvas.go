// Package canvas lays a diagram out for a terminal and keeps it, however long it is: as sheets, which are
// painted when they come in sight, with the rows in which steps and heads stand.
package canvas

import (
	"math"
	"sort"

	"wireladder/render"
	"wireladder/render/layout"
	"wireladder/render/sheet"
	"wireladder/render/text"
)

// LaidOut is a diagram as it is laid out, on sheets one below the other. Make one with New.
type LaidOut struct {
	Height int // in cells
	ascii  bool
	sheets []*sheet.Sheet
	grids  map[int]*text.Grid // by sheet: those painted last
	rows   map[render.StepRef]sheet.StepPlace
	heads  []sheet.HeadRows // from the top down
	lefts  map[int]int      // by ladder: its first cell
}

// Row returns where a step stands; a zero place if it has none.
func (p *LaidOut) Row(ref render.StepRef) sheet.StepPlace { return p.rows[ref] }

// New lays a diagram out in a width in cells.
func New(d *render.Diagram, detail render.Detail, ascii bool, width int) *LaidOut {
	p := &LaidOut{ascii: ascii, grids: map[int]*text.Grid{}, rows: map[render.StepRef]sheet.StepPlace{}, lefts: map[int]int{}}
	_ = layout.Each(d, layout.Options{Width: width, Detail: detail, Medium: text.Medium(ascii)}, func(s *sheet.Sheet) error {
		p.keep(s)
		return nil
	}) // there is no other error
	return p
}

// keep takes a sheet.
func (p *LaidOut) keep(s *sheet.Sheet) {
	for _, r := range s.Steps {
		p.rows[r.Ref], p.lefts[r.Ref.Ladder] = r, r.Lo
	}
	p.heads = append(p.heads, s.Heads...)
	own := s.Clone()
	own.Steps, own.Heads = nil, nil
	p.sheets, p.Height = append(p.sheets, own), s.Top+s.Height
}

// mostPainted is how many sheets stay painted.
const mostPainted = 16

// At returns what is in a cell of the picture.
func (p *LaidOut) At(x, y int) (rune, text.Appearance) {
	i := sort.Search(len(p.sheets), func(i int) bool { return p.sheets[i].Top+p.sheets[i].Height > y })
	if i == len(p.sheets) {
		return ' ', text.Appearance{}
	}
	g := p.grids[i]
	if g == nil {
		if len(p.grids) >= mostPainted {
			clear(p.grids)
		}
		g = text.NewGrid(p.sheets[i], p.ascii)
		p.grids[i] = g
	}
	return g.At(x, y)
}

// IsSideBySide reports whether ladders stand beside each other.
func (p *LaidOut) IsSideBySide() bool {
	for _, left := range p.lefts {
		if left > 0 {
			return true
		}
	}
	return false
}

// Sides returns from which cell a ladder stands to which, not included: all the width, unless others
// stand beside it.
func (p *LaidOut) Sides(ladder int) (left, right int) {
	left, right = p.lefts[ladder], math.MaxInt
	for _, other := range p.lefts {
		if other > left {
			right = min(right, other)
		}
	}
	return left, right
}

// End returns the row in which the next ladder begins below a row, or behind the last.
func (p *LaidOut) End(y int) int {
	for _, h := range p.heads {
		if h.From > y {
			return h.From
		}
	}
	return p.Height
}

// HeadsAbove returns the last heads that begin above a row.
func (p *LaidOut) HeadsAbove(y int) (h sheet.HeadRows, ok bool) {
	for _, one := range p.heads {
		if one.From < y && (!ok || one.From > h.From) {
			h, ok = one, true
		}
	}
	return h, ok
}
