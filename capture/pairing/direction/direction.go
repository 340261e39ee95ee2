// Package direction finds out which way packets go between two captures, however far their
// clocks are apart: by that, those one way seem to take longer, and those the other way shorter.
package direction

import "slices"

// Leaning is what packets of one direction show beside those of the other. The zero value is that
// of none.
type Leaning struct {
	compared, longer, shorter int
	hops                      int
	trips                     []int64
}

// mostTrips is of how many the middle is taken.
const mostTrips = 1 << 12

// Add takes down by how much a packet seems to take longer, in ns, than one the other way.
func (l *Leaning) Add(by int64) {
	if l.compared++; len(l.trips) < mostTrips {
		l.trips = append(l.trips, max(by, -by))
	}
	switch {
	case by > 0:
		l.longer++
	case by < 0:
		l.shorter++
	}
}

// Hop takes down that the first capture has a larger hop limit (1), or the second (-1).
func (l *Leaning) Hop(by int) { l.hops += by }

// Says returns whether packets go from the first capture to the second (1) or the other way
// (-1); 0 where nothing tells.
func (l *Leaning) Says() int {
	switch {
	case l.longer*10 > l.compared*9:
		return 1
	case l.shorter*10 > l.compared*9:
		return -1
	}
	return min(max(l.hops, -1), 1)
}

// BothWays reports whether there were packets of both directions.
func (l *Leaning) BothWays() bool { return l.compared > 0 }

// Trip returns what there and back takes as a rule, in ns; 0 of one direction.
func (l *Leaning) Trip() int64 {
	if len(l.trips) == 0 {
		return 0
	}
	slices.Sort(l.trips)
	return l.trips[len(l.trips)/2]
}
