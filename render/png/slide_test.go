package png_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"wireladder/render/png"
	"wireladder/render/rendertest"
)

// A slide has the pixels of a screen, more or fewer if it is scaled, and tells that it is ours.
func TestSlide(t *testing.T) {
	d := rendertest.Stored(t)["on-its-way"]
	for scale, want := range map[float64]int{0: 1920, 1: 960, 0.3: 288} {
		p := png.Painter{Slide: true, Scale: scale}
		if size := picture(t, p, d).Bounds().Size(); size.X != want || size.Y != want*9/16 {
			t.Errorf("at %g a slide is %v, want %d wide", scale, size, want)
		}
	}
	file := paint(t, png.Painter{Slide: true}, d)
	if got := chunks(file); !slices.Equal(got[:2], []string{"IHDR", "tEXt"}) || !bytes.Contains(file[:256], []byte(png.Mark)) {
		t.Errorf("it has the chunks %q", got)
	}
	large := (*png.OversizeError)(nil)
	if err := (&png.Painter{Slide: true, Scale: 100}).Paint(&bytes.Buffer{}, d); !errors.As(err, &large) {
		t.Errorf("at 100: %v", err)
	}
}
