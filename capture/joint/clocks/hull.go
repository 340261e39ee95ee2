package clocks

import (
	"cmp"
	"slices"
)

// Lead is one packet that both saw: when, by the client's clock, and by how much the time
// of the server's clock is ahead of that of the client's. Both are in ns.
type Lead struct{ At, Ahead int64 }

// bound is what one packet says of the clocks: an upper bound of their offset, seen from the first packet.
type bound struct{ x, y float64 }

// hull is those of many points of which one is the lowest, however the plane is tilted, in the
// order of their times: the lower half of the convex hull.
type hull struct {
	points []bound
	late   []bound // points that came behind later ones, and are not looked at yet
}

// add adds a point.
func (h *hull) add(p bound) {
	if n := len(h.points); n > 0 && p.x < h.points[n-1].x {
		h.late = append(h.late, p)
		return
	}
	if n := len(h.points); n > 0 && h.points[n-1].x == p.x {
		if h.points[n-1].y <= p.y {
			return
		}
		h.points = h.points[:n-1]
	}
	for n := len(h.points); n > 1 && !turnsLeft(h.points[n-2], h.points[n-1], p); n-- {
		h.points = h.points[:n-1]
	}
	h.points = append(h.points, p)
}

// complete looks at all points.
func (h *hull) complete() {
	if len(h.late) == 0 {
		return
	}
	all := slices.Concat(h.points, h.late)
	slices.SortFunc(all, func(a, b bound) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	*h = hull{}
	for _, p := range all {
		h.add(p)
	}
}

// turnsLeft reports whether the way from a through b to c turns left.
func turnsLeft(a, b, c bound) bool { return (b.x-a.x)*(c.y-a.y) > (b.y-a.y)*(c.x-a.x) }

// height returns how high a line of that slope, which touches the points from below, is at
// the origin.
func height(points []bound, slope float64) float64 {
	low := points[0].y - slope*points[0].x
	for _, p := range points[1:] {
		low = min(low, p.y-slope*p.x)
	}
	return low
}
