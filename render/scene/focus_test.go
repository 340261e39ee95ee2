package scene_test

import (
	"testing"

	"wireladder/render/focus"
	"wireladder/render/rendertest"
	"wireladder/render/scene"
)

// A lifeline whose beginning is folded begins below its head, as any other.
func TestFoldedLifelinesHaveHeads(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		short := focus.Of(d)
		for _, width := range []float64{390, 600, 1280} {
			for _, u := range figureOf(t, short, scene.Options{Width: width}).Uprights {
				if u.Top <= 10 || u.Bottom < u.Top {
					t.Errorf("%s in %g points: a lifeline from %g to %g", name, width, u.Top, u.Bottom)
				}
			}
		}
	}
}
