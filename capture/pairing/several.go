package pairing

import (
	"wireladder/capture/pairing/roads"
	"wireladder/capture/pairing/shift"
)

// longest is how long, in ns, a packet may take of which only its time tells that it is the
// same: what is sent again comes sooner.
const longest = 3_000_000_000

// matchSeveral pairs packets of which there are several that are alike.
func (p *Pairing) matchSeveral(kinds []likeness) {
	var room set
	for _, k := range kinds {
		if p.swapped {
			k[0], k[1] = k[1], k[0]
		}
		p.sets(k, &room, p.matchSet)
	}
}

// matchSet pairs packets that only times tell apart, each with the one that was sent last
// before it could have arrived, from the last on: then none overtakes another, no more are
// lost than must be, and none takes longer than it must.
func (p *Pairing) matchSet(s *set) {
	if len(s[0]) == 1 && len(s[1]) == 1 {
		return // paired already
	}
	way := p.ends[0].At(s[0][0]).way
	from := p.roads.Source(way)
	if from == roads.Unknown {
		return
	}
	for end, packets := range s {
		for _, i := range packets {
			p.partner[end][i] = alone // a guess may have been another
		}
	}
	sent, came := s[from], s[1-from]
	least := p.least[from] - p.least[from]/10 - p.grains()
	limit := max(longest, 4*p.most[from])
	next := len(sent) - 1
	for i := len(came) - 1; i >= 0 && next >= 0; i-- {
		at := p.at(int(1-from), came[i])
		for next >= 0 && p.at(int(from), sent[next])+least > at {
			next--
		}
		if next < 0 {
			break
		}
		if at-p.at(int(from), sent[next]) > limit {
			continue
		}
		p.partner[from][sent[next]], p.partner[1-from][came[i]] = came[i], sent[next]
		next--
	}
	if len(sent) != len(came) {
		p.account.Alike += len(sent)
	}
	p.again(sent, came, int(from))
}

// again finds packets that have arrived more than once: of one that was sent once and has an
// identification of its own.
func (p *Pairing) again(sent, came []int32, from int) {
	if len(sent) != 1 || p.ends[from].At(sent[0]).marks&numbered == 0 || p.partner[from][sent[0]] < 0 {
		return
	}
	first := p.at(1-from, came[0])
	if took := first - p.at(from, sent[0]); took < p.least[from]*9/10 || took > max(longest, 4*p.most[from]) {
		return
	}
	p.partner[from][sent[0]] = came[0]
	for _, i := range came {
		p.partner[1-from][i] = sent[0]
	}
}

// seenLast is how many packets are remembered to find copies among.
const seenLast = 1 << 12

// leaveOutCopies leaves out the packets that a capture holds twice, as those on several interfaces
// do: with the same identification, a moment after the first, seen elsewhere.
func (p *Pairing) leaveOutCopies() {
	for end := range p.ends {
		var recent [seenLast]int32 // plus one, by hash
		for i, s := range p.ends[end].All {
			if s.marks&numbered == 0 {
				continue
			}
			place := &recent[s.mixed()%seenLast]
			if *place > 0 && s.isCopyOf(p.ends[end].At(*place-1)) {
				s.marks |= again
				p.partner[end][i] = copied
				p.account.Copies[end]++
				continue
			}
			*place = i + 1
		}
	}
}

// isCopyOf reports whether a packet is the same as one before it, seen elsewhere.
func (s *sight) isCopyOf(o *sight) bool {
	return s.key == o.key && s.id == o.id && s.way == o.way && s.digest == o.digest && (s.point != o.point || s.hop != o.hop) &&
		s.at-o.at >= 0 && s.at-o.at < 50_000_000
}

// guess pairs packets of which all are alike, as of a program that sends the same datagram
// again and again: by that difference of the clocks by which most find a partner, if there is
// one such difference.
func (p *Pairing) guess(kinds []likeness) {
	var room set
	for _, k := range kinds {
		p.sets(k, &room, func(s *set) {
			for _, pair := range shift.Best(p.times(0, s[0]), p.times(1, s[1])) {
				p.join(s[0][pair[0]], s[1][pair[1]])
			}
		})
	}
}

// times returns when packets were captured.
func (p *Pairing) times(end int, packets []int32) []int64 {
	at := make([]int64, len(packets))
	for i, n := range packets {
		at[i] = p.ends[end].At(n).at
	}
	return at
}
