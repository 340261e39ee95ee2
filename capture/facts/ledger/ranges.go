package ledger

import (
	"cmp"
	"slices"

	"wireladder/capture/facts"
)

// maxRanges is how many ranges of one direction are kept: it bounds what a file of
// nothing but gaps takes. The lowest are given up first: they are taken for seen.
const maxRanges = 64

// Ranges are the numbers of one direction that were captured: in order, and with a
// gap between any two.
type Ranges []facts.Span

// Add adds the numbers from up to to.
func (r *Ranges) Add(from, to int64) {
	if from >= to {
		return
	}
	if n := len(*r); n > 0 && (*r)[n-1].To == from { // the next ones, as nearly always
		(*r)[n-1].To = to
		return
	}
	first, _ := slices.BinarySearchFunc(*r, from, func(a facts.Span, from int64) int { return cmp.Compare(a.To, from) })
	end := first
	for ; end < len(*r) && (*r)[end].From <= to; end++ {
		from, to = min(from, (*r)[end].From), max(to, (*r)[end].To)
	}
	*r = slices.Replace(*r, first, end, facts.Span{From: from, To: to})
	if len(*r) > maxRanges {
		(*r)[1].From = (*r)[0].From
		*r = slices.Delete(*r, 0, 1)
	}
}

// Hole returns the first numbers of a span that are not there; none if all are.
func (r Ranges) Hole(s facts.Span) facts.Span {
	for _, a := range r {
		switch {
		case s.From >= s.To:
			return facts.Span{}
		case a.To <= s.From:
			continue
		case a.From > s.From:
			return facts.Span{From: s.From, To: min(a.From, s.To)}
		}
		s.From = a.To
	}
	if s.From >= s.To {
		return facts.Span{}
	}
	return s
}

// Has reports whether any number of a span is there.
func (r Ranges) Has(s facts.Span) bool {
	for _, a := range r {
		if a.From < s.To && s.From < a.To {
			return true
		}
	}
	return false
}
