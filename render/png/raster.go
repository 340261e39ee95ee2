package png

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"

	"wireladder/render/figure"
	"wireladder/render/ink"
	"wireladder/render/typeface"
)

// raster is a picture that shapes are drawn on, in points.
type raster struct {
	image   *image.RGBA
	scale   float64 // pixels a point
	metrics *typeface.Metrics
	tracer  *vector.Rasterizer
}

// newRaster returns an empty page.
func newRaster(bounds image.Rectangle, scale float64, m *typeface.Metrics) *raster {
	c := &raster{image: image.NewRGBA(bounds), scale: scale, metrics: m, tracer: vector.NewRasterizer(0, 0)}
	draw.Draw(c.image, c.image.Bounds(), colorOf(ink.Page), image.Point{}, draw.Src)
	return c
}

// colorOf returns a colour on a light page.
func colorOf(h ink.Hue) image.Image {
	r, g, b := h.Light.RGB()
	return image.NewUniform(color.NRGBA{r, g, b, 0xff})
}

// shape is an area between closed outlines, in pixels.
type shape struct {
	on     *raster
	lo, hi figure.Point // what it is within
	moves  []move
}

// move is a piece of an outline: to its last point, by way of the others.
type move struct {
	kind   moveKind
	points [3]figure.Point
}

// moveKind says how a piece of an outline goes.
type moveKind uint8

// The kinds of moves.
const (
	begin moveKind = iota
	straight
	quadratic
	cubic
)

// shape returns an empty shape.
func (c *raster) shape() *shape {
	return &shape{on: c, lo: figure.Point{X: math.Inf(1), Y: math.Inf(1)}, hi: figure.Point{X: math.Inf(-1), Y: math.Inf(-1)}}
}

// add adds a piece of an outline, in points.
func (s *shape) add(kind moveKind, points ...figure.Point) {
	m := move{kind: kind}
	for i, p := range points {
		p = figure.Point{X: p.X * s.on.scale, Y: p.Y * s.on.scale}
		m.points[i] = p
		s.lo = figure.Point{X: min(s.lo.X, p.X), Y: min(s.lo.Y, p.Y)}
		s.hi = figure.Point{X: max(s.hi.X, p.X), Y: max(s.hi.Y, p.Y)}
	}
	s.moves = append(s.moves, m)
}

// polygon adds an area by its corners.
func (s *shape) polygon(corners ...figure.Point) {
	for i, p := range corners {
		s.add([...]moveKind{begin, straight}[min(i, 1)], p)
	}
}

// fill draws the shape.
func (s *shape) fill(h ink.Hue) {
	if len(s.moves) == 0 {
		return
	}
	area := image.Rect(int(math.Floor(s.lo.X)), int(math.Floor(s.lo.Y)), int(math.Ceil(s.hi.X))+1, int(math.Ceil(s.hi.Y))+1)
	if area = area.Intersect(s.on.image.Bounds()); area.Empty() {
		return
	}
	r := s.on.tracer
	r.Reset(area.Dx(), area.Dy())
	for i := range s.moves {
		s.trace(r, &s.moves[i], area.Min)
	}
	r.ClosePath()
	r.Draw(s.on.image, area, colorOf(h), image.Point{})
}

// trace has the rasterizer follow a piece of an outline.
func (s *shape) trace(r *vector.Rasterizer, m *move, origin image.Point) {
	var at [6]float32
	for i, p := range m.points {
		at[2*i], at[2*i+1] = float32(p.X-float64(origin.X)), float32(p.Y-float64(origin.Y))
	}
	switch m.kind {
	case begin:
		r.ClosePath()
		r.MoveTo(at[0], at[1])
	case straight:
		r.LineTo(at[0], at[1])
	case quadratic:
		r.QuadTo(at[0], at[1], at[2], at[3])
	case cubic:
		r.CubeTo(at[0], at[1], at[2], at[3], at[4], at[5])
	}
}
