package figure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/render/figure"
)

// An arrow ends in a head, in a cross, or in nothing, where its last piece comes to its end.
func TestEnds(t *testing.T) {
	right := []figure.Point{{X: 0, Y: 0}, {X: 0, Y: 10}, {X: 50, Y: 10}} // it comes from the left at last
	for name, c := range map[string]struct {
		arrow figure.Arrow
		tip   []figure.Point
		cross [][]figure.Point
	}{
		"head": {figure.Arrow{Points: right}, []figure.Point{{X: 50, Y: 10}, {X: 41, Y: 14}, {X: 41, Y: 6}}, nil},
		"lost": {figure.Arrow{Points: right, End: figure.Broken}, nil, [][]figure.Point{
			{{X: 45, Y: 5}, {X: 55, Y: 15}}, {{X: 45, Y: 15}, {X: 55, Y: 5}},
		}},
		"on its way": {figure.Arrow{Points: right, End: figure.Loose}, nil, nil},
		"no length":  {figure.Arrow{Points: []figure.Point{{X: 1, Y: 1}, {X: 1, Y: 1}}}, nil, nil},
	} {
		if diff := cmp.Diff(c.tip, c.arrow.Tip()); diff != "" {
			t.Errorf("%s: head (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(c.cross, c.arrow.Cross()); diff != "" {
			t.Errorf("%s: cross (-want +got):\n%s", name, diff)
		}
	}
}

// The dot of a call is round; the others have their middle where they stand.
func TestDots(t *testing.T) {
	for kind, want := range map[figure.DotKind]int{figure.CallDot: 0, figure.KernelDot: 4, figure.KeyDot: 3} {
		d := figure.Dot{At: figure.Point{X: 10, Y: 20}, Kind: kind}
		corners := d.Corners()
		if len(corners) != want {
			t.Errorf("kind %d has %d corners, want %d", kind, len(corners), want)
		}
		lo, hi := d.At.Y, d.At.Y
		for _, p := range corners {
			lo, hi = min(lo, p.Y), max(hi, p.Y)
		}
		if hi-d.At.Y != d.At.Y-lo {
			t.Errorf("kind %d reaches from %g to %g around %g", kind, lo, hi, d.At.Y)
		}
	}
}

// A head has its own texts, and none that stand near it.
func TestStemHas(t *testing.T) {
	s := figure.Stem{Head: figure.Rect{X: 10, Y: 10, W: 80, H: 40}}
	text := func(x, y float64, style figure.Style) *figure.Text {
		return &figure.Text{At: figure.Point{X: x, Y: y}, Width: 30, Style: style}
	}
	for name, c := range map[string]struct {
		text *figure.Text
		want bool
	}{
		"name": {text(20, 25, figure.Name), true}, "address": {text(20, 45, figure.Address), true}, "label": {text(20, 45, figure.Label), false},
		"beside": {text(70, 25, figure.Name), false}, "below": {text(20, 55, figure.Address), false},
	} {
		if got := s.Has(c.text); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
