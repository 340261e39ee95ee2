package plot

import (
	"fmt"
	"testing"

	"wireladder/render/figure"
	"wireladder/render/ink"
)

// Who sees no colours can tell every mark from every other: by its shape, or by whether it is
// filled.
func TestMarksDifferWithoutColors(t *testing.T) {
	seen := map[string]figure.CurveKind{}
	for kind := figure.FastMark; kind <= figure.RSTMark; kind++ {
		if len(shapes[kind]) == 0 {
			t.Errorf("mark %d has no shape", kind)
			continue
		}
		ink := ink.Curves[kind]
		look := fmt.Sprint(shapes[kind], ink.Fill == ink.Hue)
		if other, ok := seen[look]; ok {
			t.Errorf("marks %d and %d look the same but for their colours", other, kind)
		}
		seen[look] = kind
	}
}

// A mark stands around its place, and shapes are closed.
func TestShape(t *testing.T) {
	at := figure.Point{X: 100, Y: 50}
	for kind := range shapes {
		for _, stroke := range shape(kind, at) {
			for _, p := range stroke {
				if d := max(p.X-at.X, at.X-p.X, p.Y-at.Y, at.Y-p.Y); d > large+1e-9 {
					t.Errorf("mark %d reaches %g points from its place", kind, d)
				}
			}
			first, last := stroke[0], stroke[len(stroke)-1]
			if ink.Curves[kind].Filled && max(first.X-last.X, last.X-first.X, first.Y-last.Y, last.Y-first.Y) > 1e-9 {
				t.Errorf("mark %d is not closed", kind)
			}
		}
	}
}

// What lies above a panel or below it is cut off at its edge; a line that comes back is two.
func TestWithin(t *testing.T) {
	a := &plane{box: figure.Rect{X: 0, Y: 10, W: 100, H: 50}}
	line := []figure.Point{{X: 0, Y: 40}, {X: 10, Y: 40}, {X: 10, Y: 5}, {X: 20, Y: 5}, {X: 20, Y: 30}, {X: 30, Y: 30}, {X: 30, Y: 90}, {X: 40, Y: 90}}
	got := a.within(line)
	want := "[[{0 40} {10 40} {10 10}] [{20 10} {20 30} {30 30} {30 60}]]"
	if fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
	if got := a.within(nil); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}
