package pages

import (
	"sort"

	"wireladder/render/figure"
)

// Split returns what stands on each page, as figures with the places of the whole: what reaches
// over an edge is on both sides of it.
func Split(f *figure.Figure, leaves []Leaf) []*figure.Figure {
	s := &splitter{leaves: leaves, parts: make([]*figure.Figure, len(leaves))}
	for i := range s.parts {
		s.parts[i] = &figure.Figure{Width: f.Width, Height: f.Height, Title: f.Title, Summary: f.Summary, Stems: f.Stems}
	}
	share(s, f.Bands, func(b *figure.Band) (top, bottom float64) { return b.Y, b.Bottom() },
		func(to *figure.Figure, b figure.Band) { to.Bands = append(to.Bands, b) })
	share(s, f.Uprights, func(u *figure.Upright) (top, bottom float64) { return u.Top, u.Bottom },
		func(to *figure.Figure, u figure.Upright) { to.Uprights = append(to.Uprights, u) })
	share(s, f.Lines, func(l *figure.Line) (top, bottom float64) { return penned(of(l.From, l.To)) },
		func(to *figure.Figure, l figure.Line) { to.Lines = append(to.Lines, l) })
	share(s, f.Bars, func(b *figure.Bar) (top, bottom float64) { return b.Y - pen, b.Bottom() + pen },
		func(to *figure.Figure, b figure.Bar) { to.Bars = append(to.Bars, b) })
	share(s, f.Arrows, func(a *figure.Arrow) (top, bottom float64) { return penned(of(a.Points...)) },
		func(to *figure.Figure, a figure.Arrow) { to.Arrows = append(to.Arrows, a) })
	share(s, f.Panels, func(p *figure.Panel) (top, bottom float64) { return p.Y - pen, p.Bottom() + pen },
		func(to *figure.Figure, p figure.Panel) { to.Panels = append(to.Panels, p) })
	share(s, f.Dots, func(d *figure.Dot) (top, bottom float64) { return penned(of(d.At)) },
		func(to *figure.Figure, d figure.Dot) { to.Dots = append(to.Dots, d) })
	share(s, f.Curves, func(*figure.Curve) (top, bottom float64) { return 0, f.Height },
		func(to *figure.Figure, c figure.Curve) { to.Curves = append(to.Curves, c) })
	share(s, f.Texts, func(t *figure.Text) (top, bottom float64) { return penned(ofText(t)) },
		func(to *figure.Figure, t figure.Text) { to.Texts = append(to.Texts, t) })
	return s.parts
}

// pen is how far strokes, and what arrows end in, reach beyond the points of a mark at most.
const pen = 6.0

// penned returns how far marks of an extent reach.
func penned(e Extent) (top, bottom float64) { return e.Top - pen, e.Bottom + pen }

// splitter divides marks among pages.
type splitter struct {
	leaves []Leaf
	parts  []*figure.Figure
}

// share puts each mark on the pages that it reaches over.
func share[M any](s *splitter, marks []M, extent func(*M) (top, bottom float64), put func(*figure.Figure, M)) {
	for i := range marks {
		top, bottom := extent(&marks[i])
		n := sort.Search(len(s.leaves), func(i int) bool { return s.leaves[i].Bottom > top })
		for ; n < len(s.leaves) && s.leaves[n].Top < bottom; n++ {
			put(s.parts[n], marks[i])
		}
	}
}
