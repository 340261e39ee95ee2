package pairing

import (
	"math"
	"slices"

	"wireladder/capture/joint/clocks"
	"wireladder/capture/pairing/coverage"
	"wireladder/capture/pairing/roads"
)

// Pair finds out which packets are the same, and how the clocks differ: once, when all have been added. The
// error is ErrNoPair, ErrSamePlace, ErrCoarse or ErrUneven.
func (p *Pairing) Pair() error {
	several, err := p.begin()
	if err != nil {
		return err
	}
	known, err := p.orient(p.roads.Main())
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
	p.twins = nil
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
func (p *Pairing) begin() (several []likeness, err error) {
	for end := range p.ends {
		p.partner[end] = slices.Repeat([]int32{alone}, p.ends[end].Len())
	}
	p.twins, p.paired = make([]twins, 0, min(p.ends[0].Len(), p.ends[1].Len())), make([]bool, len(p.roads.Ways))
	p.leaveOutCopies()
	if several = p.pairAlone(); p.forgetIdentifications() {
		p.startAgain()
		several = p.pairAlone()
	}
	if len(p.twins) == 0 {
		p.guess(several)
		p.gather()
	}
	if len(p.twins) == 0 {
		return nil, ErrNoPair
	}
	for i := range p.twins {
		p.roads.Courses[p.twins[i].course].Pairs++
	}
	return several, nil
}

// pairAlone pairs what is alone of its kind, beyond a NAT, too, and returns the other kinds.
func (p *Pairing) pairAlone() (several []likeness) {
	several = p.plant(newAlike(&p.ends))
	if p.translate() {
		p.startAgain()
		several = p.plant(newAlike(&p.ends))
	}
	return several
}

// count takes down what is known of both captures.
func (p *Pairing) count() {
	p.account.Clock = p.clock
	for end := range p.ends {
		for i, s := range p.ends[end].All {
			if p.partner[end][i] >= 0 && int(p.roads.Source(s.way)) == end { // it may have arrived more than once
				p.account.Pairs++
			}
		}
	}
}

// cover finds out when each capture was going on, and what it has missed.
func (p *Pairing) cover() {
	for end := range p.ends {
		p.during[end] = coverage.New()
		first, last := int64(math.MaxInt64), int64(math.MinInt64)
		seen := make([]bool, len(p.roads.Ways))
		p.during[end].Dropped = p.dropped[end] > 0
		for _, s := range p.ends[end].All {
			if s.marks&untimed == 0 {
				first, last = min(first, s.at), max(last, s.at)
			}
			if w := &p.roads.Ways[s.way]; !seen[s.way] {
				seen[s.way] = true
				p.during[end].ShowsPorts(w.Proto, w.Src, w.Dst)
			}
		}
		if first <= last {
			p.during[end].Shows(p.byClient(end, first))
			p.during[end].Shows(p.byClient(end, last))
		}
	}
	for end := range p.ends {
		for i, s := range p.ends[1-end].All {
			if p.partner[1-end][i] == alone && int(p.roads.Source(s.way)) == end && p.shows(end, s.way) {
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
	for _, s := range p.twins {
		from, took := p.roads.Courses[s.course].Source, s.Ahead-p.line.Ahead(s.At)
		switch from {
		case roads.Unknown:
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
	var first [2][2]int64 // by end, and whether it is no SYN
	for end := range p.ends {
		first[end] = [2]int64{math.MaxInt64, math.MaxInt64}
		for _, s := range p.ends[end].All {
			if int(p.roads.Source(s.way)) != end || s.marks&untimed != 0 {
				continue
			}
			rank := 1
			if s.marks&opens != 0 {
				rank = 0
			}
			first[end][rank] = min(first[end][rank], s.at)
		}
	}
	for rank := range first[0] {
		own, other := first[0][rank], first[1][rank]
		switch {
		case own == math.MaxInt64 && other == math.MaxInt64:
		case own == math.MaxInt64, other != math.MaxInt64 && p.byClient(1, other) < own:
			return 1
		default:
			return 0
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
	p.roads.Swap()
	p.gather()
}

// at returns when a packet was captured, by the client's clock.
func (p *Pairing) at(end int, i int32) int64 { return p.byClient(end, p.ends[end].At(i).at) }

// byClient returns what the client's clock shows when that of an end shows a time.
func (p *Pairing) byClient(end int, at int64) int64 {
	if end == 0 {
		return at
	}
	return p.line.Client(at)
}

// shows reports whether a capture has packets of one of the ports of a way.
func (p *Pairing) shows(end int, n uint32) bool {
	w := &p.roads.Ways[n]
	return p.during[end].HasPorts(w.Proto, w.Src, w.Dst)
}

// leaveOutOthers leaves out packets between hosts of which the captures share nothing.
func (p *Pairing) leaveOutOthers() {
	for end := range p.ends {
		for i, s := range p.ends[end].All {
			if p.partner[end][i] == alone && (p.roads.Source(s.way) == roads.Unknown || s.marks&untimed != 0) {
				p.partner[end][i] = others
				p.account.Others[end]++
			}
		}
	}
}
