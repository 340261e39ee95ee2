package pairing

import (
	"math"
	"slices"

	"wireladder/capture/joint/clocks"
	"wireladder/capture/pairing/coverage"
)

// Pair finds out which packets are the same, and how the clocks differ: once, when all have been added. The
// error is ErrNoPair, ErrSamePlace, ErrCoarse or ErrUneven.
func (p *Pairing) Pair() error {
	several, err := p.begin()
	if err != nil {
		return err
	}
	known, err := p.orient(p.roads.main())
	if err != nil {
		return err
	}
	p.account.AsNamed = !known
	p.line = p.fit().Skew
	p.orientOthers(&p.line)
	if p.client() == 1 {
		p.swap()
	}
	if p.settle(); p.clock.Uneven && int64(p.clock.Error) > p.trip {
		return ErrUneven
	}
	p.matchSeveral(several)
	p.matchPieces()
	p.leaveOutOthers()
	p.tellTranslations()
	p.cover()
	if p.count(); p.account.Pairs == 0 { // times do not go with what was guessed
		return ErrNoPair
	}
	return nil
}

// begin pairs what is alone of its kind, and returns the other kinds.
func (p *Pairing) begin() (several []*likeness, err error) {
	for end := range p.ends {
		p.partner[end] = slices.Repeat([]int32{alone}, p.ends[end].Len())
	}
	p.leaveOutCopies()
	several = p.plant(newAlike(&p.ends))
	if p.translate() {
		p.startAgain()
		several = p.plant(newAlike(&p.ends))
	}
	if p.hasPairs() {
		return several, nil
	}
	if p.guess(several); !p.hasPairs() {
		return nil, ErrNoPair
	}
	return several, nil
}

// count takes down what is known of both captures.
func (p *Pairing) count() {
	p.account.Clock = p.clock
	for end := range p.ends {
		for i, s := range p.ends[end].All {
			if p.partner[end][i] >= 0 && int(p.roads.source(s.way)) == end { // it may have arrived more than once
				p.account.Pairs++
			}
		}
	}
}

// hasPairs counts what is paired, by course, and reports whether anything is.
func (p *Pairing) hasPairs() (some bool) {
	for s := range p.seeds {
		p.roads.courses[s.course].pairs++
		some = true
	}
	return some
}

// cover finds out when each capture was going on, and what it has missed.
func (p *Pairing) cover() {
	for end := range p.ends {
		p.during[end] = coverage.New()
		seen := make([]bool, len(p.roads.ways))
		p.during[end].Dropped = p.dropped[end] > 0
		for i, s := range p.ends[end].All {
			if s.marks&untimed == 0 {
				p.during[end].Shows(p.at(end, i))
			}
			if w := &p.roads.ways[s.way]; !seen[s.way] {
				seen[s.way] = true
				p.during[end].ShowsPorts(w.proto, w.src, w.dst)
			}
		}
	}
	for end := range p.ends {
		for i, s := range p.ends[1-end].All {
			if p.partner[1-end][i] == alone && int(p.roads.source(s.way)) == end && p.shows(end, s.way) {
				p.during[end].Missed(p.at(1-end, i) - p.least[end])
			}
		}
		p.during[end].Sort()
	}
}

// fit returns what the pairs tell of the clocks, also of such as do not run evenly.
func (p *Pairing) fit() clocks.Estimation {
	between := p.estimate()
	if between.Clock.Uneven {
		if bent, ok := clocks.Bent(p.leads); ok && int64(bent.Jump()) <= p.trip {
			return bent
		}
	}
	return between
}

// settle finds out the clocks, and how long packets take.
func (p *Pairing) settle() {
	between := p.fit()
	p.line, p.clock = between.Skew, between.Clock
	p.least, p.most = [2]int64{math.MaxInt64, math.MaxInt64}, [2]int64{}
	for s := range p.seeds {
		from, took := p.roads.courses[s.course].source, s.Ahead-p.line.Ahead(s.At)
		switch from {
		case unknown:
			continue
		case 1:
			took = -took
		}
		p.least[from], p.most[from] = min(p.least[from], took), max(p.most[from], took)
	}
	for end := range p.least {
		if p.least[end] == math.MaxInt64 { // packets went the other way alone
			p.least[end], p.most[end] = 0, p.most[1-end]
		}
		p.least[end] = max(p.least[end], 0)
	}
}

// client returns at which end the client is: who sends the first SYN or, without any, the first packet.
func (p *Pairing) client() int8 {
	first, sender := [2]int64{}, [2]int8{unknown, unknown}
	for end := range p.ends {
		for i, s := range p.ends[end].All {
			source := p.roads.source(s.way)
			if source == unknown || s.marks&untimed != 0 || int(source) != end {
				continue
			}
			rank := 1
			if s.marks&opens != 0 {
				rank = 0
			}
			at := p.at(end, i)
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
func (p *Pairing) swap() {
	p.swapped = true
	p.ends[0], p.ends[1] = p.ends[1], p.ends[0]
	p.partner[0], p.partner[1] = p.partner[1], p.partner[0]
	p.dropped[0], p.dropped[1] = p.dropped[1], p.dropped[0]
	p.grain[0], p.grain[1] = p.grain[1], p.grain[0]
	p.account.Copies[0], p.account.Copies[1] = p.account.Copies[1], p.account.Copies[0]
	for i := range p.roads.courses {
		if c := &p.roads.courses[i]; c.source != unknown {
			c.source = 1 - c.source
		}
	}
}

// at returns when a packet was captured, by the client's clock.
func (p *Pairing) at(end int, i int32) int64 {
	if end == 0 {
		return p.ends[0].At(i).at
	}
	return p.line.Client(p.ends[1].At(i).at)
}

// leaveOutOthers leaves out packets between hosts of which the captures share nothing.
func (p *Pairing) leaveOutOthers() {
	for end := range p.ends {
		for i, s := range p.ends[end].All {
			if p.partner[end][i] == alone && (p.roads.source(s.way) == unknown || s.marks&untimed != 0) {
				p.partner[end][i] = others
				p.account.Others[end]++
			}
		}
	}
}
