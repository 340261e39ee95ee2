package scene_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/lanes"
	"wireladder/render/rendertest"
	"wireladder/render/scene"
	"wireladder/render/slides"
)

// figureOf lays a diagram out.
func figureOf(t testing.TB, d *render.Diagram, o scene.Options) *figure.Figure {
	t.Helper()
	f, err := scene.Of(d, o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The widths that are looked at: a slide, a page, a narrow column, a phone.
var widths = []float64{1280, 900, 600, 390}

// Nothing stands on a text, at any width and with as much said as may be, and nothing leaves
// the page.
func TestNothingOverlaps(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		for _, width := range widths {
			for _, detail := range []render.Detail{render.None, render.Brief, render.Full} {
				t.Run(fmt.Sprintf("%s/%g/%d", name, width, detail), func(t *testing.T) {
					check(t, figureOf(t, d, scene.Options{Width: width, Detail: detail}))
				})
			}
		}
	}
}

// Long labels, states, reasons and names stand on nothing either, and leave no page.
func TestNothingLongOverlaps(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		for _, n := range []int{40, 300} {
			lengthen(d, strings.Repeat("x", n), strings.Repeat("WORD ", n/5))
			for _, width := range widths {
				t.Run(fmt.Sprintf("%s/%d/%g", name, n, width), func(t *testing.T) {
					check(t, figureOf(t, d, scene.Options{Width: width}))
				})
			}
		}
	}
}

// smallestLetters is how large the smallest letters on a slide are at least, in pixels of 1080.
const smallestLetters = 18

// On slides nothing stands on a text or leaves the page either, whether a diagram is folded or not,
// and no letters are too small.
func TestNothingOverlapsOnSlides(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		for _, detail := range []render.Detail{render.None, render.Brief, render.Full} {
			for _, folded := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%d/%v", name, detail, folded), func(t *testing.T) {
					for _, f := range slidesOf(t, d, folded, detail) {
						check(t, f)
						for i := range f.Texts {
							if size := f.Texts[i].Style.Font().Size * 1920 / f.Width; size < smallestLetters {
								t.Errorf("%q has letters of %.1f pixels", f.Texts[i].S, size)
							}
						}
					}
				})
			}
		}
	}
}

// slidesOf returns the slides of a diagram, which is folded if it is to be.
func slidesOf(t *testing.T, d *render.Diagram, folded bool, detail render.Detail) []*figure.Figure {
	t.Helper()
	if folded {
		suited, err := slides.Suited(d, lanes.Sockets, false, detail)
		if err != nil {
			t.Fatal(err)
		}
		d = suited
	}
	all, err := slides.Of(d, detail)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Long labels, states, reasons and names leave no slide either.
func TestNothingLongOverlapsOnSlides(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		for _, n := range []int{40, 300} {
			lengthen(d, strings.Repeat("x", n), strings.Repeat("WORD ", n/5))
			t.Run(fmt.Sprintf("%s/%d", name, n), func(t *testing.T) {
				for _, f := range slidesOf(t, d, true, render.Brief) {
					check(t, f)
				}
			})
		}
	}
}

// lengthen puts a long word, or many words, wherever a diagram may have them.
func lengthen(d *render.Diagram, word, words string) {
	d.About = []string{word, words}
	d.Title, d.Captions, d.Notes, d.Findings = words, []string{word}, []string{words}, []render.Finding{{Rule: word, Brief: words, Full: word, Repair: word}}
	for i := range d.Ladders {
		l := &d.Ladders[i]
		l.Title, l.Subtitle = words, word
		for j := range l.Lifelines {
			l.Lifelines[j].Process = word[:min(len(word), 60)]
		}
		for j := range l.Steps {
			s := &l.Steps[j]
			s.Brief, s.Fault = words, words
			for k := range s.Labels {
				s.Labels[k] = word
			}
			if s.FromState != "" {
				s.FromState = word[:min(len(word), 60)]
			}
		}
	}
}

// check checks a figure.
func check(t *testing.T, f *figure.Figure) {
	t.Helper()
	for _, what := range overlaps(f) {
		t.Error(what)
	}
	page := figure.Rect{W: f.Width, H: f.Height}
	for _, s := range shapes(f) {
		for _, p := range s.corners {
			if p.X < page.X || p.Y < page.Y || p.X > page.Right() || p.Y > page.Bottom() {
				t.Errorf("%s leaves the page of %g x %g at %v", s.name, f.Width, f.Height, p)
			}
		}
	}
}

// shape is a mark of a figure as the test sees it.
type shape struct {
	name    string
	corners []figure.Point
	kind    kind
	top     float64
	bottom  float64
}

// kind says which shapes may meet.
type kind uint8

const (
	text   kind = iota // nothing may stand on it
	veiled             // lines may pass behind it
	panel              // texts may stand on it, whole
	bar                // as a line, with a width
	line
)

