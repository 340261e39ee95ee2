package pdf

import (
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"wireladder/render/figure"
	"wireladder/render/ink"
	"wireladder/render/typeface"
)

// slant is how far what the kernel says leans, in degrees.
const slant = 11.0

// text draws a text, with its veil.
func (d *document) text(t *figure.Text) {
	at := d.point(t.At)
	if t.Angle != 0 {
		d.out.TransformBegin()
		d.out.TransformRotate(-t.Angle, at.X, at.Y)
		defer d.out.TransformEnd()
	}
	if t.Veil != figure.Bare {
		d.area(ink.Veils[t.Veil], t.Cover().Corners())
	}
	if t.Style == figure.KernelSay {
		d.out.TransformBegin()
		d.out.TransformSkewX(slant, at.X, at.Y)
		defer d.out.TransformEnd()
	}
	font := t.Style.Font()
	line := d.metrics.Set(font.Face, font.Size, t.S)
	d.textColor(ink.Text(t))
	for _, r := range line.Letterings() {
		d.run(t, &r)
	}
	for _, f := range line.Tofus {
		d.frame(t, f)
	}
}

// run draws a part of a text that one face has.
func (d *document) run(t *figure.Text, r *typeface.Lettering) {
	if first := []rune(r.S)[0]; first >= beyond {
		d.shapes(t, r)
		return
	}
	at := d.point(figure.Point{X: t.At.X + r.X, Y: t.At.Y + r.Y})
	d.out.SetFont(families[r.Face], "", r.Size*d.scale)
	d.out.Text(at.X, at.Y, r.S)
}

// frame draws the box around the number of a character.
func (d *document) frame(t *figure.Text, f typeface.Tofu) {
	d.pen(ink.Stroke{Hue: ink.Text(t), Width: 0.6})
	at := d.point(figure.Point{X: t.At.X + f.X, Y: t.At.Y + f.Y})
	d.out.Rect(at.X, at.Y, f.W*d.scale, f.H*d.scale, "D")
}

// shapes draws characters that fpdf can't write by their outlines.
func (d *document) shapes(t *figure.Text, r *typeface.Lettering) {
	d.fillColor(ink.Text(t))
	x := t.At.X + r.X
	for _, c := range r.S {
		d.outline(d.metrics.Outline(r.Face, c), figure.Point{X: x, Y: t.At.Y + r.Y}, r.Size/typeface.OutlineScale)
		x += d.metrics.Width(r.Face, r.Size, string(c))
	}
}

// outline fills an outline.
func (d *document) outline(all sfnt.Segments, at figure.Point, scale float64) {
	place := func(a fixed.Point26_6) figure.Point {
		return d.point(figure.Point{X: at.X + float64(a.X)*scale, Y: at.Y + float64(a.Y)*scale})
	}
	for i := range all {
		a, b, c := place(all[i].Args[0]), place(all[i].Args[1]), place(all[i].Args[2])
		switch all[i].Op {
		case sfnt.SegmentOpMoveTo:
			d.out.MoveTo(a.X, a.Y)
		case sfnt.SegmentOpLineTo:
			d.out.LineTo(a.X, a.Y)
		case sfnt.SegmentOpQuadTo:
			d.out.CurveTo(a.X, a.Y, b.X, b.Y)
		case sfnt.SegmentOpCubeTo:
			d.out.CurveBezierCubicTo(a.X, a.Y, b.X, b.Y, c.X, c.Y)
		}
	}
	d.out.DrawPath("F")
}
