package pairing

import (
	"cmp"
	"slices"

	"wireladder/capture"
)

// Where the network card cuts segments for its system (TSO), the sender's capture has one
// segment and the receiver's several; where it puts them together (GRO), it is the other way
// round. Their octets tell which are which.

// span is a segment without partner, by the octets that it holds: numbers that do not wrap.
type span struct {
	from, to int64
	at       int64 // by the client's clock
	index    int32
	got      int64 // octets of it that have arrived
	last     int32 // what they arrived with last; none: nothing has
}

// matchPieces pairs segments of TCP without partner by the octets that they hold.
func (p *Pairing) matchPieces() {
	var left [2]map[uint32][]int32 // by way
	for end := range p.ends {
		left[end] = map[uint32][]int32{}
		for i, s := range p.ends[end].all {
			if p.partner[end][i] == alone && s.marks&(stream|untimed) == stream && s.size > 0 {
				left[end][s.way] = append(left[end][s.way], i)
			}
		}
	}
	for way, own := range left[0] {
		from := p.roads.source(way)
		if other := left[1][way]; from != unknown && len(other) > 0 {
			both := [2][]int32{own, other}
			p.cutUp(int(from), both[from], both[1-from])
		}
	}
}

// cutUp pairs segments of one way.
func (p *Pairing) cutUp(from int, sent, came []int32) {
	base := p.ends[from].at(sent[0]).seq
	segments, arrived := p.spans(from, sent, base), p.spans(1-from, came, base)
	slices.SortFunc(segments, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.at, a.at)) })
	var longestSpan int64
	for i := range segments {
		longestSpan = max(longestSpan, segments[i].to-segments[i].from)
	}
	for i := range arrived {
		a := &arrived[i]
		first, _ := slices.BinarySearchFunc(segments, a.from-longestSpan, func(s span, from int64) int { return cmp.Compare(s.from, from) })
		for covered, j := a.from, first; j < len(segments) && segments[j].from < a.to; j++ {
			s := &segments[j]
			if low, high := max(s.from, covered), min(s.to, a.to); high > low && p.inTime(from, s.at, a.at) {
				s.got, s.last, covered = s.got+high-low, a.index, high
				p.partner[1-from][a.index] = later
			}
		}
	}
	for i := range segments {
		p.piecedTogether(from, &segments[i])
	}
}

// inTime reports whether what was sent at one time may have arrived at another.
func (p *Pairing) inTime(from int, sent, came int64) bool {
	took := came - sent
	return took >= p.least[from]*9/10 && took <= max(longest, 4*p.most[from])
}

// piecedTogether takes down that the octets of a segment have arrived, or some of them.
func (p *Pairing) piecedTogether(from int, s *span) {
	if s.last == none {
		return
	}
	p.partner[from][s.index] = s.last
	p.account.Cut++
	if s.got < s.to-s.from {
		p.parts[from][s.index] = true
	}
	p.completes[1-from][s.last] = append(p.completes[1-from][s.last], s.index)
}

// spans returns the octets of segments, which are in the order of their times.
func (p *Pairing) spans(end int, indexes []int32, base capture.Seq) []span {
	all := make([]span, len(indexes))
	last, unwrapped := base, int64(0)
	for i, index := range indexes {
		s := p.ends[end].at(index)
		unwrapped += int64(int32(s.seq - last)) //nolint:gosec // the nearer way round
		last = s.seq
		all[i] = span{from: unwrapped, to: unwrapped + int64(s.size), at: p.at(end, index), index: index, last: none}
	}
	return all
}
