package png

import (
	"fmt"
	"image"
	"image/png"
	"io"
	"math"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/scene"
	"wireladder/render/slides"
	"wireladder/render/typeface"
)

// Painter draws diagrams as PNG. The zero value draws a page.
type Painter struct {
	Width  float64       // points, as scene.Options
	Detail render.Detail // how much is explained
	Slide  bool          // on slides, whatever Width is; their points are those of a slide
	// Next returns where a further slide goes, of the second on; nil: see slides.Write.
	Next func(part int) (io.Writer, error)
	// Scale is how many pixels a point has; 0: UsualScale, or fewer where that would be too
	// large a picture.
	Scale float64
	// Check is asked every now and then whether to go on; nil: always. Its error ends the
	// painting.
	Check func() error
}

var _ render.Painter = (*Painter)(nil)

// Scales, in pixels a point.
const (
	UsualScale = 2.0
	LeastScale = 0.25
	MostScale  = 8.0
)

// Bounds of a picture, in pixels: more than that hardly any program opens.
const (
	mostPixels = 100e6
	mostSide   = 65000.0
)

// OversizeError is that a picture would have more pixels than programs open.
type OversizeError struct {
	Width, Height float64 // points
	Scale         float64 // pixels a point
}

// Error says how large it would be.
func (e *OversizeError) Error() string {
	return fmt.Sprintf("a picture of %.0f x %.0f pixels would be too large to be opened", e.Width*e.Scale, e.Height*e.Scale)
}

// Paint writes d to w. The error may be a *OversizeError.
func (p *Painter) Paint(w io.Writer, d *render.Diagram) error {
	if p.Slide {
		return slides.Write(w, d, p.Detail, p.Next, p.slide)
	}
	f, err := scene.Of(d, scene.Options{Width: p.Width, Detail: p.Detail})
	if err != nil {
		return err
	}
	return p.PaintFigure(w, f)
}

// PaintFigure writes a figure to w that is laid out already. The error may be a *OversizeError.
func (p *Painter) PaintFigure(w io.Writer, f *figure.Figure) error {
	scale, err := p.scale(f)
	if err != nil {
		return err
	}
	return p.write(w, f, size(f.Width, f.Height, scale), scale)
}

// write writes a figure to w.
func (p *Painter) write(w io.Writer, f *figure.Figure, bounds image.Rectangle, scale float64) error {
	m, err := typeface.New()
	if err != nil {
		return err
	}
	c := newRaster(bounds, scale, m)
	if err := c.draw(f, p.check); err != nil {
		return err
	}
	return (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(w, c.image)
}

func (p *Painter) check() error {
	if p.Check == nil {
		return nil
	}
	return p.Check()
}

// scale returns how many pixels a point has.
func (p *Painter) scale(f *figure.Figure) (float64, error) {
	most := p.most(f)
	scale := p.Scale
	if scale == 0 {
		scale = max(LeastScale, min(UsualScale, math.Floor(most*4)/4))
	}
	if scale > most {
		return 0, &OversizeError{f.Width, f.Height, scale}
	}
	return scale, nil
}

// most returns how many pixels a point may have.
func (p *Painter) most(f *figure.Figure) float64 {
	return min(math.Sqrt(mostPixels/(f.Width*f.Height)), mostSide/max(f.Width, f.Height))
}

// size returns how many pixels a picture of so many points has.
func size(width, height, scale float64) image.Rectangle {
	return image.Rect(0, 0, int(math.Ceil(width*scale)), int(math.Ceil(height*scale)))
}
