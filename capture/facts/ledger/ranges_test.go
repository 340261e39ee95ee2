package ledger

import (
	"math/rand"
	"testing"

	"wireladder/capture/facts"
)

// A set of numbers is compared with one that holds each of them.
func TestRanges(t *testing.T) {
	for seed := range int64(200) {
		r := rand.New(rand.NewSource(seed)) //nolint:gosec // no secret
		var set Ranges
		held := [80]bool{}
		for range 1 + r.Intn(20) {
			from := r.Intn(len(held))
			to := min(from+r.Intn(12), len(held))
			set.Add(int64(from), int64(to))
			for n := from; n < to; n++ {
				held[n] = true
			}
			checkRanges(t, set, held[:])
		}
	}
}

// checkRanges asks for holes and for numbers.
func checkRanges(t *testing.T, set Ranges, held []bool) {
	t.Helper()
	for i := 1; i < len(set); i++ {
		if set[i-1].To >= set[i].From {
			t.Fatalf("no gap between %v", set)
		}
	}
	for from := range held {
		for to := from; to <= len(held); to++ {
			any, hole := false, facts.Span{}
			for n := from; n < to; n++ {
				any = any || held[n]
				switch {
				case !held[n] && hole.To == 0:
					hole = facts.Span{From: int64(n), To: int64(n + 1)}
				case !held[n] && hole.To == int64(n):
					hole.To++
				}
			}
			span := facts.Span{From: int64(from), To: int64(to)}
			if to > from && set.Has(span) != any || set.Hole(span) != hole {
				t.Fatalf("%v: %v has %t, hole %v; want %t, %v", set, span, set.Has(span), set.Hole(span), any, hole)
			}
		}
	}
}

// A direction of nothing but gaps keeps the highest ranges, and takes those below for seen.
func TestRangesAreBounded(t *testing.T) {
	var set Ranges
	for n := range int64(200) {
		set.Add(10*n, 10*n+5)
	}
	if len(set) != maxRanges {
		t.Errorf("%d ranges", len(set))
	}
	if h := set.Hole(facts.Span{From: 0, To: 1365}); h.Len() != 0 {
		t.Errorf("below, there is a hole %v", h)
	}
	if h := set.Hole(facts.Span{From: 1365, To: 1400}); h != (facts.Span{From: 1365, To: 1370}) {
		t.Errorf("above, the hole is %v", h)
	}
}

// What is held of payloads is a ring.
func TestBodies(t *testing.T) {
	var b bodies
	first := b.keep([]byte("first"))
	if string(b.of(first)) != "first" || b.of(chunk{}) != nil {
		t.Error("it is not held")
	}
	if c := b.keep(make([]byte, bodyRoom/4+1)); c != (chunk{}) {
		t.Error("what is very large is held")
	}
	large := make([]byte, bodyRoom/4-1)
	for range 3 {
		b.keep(large)
	}
	if string(b.of(first)) != "first" {
		t.Error("it is forgotten too early")
	}
	b.keep(large)
	last := b.keep([]byte("last"))
	if b.of(first) != nil || string(b.of(last)) != "last" || len(b.ring) != bodyRoom {
		t.Error("the ring is wrong")
	}
}

// A ledger keeps the younger half when there are too many segments; of many
// conversations it keeps fewer of each.
func TestLedgerIsBounded(t *testing.T) {
	for ledgers, most := range map[int]int{1: manySegments, fewLedgers: manySegments, fewLedgers + 1: fewSegments} {
		l := &Ledger{}
		for n := range 2000 {
			l.add(&Item{Segment: facts.Segment{Number: n + 1}}, ledgers)
			if len(l.Segments) > most {
				t.Fatalf("%d segments", len(l.Segments))
			}
			if l.Segments[len(l.Segments)-1].Number != n+1 || len(l.Segments) < min(n+1, most/2) {
				t.Fatalf("%d of %d are kept, the last is %d", len(l.Segments), n+1, l.Segments[len(l.Segments)-1].Number)
			}
		}
	}
}
