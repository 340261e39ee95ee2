package pdf

import (
	"codeberg.org/go-pdf/fpdf"

	"wireladder/render/figure"
	"wireladder/render/ink"
)

// point returns where a point of the figure is on the page.
func (d *document) point(p figure.Point) figure.Point {
	return figure.Point{X: d.origin.X + p.X*d.scale, Y: d.origin.Y + (p.Y-d.top)*d.scale}
}

// marks draws what a figure has between two heights.
func (d *document) marks(top, bottom float64) {
	seen := func(from, to float64) bool { return from < bottom && to > top }
	d.behind(seen)
	d.ahead(seen)
}

// behind draws what lies below all else: bands, lifelines, lines, bars.
func (d *document) behind(seen func(from, to float64) bool) {
	f := d.figure
	for i := range f.Bands {
		if b := &f.Bands[i]; b.Odd && seen(b.Y, b.Bottom()) {
			d.area(ink.Band, b.Corners())
		}
	}
	for _, u := range f.Uprights {
		if seen(u.Top, u.Bottom) {
			d.stroke(ink.Uprights[u.Kind], figure.Point{X: u.X, Y: u.Top}, figure.Point{X: u.X, Y: u.Bottom})
		}
	}
	for _, l := range f.Lines {
		if seen(min(l.From.Y, l.To.Y)-1, max(l.From.Y, l.To.Y)+1) {
			d.stroke(ink.Rules[l.Kind], l.From, l.To)
		}
	}
	for i := range f.Bars {
		if b := &f.Bars[i]; seen(b.Y, b.Bottom()) {
			d.box(&ink.Bar, b.Rect)
		}
	}
}

// ahead draws what lies on that: arrows, panels, dots, texts.
func (d *document) ahead(seen func(from, to float64) bool) {
	f := d.figure
	for i := range f.Arrows {
		if a := &f.Arrows[i]; seen(reach(a.Points)) {
			d.arrow(a)
		}
	}
	for i := range f.Panels {
		if p := &f.Panels[i]; seen(p.Y, p.Bottom()) {
			d.box(&ink.Panels[p.Kind], p.Rect)
		}
	}
	for i := range f.Dots {
		if at := f.Dots[i].At.Y; seen(at-figure.DotSize, at+figure.DotSize) {
			d.dot(&f.Dots[i])
		}
	}
	for i := range f.Texts {
		if t := &f.Texts[i]; seen(reach(t.Corners())) {
			d.text(t)
		}
	}
}

// reach returns how far points reach from the top down, with their pens.
func reach(points []figure.Point) (top, bottom float64) {
	top, bottom = points[0].Y, points[0].Y
	for _, p := range points {
		top, bottom = min(top, p.Y), max(bottom, p.Y)
	}
	return top - figure.DotSize, bottom + figure.DotSize
}

// stroke draws a line through points.
func (d *document) stroke(s ink.Stroke, points ...figure.Point) {
	d.pen(s)
	for i, p := range points {
		at := d.point(p)
		if i == 0 {
			d.out.MoveTo(at.X, at.Y)
		} else {
			d.out.LineTo(at.X, at.Y)
		}
	}
	d.out.DrawPath("D")
}

// pen sets how lines are drawn.
func (d *document) pen(s ink.Stroke) {
	r, g, b := s.Hue.Light.RGB()
	d.out.SetDrawColor(int(r), int(g), int(b))
	d.out.SetLineWidth(s.Width * d.scale)
	dash := make([]float64, len(s.Dash))
	for i := range dash {
		dash[i] = s.Dash[i] * d.scale
	}
	d.out.SetDashPattern(dash, 0)
}

func (d *document) fillColor(h ink.Hue) {
	r, g, b := h.Light.RGB()
	d.out.SetFillColor(int(r), int(g), int(b))
}

func (d *document) textColor(h ink.Hue) {
	r, g, b := h.Light.RGB()
	d.out.SetTextColor(int(r), int(g), int(b))
}

// area fills an area.
func (d *document) area(h ink.Hue, corners []figure.Point) {
	d.fillColor(h)
	all := make([]fpdf.PointType, len(corners))
	for i, p := range corners {
		at := d.point(p)
		all[i] = fpdf.PointType{X: at.X, Y: at.Y}
	}
	d.out.Polygon(all, "F")
}

// box draws an area with an edge.
func (d *document) box(b *ink.Box, r figure.Rect) {
	d.pen(b.Edge)
	d.fillColor(b.Fill)
	at := d.point(figure.Point{X: r.X, Y: r.Y})
	w, h := r.W*d.scale, r.H*d.scale
	if radius := min(b.Rounding, r.W/2, r.H/2) * d.scale; radius > 0 {
		d.out.RoundedRect(at.X, at.Y, w, h, radius, "1234", "FD")
		return
	}
	d.out.Rect(at.X, at.Y, w, h, "FD")
}

// arrow draws a line, and its head or cross.
func (d *document) arrow(a *figure.Arrow) {
	d.stroke(ink.Arrow(a), a.Points...)
	if tip := a.Tip(); tip != nil {
		d.area(ink.Tones[a.Tone], tip)
	}
	for _, stroke := range a.Cross() {
		d.stroke(ink.Stroke{Hue: ink.Tones[a.Tone], Width: ink.Cross}, stroke...)
	}
}

func (d *document) dot(dot *figure.Dot) {
	if corners := dot.Corners(); corners != nil {
		d.area(ink.Dots[dot.Kind], corners)
		return
	}
	d.fillColor(ink.Dots[dot.Kind])
	at := d.point(dot.At)
	d.out.Circle(at.X, at.Y, figure.DotRadius*d.scale, "F")
}
