package pdf

import (
	"io"
	"time"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/pages"
	"wireladder/render/scene"
	"wireladder/render/slides"
	"wireladder/render/typeface"
)

// Painter draws diagrams as PDF. The zero value draws for sheets of A4.
type Painter struct {
	Width  float64       // points of the picture, as scene.Options; 0: one that suits a sheet
	Detail render.Detail // how much is explained
	Slide  bool          // on slides, a page each, whatever Width is
	// Check is asked every now and then whether to go on; nil: always. Its error ends the
	// painting.
	Check func() error
}

var _ render.Painter = (*Painter)(nil)

// sheetWidth is how wide a picture is laid out for a sheet, in points.
const sheetWidth = 840.0

// Paint writes d to w.
func (p *Painter) Paint(w io.Writer, d *render.Diagram) error {
	if p.Slide {
		return p.slides(w, d)
	}
	width := p.Width
	if width == 0 && !d.Aligned {
		width = sheetWidth
	}
	f, err := scene.Of(d, scene.Options{Width: width, Detail: p.Detail})
	if err != nil {
		return err
	}
	return p.PaintFigure(w, f, begun(d))
}

// PaintFigure writes a figure to w that is laid out already, and is of what began at a time.
func (p *Painter) PaintFigure(w io.Writer, f *figure.Figure, begun time.Time) error {
	m, err := typeface.New()
	if err != nil {
		return err
	}
	s, cut := formatFor(f)
	parts := pages.Split(f, cut)
	doc := newDocument(f, m, begun)
	for i := range cut {
		if err := p.check(); err != nil {
			return err
		}
		doc.page(s, &cut[i], parts[i], i+1, len(cut))
	}
	return doc.out.Output(w)
}

// slides writes slides to w.
func (p *Painter) slides(w io.Writer, d *render.Diagram) error {
	all, err := slides.Of(d, p.Detail)
	if err != nil {
		return err
	}
	m, err := typeface.New()
	if err != nil {
		return err
	}
	doc := newDocument(all[0], m, begun(d))
	for _, f := range all {
		if err := p.check(); err != nil {
			return err
		}
		doc.figure = f
		doc.page(pageFormat{width: slides.Width, height: slides.Height, scale: slides.Width / f.Width}, &pages.Leaf{Bottom: f.Height}, f, 1, 1)
	}
	return doc.out.Output(w)
}

func (p *Painter) check() error {
	if p.Check == nil {
		return nil
	}
	return p.Check()
}

// begun returns when what a diagram shows began: then the file is the same each time that it is
// painted.
func begun(d *render.Diagram) time.Time {
	first := time.Unix(0, 0)
	for i := range d.Ladders {
		for j := range d.Ladders[i].Steps {
			if t := d.Ladders[i].Steps[j].Time; first.Unix() == 0 && t.Unix() > 0 || t.Before(first) && t.Unix() > 0 {
				first = t
			}
		}
	}
	return first.UTC()
}

// pageFormat is what pages are like, in points of paper.
type pageFormat struct {
	width, height float64
	margin, foot  float64
	scale         float64 // points of paper a point of the picture
}

// Sizes of sheets, in points of paper.
const (
	shortSide   = 595.28 // of A4
	longSide    = 841.89
	sheetMargin = 28.0
	footHeight  = 16.0
	uprightTo   = 1000.0 // wider pictures stand on sheets that lie
)

// narrowest is how much smaller than a sheet is wide a picture is drawn if it takes fewer sheets
// then.
const narrowest = 0.85

// formatFor returns the sheets that a figure is drawn on, and what stands on each: one of its own
// size if it can be read as a whole on one of A4.
func formatFor(f *figure.Figure) (pageFormat, []pages.Leaf) {
	s := pageFormat{width: shortSide, height: longSide, margin: sheetMargin, foot: footHeight}
	if f.Width > uprightTo {
		s.width, s.height = longSide, shortSide
	}
	s.scale = min(1, (s.width-2*s.margin)/f.Width)
	cut := pages.Of(f, s.room())
	smaller := s
	smaller.scale *= narrowest
	if fewer := pages.Of(f, smaller.room()); len(fewer) < len(cut) {
		s, cut = smaller, fewer
	}
	if len(cut) == 1 {
		s = pageFormat{width: f.Width, height: f.Height, scale: 1}
	}
	return s, cut
}

// room returns how many points of the picture a page has room for, from the top down.
func (s *pageFormat) room() float64 { return (s.height - 2*s.margin - s.foot) / s.scale }
