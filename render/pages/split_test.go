package pages_test

import (
	"testing"

	"wireladder/render/figure"
	"wireladder/render/pages"
)

// Each mark is on each page that it reaches over, and on no other; their order stays.
func TestSplit(t *testing.T) {
	for name, f := range figures(t, 600) {
		leaves := pages.Of(f, 400)
		parts := pages.Split(f, leaves)
		for i, part := range parts {
			var want []figure.Text
			for _, text := range f.Texts {
				top, bottom := text.At.Y, text.At.Y
				for _, p := range text.Corners() {
					top, bottom = min(top, p.Y), max(bottom, p.Y)
				}
				if top-6 < leaves[i].Bottom && bottom+6 > leaves[i].Top {
					want = append(want, text)
				}
			}
			if len(want) != len(part.Texts) {
				t.Fatalf("%s: page %d has %d texts, want %d", name, i, len(part.Texts), len(want))
			}
			for j := range want {
				if want[j] != part.Texts[j] {
					t.Errorf("%s: page %d, text %d: %q, want %q", name, i, j, part.Texts[j].S, want[j].S)
				}
			}
		}
		n := 0
		for _, part := range parts {
			n += len(part.Dots) + len(part.Panels)
		}
		if least := len(f.Dots) + len(f.Panels); n < least || n > least+10*len(parts) {
			t.Errorf("%s: %d dots and panels on all pages, of %d", name, n, least)
		}
		for _, u := range f.Uprights {
			over := 0
			for i, part := range parts {
				for _, v := range part.Uprights {
					if u == v {
						over++
						if v.Top >= leaves[i].Bottom || v.Bottom <= leaves[i].Top {
							t.Errorf("%s: %+v is on page %d, which it does not reach", name, v, i)
						}
					}
				}
			}
			if over == 0 {
				t.Errorf("%s: %+v is on no page", name, u)
			}
		}
	}
}

// A curve is on every page: it may reach over all of them.
func TestSplitOfCurves(t *testing.T) {
	f := &figure.Figure{Width: 100, Height: 1000, Curves: []figure.Curve{{Kind: figure.SentCurve}, {Kind: figure.AckedCurve}}}
	for i, part := range pages.Split(f, []pages.Leaf{{Bottom: 500}, {Top: 500, Bottom: 1000}}) {
		if len(part.Curves) != 2 || part.Curves[1].Kind != figure.AckedCurve {
			t.Errorf("page %d has %+v", i, part.Curves)
		}
	}
}
