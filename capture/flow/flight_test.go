package flow

import (
	"testing"

	"wireladder/capture"
)

// underWay returns the numbers that a chain holds, oldest first, and checks that
// it agrees with its own length and end.
func underWay(t *testing.T, f *flights, c *chain) [][2]capture.Seq {
	t.Helper()
	var all [][2]capture.Seq
	last := uint32(0)
	for i := c.oldest; i != 0; i = f.all[i].younger {
		all = append(all, [2]capture.Seq{f.all[i].seq, f.all[i].next})
		last = i
		if i == c.youngest {
			break
		}
	}
	if len(all) != int(c.length) || last != c.youngest {
		t.Errorf("chain of %d ends at %d: %+v", len(all), last, *c)
	}
	return all
}

// TestLand checks what an acknowledgment takes from a chain, and what of it is
// used to measure the time.
func TestLand(t *testing.T) {
	const wrap = 1<<32 - 10
	type sent struct {
		seq, next uint32
		again     bool
	}
	tests := map[string]struct {
		sent      []sent
		ack       uint32
		at        int64 // of the one that is measured, as its place in sent
		again     bool
		remaining [][2]capture.Seq
	}{
		"nothing":                {nil, 5, -1, false, nil},
		"one":                    {[]sent{{1, 5, false}}, 5, 0, false, nil},
		"beyond":                 {[]sent{{1, 5, false}}, 9, 0, false, nil},
		"before":                 {[]sent{{1, 5, false}}, 1, -1, false, [][2]capture.Seq{{1, 5}}},
		"part":                   {[]sent{{1, 5, false}}, 3, -1, false, [][2]capture.Seq{{3, 5}}},
		"two of three":           {[]sent{{1, 5, false}, {5, 9, false}, {9, 12, false}}, 9, 1, false, [][2]capture.Seq{{9, 12}}},
		"one and a half":         {[]sent{{1, 5, false}, {5, 9, false}, {9, 12, false}}, 7, 0, false, [][2]capture.Seq{{7, 9}, {9, 12}}},
		"around 2^32":            {[]sent{{wrap, 2, false}, {2, 9, false}}, 2, 0, false, [][2]capture.Seq{{2, 9}}},
		"one was sent twice":     {[]sent{{1, 5, false}, {5, 9, false}, {1, 5, true}}, 9, 1, true, nil},
		"the other is left":      {[]sent{{1, 5, false}, {5, 9, false}, {1, 5, true}}, 5, 2, true, [][2]capture.Seq{{5, 9}}},
		"one overtook":           {[]sent{{5, 9, false}, {1, 5, false}}, 5, 1, false, [][2]capture.Seq{{5, 9}}},
		"one overtook, part":     {[]sent{{5, 9, false}, {1, 5, false}}, 3, -1, false, [][2]capture.Seq{{5, 9}, {3, 5}}},
		"the youngest of others": {[]sent{{9, 12, false}, {1, 5, false}, {5, 9, false}}, 9, 2, false, [][2]capture.Seq{{9, 12}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var f flights
			var c chain
			for i, s := range test.sent {
				f.add(&c, capture.Seq(s.seq), capture.Seq(s.next), int64(i), s.again)
			}
			l := f.land(&c, capture.Seq(test.ack))
			if l.any != (test.at >= 0) || l.again != test.again || l.any && l.at != test.at {
				t.Errorf("landed: %+v", l)
			}
			got := underWay(t, &f, &c)
			if len(got) != len(test.remaining) {
				t.Fatalf("remaining: %v", got)
			}
			for i := range got {
				if got[i] != test.remaining[i] {
					t.Errorf("remaining: %v", got)
				}
			}
		})
	}
}

// TestOrderAgain checks that a chain is known to be in order again when those
// that were not have landed.
func TestOrderAgain(t *testing.T) {
	var f flights
	var c chain
	for _, seq := range []capture.Seq{1, 5, 1, 9, 13} {
		f.add(&c, seq, seq+4, 0, false)
	}
	if !c.unordered {
		t.Error("in order though one came late")
	}
	if f.land(&c, 9); c.unordered || len(underWay(t, &f, &c)) != 2 {
		t.Errorf("after the late one has landed: %+v", c)
	}
}

// TestFlightsAreUsedAgain checks that memory does not grow with what has landed,
// nor with more than the limit under way.
func TestFlightsAreUsedAgain(t *testing.T) {
	var f flights
	var c, other chain
	f.add(&other, 1, 2, 0, false)
	for i := range capture.Seq(1000) {
		f.add(&c, 2*i, 2*i+1, 0, false)
		f.add(&c, 2*i+1, 2*i+2, 0, false)
		f.land(&c, 2*i+2)
	}
	if len(f.all) != 1+3 || c.length != 0 || other.length != 1 {
		t.Errorf("%d flights, chains of %d and %d", len(f.all), c.length, other.length)
	}
	for i := range capture.Seq(2 * maxFlights) {
		f.add(&c, i, i+1, 0, false)
	}
	if c.length != maxFlights || len(f.all) > 2+maxFlights {
		t.Errorf("%d flights, chain of %d", len(f.all), c.length)
	}
}

// TestExtend checks when segments that follow each other become one flight.
func TestExtend(t *testing.T) {
	var f flights
	var c chain
	if f.extend(&c, 1, 5, 0) {
		t.Error("of an empty chain")
	}
	f.add(&c, 1, 5, 0, false)
	if !f.extend(&c, 5, 9, 1) || f.extend(&c, 10, 12, 2) {
		t.Error("9 follows 5, and 10 does not follow 9")
	}
	f.add(&c, 3, 9, 3, true)
	if f.extend(&c, 9, 12, 4) {
		t.Error("of one sent again")
	}
	if got := underWay(t, &f, &c); len(got) != 2 || got[0] != [2]capture.Seq{1, 9} {
		t.Errorf("under way: %v", got)
	}
}

// TestOneSided checks that what is never acknowledged costs no memory where the
// other direction was not captured.
func TestOneSided(t *testing.T) {
	tracker := NewTracker()
	for i := range int64(1000) {
		tracker.Observe(c(1+100*i, 1, data(100)))
	}
	if n := len(tracker.memory.fly.all); n > 2 {
		t.Errorf("%d flights", n)
	}
}
