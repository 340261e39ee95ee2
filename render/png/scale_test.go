package png

import (
	"errors"
	"testing"

	"wireladder/render/figure"
)

// A picture has as many pixels a point as it is asked for; left to itself fewer rather than more
// than programs open.
func TestScale(t *testing.T) {
	for _, c := range []struct{ asked, width, height, want float64 }{
		{0, 900, 1200, 2}, {1.5, 900, 1200, 1.5}, {8, 400, 500, 8},
		{0, 900, 30000, 1.75}, {0, 900, 60000, 1}, {0, 900, 200000, 0.25}, {0.3, 900, 200000, 0.3},
	} {
		if got, err := (&Painter{Scale: c.asked}).scale(&figure.Figure{Width: c.width, Height: c.height}); err != nil || got != c.want {
			t.Errorf("%g x %g at %g: %g, %v; want %g", c.width, c.height, c.asked, got, err, c.want)
		}
	}
	for _, c := range []struct{ asked, width, height float64 }{{0, 900, 1e6}, {2, 900, 60000}, {8, 2000, 2000}} {
		_, err := (&Painter{Scale: c.asked}).scale(&figure.Figure{Width: c.width, Height: c.height})
		if large := (*OversizeError)(nil); !errors.As(err, &large) || large.Width != c.width || c.asked > 0 && large.Scale != c.asked {
			t.Errorf("%g x %g at %g: %v", c.width, c.height, c.asked, err)
		}
	}
}
