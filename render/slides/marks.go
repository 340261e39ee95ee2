package slides

import (
	"slices"

	"wireladder/render/figure"
)

// marks takes over what stands on the page, and the parts of what reaches over its edges.
func (s *slide) marks(f *figure.Figure) {
	s.Bands = kept(s.Bands, f.Bands, func(b *figure.Band) bool { return s.clip(&b.Rect) })
	s.Uprights = kept(s.Uprights, f.Uprights, s.upright)
	s.Lines = kept(s.Lines, f.Lines, func(l *figure.Line) bool { return s.moves([]figure.Point{l.From, l.To}, &l.From, &l.To) })
	s.Bars = kept(s.Bars, f.Bars, func(b *figure.Bar) bool { return s.clip(&b.Rect) })
	s.Arrows = kept(s.Arrows, f.Arrows, s.arrow)
	s.Panels = kept(s.Panels, f.Panels, func(p *figure.Panel) bool {
		on := s.has(p.Corners()...)
		p.Y += s.down
		return on
	})
	s.Dots = kept(s.Dots, f.Dots, func(d *figure.Dot) bool { return s.moves([]figure.Point{d.At}, &d.At) })
	s.Texts = kept(s.Texts, f.Texts, func(t *figure.Text) bool { return s.moves(t.Corners(), &t.At) })
}

// kept returns marks with those of all that are on a page, as page makes them.
func kept[M any](marks, all []M, page func(*M) bool) []M {
	for _, m := range all {
		if page(&m) {
			marks = append(marks, m)
		}
	}
	return marks
}

// moves moves the points of a mark that is kept whole, and reports whether it is on the page.
func (s *slide) moves(corners []figure.Point, points ...*figure.Point) bool {
	for _, p := range points {
		p.Y += s.down
	}
	return s.has(corners...)
}

// upright cuts a piece of a lifeline down to what is on the page, and reports whether anything is.
func (s *slide) upright(u *figure.Upright) bool {
	r := figure.Rect{Y: u.Top, H: u.Bottom - u.Top}
	on := s.clip(&r)
	u.Top, u.Bottom = r.Y, r.Bottom()
	return on
}

// has reports whether a mark that is kept whole stands on the page: the middle of it does.
func (s *slide) has(corners ...figure.Point) bool {
	lo, hi := corners[0].Y, corners[0].Y
	for _, p := range corners {
		lo, hi = min(lo, p.Y), max(hi, p.Y)
	}
	middle := (lo + hi) / 2
	return middle >= s.top && middle < s.bottom
}

// clip cuts an area down to what is on the page, moves it there, and reports whether anything is.
func (s *slide) clip(r *figure.Rect) bool {
	lo, hi := max(r.Y, s.top), min(r.Bottom(), s.bottom)
	r.Y, r.H = lo+s.down, hi-lo
	return hi > lo
}

// arrow cuts an arrow down to the piece that is on the page, and reports whether there is one. Those
// that slope go down alone.
func (s *slide) arrow(a *figure.Arrow) bool {
	first, last := a.Points[0], a.Points[len(a.Points)-1]
	switch {
	case first.Y == last.Y && !s.has(first), last.Y < s.top, first.Y >= s.bottom:
		return false
	case last.Y > s.bottom:
		a.End = figure.Onward
	}
	var points []figure.Point
	for i, p := range a.Points {
		if i > 0 {
			points = append(points, s.crossings(a.Points[i-1], p)...)
		}
		if p.Y >= s.top && p.Y <= s.bottom {
			points = append(points, p)
		}
	}
	for i := range points {
		points[i].Y += s.down
	}
	a.Points = slices.Compact(points)
	return len(a.Points) > 1
}

// crossings returns where a line that goes down crosses the edges of the page.
func (s *slide) crossings(from, to figure.Point) (all []figure.Point) {
	for _, edge := range []float64{s.top, s.bottom} {
		if from.Y < edge && edge < to.Y {
			share := (edge - from.Y) / (to.Y - from.Y)
			all = append(all, figure.Point{X: from.X + share*(to.X-from.X), Y: edge})
		}
	}
	return all
}
