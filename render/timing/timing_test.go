package timing_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"wireladder/render"
	"wireladder/render/timing"
)

// noon is when the first packet of tests is captured.
var noon = time.Date(2026, 5, 6, 12, 0, 0, 0, time.FixedZone("", 7200))

// ladder returns one whose rows are at these times after noon, the second of which is that of
// its first packet; what has none of its own stands in between.
func ladder(at ...time.Duration) render.Ladder {
	l := render.Ladder{Title: "TCP", First: noon}
	for i, d := range at {
		l.Steps = append(l.Steps, render.Step{Kind: render.Call, Time: noon.Add(d)})
		if i == 1 {
			l.Steps = append(l.Steps,
				render.Step{Kind: render.Kernel, Time: noon.Add(d + 3)}, render.Step{Kind: render.Message, Folds: 3, Time: noon.Add(d + 3)},
				render.Step{Kind: render.Message}, render.Step{Kind: render.Pause, Time: noon.Add(at[i+1])})
		}
	}
	return l
}

func TestRows(t *testing.T) {
	micro := ladder(-1500*time.Microsecond, 0, 250*time.Millisecond, 61*time.Second)
	nano := ladder(-time.Nanosecond, 0, 1, -2*time.Second)
	for _, c := range []struct {
		of   render.Ladder
		mode timing.Mode
		head string
		want []string
	}{
		{micro, timing.Relative, "seconds", []string{"-0.001500", "0.000000", "", "", "", "", "0.250000", "61.000000"}},
		{micro, timing.Scaled, "seconds", []string{"-0.001500", "0.000000", "", "", "", "", "0.250000", "61.000000"}},
		{micro, timing.Delta, "s later", []string{"", "0.001500", "", "", "", "", "0.250000", "60.750000"}},
		{micro, timing.Clock, "UTC", []string{"09:59:59.998500", "10:00:00.000000", "", "", "", "", "10:00:00.250000", "10:01:01.000000"}},
		{nano, timing.Relative, "seconds", []string{"-0.000000001", "0.000000000", "", "", "", "", "0.000000001", "-2.000000000"}},
		{nano, timing.Delta, "s later", []string{"", "0.000000001", "", "", "", "", "0.000000001", "-2.000000001"}},
	} {
		d := &render.Diagram{Ladders: []render.Ladder{c.of}}
		got := timing.Of(d, c.mode).Ladders[0].Times
		if !slices.Equal(got.Rows, c.want) || got.Head != c.head || got.Legend == "" {
			t.Errorf("mode %d: %q %q %q, want %q", c.mode, got.Head, got.Legend, got.Rows, c.want)
		}
		if d.Ladders[0].Times != nil || (got.Apart != nil) != (c.mode == timing.Scaled) || (got.Scale != "") != (c.mode == timing.Scaled) {
			t.Errorf("mode %d: spacings %v, or the diagram has changed", c.mode, got.Apart)
		}
	}
}

// Without --time nothing is said, and what has no times at all has none in any mode.
func TestNothing(t *testing.T) {
	d := &render.Diagram{Ladders: []render.Ladder{ladder(0, 1, 2)}}
	if timing.Of(d, timing.None).Ladders[0].Times != nil {
		t.Error("times")
	}
	untimed := &render.Diagram{Ladders: []render.Ladder{{Steps: make([]render.Step, 2)}}}
	for m := timing.Relative; m <= timing.Scaled; m++ {
		if got := timing.Of(untimed, m).Ladders[0].Times.Rows; !slices.Equal(got, []string{"", ""}) {
			t.Errorf("mode %d: %q", m, got)
		}
	}
}

// Ladders that are to be compared are counted from their own first packets, others from the
// first of all; without a packet from the first row.
func TestZero(t *testing.T) {
	late := ladder(time.Second, 2*time.Second, 3*time.Second)
	late.First = noon.Add(2 * time.Second)
	unpacked := ladder(time.Second, 2*time.Second, 3*time.Second)
	unpacked.First = time.Time{}
	for _, c := range []struct {
		of            render.Diagram
		first, second string
		legend        string
	}{
		{render.Diagram{Ladders: []render.Ladder{ladder(0, 1, 2), late}}, "0.000000000", "1.000000000", "seconds since the first packet"},
		{render.Diagram{Aligned: true, Ladders: []render.Ladder{ladder(0, 1, 2), late}}, "0.000000000", "-1.000000000", "seconds since the first packet of each ladder"},
		{render.Diagram{Ladders: []render.Ladder{unpacked, unpacked}}, "0.000000", "0.000000", "seconds since the first row that has a time"},
	} {
		got := timing.Of(&c.of, timing.Relative).Ladders
		if a, b := got[0].Times.Rows[0], got[1].Times.Rows[0]; a != c.first || b != c.second || got[1].Times.Legend != c.legend {
			t.Errorf("%s, %s: %s; want %s, %s: %s", a, b, got[1].Times.Legend, c.first, c.second, c.legend)
		}
	}
}

func TestSpacing(t *testing.T) {
	l := ladder(0, 30*time.Microsecond, 200*time.Millisecond+30*time.Microsecond, time.Hour)
	got := timing.Of(&render.Diagram{Ladders: []render.Ladder{l}}, timing.Scaled).Ladders[0].Times.Apart
	timer := math.Log10(2000)
	want := []render.Spacing{{}, {}, {}, {}, {}, {From: 1, Units: timer / 2}, {From: 1, Units: timer}, {From: 6, Units: 5}}
	for i := range want {
		if got[i].From != want[i].From || math.Abs(got[i].Units-want[i].Units) > 1e-9 {
			t.Errorf("row %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}

// More time is never less room, and time that runs backwards takes none.
func TestUnits(t *testing.T) {
	last := 0.0
	for d := -time.Second; d < time.Minute; d = max(d*3/2, d+999*time.Microsecond) {
		u := timing.Units(d)
		if u < last || u < 0 || u > 5 {
			t.Fatalf("%v: %g after %g", d, u, last)
		}
		last = u
	}
	if last != 5 {
		t.Errorf("a minute: %g", last)
	}
}
