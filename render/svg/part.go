package svg

import (
	"io"

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
	x := &writer{out: w}
	x.fragment(f.Width, 0, height)
	for i := range f.Stems {
		x.head(f, i, height-edge)
	}
	x.raw("</svg>\n")
	x.flush()
	return height, x.err
}

// edge is what is left free around heads in a strip, in points.
const edge = 4.0

// head writes the head of a lifeline, moved down or up so that it ends at bottom.
func (x *writer) head(f *figure.Figure, stem int, bottom float64) {
	s := &f.Stems[stem]
	x.raw(`<g data-stem="`)
	x.integer(stem)
	x.raw(`" transform="translate(0 `)
	x.number(bottom - s.Head.Bottom())
	x.raw(")\">\n")
	x.rect(panelClasses[figure.HeadPanel], s.Head, panelRounding(figure.HeadPanel))
	for i := range f.Texts {
		if s.Has(&f.Texts[i]) {
			x.texts(f.Texts[i : i+1])
		}
	}
	x.raw("</g>\n")
}
