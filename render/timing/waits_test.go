package timing_test

import (
	"slices"
	"testing"
	"time"

	"wireladder/render"
	"wireladder/render/timing"
)

// Where a call returns it is said how long it has waited, if a pause is most of that.
func TestLongWaitsAreTold(t *testing.T) {
	const ms = time.Millisecond
	at := func(kind render.StepKind, d time.Duration) render.Step {
		return render.Step{Kind: kind, Time: noon.Add(d), Labels: []string{"recv() = 5", "recv()"}}
	}
	for _, c := range []struct {
		what  string
		steps []render.Step
		to    int
		want  string
	}{
		{"a pause is all of it", []render.Step{at(render.Enter, 0), at(render.Pause, 205*ms), at(render.Message, 205*ms), at(render.Return, 206*ms)}, 3, "recv() = 5 · waited 206 ms"},
		{"there is no pause", []render.Step{at(render.Enter, 0), at(render.Message, 205*ms), at(render.Return, 206*ms)}, 2, "recv() = 5"},
		{"it waits for much besides", []render.Step{at(render.Enter, 0), at(render.Message, 300*ms), at(render.Pause, 500*ms), at(render.Return, 501*ms)}, 3, "recv() = 5"},
		{"what is folded has no time", []render.Step{at(render.Enter, 0), at(render.Pause, 205*ms), {Kind: render.Return, Folds: 2, Time: noon.Add(206 * ms), Labels: []string{"2 calls"}}}, 2, "2 calls"},
		{"a loop that is left out", []render.Step{at(render.Enter, 0), {Kind: render.Pause, Folds: 9, Time: noon.Add(205 * ms)}, at(render.Return, 206*ms)}, 2, "recv() = 5"},
		{"its process ends", []render.Step{at(render.Enter, 0), at(render.Pause, 205*ms), at(render.Call, 206*ms)}, 2, "recv() = 5"},
		{"it never returns", []render.Step{at(render.Enter, 0), at(render.Pause, 205*ms), at(render.Return, 206*ms)}, -1, "recv() = 5"},
	} {
		l := render.Ladder{Steps: c.steps, Bars: []render.Bar{{From: 0, To: c.to}}}
		d := &render.Diagram{Ladders: []render.Ladder{l}}
		before := slices.Clone(c.steps[len(c.steps)-1].Labels)
		got := timing.Of(d, timing.Relative).Ladders[0].Steps
		if last := got[len(got)-1].Labels[0]; last != c.want {
			t.Errorf("%s: %q", c.what, last)
		}
		if !slices.Equal(l.Steps[len(l.Steps)-1].Labels, before) {
			t.Errorf("%s: the diagram has changed", c.what)
		}
	}
}
