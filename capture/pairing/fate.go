package pairing

import (
	"math"

	"wireladder/capture/joint"
)

// coverage is from when to when a capture shows that it was going on, by the client's clock:
// by packets of whomever.
type coverage struct{ first, last int64 }

// stretches returns those of both captures.
func (p *Pairing) stretches() (all [2]coverage) {
	for end := range p.ends {
		all[end] = coverage{math.MaxInt64, math.MinInt64}
		for i, s := range p.ends[end].All {
			if s.marks&untimed == 0 {
				at := p.at(end, i)
				all[end].first, all[end].last = min(all[end].first, at), max(all[end].last, at)
			}
		}
	}
	return all
}

// fate returns what became of a packet that one capture alone has, and that was sent at its
// end: it is lost if the other capture was going on when it should have come, however long it
// took, and has lost nothing itself.
func (p *Pairing) fate(end int, at int64) (lost bool, unseen joint.Unseen) {
	other := &p.during[1-end]
	switch {
	case at+p.least[end] < other.first:
		return false, joint.Before
	case at+p.most[end] > other.last:
		return false, joint.After
	case p.dropped[1-end] > 0:
		return false, joint.Dropped
	}
	return true, joint.Nothing
}
