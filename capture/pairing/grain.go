package pairing

import "errors"

// ErrCoarse is that times are told so coarsely that nobody can tell which capture is of which end.
var ErrCoarse = errors.New("their times are too coarse to tell one end from the other: packets take less")

// grain is how coarsely a capture tells times: their greatest common divisor, as far as it is a power of ten.
type grain struct{ divisor int64 }

// add takes a time, in ns.
func (g *grain) add(at int64) {
	for at != 0 {
		g.divisor, at = at, g.divisor%at
	}
	g.divisor = max(g.divisor, -g.divisor)
}

// finest is what a clock is taken to tell exactly, in ns.
const finest = 100

// size returns by how much a packet was captured later than its time says, at most, in ns.
func (g *grain) size() int64 {
	size := int64(1)
	for g.divisor > 0 && g.divisor%(10*size) == 0 && size < 1e9 {
		size *= 10
	}
	if size <= finest {
		return 0
	}
	return size
}

// grains returns those of both captures together.
func (p *Pairing) grains() int64 { return p.grain[0].size() + p.grain[1].size() }
