package pairing

import (
	"math"
	"slices"

	"wireladder/capture/joint/clocks"
)

// Pair finds out which packets are the same, and how the clocks differ. It is to be called
// once, when all packets have been added. The error is ErrNoPair, ErrSamePlace or ErrUneven.
func (p *Pairing) Pair() error {
	for end := range p.ends {
		p.partner[end] = slices.Repeat([]int32{alone}, len(p.ends[end]))
	}
	p.leaveOutCopies()
	a := newAlike(&p.ends)
	seeds, several := p.plant(a)
	if len(seeds) == 0 {
		seeds = p.guess(several)
	}
	if len(seeds) == 0 {
		return ErrNoPair
	}
	main := p.roads.main()
	known, err := p.orient(main, seeds)
	if err != nil {
		return err
	}
	p.account.AsNamed = !known
	first := clocks.Estimate(p.points(seeds))
	p.line = first.Line
	p.orientOthers(seeds, &first.Line)
	if p.client() == 1 {
		p.swap(seeds)
	}
	p.settle(seeds)
	if p.clock.Uneven && int64(p.clock.Error) > p.trip {
		return ErrUneven
	}
	p.matchSeveral(several)
	p.matchPieces()
	p.leaveOutOthers()
	p.during = p.stretches()
	p.account.Clock = p.clock
	for _, partner := range p.partner[0] {
		if partner >= 0 {
			p.account.Pairs++
		}
	}
	return nil
}

// settle finds out the clocks, and how long packets take.
func (p *Pairing) settle(seeds []seed) {
	forth, back := p.points(seeds)
	between := clocks.Estimate(forth, back)
	p.line, p.clock = between.Line, between.Clock
	for end, points := range [2][]clocks.Point{forth, back} {
		p.least[end], p.most[end] = math.MaxInt64, 0
		for _, at := range points {
			took := at.Ahead - p.line.Ahead(at.At)
			if end == 1 {
				took = -took
			}
			p.least[end], p.most[end] = min(p.least[end], took), max(p.most[end], took)
		}
	}
	for end := range p.least {
		if p.least[end] == math.MaxInt64 { // packets went the other way alone
			p.least[end], p.most[end] = 0, p.most[1-end]
		}
		p.least[end] = max(p.least[end], 0)
	}
}

// client returns at which end the client is: who sends the first SYN or, without any, the
// first packet.
func (p *Pairing) client() int8 {
	var (
		first  [2]int64
		sender = [2]int8{unknown, unknown}
	)
	for end := range p.ends {
		for i := range p.ends[end] {
			s := &p.ends[end][i]
			source := p.roads.source(s.way)
			if source == unknown || s.marks&untimed != 0 || int(source) != end {
				continue
			}
			rank := 1
			if s.marks&opens != 0 {
				rank = 0
			}
			at := s.at
			if end == 1 {
				at = p.line.Client(at)
			}
			if sender[rank] == unknown || at < first[rank] {
				first[rank], sender[rank] = at, source
			}
		}
	}
	for _, who := range sender {
		if who != unknown {
			return who
		}
	}
	return 0
}

// swap makes the second capture the first.
func (p *Pairing) swap(seeds []seed) {
	p.swapped = true
	p.ends[0], p.ends[1] = p.ends[1], p.ends[0]
	p.partner[0], p.partner[1] = p.partner[1], p.partner[0]
	p.dropped[0], p.dropped[1] = p.dropped[1], p.dropped[0]
	p.account.Copies[0], p.account.Copies[1] = p.account.Copies[1], p.account.Copies[0]
	for i := range p.roads.courses {
		if c := &p.roads.courses[i]; c.source != unknown {
			c.source = 1 - c.source
		}
	}
	for i := range seeds {
		s := &seeds[i]
		s.At, s.Ahead = s.At+s.Ahead, -s.Ahead
	}
}

// at returns when a packet was captured, by the client's clock.
func (p *Pairing) at(end int, i int32) int64 {
	if end == 0 {
		return p.ends[0][i].at
	}
	return p.line.Client(p.ends[1][i].at)
}

// leaveOutOthers leaves out packets between hosts of which the captures share nothing.
func (p *Pairing) leaveOutOthers() {
	for end := range p.ends {
		for i := range p.ends[end] {
			s := &p.ends[end][i]
			if p.partner[end][i] == alone && (p.roads.source(s.way) == unknown || s.marks&untimed != 0) {
				p.partner[end][i] = others
				p.account.Others[end]++
			}
		}
	}
}

// copyTime is how long after a packet a capture may hold it once more, ns.
const copyTime = 50_000_000
