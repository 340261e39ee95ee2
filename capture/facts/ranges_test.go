package facts

import (
	"math/rand"
	"testing"
	"time"
)

// A set of numbers is compared with one that holds each of them.
func TestRanges(t *testing.T) {
	for seed := range int64(200) {
		r := rand.New(rand.NewSource(seed)) //nolint:gosec // no secret
		var set ranges
		held := [80]bool{}
		for range 1 + r.Intn(20) {
			from := r.Intn(len(held))
			to := min(from+r.Intn(12), len(held))
			set.add(int64(from), int64(to))
			for n := from; n < to; n++ {
				held[n] = true
			}
			checkRanges(t, set, held[:])
		}
	}
}

// checkRanges asks for holes and for numbers.
func checkRanges(t *testing.T, set ranges, held []bool) {
	t.Helper()
	for i := 1; i < len(set); i++ {
		if set[i-1].To >= set[i].From {
			t.Fatalf("no gap between %v", set)
		}
	}
	for from := range held {
		for to := from; to <= len(held); to++ {
			any, hole := false, Span{}
			for n := from; n < to; n++ {
				any = any || held[n]
				switch {
				case !held[n] && hole.To == 0:
					hole = Span{int64(n), int64(n + 1)}
				case !held[n] && hole.To == int64(n):
					hole.To++
				}
			}
			span := Span{int64(from), int64(to)}
			if to > from && set.has(span) != any || set.hole(span) != hole {
				t.Fatalf("%v: %v has %t, hole %v; want %t, %v", set, span, set.has(span), set.hole(span), any, hole)
			}
		}
	}
}

// A direction of nothing but gaps keeps the highest ranges, and takes those below for seen.
func TestRangesAreBounded(t *testing.T) {
	var set ranges
	for n := range int64(200) {
		set.add(10*n, 10*n+5)
	}
	if len(set) != maxRanges {
		t.Errorf("%d ranges", len(set))
	}
	if h := set.hole(Span{0, 1365}); h.Len() != 0 {
		t.Errorf("below, there is a hole %v", h)
	}
	if h := set.hole(Span{1365, 1400}); h != (Span{1365, 1370}) {
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

// A ledger keeps the younger half when there are too many segments.
func TestLedgerIsBounded(t *testing.T) {
	l := &ledger{}
	for n := range 2000 {
		l.add(&Segment{Number: n + 1})
		if len(l.segments) > maxSegments {
			t.Fatalf("%d segments", len(l.segments))
		}
		if l.segments[len(l.segments)-1].Number != n+1 || len(l.segments) < min(n+1, maxSegments/2) {
			t.Fatalf("%d of %d are kept, the last is %d", len(l.segments), n+1, l.segments[len(l.segments)-1].Number)
		}
	}
}

// Of many conversations the segments are forgotten that are the oldest of all, whether a
// ledger has forgotten some by itself or not.
func TestSegmentsInAllAreBounded(t *testing.T) {
	const ledgers, each = 100, maxInAll / 64
	var (
		order turns
		all   [ledgers]ledger
	)
	for n := range ledgers * each {
		l := &all[n%ledgers]
		if n >= ledgers*each/2 {
			l = &all[n%3]
		}
		l.add(&Segment{Number: n + 1})
		order.add(l)
	}
	kept := 0
	for i := range all {
		for j, s := range all[i].segments {
			if s == nil || s.Number <= ledgers*each-maxInAll || j > 0 && s.Number <= all[i].segments[j-1].Number {
				t.Fatalf("ledger %d keeps %+v at %d", i, s, j)
			}
		}
		kept += len(all[i].segments)
	}
	if kept > maxInAll || kept < 3*maxSegments/2 {
		t.Errorf("%d segments are kept", kept)
	}
}

// A timer that backs off waits about twice as long.
func TestDoubled(t *testing.T) {
	for now, want := range map[int]bool{100: false, 169: false, 171: true, 200: true, 239: true, 240: false} {
		if got := doubled(100*time.Millisecond, time.Duration(now)*time.Millisecond); got != want {
			t.Errorf("%d ms after 100 ms: %t", now, got)
		}
	}
	if doubled(0, 0) || doubled(0, 5) {
		t.Error("nothing came before")
	}
}
