package figure

import "math"

// Sizes of what arrows end in, in points.
const (
	headLength = 9.0
	headHalf   = 4.0
	crossHalf  = 5.0
)

// Tip returns the corners of the head that an arrow ends in, nil if it has none.
func (a *Arrow) Tip() []Point {
	to, ux, uy, ok := a.direction()
	if !ok || a.End != Head {
		return nil
	}
	back := Point{to.X - ux*headLength, to.Y - uy*headLength}
	return []Point{to, {back.X - uy*headHalf, back.Y + ux*headHalf}, {back.X + uy*headHalf, back.Y - ux*headHalf}}
}

// Cross returns the two strokes of the cross that an arrow ends in, nil if it has none.
func (a *Arrow) Cross() [][]Point {
	to, _, _, ok := a.direction()
	if !ok || a.End != Broken {
		return nil
	}
	return [][]Point{
		{{to.X - crossHalf, to.Y - crossHalf}, {to.X + crossHalf, to.Y + crossHalf}},
		{{to.X - crossHalf, to.Y + crossHalf}, {to.X + crossHalf, to.Y - crossHalf}},
	}
}

// direction returns where an arrow ends, and the direction that it comes there in, of length 1;
// ok says that it has one.
func (a *Arrow) direction() (to Point, ux, uy float64, ok bool) {
	n := len(a.Points)
	from, to := a.Points[n-2], a.Points[n-1]
	length := math.Hypot(to.X-from.X, to.Y-from.Y)
	if length == 0 {
		return to, 0, 0, false
	}
	return to, (to.X - from.X) / length, (to.Y - from.Y) / length, true
}

// DotRadius is the radius of the dot of a call, which alone is round.
const DotRadius = 3.0

// Corners returns the corners of a dot that has some, nil if it is round.
func (d *Dot) Corners() []Point {
	const half = DotSize / 2
	x, y := d.At.X, d.At.Y
	switch d.Kind {
	case KernelDot:
		return []Point{{x, y - half - 1}, {x + half + 1, y}, {x, y + half + 1}, {x - half - 1, y}}
	case KeyDot:
		return []Point{{x - half, y - half - 1}, {x + half + 1, y}, {x - half, y + half + 1}}
	}
	return nil
}
