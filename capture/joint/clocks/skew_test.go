package clocks

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// traffic are packets both ways between clocks of which the offset and the drift are known.
type traffic struct {
	offset, least time.Duration
	drift         float64 // millionths
	jitter        time.Duration
	span          time.Duration
	packets       int
}

// points returns them. least is what a packet takes at least, one way.
func (of traffic) points(seed uint64) (forth, back []Lead) {
	random := rand.New(rand.NewPCG(seed, 7))
	const epoch = int64(1_800_000_000) * int64(time.Second)
	for i := range of.packets {
		at := epoch + int64(of.span)*int64(i)/int64(of.packets)
		took := int64(of.least) + int64(random.Float64()*random.Float64()*float64(of.jitter))
		ahead := int64(of.offset) + int64(of.drift*1e-6*float64(at-epoch))
		if i%2 == 0 {
			forth = append(forth, Lead{at, ahead + took})
		} else {
			back = append(back, Lead{at, ahead - took})
		}
	}
	return forth, back
}

// The truth is within what is said, for all kinds of wires and clocks, and no packet arrives
// before it was sent.
func TestEstimate(t *testing.T) {
	n := 0
	for _, least := range []time.Duration{50 * time.Microsecond, time.Millisecond, 50 * time.Millisecond, 200 * time.Millisecond} {
		for _, jitter := range []time.Duration{0, least / 10, 3 * least} {
			for _, span := range []time.Duration{time.Second, time.Minute, time.Hour} {
				for _, drift := range []float64{0, 50, -50, 300} {
					for _, packets := range []int{4, 40, 4000} {
						n++
						w := traffic{time.Duration(n%7-3) * 2718281 * time.Microsecond, least, drift, jitter, span, packets}
						t.Run(fmt.Sprint(w), func(t *testing.T) { w.check(t, uint64(n)) })
					}
				}
			}
		}
	}
}

func (of traffic) check(t *testing.T, seed uint64) {
	t.Helper()
	forth, back := of.points(seed)
	got := Estimate(forth, back)
	const rounding = 2
	if off := (got.Clock.Offset - of.offset).Abs(); off > got.Clock.Error+rounding {
		t.Errorf("offset %v ± %v, and it is %v", got.Clock.Offset, got.Clock.Error, of.offset)
	}
	if got.Clock.DriftLow > of.drift+1e-3 || got.Clock.DriftHigh < of.drift-1e-3 || got.Clock.Uneven {
		t.Errorf("drift %+v, and it is %v", got.Clock, of.drift)
	}
	if half := time.Duration(got.Room / 2); got.Clock.Error < half-rounding {
		t.Errorf("%v of room, ± %v", got.Room, got.Clock.Error)
	}
	for _, p := range forth {
		if p.Ahead < got.Ahead(p.At)-rounding {
			t.Fatalf("it arrives %d ns before it was sent", got.Ahead(p.At)-p.Ahead)
		}
	}
	for _, p := range back {
		if p.Ahead > got.Ahead(p.At)+rounding {
			t.Fatalf("it arrives %d ns before it was sent", p.Ahead-got.Ahead(p.At))
		}
	}
}

// A drift that shows is told, and one that does not is none.
func TestEstimateDrift(t *testing.T) {
	long := traffic{time.Second, time.Millisecond, 50, time.Millisecond, time.Hour, 4000}
	forth, back := long.points(1)
	if got := Estimate(forth, back); !got.Clock.Drifts() || math.Abs(got.Clock.Drift-50) > 1 {
		t.Errorf("%+v", got.Clock)
	}
	short := traffic{time.Second, time.Millisecond, 50, 0, time.Second, 4000}
	forth, back = short.points(1)
	if got := Estimate(forth, back); got.Clock.Drifts() || got.Clock.Drift != 0 {
		t.Errorf("%+v", got.Clock)
	}
}

