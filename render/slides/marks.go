package slides

import (
	"slices"

	"wireladder/render/figure"
)

// marks takes over what stands on the page, and the parts of what reaches over its edges.
func (s *slide) marks(f *figure.Figure) {
	for _, b := range f.Bands {
		if s.clip(&b.Rect) {
			s.Bands = append(s.Bands, b)
		}
	}
	for _, u := range f.Uprights {
		if r := (figure.Rect{Y: u.Top, H: u.Bottom - u.Top}); s.clip(&r) {
			u.Top, u.Bottom = r.Y, r.Bottom()
			s.Uprights = append(s.Uprights, u)
		}
	}
	for _, l := range f.Lines {
		if s.has(l.From, l.To) {
			l.From.Y, l.To.Y = l.From.Y+s.down, l.To.Y+s.down
			s.Lines = append(s.Lines, l)
		}
	}
	for _, b := range f.Bars {
		if s.clip(&b.Rect) {
			s.Bars = append(s.Bars, b)
		}
	}
	for i := range f.Arrows {
		s.arrow(f.Arrows[i])
	}
	for _, p := range f.Panels {
		if s.has(p.Corners()...) {
			p.Y += s.down
			s.Panels = append(s.Panels, p)
		}
	}
	for _, d := range f.Dots {
		if s.has(d.At) {
			d.At.Y += s.down
			s.Dots = append(s.Dots, d)
		}
	}
	for i := range f.Texts {
		if t := f.Texts[i]; s.has(t.Corners()...) {
			t.At.Y += s.down
			s.Texts = append(s.Texts, t)
		}
	}
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

// arrow takes over the piece of an arrow that is on the page. Those that slope go down alone.
func (s *slide) arrow(a figure.Arrow) {
	first, last := a.Points[0], a.Points[len(a.Points)-1]
	switch {
	case first.Y == last.Y && !s.has(first), last.Y < s.top, first.Y >= s.bottom:
		return
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
	if a.Points = slices.Compact(points); len(a.Points) > 1 {
		s.Arrows = append(s.Arrows, a)
	}
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
