package png

import (
	"wireladder/render/figure"
	"wireladder/render/ink"
)

// draw draws a figure, and asks check every now and then whether to go on.
func (c *raster) draw(f *figure.Figure, check func() error) error {
	for i := range f.Bands {
		if f.Bands[i].Odd {
			c.area(ink.Band, f.Bands[i].Corners())
		}
	}
	for _, u := range f.Uprights {
		c.stroke(ink.Uprights[u.Kind], figure.Point{X: u.X, Y: u.Top}, figure.Point{X: u.X, Y: u.Bottom})
	}
	for _, l := range f.Lines {
		c.stroke(ink.Rules[l.Kind], l.From, l.To)
	}
	for i := range f.Bars {
		c.box(&ink.Bar, f.Bars[i].Rect)
	}
	for i := range f.Arrows {
		c.arrow(&f.Arrows[i])
	}
	for i := range f.Panels {
		c.box(&ink.Panels[f.Panels[i].Kind], f.Panels[i].Rect)
	}
	for i := range f.Dots {
		c.dot(&f.Dots[i])
	}
	for i := range f.Curves {
		c.curve(&f.Curves[i])
	}
	return c.texts(f.Texts, check)
}

// area fills an area.
func (c *raster) area(h ink.Hue, corners []figure.Point) {
	s := c.shape()
	s.polygon(corners...)
	s.fill(h)
}

// arrow draws a line, and its head or cross.
func (c *raster) arrow(a *figure.Arrow) {
	c.stroke(ink.Arrow(a), a.Points...)
	if tip := a.Tip(); tip != nil {
		c.area(ink.Tones[a.Tone], tip)
	}
	for _, stroke := range a.Cross() {
		c.stroke(ink.Stroke{Hue: ink.Tones[a.Tone], Width: ink.Cross}, stroke...)
	}
}

func (c *raster) dot(d *figure.Dot) {
	corners := d.Corners()
	if corners == nil {
		corners = disc(d.At, figure.DotRadius)
	}
	c.area(ink.Dots[d.Kind], corners)
}

// curve draws the lines of a curve, or its shapes one after the other: they may lie upon each
// other.
func (c *raster) curve(k *figure.Curve) {
	how := &ink.Curves[k.Kind]
	if !how.Filled {
		c.strokes(how.Stroke, k.Strokes)
		return
	}
	for _, outline := range k.Strokes {
		c.area(how.Fill, outline)
		c.stroke(how.Stroke, outline...)
	}
}
