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
			some, hole := false, facts.Span{}
			for n := from; n < to; n++ {
				some = some || held[n]
				switch {
				case !held[n] && hole.To == 0:
					hole = facts.Span{From: int64(n), To: int64(n + 1)}
				case !held[n] && hole.To == int64(n):
					hole.To++
				}
			}
			span := facts.Span{From: int64(from), To: int64(to)}
			if to > from && set.Has(span) != some || set.Hole(span) != hole {
				t.Fatalf("%v: %v has %t, hole %v; want %t, %v", set, span, set.Has(span), set.Hole(span), some, hole)
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
	if len(b.ring) > bodyRoom/64 {
		t.Errorf("%d octets for so few", len(b.ring))
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
	large[len(large)-1] = 'x'
	wrapped := b.of(b.keep(large))
	if len(wrapped) != len(large) || wrapped[len(large)-1] != 'x' {
		t.Error("what does not fit at the end is cut")
	}
	last := b.keep([]byte("last"))
	if b.of(first) != nil || string(b.of(last)) != "last" || len(b.ring) != bodyRoom {
		t.Error("the ring is wrong")
	}
}

// A ledger keeps the younger half when there are too many segments.
func TestLedgerIsBounded(t *testing.T) {
	l := &Ledger{}
	for n := range 2000 {
		l.add(&Item{Segment: facts.Segment{Number: n + 1}})
		if len(l.Segments) > maxSegments {
			t.Fatalf("%d segments", len(l.Segments))
		}
		if l.Segments[len(l.Segments)-1].Number != n+1 || len(l.Segments) < min(n+1, maxSegments/2) {
			t.Fatalf("%d of %d are kept, the last is %d", len(l.Segments), n+1, l.Segments[len(l.Segments)-1].Number)
		}
	}
}

// Of many conversations the segments are forgotten that are the oldest of all, whether a
// ledger has forgotten some by itself or not.
func TestSegmentsInAllAreBounded(t *testing.T) {
	const ledgers, each = 100, maxInAll / 32
	var (
		order turns
		all   [ledgers]Ledger
	)
	for n := range ledgers * each {
		l := &all[n%ledgers]
		if n >= ledgers*each/2 {
			l = &all[n%3]
		}
		l.add(&Item{Segment: facts.Segment{Number: n + 1}})
		order.add(l)
	}
	kept := 0
	for i := range all {
		for j, s := range all[i].Segments {
			if s == nil || s.Number <= ledgers*each-maxInAll || j > 0 && s.Number <= all[i].Segments[j-1].Number {
				t.Fatalf("ledger %d keeps %+v at %d", i, s, j)
			}
		}
		kept += len(all[i].Segments)
	}
	if kept > maxInAll || kept < 3*maxSegments/2 {
		t.Errorf("%d segments are kept", kept)
	}
}
