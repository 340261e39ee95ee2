package axis_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"wireladder/render/plot/axis"
)

// Steps are 1, 2 and 5 times a power of ten.
func TestStep(t *testing.T) {
	for least, want := range map[float64]float64{
		1: 1, 1.1: 2, 2: 2, 2.1: 5, 5: 5, 5.1: 10, 0.3: 0.5, 0.0009: 0.001, 1234: 2000, 0: 1, -3: 1, math.Inf(1): 1,
	} {
		if got := axis.Step(least); math.Abs(got-want) > want*1e-9 {
			t.Errorf("%g: %g, want %g", least, got, want)
		}
	}
	if got := axis.Step(math.NaN()); got != 1 {
		t.Errorf("of no number: %g", got)
	}
}

// Ticks are multiples of a step on the axis, each at its place and with the decimals of the step.
func TestTicks(t *testing.T) {
	for name, tt := range map[string]struct {
		axis  axis.Axis
		most  int
		unit  axis.Unit
		texts []string
		at    []float64
	}{
		"from zero":       {axis.Axis{From: 0, To: 1, End: 100}, 6, axis.Seconds(1), []string{"0", "0.2", "0.4", "0.6", "0.8", "1.0"}, []float64{0, 20, 40, 60, 80, 100}},
		"from the middle": {axis.Axis{From: 1.5, To: 4.2, Start: 10, End: 280}, 4, axis.Seconds(4), []string{"2", "3", "4"}, []float64{60, 160, 260}},
		"downwards":       {axis.Axis{From: 0, To: 200, Start: 100, End: 0}, 3, axis.Octets(200), []string{"0", "100", "200"}, []float64{100, 50, 0}},
		"milliseconds":    {axis.Axis{From: 0, To: 0.0021, End: 21}, 5, axis.Seconds(0.0021), []string{"0", "0.5", "1.0", "1.5", "2.0"}, []float64{0, 5, 10, 15, 20}},
		"kilobytes":       {axis.Axis{From: 0, To: 12_000, End: 12}, 4, axis.Octets(12_000), []string{"0", "5", "10"}, []float64{0, 5, 10}},
		"whole octets":    {axis.Axis{From: 0, To: 2, End: 2}, 9, axis.Octets(2), []string{"0", "1", "2"}, []float64{0, 1, 2}},
		"days":            {axis.Axis{From: 0, To: 864000, End: 10}, 4, axis.Seconds(864000), []string{"0", "5", "10"}, []float64{0, 5, 10}},
		"below zero":      {axis.Axis{From: -10, To: 10, End: 20}, 3, axis.Octets(10), []string{"-10", "0", "10"}, []float64{0, 10, 20}},
		"nothing":         {axis.Axis{From: 3, To: 3, Start: 0, End: 10}, 5, axis.Octets(3), []string{"3"}, []float64{5}},
	} {
		var texts []string
		var at []float64
		for _, k := range tt.axis.Ticks(tt.most, tt.unit) {
			texts, at = append(texts, k.Text), append(at, math.Round(k.At*1e6)/1e6)
		}
		if !slices.Equal(texts, tt.texts) || !slices.Equal(at, tt.at) {
			t.Errorf("%s: %q at %v, want %q at %v", name, texts, at, tt.texts, tt.at)
		}
	}
}

// There are never more ticks than asked for, and two at least where there is room for them.
func TestNumberOfTicks(t *testing.T) {
	for to := 1e-7; to < 1e13; to *= 1.37 {
		for most := 3; most < 20; most++ {
			a := axis.Axis{To: to, End: 100}
			n := len(a.Ticks(most, axis.Unit{Of: 1}))
			if n > most || n < 2 || n < most/3 {
				t.Fatalf("up to %g: %d ticks of %d", to, n, most)
			}
		}
	}
}

// Units are such that numbers stay short.
func TestUnits(t *testing.T) {
	for most, want := range map[float64]string{0: "bytes", 9999: "bytes", 10_000: "kB", 999_999: "kB", 1e6: "MB", 2e9: "GB", 3e12: "TB", 4e15: "PB"} {
		if got := axis.Octets(most).Name; got != want {
			t.Errorf("%g octets: %s, want %s", most, got, want)
		}
	}
	for most, want := range map[float64]string{0: "s", 1e-6: "µs", 0.00099: "µs", 0.001: "ms", 0.99: "ms", 1: "s", 1e5: "s", 1e6: "days"} {
		if got := axis.Seconds(most).Name; got != want {
			t.Errorf("%g s: %s, want %s", most, got, want)
		}
	}
}

// A time falls into as many spans as asked for at most.
func TestSpan(t *testing.T) {
	for _, tt := range []struct {
		long time.Duration
		most int
		want time.Duration
	}{
		{time.Second, 100, 10 * time.Millisecond}, {time.Second, 10, 100 * time.Millisecond}, {1300 * time.Millisecond, 100, 20 * time.Millisecond},
		{0, 10, time.Microsecond}, {5 * time.Microsecond, 100, time.Microsecond}, {time.Hour, 100, 50 * time.Second},
	} {
		if got := axis.Span(tt.long, tt.most); got != tt.want {
			t.Errorf("%v in %d: %v, want %v", tt.long, tt.most, got, tt.want)
		}
	}
}
