package scene_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/rendertest"
	"wireladder/render/scene"
	"wireladder/render/timing"
)

// Times stand on nothing, flush right, beside their rows; and rows with more time between them
// stand further apart.
func TestTimesStandBesideTheirRows(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		for mode := timing.Relative; mode <= timing.Scaled; mode++ {
			timed := timing.Of(d, mode)
			for _, width := range widths {
				t.Run(fmt.Sprintf("%s/%d/%g", name, mode, width), func(t *testing.T) {
					f := figureOf(t, timed, scene.Options{Width: width})
					check(t, f)
					for i := range timed.Ladders {
						checkTimes(t, f, i, timed.Ladders[i].Times)
					}
				})
			}
		}
	}
}

// checkTimes checks the times of ladder i.
func checkTimes(t *testing.T, f *figure.Figure, i int, times *render.Times) {
	t.Helper()
	at := map[int]figure.Text{}
	for _, text := range f.Texts {
		if text.Ladder == i && text.Step >= 0 && text.Style == figure.Number && text.S == times.Rows[text.Step] {
			at[text.Step] = text
		}
	}
	right := math.NaN()
	for step, s := range times.Rows {
		text, ok := at[step]
		if ok != (s != "") {
			t.Errorf("step %d: %q stands there: %v", step, s, ok)
		}
		if !ok {
			continue
		}
		if x := text.At.X + text.Width; math.Abs(x-right) > 0.01 {
			t.Errorf("step %d: %q ends at %g, those before at %g", step, s, x, right)
		} else {
			right = x
		}
		if times.Apart == nil || times.Apart[step].Units == 0 {
			continue
		}
		const unit, fits = 40, 1
		if y := text.At.Y - at[times.Apart[step].From].At.Y; y < unit*times.Apart[step].Units-fits {
			t.Errorf("step %d: %q stands %g points below, and not %g", step, s, y, unit*times.Apart[step].Units)
		}
	}
}

// A title is in the picture, or left out of it; what the picture is called stays.
func TestUntitled(t *testing.T) {
	d := rendertest.Stored(t)["contrast"]
	d.About = []string{"wireladder demo contrast", "Linux 6.18.5 · 2026-05-06T07:08:09Z"}
	said := func(f *figure.Figure, what string) bool {
		for _, text := range f.Texts {
			if text.S == what {
				return true
			}
		}
		return false
	}
	const about = "wireladder demo contrast · Linux 6.18.5 · 2026-05-06T07:08:09Z"
	with, without := figureOf(t, d, scene.Options{}), figureOf(t, d.Untitled(), scene.Options{})
	if !said(with, d.Title) || !said(with, about) || said(without, d.Title) || said(without, about) || !said(without, "UDP") {
		t.Error("the title is not there, or has not gone")
	}
	if with.Title != d.Title || without.Title != d.Title || d.Untold {
		t.Errorf("called %q and %q", with.Title, without.Title)
	}
	if narrow := figureOf(t, d, scene.Options{Width: 390}); !said(narrow, d.About[0]) || !said(narrow, d.About[1]) {
		t.Error("a long title is not folded between its parts")
	}
	single := rendertest.Stored(t)["tcp"]
	if f := figureOf(t, single.Untitled(), scene.Options{}); said(f, "TCP") || f.Title != single.Heading() {
		t.Errorf("one ladder is called %q, and titled", f.Title)
	}
}

// Each brace reaches from the height of its first step to that of its last one, and its label stands
// beside it.
func TestBracesStandInTheMargin(t *testing.T) {
	some := 0
	for name, d := range rendertest.Stored(t) {
		timed := timing.Of(d, timing.Relative)
		for _, width := range widths {
			f := figureOf(t, timed, scene.Options{Width: width})
			labels := 0
			for i := range timed.Ladders {
				for _, b := range timed.Ladders[i].Times.Braces {
					some++
					if !braces(f, i, &b) {
						t.Errorf("%s/%g: %+v is not there", name, width, b)
					}
					labels++
				}
			}
			for _, text := range f.Texts {
				if text.Style == figure.Number && text.Step < 0 && text.S != "seconds" && strings.HasSuffix(text.S, "s") {
					labels--
				}
			}
			if labels != 0 {
				t.Errorf("%s/%g: %d braces have no label", name, width, labels)
			}
		}
	}
	if some == 0 {
		t.Error("there are no braces")
	}
}

// braces reports whether a figure has a brace of ladder i.
func braces(f *figure.Figure, i int, b *render.Brace) bool {
	height := map[int]float64{}
	for _, text := range f.Texts {
		if text.Ladder == i && text.Style == figure.Number && text.Step >= 0 {
			height[text.Step] = text.At.Y - 3.5
		}
	}
	for _, u := range f.Uprights {
		if u.Kind == figure.Brace && math.Abs(u.Top-height[b.From]) < 0.01 && math.Abs(u.Bottom-height[b.To]) < 0.01 {
			return true
		}
	}
	return false
}
