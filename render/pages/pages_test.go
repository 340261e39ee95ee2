package pages_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/pages"
	"wireladder/render/rendertest"
	"wireladder/render/scene"
)

// figures returns the stored diagrams, laid out.
func figures(t *testing.T, width float64) map[string]*figure.Figure {
	t.Helper()
	all := map[string]*figure.Figure{}
	for name, d := range rendertest.Stored(t) {
		f, err := scene.Of(d, scene.Options{Width: width, Detail: render.Full})
		if err != nil {
			t.Fatal(err)
		}
		all[name] = f
	}
	return all
}

// Pages are the whole figure, one below the other, none higher than it may be.
func TestPagesAreTheFigure(t *testing.T) {
	for name, f := range figures(t, 900) {
		for _, height := range []float64{200, 500, 1200, 1e6} {
			at := 0.0
			for i, p := range pages.Of(f, height) {
				const margin = 30 // of the last one, which may hang over
				if p.Top != at || p.Bottom <= p.Top || p.Strip+p.Bottom-p.Top > height+margin && p.Strip < height/2 {
					t.Errorf("%s, %g high: page %d from %g to %g under %g; the one before ends at %g", name, height, i, p.Top, p.Bottom, p.Strip, at)
				}
				at = p.Bottom
			}
			if at != f.Height {
				t.Errorf("%s, %g high: the last page ends at %g of %g", name, height, at, f.Height)
			}
		}
	}
}

// No page ends within a text, a panel or the head of an arrow, and none that is high enough for
// them within a step, unless packets are on their way there.
func TestNothingIsCut(t *testing.T) {
	for name, f := range figures(t, 900) {
		onTheWay := strings.Contains(name, "-") && name != "packets-only" // some scenarios on a wire
		for _, height := range []float64{500, 1200} {
			for i, p := range pages.Of(f, height) {
				for _, m := range pages.Marks(f) {
					if m.Top < p.Bottom && m.Bottom > p.Bottom {
						t.Errorf("%s, %g high: page %d ends at %g in the midst of %+v", name, height, i, p.Bottom, m)
					}
				}
				for id, s := range pages.Steps(f) {
					if s.Top < p.Bottom && s.Bottom > p.Bottom && height > 1000 && !onTheWay {
						t.Errorf("%s, %g high: page %d ends at %g in the midst of step %+v, %+v", name, height, i, p.Bottom, id, s)
					}
				}
			}
		}
	}
}

// Above a page stand the heads of the lifelines that go on there, and no others.
func TestHeads(t *testing.T) {
	for name, f := range figures(t, 900) {
		for i, p := range pages.Of(f, 500) {
			var want []string
			for _, s := range f.Stems {
				if i > 0 && s.Head.Bottom() <= p.Top && s.Bottom > p.Top {
					want = append(want, fmt.Sprint(s.Ladder, s.Lifeline))
				}
			}
			var got []string
			for _, s := range p.Heads {
				got = append(got, fmt.Sprint(s.Ladder, s.Lifeline))
				if p.Strip < s.Head.H {
					t.Errorf("%s: page %d: a head of %g in a strip of %g", name, i, s.Head.H, p.Strip)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: page %d has the heads %v, want %v", name, i, got, want)
			}
		}
	}
}

func TestEmptyFigure(t *testing.T) {
	if all := pages.Of(&figure.Figure{Width: 100, Height: 32}, 500); len(all) != 1 || all[0].Bottom != 32 {
		t.Errorf("%+v", all)
	}
}
