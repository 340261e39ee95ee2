package waits_test

import (
	"testing"

	"wireladder/render"
	"wireladder/render/waits"
)

// A call that never returns says so in its own row if nothing but such calls stands behind it, else in one below; of a
// ladder that grows nobody knows.
func TestWaits(t *testing.T) {
	enter := render.Step{Kind: render.Enter, Labels: []string{"recv(…) waits", "recv() waits"}}
	call := render.Step{Kind: render.Call, Labels: []string{"close()"}}
	never := func(from int) render.Bar { return render.Bar{From: from, To: -1} }
	for name, tt := range map[string]struct {
		steps   []render.Step
		bars    []render.Bar
		growing bool
		label   string // of the first step
		below   int
	}{
		"the last row":        {[]render.Step{enter}, []render.Bar{never(0)}, false, "recv(…) waits, to the end", 0},
		"another wait behind": {[]render.Step{enter, enter}, []render.Bar{never(0), never(1)}, false, "recv(…) waits, to the end", 0},
		"a call behind":       {[]render.Step{enter, call}, []render.Bar{never(0)}, false, "recv(…) waits", 1},
		"an earlier one, too": {[]render.Step{enter, call, enter}, []render.Bar{never(0), never(2)}, false, "recv(…) waits", 2},
		"it returns":          {[]render.Step{enter}, []render.Bar{{From: 0, To: 9}}, false, "recv(…) waits", 0},
		"it grows":            {[]render.Step{enter}, []render.Bar{never(0)}, true, "recv(…) waits", 0},
	} {
		l := &render.Ladder{Steps: tt.steps, Bars: tt.bars}
		labels := waits.Labels(l, 0, tt.growing)
		if below := waits.Below(l, tt.growing); labels[0] != tt.label || len(labels) != 2 || len(below) != tt.below {
			t.Errorf("%s: %q, and %d below", name, labels, len(below))
		}
	}
}
