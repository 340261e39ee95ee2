package slides_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"testing"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/lanes"
	"wireladder/render/pages"
	"wireladder/render/rendertest"
	"wireladder/render/scene"
	"wireladder/render/slides"
)

// of returns the slides of a diagram.
func of(t *testing.T, d *render.Diagram) []*figure.Figure {
	t.Helper()
	all, err := slides.Of(d, render.Brief)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d slides: %v", len(all), err)
	}
	return all
}

// Slides are 16:9, and a picture that has room on one has it with letters as large as may be.
func TestRatio(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		for i, f := range of(t, d) {
			if math.Abs(f.Width*9/16-f.Height) > 1e-9 {
				t.Errorf("%s: slide %d is %g x %g", name, i, f.Width, f.Height)
			}
		}
	}
}

// marksOf counts the marks that are kept whole, in words. Lifelines, bars and bands may be cut.
func marksOf(f *figure.Figure) map[string]int {
	all := map[string]int{}
	for i := range f.Texts {
		all[f.Texts[i].S]++
	}
	for _, p := range f.Panels {
		all[fmt.Sprintf("panel %d of %+v, %.1f wide", p.Kind, p.StepID, p.W)]++
	}
	for _, d := range f.Dots {
		all[fmt.Sprintf("dot %d of %+v at %.1f", d.Kind, d.StepID, d.At.X)]++
	}
	for _, l := range f.Lines {
		all[fmt.Sprintf("line %d of %+v from %.1f", l.Kind, l.StepID, l.From.X)]++
	}
	for i := range f.Arrows {
		if a := &f.Arrows[i]; a.End != figure.Onward {
			all[fmt.Sprintf("arrow %d of %+v", a.End, a.StepID)]++
		}
	}
	return all
}

// What is in a picture is on its slides, once, but for heads that are repeated.
func TestNothingIsLost(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		got, all := map[string]int{}, of(t, d)
		for _, f := range all {
			for mark, n := range marksOf(f) {
				got[mark] += n
			}
		}
		f, err := scene.Of(d, scene.Options{Width: all[0].Width, Detail: render.Brief, Compact: true})
		if err != nil {
			t.Fatal(err)
		}
		for mark, n := range marksOf(f) {
			if got[mark] < n || got[mark] > n && len(all) == 1 {
				t.Errorf("%s: %q is there %d times, want %d", name, mark, got[mark], n)
			}
		}
	}
}

// A slope that a page ends in the midst of is drawn on both.
func TestCutArrow(t *testing.T) {
	d := &figure.Figure{Width: 960, Height: 900, Arrows: []figure.Arrow{
		{StepID: figure.StepID{Step: 1}, Points: []figure.Point{{X: 100, Y: 300}, {X: 500, Y: 500}}},
		{StepID: figure.StepID{Step: 2}, Points: []figure.Point{{X: 100, Y: 300}, {X: 500, Y: 300}}},
	}}
	all, err := slides.Cut(d, []pages.Leaf{{Top: 0, Bottom: 400}, {Top: 400, Bottom: 900}})
	if err != nil || len(all) != 2 || len(all[0].Arrows) != 2 || len(all[1].Arrows) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	first, second := all[0].Arrows[0], all[1].Arrows[0]
	if first.End != figure.Onward || first.Points[1] != (figure.Point{X: 300, Y: 400}) || all[0].Arrows[1].End != figure.Head {
		t.Errorf("first slide: %+v", all[0].Arrows)
	}
	if second.End != figure.Head || second.Points[0].X != 300 || second.Points[1].Y-second.Points[0].Y != 100 {
		t.Errorf("second slide: %+v", second)
	}
}

// Lifelines that go on have their heads on each slide.
func TestHeadsAreRepeated(t *testing.T) {
	d := rendertest.Stored(t)["tcp"]
	all := of(t, d)
	if len(all) < 2 {
		t.Fatalf("%d slides", len(all))
	}
	for i, f := range all[1:] {
		heads := 0
		for _, p := range f.Panels {
			if p.Kind == figure.HeadPanel {
				heads++
			}
		}
		if heads == 0 && len(f.Uprights) > 0 {
			t.Errorf("slide %d has lifelines, and no heads", i+2)
		}
	}
}

// What takes several slides is folded, and what has room on one is not.
func TestSuited(t *testing.T) {
	for name, folded := range map[string]bool{"tcp": true, "contrast": true, "on-its-way": false, "udp-duplicate": false} {
		d := rendertest.Stored(t)[name]
		suited, err := slides.Suited(d, lanes.Sockets, false, render.Brief)
		if err != nil {
			t.Fatal(err)
		}
		if fewer := len(suited.Ladders[0].Steps) < len(d.Ladders[0].Steps); fewer != folded {
			t.Errorf("%s: %d steps of %d", name, len(suited.Ladders[0].Steps), len(d.Ladders[0].Steps))
		}
		if n := len(of(t, suited)); n != 1 {
			t.Errorf("%s takes %d slides", name, n)
		}
	}
}

// Sockets share lanes rather than have letters that nobody can read.
func TestManyClients(t *testing.T) {
	d := rendertest.Stored(t)["udp-3"]
	l := &d.Ladders[0]
	for range 30 {
		l.Lifelines = append(l.Lifelines, l.Lifelines[0])
	}
	suited, err := slides.Suited(d, lanes.Sockets, true, render.Brief)
	if err != nil || len(suited.Ladders[0].Lifelines) > 5 {
		t.Errorf("%d lifelines, %v", len(suited.Ladders[0].Lifelines), err)
	}
}

// Each slide goes where it is to go; where there is room for one alone, nothing is painted.
func TestWrite(t *testing.T) {
	d := rendertest.Stored(t)["tcp"]
	var painted []io.Writer
	paint := func(w io.Writer, _ *figure.Figure) error {
		painted = append(painted, w)
		return nil
	}
	parts := (*slides.ManyError)(nil)
	first, further := &bytes.Buffer{}, &bytes.Buffer{}
	if err := slides.Write(first, d, render.Brief, nil, paint); !errors.As(err, &parts) || parts.Parts < 2 || painted != nil {
		t.Fatalf("%v, %d painted", err, len(painted))
	}
	next := func(int) (io.Writer, error) { return further, nil }
	if err := slides.Write(first, d, render.Brief, next, paint); err != nil || len(painted) != parts.Parts || painted[0] != first || painted[1] != further {
		t.Errorf("%v, %d painted", err, len(painted))
	}
}
