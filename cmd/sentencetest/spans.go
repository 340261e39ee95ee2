package sentencetest

import "slices"

// span is a range of sequence numbers from lo up to, not including, hi.
type span struct{ lo, hi int64 }

// spans is a set of sequence numbers: ranges in order that do not touch.
type spans []span

// add puts a range into the set.
func (s *spans) add(n span) {
	if n.lo >= n.hi {
		return
	}
	from, _ := slices.BinarySearchFunc(*s, n.lo, func(o span, lo int64) int { return int(min(max(o.hi-lo, -1), 1)) })
	to := from
	for to < len(*s) && (*s)[to].lo <= n.hi {
		n.lo, n.hi = min(n.lo, (*s)[to].lo), max(n.hi, (*s)[to].hi)
		to++
	}
	*s = slices.Replace(*s, from, to, n)
}

// holdsAll reports whether all of a range is in the set.
func (s spans) holdsAll(n span) bool {
	return slices.ContainsFunc(s, func(o span) bool { return o.lo <= n.lo && n.hi <= o.hi })
}

// holdsSome reports whether something of a range is in the set.
func (s spans) holdsSome(n span) bool {
	return slices.ContainsFunc(s, func(o span) bool { return o.lo < n.hi && n.lo < o.hi })
}

// end returns the number behind the highest one, and whether there is any.
func (s spans) end() (int64, bool) {
	if len(s) == 0 {
		return 0, false
	}
	return s[len(s)-1].hi, true
}