// shapes returns all marks of a figure.
func shapes(f *figure.Figure) []shape {
	var all []shape
	add := func(name string, kind kind, corners ...figure.Point) {
		s := shape{name: name, corners: corners, kind: kind, top: corners[0].Y, bottom: corners[0].Y}
		for _, p := range corners {
			s.top, s.bottom = min(s.top, p.Y), max(s.bottom, p.Y)
		}
		all = append(all, s)
	}
	for i := range f.Texts {
		k := text
		if f.Texts[i].Veil != figure.Bare || onPanel(f, &f.Texts[i]) {
			k = veiled
		}
		add(fmt.Sprintf("%q", f.Texts[i].S), k, f.Texts[i].Corners()...)
	}
	for i := range f.Panels {
		add(fmt.Sprintf("panel %d of %+v", f.Panels[i].Kind, f.Panels[i].Rect), panel, f.Panels[i].Corners()...)
	}
	for i := range f.Bars {
		add(fmt.Sprintf("bar %+v", f.Bars[i].Rect), bar, f.Bars[i].Corners()...)
	}
	for i := range f.Arrows {
		for j := range len(f.Arrows[i].Points) - 1 {
			add(fmt.Sprintf("arrow of %+v", f.Arrows[i].StepID), line, f.Arrows[i].Points[j:j+2]...)
		}
	}
	for _, u := range f.Uprights {
		add(fmt.Sprintf("lifeline at %g", u.X), line, figure.Point{X: u.X, Y: u.Top}, figure.Point{X: u.X, Y: u.Bottom})
	}
	for _, l := range f.Lines {
		add(fmt.Sprintf("line %d", l.Kind), line, l.From, l.To)
	}
	slices.SortFunc(all, func(a, b shape) int { return int(a.top*1000) - int(b.top*1000) })
	return all
}

// onPanel reports whether a text stands on a panel.
func onPanel(f *figure.Figure, t *figure.Text) bool {
	return slices.ContainsFunc(f.Panels, func(p figure.Panel) bool {
		return within(&shape{corners: t.Corners()}, &shape{corners: p.Corners()})
	})
}

// overlaps returns which marks meet that must not.
func overlaps(f *figure.Figure) []string {
	var found []string
	all := shapes(f)
	for i := range all {
		for j := i + 1; j < len(all) && all[j].top < all[i].bottom; j++ {
			if a, b := &all[i], &all[j]; !mayMeet(a, b) && figure.Overlap(a.corners, b.corners) {
				found = append(found, a.name+" meets "+b.name)
			}
		}
	}
	return found
}

// mayMeet reports whether two marks may meet: lines may cross, and pass behind veils and
// panels; a text may stand on a panel.
func mayMeet(a, b *shape) bool {
	if a.kind > b.kind {
		a, b = b, a
	}
	switch {
	case a.kind >= bar:
		return true
	case a.kind == panel:
		return b.kind >= bar
	case a.kind == veiled:
		return b.kind >= bar || b.kind == panel && within(a, b)
	}
	return b.kind == panel && within(a, b)
}

// within reports whether all of a text stands on a panel.
func within(a, b *shape) bool {
	for _, p := range a.corners {
		if p.X < b.corners[0].X || p.X > b.corners[2].X || p.Y < b.corners[0].Y || p.Y > b.corners[2].Y {
			return false
		}
	}
	return true
}

// The checker finds what stands on another thing.
func TestOverlapsAreFound(t *testing.T) {
	label := figure.Text{At: figure.Point{X: 100, Y: 100}, Width: 50, S: "label", Style: figure.Label}
	other, covered, turned := label, label, label
	other.At.X, other.S = 145, "other"
	covered.Veil = figure.PageVeil
	turned.At, turned.Angle = figure.Point{X: 60, Y: 60}, 45
	across := figure.Arrow{Points: []figure.Point{{X: 0, Y: 97}, {X: 300, Y: 99}}}
	for name, c := range map[string]struct {
		f    figure.Figure
		want int
	}{
		"texts":                {figure.Figure{Texts: []figure.Text{label, other}}, 1},
		"arrow":                {figure.Figure{Texts: []figure.Text{label}, Arrows: []figure.Arrow{across}}, 1},
		"arrow behind a veil":  {figure.Figure{Texts: []figure.Text{covered}, Arrows: []figure.Arrow{across}}, 0},
		"text that is turned":  {figure.Figure{Texts: []figure.Text{label, turned}}, 1},
		"lifeline":             {figure.Figure{Texts: []figure.Text{label}, Uprights: []figure.Upright{{X: 120, Top: 0, Bottom: 200}}}, 1},
		"edge of a panel":      {figure.Figure{Texts: []figure.Text{label}, Panels: []figure.Panel{{Rect: figure.Rect{X: 110, Y: 80, W: 50, H: 50}}}}, 1},
		"a panel as its place": {figure.Figure{Texts: []figure.Text{label}, Panels: []figure.Panel{{Rect: figure.Rect{X: 90, Y: 80, W: 80, H: 50}}}}, 0},
	} {
		if got := overlaps(&c.f); len(got) != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
