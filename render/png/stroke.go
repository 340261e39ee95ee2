package png

import (
	"math"

	"wireladder/render/figure"
	"wireladder/render/ink"
)

// stroke draws a line through points.
func (c *raster) stroke(s ink.Stroke, points ...figure.Point) { c.strokes(s, [][]figure.Point{points}) }

// strokes draws lines, each through its points, at once.
func (c *raster) strokes(s ink.Stroke, lines [][]figure.Point) {
	out := c.shape()
	for _, points := range lines {
		phase := 0.0 // of the dash, where the next piece begins
		for i := range len(points) - 1 {
			phase = out.segment(s, points[i], points[i+1], phase)
		}
	}
	out.fill(s.Hue)
}

// segment adds a straight piece of a line, whose dash has come to phase, and returns to where it
// comes.
func (s *shape) segment(stroke ink.Stroke, from, to figure.Point, phase float64) float64 {
	length := math.Hypot(to.X-from.X, to.Y-from.Y)
	if length == 0 {
		return phase
	}
	ux, uy := (to.X-from.X)/length, (to.Y-from.Y)/length
	at := func(d float64) figure.Point { return figure.Point{X: from.X + ux*d, Y: from.Y + uy*d} }
	half := stroke.Width / 2
	for _, d := range dashes(stroke.Dash, length, phase) {
		a, b := at(d[0]), at(d[1])
		s.polygon(figure.Point{X: a.X + uy*half, Y: a.Y - ux*half}, figure.Point{X: b.X + uy*half, Y: b.Y - ux*half},
			figure.Point{X: b.X - uy*half, Y: b.Y + ux*half}, figure.Point{X: a.X - uy*half, Y: a.Y + ux*half})
	}
	return phase + length
}

// dashes returns what is drawn of a line: from where to where.
func dashes(dash []float64, length, phase float64) [][2]float64 {
	if dash == nil {
		return [][2]float64{{0, length}}
	}
	round := 0.0
	for _, d := range dash {
		round += d
	}
	var drawn [][2]float64
	for at := -math.Mod(phase, round); at < length; {
		for i, d := range dash {
			if from, to := max(at, 0), min(at+d, length); i%2 == 0 && from < to {
				drawn = append(drawn, [2]float64{from, to})
			}
			at += d
		}
	}
	return drawn
}

// box draws an area with an edge, whose middle is the rectangle's.
func (c *raster) box(b *ink.Box, r figure.Rect) {
	outline := rounded(r, b.Rounding)
	inner := c.shape()
	inner.polygon(outline...)
	inner.fill(b.Fill)
	c.stroke(b.Edge, append(outline, outline[0])...)
}

// rounded returns the outline of a rectangle with round corners, each as some straight pieces.
func rounded(r figure.Rect, radius float64) []figure.Point {
	radius = min(radius, r.W/2, r.H/2)
	if radius <= 0 {
		return r.Corners()
	}
	const pieces = 8
	var all []figure.Point
	middles := []figure.Point{
		{X: r.X + radius, Y: r.Y + radius}, {X: r.Right() - radius, Y: r.Y + radius},
		{X: r.Right() - radius, Y: r.Bottom() - radius}, {X: r.X + radius, Y: r.Bottom() - radius},
	}
	for i, m := range middles {
		for j := range pieces + 1 {
			sin, cos := math.Sincos(math.Pi/2*float64(j)/pieces + math.Pi/2*float64(i+2))
			all = append(all, figure.Point{X: m.X + radius*cos, Y: m.Y + radius*sin})
		}
	}
	return all
}

// disc returns the outline of a disc.
func disc(at figure.Point, radius float64) []figure.Point {
	return rounded(figure.Rect{X: at.X - radius, Y: at.Y - radius, W: 2 * radius, H: 2 * radius}, radius)
}
