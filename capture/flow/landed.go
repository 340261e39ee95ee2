package flow

import (
	"cmp"
	"slices"

	"wireladder/capture"
)

// maxAhead is how many stretches behind gaps are kept: more than a receiver has in
// order (SACK tells four). It bounds what a file of nothing but gaps takes.
const maxAhead = 256

// landed is what of one direction has arrived at the other end.
type landed struct {
	begun bool
	next  int64     // all before it has arrived
	ahead []stretch // what lies behind gaps: in order, and with a gap between any two
	fin   int64     // number of the FIN, valid if ended
	ended bool      // the FIN has come, perhaps before what it follows
}

// stretch is the numbers from the first up to, not including, the second.
type stretch struct{ from, to int64 }

// take notes that a segment has arrived, and reports whether the FIN has, and
// everything before it.
func (l *landed) take(s *segment) bool {
	if !l.begun {
		l.begun, l.next = true, s.seq
	}
	if s.has(capture.FIN) {
		l.ended, l.fin = true, s.next-1
	}
	if s.next > max(l.next, s.seq) {
		l.add(stretch{s.seq, s.next})
	}
	for len(l.ahead) > 0 && l.ahead[0].from <= l.next {
		l.next = max(l.next, l.ahead[0].to)
		l.ahead = slices.Delete(l.ahead, 0, 1)
	}
	return l.ended && l.next > l.fin
}

// add adds a stretch, and joins to it those that it touches. The last one is given
// up where there are too many.
func (l *landed) add(s stretch) {
	first, _ := slices.BinarySearchFunc(l.ahead, s.from, func(a stretch, from int64) int { return cmp.Compare(a.to, from) })
	end := first
	for ; end < len(l.ahead) && l.ahead[end].from <= s.to; end++ {
		s.from, s.to = min(s.from, l.ahead[end].from), max(s.to, l.ahead[end].to)
	}
	l.ahead = slices.Replace(l.ahead, first, end, s)
	l.ahead = l.ahead[:min(len(l.ahead), maxAhead)]
}
