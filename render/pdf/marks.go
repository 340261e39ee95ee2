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

// marks draws all marks of a part of the figure.
func (d *document) marks(f *figure.Figure) {
	for i := range f.Bands {
		if b := &f.Bands[i]; b.Odd {
			d.area(ink.Band, b.Corners())
		}
	}
	for _, u := range f.Uprights {
		d.stroke(ink.Uprights[u.Kind], figure.Point{X: u.X, Y: u.Top}, figure.Point{X: u.X, Y: u.Bottom})
	}
	for _, l := range f.Lines {
		d.stroke(ink.Rules[l.Kind], l.From, l.To)
	}
	for i := range f.Bars {
		d.box(&ink.Bar, f.Bars[i].Rect)
	}
	for i := range f.Arrows {
		d.arrow(&f.Arrows[i])
	}
	for i := range f.Panels {
		d.box(&ink.Panels[f.Panels[i].Kind], f.Panels[i].Rect)
	}
	for i := range f.Dots {
		d.dot(&f.Dots[i])
	}
	for i := range f.Curves {
		d.curve(&f.Curves[i])
	}
	for i := range f.Texts {
		d.text(&f.Texts[i])
	}
}

// stroke draws a line through points.
func (d *document) stroke(s ink.Stroke, points ...figure.Point) {
	d.pen(s)
	d.path(points)
	d.out.DrawPath("D")
}

// path goes through points.
func (d *document) path(points []figure.Point) {
	for i, p := range points {
		at := d.point(p)
		if i == 0 {
			d.out.MoveTo(at.X, at.Y)
		} else {
			d.out.LineTo(at.X, at.Y)
		}
	}
}

// curve draws the lines of a curve at once, or its shapes one after the other: they may lie upon
// each other.
func (d *document) curve(k *figure.Curve) {
	how, end := &ink.Curves[k.Kind], "D"
	if how.Filled {
		d.fillColor(how.Fill)
		end = "FD"
	}
	d.pen(how.Stroke)
	for _, points := range k.Strokes {
		if d.path(points); how.Filled {
			d.out.ClosePath()
			d.out.DrawPath(end)
		}
	}
	if !how.Filled && len(k.Strokes) > 0 {
		d.out.DrawPath(end)
	}
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
