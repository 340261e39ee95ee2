package timing_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/timing"
)

// at returns a step so long after noon.
func at(kind render.StepKind, d time.Duration) render.Step {
	return render.Step{Kind: kind, Time: noon.Add(d), Labels: []string{"recv() = 5", "recv()"}}
}

// braced returns the braces of a ladder, and its steps.
func braced(l *render.Ladder) ([]render.Brace, []render.Step) {
	d := &render.Diagram{Ladders: []render.Ladder{*l}}
	own := &timing.Of(d, timing.Relative).Ladders[0]
	return own.Times.Braces, own.Steps
}

const ms = time.Millisecond

// A call has a brace if a pause is most of the time that it waits.
func TestLongWaitsHaveBraces(t *testing.T) {
	for _, c := range []struct {
		what  string
		steps []render.Step
		to    int
		want  string // on its brace; "": it has none
	}{
		{"a pause is all of it", []render.Step{at(render.Enter, 0), at(render.Pause, 205*ms), at(render.Message, 205*ms), at(render.Return, 206*ms)}, 3, "206 ms"},
		{"there is no pause", []render.Step{at(render.Enter, 0), at(render.Message, 205*ms), at(render.Return, 206*ms)}, 2, ""},
		{"it waits for much besides", []render.Step{at(render.Enter, 0), at(render.Message, 300*ms), at(render.Pause, 500*ms), at(render.Return, 501*ms)}, 3, ""},
		{"what is folded has no time", []render.Step{at(render.Enter, 0), at(render.Pause, 205*ms), {Kind: render.Return, Folds: 2, Time: noon.Add(206 * ms), Labels: []string{"2 calls"}}}, 2, ""},
		{"a loop that is left out", []render.Step{at(render.Enter, 0), {Kind: render.Pause, Folds: 9, Time: noon.Add(205 * ms)}, at(render.Return, 206*ms)}, 2, ""},
		{"its process ends", []render.Step{at(render.Enter, 0), at(render.Pause, 205*ms), at(render.Call, 206*ms)}, 2, ""},
		{"it never returns", []render.Step{at(render.Enter, 0), at(render.Pause, 205*ms), at(render.Return, 206*ms)}, -1, ""},
	} {
		got, _ := braced(&render.Ladder{Steps: c.steps, Bars: []render.Bar{{From: 0, To: c.to}}})
		var want []render.Brace
		if c.want != "" {
			want = []render.Brace{{From: 0, To: c.to, Label: c.want, Call: true}}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %+v", c.what, got)
		}
	}
}

// A timer has a brace between the two packets that show it, if both have times; a connection from
// when it is established to when accept() returns it.
func TestTimersAndQueuesHaveBraces(t *testing.T) {
	syn, again := at(render.Message, 0), at(render.Message, time.Second)
	got, _ := braced(&render.Ladder{Steps: []render.Step{syn, again, {Kind: render.Message}}, Lifelines: make([]render.Lifeline, 1), Timers: []render.Timer{{From: 0, To: 1}, {From: 1, To: 2}, {From: 1, To: 1}}})
	if !slices.Equal(got, []render.Brace{{From: 0, To: 1, Label: "1 s"}}) {
		t.Errorf("of a timer: %+v", got)
	}
	ack := at(render.Message, 0)
	ack.To, ack.ToState = 1, "ESTABLISHED"
	got, _ = braced(&render.Ladder{
		Lifelines: []render.Lifeline{{Taken: -1}, {Begin: 0, Taken: 3}},
		Steps:     []render.Step{at(render.Message, -ms), ack, at(render.Pause, 300*ms), at(render.Return, 300*ms)},
	})
	if !slices.Equal(got, []render.Brace{{From: 1, To: 3, Label: "300 ms"}}) {
		t.Errorf("of a connection: %+v", got)
	}
}

// Those that have steps in common stand beside each other, three at most; the shortest is left out,
// and what it says of a call stands where that returns.
func TestLanesOfBraces(t *testing.T) {
	var l render.Ladder
	for i := range 8 {
		l.Steps = append(l.Steps, at(render.Enter, time.Duration(i)*ms))
	}
	l.Steps = append(l.Steps, at(render.Pause, 400*ms))
	for i := range 4 {
		l.Steps = append(l.Steps, at(render.Return, time.Duration(400+i)*ms))
		l.Bars = append(l.Bars, render.Bar{From: 2 * (3 - i), To: 9 + i})
	}
	l.Timers = []render.Timer{{From: 4, To: 5}}
	got, steps := braced(&l)
	if want := []render.Brace{{To: 12, Label: "403 ms", Call: true}, {From: 2, To: 11, Lane: 1, Label: "400 ms", Call: true}, {From: 4, To: 10, Lane: 2, Label: "397 ms", Call: true}}; !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if said := steps[9].Labels[0]; said != "recv() = 5 · waited 394 ms" || l.Steps[9].Labels[0] != "recv() = 5" {
		t.Errorf("it is said: %q, in the diagram %q", said, l.Steps[9].Labels[0])
	}
}

// In no diagram do braces of a lane meet, and none is without a time at both its ends.
func TestBracesOfDiagrams(t *testing.T) {
	some := 0
	for name, d := range rendertest.Stored(t) {
		for i := range d.Ladders {
			d := timing.Of(d, timing.Relative)
			times := d.Ladders[i].Times
			some += len(times.Braces)
			for j, b := range times.Braces {
				what := fmt.Sprintf("%s: brace %+v", name, b)
				if b.From >= b.To || times.Rows[b.From] == "" || times.Rows[b.To] == "" || b.Lane >= times.Lanes || b.Label == "" {
					t.Error(what)
				}
				for _, other := range times.Braces[:j] {
					if other.From > b.From || other.Lane == b.Lane && other.To > b.From {
						t.Errorf("%s stands behind %+v", what, other)
					}
				}
			}
		}
	}
	if some == 0 {
		t.Error("no diagram has braces")
	}
}
