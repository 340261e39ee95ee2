package clocks

// Grain is how coarsely a capture tells times: their greatest common divisor, as far as it is a power of ten. The
// zero value has seen none.
type Grain struct{ divisor int64 }

// Add takes a time, in ns.
func (g *Grain) Add(at int64) {
	for at != 0 {
		g.divisor, at = at, g.divisor%at
	}
	g.divisor = max(g.divisor, -g.divisor)
}

// finest is what a clock is taken to tell exactly, in ns.
const finest = 100

// Size returns by how much a packet was captured later than its time says, at most, in ns.
func (g *Grain) Size() int64 {
	size := int64(1)
	for g.divisor > 0 && g.divisor%(10*size) == 0 && size < 1e9 {
		size *= 10
	}
	if size <= finest {
		return 0
	}
	return size
}
