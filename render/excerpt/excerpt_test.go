package excerpt_test

import (
	"io"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/render"
	"wireladder/render/excerpt"
	"wireladder/render/rendertest"
	"wireladder/render/text"
	"wireladder/render/walk"
)

// Of each socket of each diagram there are all of its steps, and no others but the beginnings of calls whose
// return is one of them; and that is a diagram that can be drawn.
func TestEachSocket(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		before := rendertest.Text(d)
		for i := range d.Ladders {
			for j := range d.Ladders[i].Lifelines {
				own := excerpt.Of(d, []excerpt.LifelineRef{{Ladder: i, Lifeline: j}})
				if len(own.Ladders) != 1 {
					t.Fatalf("%s: %d ladders", name, len(own.Ladders))
				}
				l, cut := &d.Ladders[i], &own.Ladders[0]
				want := 0
				for k := range l.Steps {
					if slices.Contains(walk.Lifelines(&l.Steps[k]), j) {
						want++
					}
				}
				if n := len(cut.Steps); n < want || n > want+len(cut.Bars) {
					t.Errorf("%s, socket %d: %d steps, not %d", name, j, n, want)
				}
				checkPlaces(t, name, cut)
				if err := (&text.Painter{Width: 80, Detail: render.Full}).Paint(io.Discard, own); err != nil {
					t.Errorf("%s, socket %d: %v", name, j, err)
				}
			}
		}
		if after := rendertest.Text(d); before != after {
			t.Errorf("%s has changed:\n%s", name, cmp.Diff(before, after))
		}
	}
}

// checkPlaces checks that all that points to steps and lifelines points to what is there.
func checkPlaces(t *testing.T, name string, l *render.Ladder) {
	t.Helper()
	step := func(what string, i, least int) {
		if i < least || i >= len(l.Steps) {
			t.Errorf("%s: %s is %d of %d steps", name, what, i, len(l.Steps))
		}
	}
	for i := range l.Lifelines {
		line := &l.Lifelines[i]
		step("a beginning", line.Begin, -1)
		step("an accept()", line.Taken, -1)
		step("an end", line.End, -1)
		step("a last step", line.Last, -1)
	}
	for _, b := range l.Bars {
		step("a bar", b.From, 0)
		step("a bar", b.To, -1)
	}
	for i := range l.Steps {
		s := &l.Steps[i]
		for _, at := range walk.Lifelines(s) {
			if at < 0 || at >= len(l.Lifelines) {
				t.Errorf("%s: step %d is of lifeline %d", name, i, at)
			}
		}
		for _, at := range s.Arrivals {
			if step("an arrival", at, i+1); l.Steps[at].Sent != i {
				t.Errorf("%s: step %d arrives in %d, sent in %d", name, i, at, l.Steps[at].Sent)
			}
		}
	}
}

// Without a choice it is the whole, and with all sockets all that they do.
func TestAll(t *testing.T) {
	d := rendertest.ReadDiagram(t, "../testdata/contrast.diagram.txt")
	if excerpt.Of(d, nil) != d {
		t.Error("nothing is chosen, and it is another one")
	}
	var all []excerpt.LifelineRef
	for i := range d.Ladders {
		for j := range d.Ladders[i].Lifelines {
			all = append(all, excerpt.LifelineRef{Ladder: i, Lifeline: j})
		}
	}
	own := excerpt.Of(d, all)
	for i := range d.Ladders {
		if got, want := len(own.Ladders[i].Steps), len(d.Ladders[i].Steps); got != want {
			t.Errorf("%d steps, not %d", got, want)
		}
	}
	if none := excerpt.Of(d, []excerpt.LifelineRef{{Ladder: 9}}); len(none.Ladders) > 0 {
		t.Error("a socket that is not there has a ladder")
	}
}

// A finding stays with the sockets that it rests on, and points to their steps.
func TestFindings(t *testing.T) {
	d := rendertest.ReadDiagram(t, "../testdata/backlog.diagram.txt")
	kept, dropped := 0, 0
	for j := range d.Ladders[0].Lifelines {
		own := excerpt.Of(d, []excerpt.LifelineRef{{Lifeline: j}})
		if len(own.Findings) == 0 {
			dropped++
			continue
		}
		kept++
		for _, ref := range own.Findings[0].Seen {
			if !own.Ladders[ref.Ladder].Steps[ref.Step].Key {
				t.Errorf("socket %d: the finding rests on %q", j, own.Ladders[ref.Ladder].Steps[ref.Step].Labels)
			}
		}
	}
	if kept == 0 || dropped == 0 {
		t.Errorf("the finding is of %d sockets, and not of %d", kept, dropped)
	}
}
