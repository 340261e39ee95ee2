package table

import (
	"math"
	"testing"
	"time"

	"wireladder/render/text"
)

// TestSpan checks that no span reads otherwise than elsewhere: those on either
// side of where the digits, the point or the unit change, and many others.
func TestSpan(t *testing.T) {
	check := func(d time.Duration) {
		if got, want := string(appendSpan(nil, d)), text.Span(d); got != want {
			t.Errorf("%d ns: %q, want %q", d, got, want)
		}
	}
	for unit := time.Microsecond; unit <= time.Second; unit *= 1000 {
		for n := range time.Duration(1000) {
			for _, step := range []time.Duration{unit / 200, unit / 20, unit / 2} {
				for off := range time.Duration(5) {
					check(step*n + off - 2)
				}
			}
		}
		for _, n := range []time.Duration{9995, 99950, 999500} {
			for off := range time.Duration(5) {
				check(unit*n/1000 + off - 2)
			}
		}
	}
	for d := time.Duration(1); d < math.MaxInt64/2; d += d/1000 + 1 {
		check(d)
		check(-d)
	}
}
