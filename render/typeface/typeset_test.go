package typeface_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/render/typeface"
)

// A line is set as wide as it is measured, each character in a face that has it; one that none
// has is told by its number, in a box that is its place.
func TestSet(t *testing.T) {
	m := metrics(t)
	for s, want := range map[string][]typeface.Lettering{
		"":           nil,
		"a b":        {{Face: typeface.Mono, S: "a b"}},
		"a⇄b":        {{Face: typeface.Mono, S: "a⇄b"}},
		"a😀b":        {{Face: typeface.Mono, S: "a"}, {Face: typeface.Sans, S: "😀"}, {Face: typeface.Mono, S: "b"}},
		"é𝕋":         {{Face: typeface.Mono, S: "é"}, {Face: typeface.Sans, S: "𝕋"}},
		"日":          {{Face: typeface.Mono, S: "65"}, {Face: typeface.Mono, S: "E5"}},
		"\U0002000b": {{Face: typeface.Mono, S: "200"}, {Face: typeface.Mono, S: "0B"}},
	} {
		line := m.Set(typeface.Mono, 12, s)
		var got []typeface.Lettering
		for _, r := range line.Letterings() {
			got = append(got, typeface.Lettering{Face: r.Face, S: r.S})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", s, diff)
		}
		width := m.Width(typeface.Mono, 12, s)
		for _, g := range line.Glyphs {
			if g.X < 0 || g.X+g.Width > width+1e-9 || g.Size > 12 {
				t.Errorf("%q: %+v leaves %g points", s, g, width)
			}
		}
		for _, f := range line.Tofus {
			if f.X < 0 || f.X+f.W > width {
				t.Errorf("%q: %+v leaves %g points", s, f, width)
			}
		}
	}
}

// Outlines are as large as the letters that they are of.
func TestOutline(t *testing.T) {
	m := metrics(t)
	top := func(f typeface.Face, r rune) float64 {
		y := math.Inf(1)
		for _, s := range m.Outline(f, r) {
			y = min(y, float64(s.Args[0].Y)/typeface.OutlineScale)
		}
		return y
	}
	if x, h := top(typeface.Sans, 'x'), top(typeface.Sans, 'H'); x > -0.5 || x < -0.6 || h > -0.7 || h < -0.8 {
		t.Errorf("x is %g high, H %g", -x, -h)
	}
	if o := m.Outline(typeface.Mono, '日'); o != nil {
		t.Errorf("a shape of %d pieces for what no face has", len(o))
	}
}
