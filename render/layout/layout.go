package layout

import (
	"wireladder/render"
	"wireladder/render/layout/columns"
	"wireladder/render/layout/margin"
	"wireladder/render/layout/page"
	"wireladder/render/sheet"
)

// Options say how to lay a diagram out. Medium is required.
type Options struct {
	Width  int // cells; 0: 80; less than MinWidth: MinWidth
	Detail render.Detail
	Medium sheet.Medium
	Screen int // rows of a screen: the heads of a long ladder are repeated every so many; 0: they are not
	// Growing says that the diagram will go on: what stands at the end is left
	// out, and nothing is said to wait still.
	Growing bool
}

// Widths of sheets, in cells.
const (
	MinWidth     = 60  // narrower sheets cannot hold a TCP ladder
	MaxWidth     = 170 // on wider ones arrows only get longer
	defaultWidth = 80
)

// Of places a diagram on a sheet.
func Of(d *render.Diagram, o Options) *sheet.Sheet {
	p := page.New(o.Medium, SheetWidth(o.Width))
	place(p, d, &o)
	return p.Sheet
}

// Each places a diagram on sheets one below the other, and hands each of them out when it
// is complete, from the top down: it is valid until emit returns. An error of emit ends it.
func Each(d *render.Diagram, o Options, emit func(*sheet.Sheet) error) error {
	p := page.New(o.Medium, SheetWidth(o.Width))
	p.Emit = emit
	place(p, d, &o)
	return p.Err
}

// place fills a page with a diagram.
func place(p *page.Page, d *render.Diagram, o *Options) {
	if !d.Untold {
		p.Heading(d.Title, d.About, !page.Folded(d.Ladders))
	}
	p.Captions(d.Captions)
	p.Findings(d.Findings, o.Detail)
	if widths, ok := sideBySide(d, p.Medium, p.Cells); ok {
		placeAligned(p, o, d.Ladders, widths)
	} else {
		placeStacked(p, o, d.Ladders)
	}
	if !o.Growing {
		p.Table(&d.Totals)
		p.Legend(page.Folded(d.Ladders))
		p.Notes(d.Notes)
	}
	p.Finish()
}

// SheetWidth returns how many cells wide a picture is that is to have width cells, as Options
// have it.
func SheetWidth(width int) int {
	if width == 0 {
		width = defaultWidth
	}
	return min(max(width, MinWidth), MaxWidth)
}

// placeStacked places ladders one under the other.
func placeStacked(p *page.Page, o *Options, ladders []render.Ladder) {
	for i := range ladders {
		l := newLadderLayout(p, o, &ladders[i], 0, p.Cells)
		l.alone, l.which = true, i
		l.draw(p.Y, nil)
		p.Y = l.y + 1
	}
}

// sideBySide divides the width among ladders that are to be compared, by what each needs,
// and reports whether there is room for them beside each other.
func sideBySide(d *render.Diagram, m sheet.Medium, width int) ([]int, bool) {
	if !d.Aligned || len(d.Ladders) < 2 {
		return nil, false
	}
	return columns.Shares(d.Ladders, width, page.Folded(d.Ladders), func(l *render.Ladder) int { return margin.Cells(l, m) + margin.Gutter(l) })
}
