package pairing

import (
	"wireladder/capture"
	"wireladder/capture/pairing/pieces"
	"wireladder/capture/pairing/roads"
)

// matchPieces pairs segments of TCP without partner by the octets that they hold.
func (p *Pairing) matchPieces() {
	var left [2]map[uint32][]int32 // by way
	for end := range p.ends {
		left[end] = map[uint32][]int32{}
		for i, s := range p.ends[end].All {
			if p.partner[end][i] == alone && s.marks&(stream|untimed) == stream && s.size > 0 {
				left[end][s.way] = append(left[end][s.way], i)
			}
		}
	}
	for way, own := range left[0] {
		from := p.roads.Source(way)
		if other := left[1][way]; from != roads.Unknown && len(other) > 0 {
			both := [2][]int32{own, other}
			p.cutUp(int(from), both[from], both[1-from])
		}
	}
}

// cutUp pairs segments of one way.
func (p *Pairing) cutUp(from int, sent, came []int32) {
	base := p.ends[from].At(sent[0]).seq
	arrived, used := pieces.Match(p.extents(from, sent, base), p.extents(1-from, came, base), func(took int64) bool {
		return took >= p.least[from]*9/10-p.grains() && took <= max(longest, 4*p.most[from])
	})
	for i, is := range used {
		if is {
			p.partner[1-from][came[i]] = later
		}
	}
	for i, a := range arrived {
		if a.Last < 0 {
			continue
		}
		last := came[a.Last]
		p.partner[from][sent[i]] = last
		p.completes[1-from][last] = append(p.completes[1-from][last], sent[i])
		if x, y := p.ends[from].At(sent[i]), p.ends[1-from].At(last); x.seq == y.seq && x.size == y.size && (x.marks|y.marks)&cut == 0 && x.digest != y.digest {
			p.account.Changed++
		} else {
			p.account.Cut++
		}
		if a.Octets < int64(p.ends[from].At(sent[i]).size) {
			p.parts[from][sent[i]] = true
		}
	}
}

// extents returns the octets of segments, which are in the order of their times.
func (p *Pairing) extents(end int, indexes []int32, base capture.Seq) []pieces.SegmentSpan {
	all := make([]pieces.SegmentSpan, len(indexes))
	last, unwrapped := base, int64(0)
	for i, index := range indexes {
		s := p.ends[end].At(index)
		unwrapped += int64(s.seq.Sub(last))
		last = s.seq
		all[i] = pieces.SegmentSpan{From: unwrapped, To: unwrapped + int64(s.size), At: p.at(end, index)}
	}
	return all
}