// Packets of one direction tell a bound.
func TestEstimateOneWay(t *testing.T) {
	w := traffic{-3 * time.Second, 20 * time.Millisecond, 0, 5 * time.Millisecond, time.Minute, 100}
	forth, back := w.points(3)
	if got := Estimate(forth, nil).Clock; !got.OneWay || !got.Forth || got.Offset < w.offset+w.least || got.Offset > w.offset+w.least+w.jitter {
		t.Errorf("%+v", got)
	}
	if got := Estimate(nil, back).Clock; !got.OneWay || got.Forth || got.Offset > w.offset-w.least || got.Offset < w.offset-w.least-w.jitter {
		t.Errorf("%+v", got)
	}
}

// A clock that is set in between runs evenly by no line.
func TestEstimateUneven(t *testing.T) {
	w := traffic{time.Second, time.Millisecond, 0, time.Millisecond, time.Minute, 1000}
	forth, back := w.points(5)
	for i := range forth {
		if i > len(forth)/2 {
			forth[i].Ahead -= int64(time.Second)
			back[i].Ahead -= int64(time.Second)
		}
	}
	if got := Estimate(forth, back); !got.Clock.Uneven || got.Room >= 0 || got.Clock.Error < 400*time.Millisecond {
		t.Errorf("%+v", got)
	}
}

// Client undoes Ahead.
func TestSkewClient(t *testing.T) {
	for _, slope := range []float64{0, 50e-6, -400e-6} {
		l := Skew{straight: straight{Lead{1_800_000_000_000_000_000, -4_000_000_000}, 1234.5, slope}}
		for _, since := range []int64{0, 1, 1_000_000_007, 86_400_000_000_000} {
			at := l.first.At + since
			if got := l.Client(at + l.Ahead(at)); got < at-1 || got > at+1 {
				t.Errorf("slope %v, %d ns after: %d ns off", slope, since, got-at)
			}
		}
	}
}

// A clock whose speed changes is followed piece by piece, and one that is set jumps.
func TestBent(t *testing.T) {
	w := traffic{time.Second, 100 * time.Microsecond, 0, 100 * time.Microsecond, time.Hour, 20_000}
	for name, c := range map[string]struct {
		ahead func(since time.Duration) time.Duration
		jumps bool
	}{
		"slewed":  {func(s time.Duration) time.Duration { return time.Duration(2e6 * math.Sin(s.Minutes()/10)) }, false}, // some ppm
		"is set":  {func(s time.Duration) time.Duration { return s / time.Hour * 2 * time.Second }, false},
		"set now": {func(s time.Duration) time.Duration { return s / (30 * time.Minute) * time.Second }, true},
	} {
		forth, back := w.points(9)
		epoch := forth[0].At
		for _, of := range [][]Lead{forth, back} {
			for i := range of {
				of[i].Ahead += int64(c.ahead(time.Duration(of[i].At - epoch)))
			}
		}
		got, ok := Bent(func(yield func(Lead, bool) bool) {
			for i := range forth {
				if !yield(forth[i], true) || !yield(back[i], false) {
					return
				}
			}
		})
		if !ok {
			if !c.jumps {
				t.Errorf("%s: no division fits", name)
			}
			continue
		}
		if jumps := got.Jump() > time.Millisecond; jumps != c.jumps {
			t.Errorf("%s: it jumps by %v", name, got.Jump())
		}
		for _, p := range forth {
			since := time.Duration(p.At - epoch)
			truth := int64(w.offset + c.ahead(since))
			if off := time.Duration(got.Ahead(p.At) - truth).Abs(); !c.jumps && off > got.Clock.Error {
				t.Fatalf("%s: after %v it is off by %v, and is said to be ± %v", name, since, off, got.Clock.Error)
			}
			if back := got.Client(p.At + got.Ahead(p.At)); !c.jumps && time.Duration(back-p.At).Abs() > 20*time.Microsecond {
				t.Fatalf("%s: after %v it is not undone: %d", name, since, back-p.At)
			}
		}
	}
}
