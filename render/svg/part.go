package svg

import (
	"cmp"
	"io"
	"iter"
	"math"
	"slices"

	"wireladder/render/figure"
)

// Parts writes parts of figures, each as an element of a page that has the Stylesheet and the colour
// of the paper. Who can't see them is told elsewhere what they are. Make one with NewParts.
type Parts struct{ x writer }

// NewParts returns what writes to w.
func NewParts(w io.Writer) *Parts { return &Parts{writer{out: w}} }

// Write writes what a figure has between two heights.
func (p *Parts) Write(f *figure.Figure, top, bottom float64) error {
	p.x.fragment(f.Width, top, bottom)
	p.x.marks(f)
	p.x.raw("</svg>\n")
	p.x.flush()
	return p.x.err
}

// fragment begins an element that shows a part of a figure.
func (x *writer) fragment(width, top, bottom float64) {
	x.raw(`<svg aria-hidden="true"`)
	x.size("width", width)
	x.size("height", bottom-top)
	x.raw(` viewBox="0 `)
	x.number(top)
	x.raw(" ")
	x.number(width)
	x.raw(" ")
	x.number(bottom - top)
	x.raw("\">\n")
}

// WriteHeads writes the heads of all lifelines in one strip, each standing on its bottom, as a
// group whose data-stem is its index in the figure's Stems. It returns how high the strip is.
func WriteHeads(w io.Writer, f *figure.Figure) (height float64, err error) {
	for i := range f.Stems {
		height = max(height, f.Stems[i].Head.H)
	}
	height += 2 * edge
	x, texts := &writer{out: w}, textsByPlace(f)
	x.fragment(f.Width, 0, height)
	for i := range f.Stems {
		x.head(&f.Stems[i], i, height-edge, texts)
	}
	x.raw("</svg>\n")
	x.flush()
	return height, x.err
}

// edge is what is left free around heads in a strip, in points.
const edge = 4.0

// head writes the head of a lifeline, moved down or up so that it ends at bottom.
func (x *writer) head(s *figure.Stem, stem int, bottom float64, texts textGrid) {
	x.raw(`<g data-stem="`)
	x.integer(stem)
	x.raw(`" transform="translate(0 `)
	x.number(bottom - s.Head.Bottom())
	x.raw(")\">\n")
	x.rect(panelClasses[figure.HeadPanel], s.Head, panelRounding(figure.HeadPanel))
	for _, t := range texts.of(s) {
		x.texts([]figure.Text{*t})
	}
	x.raw("</g>\n")
}

// textGrid has the texts of a figure by the tile of it that they begin in. A head has few texts, and a
// figure may have very many heads.
type textGrid map[tile][]*figure.Text

// tile is a place in a grid of squares, whose sides are tileSide points.
type tile struct{ column, row int }

const tileSide = 64.0

// tileAt returns the tile of a point.
func tileAt(x, y float64) tile {
	return tile{int(math.Floor(x / tileSide)), int(math.Floor(y / tileSide))}
}

// textsByPlace returns the texts of a figure that begin in tiles with heads, in their order in each tile.
func textsByPlace(f *figure.Figure) textGrid {
	all := textGrid{}
	for i := range f.Stems {
		for t := range tilesOf(&f.Stems[i]) {
			all[t] = nil
		}
	}
	for i := range f.Texts {
		t := &f.Texts[i]
		at := tileAt(t.At.X, t.At.Y)
		if there, headed := all[at]; headed {
			all[at] = append(there, t)
		}
	}
	return all
}

// tilesOf visits the tiles that the head of a lifeline is in.
func tilesOf(s *figure.Stem) iter.Seq[tile] {
	first, last := tileAt(s.Head.X, s.Head.Y), tileAt(s.Head.Right(), s.Head.Bottom())
	return func(visit func(tile) bool) {
		for row := first.row; row <= last.row; row++ {
			for column := first.column; column <= last.column; column++ {
				if !visit(tile{column, row}) {
					return
				}
			}
		}
	}
}

// of returns the texts in the head of a lifeline, from the top down.
func (all textGrid) of(s *figure.Stem) (found []*figure.Text) {
	for at := range tilesOf(s) {
		for _, t := range all[at] {
			if s.Has(t) {
				found = append(found, t)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b *figure.Text) int { return cmp.Compare(a.At.Y, b.At.Y) })
	return found
}
