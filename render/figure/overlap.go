package figure

import "math"

// How far letters reach above and below their baseline, at size 1.
const (
	Ascent  = 0.78
	Descent = 0.22
)

// Corners returns the corners of what a text covers, one after the other around it.
func (t *Text) Corners() []Point {
	size := t.Style.Font().Size
	sin, cos := math.Sincos(t.Angle * math.Pi / 180)
	at := func(x, y float64) Point { return Point{t.At.X + x*cos - y*sin, t.At.Y + x*sin + y*cos} }
	return []Point{at(0, -Ascent*size), at(t.Width, -Ascent*size), at(t.Width, Descent*size), at(0, Descent*size)}
}

// Overlap reports whether two convex shapes have an area in common, or a line and a shape a
// piece of the line. Each is given by its corners, one after the other around it.
func Overlap(a, b []Point) bool {
	return !separated(a, b) && !separated(b, a)
}

// separated reports whether b lies beyond one of the edges of a, or of the ends of a line.
func separated(a, b []Point) bool {
	const touch = 1e-6
	for i, p := range a {
		q := a[(i+1)%len(a)]
		across, along := Point{q.Y - p.Y, p.X - q.X}, Point{q.X - p.X, q.Y - p.Y}
		for _, axis := range []Point{across, along} {
			lo, hi := extent(a, axis)
			from, to := extent(b, axis)
			if hi <= from+touch || to <= lo+touch {
				return true
			}
			if len(a) > 2 {
				break // the next edge looks along this one, or nearly so
			}
		}
	}
	return false
}

// extent returns how far a shape reaches along an axis.
func extent(shape []Point, axis Point) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, p := range shape {
		d := p.X*axis.X + p.Y*axis.Y
		lo, hi = min(lo, d), max(hi, d)
	}
	return lo, hi
}
