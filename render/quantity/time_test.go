package quantity

import (
	"math"
	"testing"
	"time"
)

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                            "0 s",
		1:                            "0.00 µs",
		1500:                         "1.50 µs",
		999499:                       "999 µs",
		999500:                       "1.00 ms",
		20500 * time.Microsecond:     "20.5 ms",
		999500 * time.Microsecond:    "1.00 s",
		99 * time.Second:             "99.0 s",
		100 * time.Second:            "1 min 40 s",
		time.Hour - time.Second:      "59 min 59 s",
		time.Hour - time.Millisecond: "1 h 0 min",
		90 * time.Minute:             "1 h 30 min",
		48*time.Hour - time.Second:   "2 d 0 h",
		75 * time.Hour:               "3 d 3 h",
		-1500 * time.Millisecond:     "-1.50 s",
		-1 << 63:                     "-0 s",
		Longest:                      "over 292 years",
		Longest - 1:                  "106751 d 23 h",
	} {
		if got := Span(d); got != want {
			t.Errorf("%d: %q, want %q", d, got, want)
		}
	}
}

// TestSpanOfDigits checks that no span reads otherwise without floating point:
// those on either side of where the digits, the point or the unit change, and many
// others.
func TestSpanOfDigits(t *testing.T) {
	check := func(d time.Duration) {
		if got, want := Span(d), string(appendAnySpan(nil, d)); got != want {
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

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 µs", 1499: "1 µs", 180 * time.Microsecond: "180 µs", 999_950: "1 ms", time.Millisecond: "1 ms",
		20_345 * time.Microsecond: "20.3 ms", 123_456 * time.Microsecond: "123 ms", 999_900 * time.Microsecond: "1 s",
		1020 * time.Millisecond: "1.02 s", 99_900 * time.Millisecond: "99.9 s", 200 * time.Second: "3m20s",
	} {
		if got := Duration(d); got != want {
			t.Errorf("%d: %q, want %q", d, got, want)
		}
	}
}
