package scene

import (
	"wireladder/render"
	"wireladder/render/arrange"
	"wireladder/render/figure"
	"wireladder/render/scene/ladder"
	"wireladder/render/scene/paper"
	"wireladder/render/typeface"
)

// Options say how to lay a diagram out. The zero value is a page.
type Options struct {
	Width  float64 // points; 0: PageWidth, or WideWidth for ladders that stand side by side
	Detail render.Detail
	// Compact saves height around the ladders: the legend has few words, and the table of ladders
	// that stand side by side is below the shorter one, where there is room.
	Compact bool
}

// Widths of figures, in points.
const (
	PageWidth = 900.0  // a page
	WideWidth = 1280.0 // two ladders side by side, or a slide
	MinWidth  = 360.0  // narrower ones cannot hold a ladder
)

// Distances on a page, in points.
const (
	betweenLadders = 36.0
	belowLadders   = 24.0
	compactBelow   = 14.0 // belowLadders on a compact paper
)

// Of lays a diagram out. The error is one of the program's own fonts.
func Of(d *render.Diagram, o Options) (*figure.Figure, error) {
	p, err := paper.New(width(d, o.Width), o.Detail)
	if err != nil {
		return nil, err
	}
	p.Compact = o.Compact
	p.Top(d)
	if !placeLadders(p, d) {
		p.Table(&d.Totals)
	}
	p.Legend()
	p.Notes(d.Notes)
	p.Width, p.Height = p.Right+paper.Margin, p.Y+paper.Margin
	p.Title, p.Summary = typeface.Legible(d.Heading()), typeface.Legible(summaryOf(d))
	return p.Figure, nil
}

// width returns how wide a figure is to be.
func width(d *render.Diagram, asked float64) float64 {
	switch {
	case asked > 0:
		return max(asked, MinWidth)
	case d.Aligned:
		return WideWidth
	}
	return PageWidth
}

// placeLadders places the ladders: side by side if they are to be compared and there is room,
// else one below the other. It reports whether the table stands among them.
func placeLadders(p *paper.Paper, d *render.Diagram) (table bool) {
	if widths, ok := sideBySide(p, d); ok {
		return beside(p, d, widths)
	}
	for i := range d.Ladders {
		if d.Ladders[i].Apart {
			p.Breaks = append(p.Breaks, p.Y-below(p)/2)
		}
		l := ladder.New(p, d, i, ladder.Room{Left: paper.Margin, Width: p.Right - paper.Margin, Alone: true})
		l.Head(p.Y)
		for l.Next() != nil {
			l.Phase(l.Bottom())
		}
		p.Y = l.End() + below(p)
	}
	return false
}

// below returns what is left free below ladders.
func below(p *paper.Paper) float64 {
	if p.Compact {
		return compactBelow
	}
	return belowLadders
}

// sideBySide divides the width among ladders that are to be compared, by what each needs, and
// reports whether there is room for all.
func sideBySide(p *paper.Paper, d *render.Diagram) ([]float64, bool) {
	if !d.Aligned || len(d.Ladders) < 2 {
		return nil, false
	}
	room, widths, lines := p.Right-paper.Margin-betweenLadders*float64(len(d.Ladders)-1), []float64{}, 0
	for i := range d.Ladders {
		w := ladder.New(p, d, i, ladder.Room{Left: paper.Margin}).Takes()
		widths = append(widths, w)
		room -= w
		lines += len(d.Ladders[i].Lifelines)
	}
	for i := range widths {
		widths[i] += room * float64(len(d.Ladders[i].Lifelines)) / float64(max(lines, 1))
	}
	return widths, room >= 0
}

// beside places ladders beside each other, so that their phases begin at the same height, and on
// a compact paper the table below one that ends early. It reports whether the table has found
// room there.
func beside(p *paper.Paper, d *render.Diagram, widths []float64) (table bool) {
	all, arranged, x := []*ladder.Scene{}, []*arrange.Arrangement{}, paper.Margin
	for i := range d.Ladders {
		l := ladder.New(p, d, i, ladder.Room{Left: x, Width: widths[i]})
		l.Head(p.Y)
		all, arranged = append(all, l), append(arranged, l.Arrangement)
		x += widths[i] + betweenLadders
	}
	for _, start := range arrange.Together(arranged) {
		phase(all, start)
	}
	bottoms := make([]float64, len(all))
	for i, l := range all {
		bottoms[i] = l.End() + below(p)
		p.Y = max(p.Y, bottoms[i])
	}
	x = paper.Margin
	for i, w := range widths {
		if p.Compact && !table && p.TableBeside(&d.Totals, figure.Rect{X: x, Y: bottoms[i], W: w, H: p.Y - bottoms[i]}) {
			table = true
		}
		x += w + betweenLadders
	}
	return table
}

// phase places the phase of each ladder that has it.
func phase(all []*ladder.Scene, start arrange.PhaseStart) {
	y := 0.0
	for _, l := range all {
		if next := l.Next(); next != nil && next.Start == start {
			y = max(y, l.Bottom())
		}
	}
	for _, l := range all {
		if next := l.Next(); next != nil && next.Start == start {
			l.Phase(y)
		}
	}
}
