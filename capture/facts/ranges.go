package facts

import (
	"cmp"
	"slices"
)

// maxRanges is how many ranges of one direction are kept: it bounds what a file of
// nothing but gaps takes. The lowest are given up first: they are taken for seen.
const maxRanges = 64

// ranges are the numbers of one direction that were captured: in order, and with a
// gap between any two.
type ranges []Span

// add adds the numbers from up to to.
func (r *ranges) add(from, to int64) {
	if from >= to {
		return
	}
	if n := len(*r); n > 0 && (*r)[n-1].To == from { // the next ones, as nearly always
		(*r)[n-1].To = to
		return
	}
	first, _ := slices.BinarySearchFunc(*r, from, func(a Span, from int64) int { return cmp.Compare(a.To, from) })
	end := first
	for ; end < len(*r) && (*r)[end].From <= to; end++ {
		from, to = min(from, (*r)[end].From), max(to, (*r)[end].To)
	}
	*r = slices.Replace(*r, first, end, Span{from, to})
	if len(*r) > maxRanges {
		(*r)[1].From = (*r)[0].From
		*r = slices.Delete(*r, 0, 1)
	}
}

// hole returns the first numbers of a span that are not there; none if all are.
func (r ranges) hole(s Span) Span {
	for _, a := range r {
		switch {
		case s.From >= s.To:
			return Span{}
		case a.To <= s.From:
			continue
		case a.From > s.From:
			return Span{s.From, min(a.From, s.To)}
		}
		s.From = a.To
	}
	if s.From >= s.To {
		return Span{}
	}
	return s
}

// has reports whether any number of a span is there.
func (r ranges) has(s Span) bool {
	for _, a := range r {
		if a.From < s.To && s.From < a.To {
			return true
		}
	}
	return false
}
