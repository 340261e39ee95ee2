package roads

import (
	"net/netip"
	"testing"

	"wireladder/capture"
)

// Ways have numbers, courses both directions, and an outline gets back the ends that it had.
func TestRoads(t *testing.T) {
	r := New()
	var numbers []uint32
	for _, w := range []Way{
		{capture.TCP, netip.MustParseAddrPort("10.0.0.1:4000"), netip.MustParseAddrPort("10.0.0.2:80")},
		{capture.TCP, netip.MustParseAddrPort("10.0.0.2:80"), netip.MustParseAddrPort("10.0.0.1:4000")},
		{capture.UDP, netip.MustParseAddrPort("[fd00::1]:4000"), netip.MustParseAddrPort("[fd00::2]:53")},
	} {
		o := capture.Outline{Proto: w.Proto}
		o.SetEnds(&w.Src, &w.Dst)
		n := r.Of(1, &o)
		if known, ok := r.Known(w); !ok || known != n || r.Ways[n] != w || r.Of(1, &o) != n || r.Count[1][n] != 2 || r.Count[0][n] != 0 {
			t.Errorf("%v is %d: %+v, counted %v", w, n, r.Ways, r.Count)
		}
		again := capture.Outline{Proto: w.Proto}
		if r.SetEnds(&again, n); again != o {
			t.Errorf("%+v, and it was %+v", again, o)
		}
		numbers = append(numbers, n)
	}
	r.Begin(r.Course(numbers[0]), 1)
	if r.Source(numbers[1]) != 0 || r.Source(numbers[2]) != Unknown || r.Hosts(numbers[0]) != r.Hosts(numbers[1]) {
		t.Errorf("%+v", r.Courses)
	}
}
