package clocks

import (
	"cmp"
	"slices"
)

// Point is one packet that both saw: when, by the client's clock, and by how much the time
// of the server's clock is ahead of that of the client's. Both are in ns.
type Point struct{ At, Ahead int64 }

// place is where a point is, seen from the first.
type place struct{ x, y float64 }

// hull returns the points of which one is the lowest, however the plane is tilted, in the
// order of their times: the lower half of the convex hull. It sorts the points.
func hull(points []place) []place {
	slices.SortFunc(points, func(a, b place) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	var low []place
	for _, p := range points {
		if n := len(low); n > 0 && low[n-1].x == p.x {
			continue // it is not lower
		}
		for n := len(low); n > 1 && !turnsLeft(low[n-2], low[n-1], p); n-- {
			low = low[:n-1]
		}
		low = append(low, p)
	}
	return low
}

// turnsLeft reports whether the way from a through b to c turns left.
func turnsLeft(a, b, c place) bool { return (b.x-a.x)*(c.y-a.y) > (b.y-a.y)*(c.x-a.x) }

// height returns how high a line of that slope, which touches the points from below, is at
// the origin.
func height(points []place, slope float64) float64 {
	low := points[0].y - slope*points[0].x
	for _, p := range points[1:] {
		low = min(low, p.y-slope*p.x)
	}
	return low
}
