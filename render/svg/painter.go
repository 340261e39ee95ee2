package svg

import (
	"io"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/scene"
	"wireladder/render/slides"
)

// Painter draws diagrams as SVG. The zero value draws a page.
type Painter struct {
	Width  float64       // points, as scene.Options
	Detail render.Detail // how much is explained
	Slide  bool          // on slides, whatever Width is
	// Next returns where a further slide goes, of the second on; nil: see slides.Write.
	Next func(part int) (io.Writer, error)
	// Check is asked every now and then whether to go on; nil: always. Its error ends the
	// painting, behind what is painted.
	Check func() error
}

var _ render.Painter = (*Painter)(nil)

// Paint writes d to w.
func (p *Painter) Paint(w io.Writer, d *render.Diagram) error {
	if p.Slide {
		return slides.Write(w, d, p.Detail, p.Next, p.PaintFigure)
	}
	f, err := scene.Of(d, scene.Options{Width: p.Width, Detail: p.Detail})
	if err != nil {
		return err
	}
	return p.PaintFigure(w, f)
}

// PaintFigure writes a figure to w that is laid out already.
func (p *Painter) PaintFigure(w io.Writer, f *figure.Figure) error {
	x := &writer{out: w, check: p.Check}
	if p.Slide {
		x.open(f, Mark, slidePixels/f.Width)
	} else {
		x.open(f, "", 1)
	}
	x.marks(f)
	x.raw("</svg>\n")
	x.flush()
	return x.err
}

// marks writes all marks.
func (x *writer) marks(f *figure.Figure) {
	x.bands(f.Bands)
	x.uprights(f.Uprights)
	x.lines(f.Lines)
	x.bars(f.Bars)
	x.arrows(f.Arrows)
	x.panels(f.Panels)
	x.dots(f.Dots)
	x.curves(f.Curves)
	x.texts(f.Texts)
}

// Mark is in the first element of each slide, by which wireladder knows its own ones again.
const Mark = ` data-drawn-by="wireladder"`

// slidePixels is how wide a slide is, in pixels of CSS.
const slidePixels = 1920.0

// open begins the file: what it is of, its colours, the page. A point is scaled.
func (x *writer) open(f *figure.Figure, mark string, scale float64) {
	x.raw(`<svg xmlns="http://www.w3.org/2000/svg"` + mark + ` xml:space="preserve" role="img" aria-labelledby="title summary"`)
	x.size("width", f.Width*scale)
	x.size("height", f.Height*scale)
	x.raw(` viewBox="0 0 `)
	x.number(f.Width)
	x.raw(" ")
	x.number(f.Height)
	x.raw("\">\n<title id=\"title\">")
	x.escape(f.Title)
	x.raw("</title>\n<desc id=\"summary\">")
	x.escape(f.Summary)
	x.raw("</desc>\n<style>\n")
	x.raw(Stylesheet())
	if len(f.Curves) > 0 {
		x.raw(curveStyles())
	}
	x.raw("</style>\n")
	x.rect("page", figure.Rect{W: f.Width, H: f.Height}, 0)
}
