package png

import (
	"image"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/render/figure"
	"wireladder/render/ink"
	"wireladder/render/typeface"
)

// black is what the tests draw with.
var black = ink.Hue{}

// inked returns the smallest area that has all that was drawn on a page of 100 x 100.
func inked(t *testing.T, scale float64, draw func(*raster)) image.Rectangle {
	t.Helper()
	m, err := typeface.New()
	if err != nil {
		t.Fatal(err)
	}
	c := newRaster(size(100, 100, scale), scale, m)
	draw(c)
	var seen image.Rectangle
	for y := range c.image.Bounds().Dy() {
		for x := range c.image.Bounds().Dx() {
			if c.image.RGBAAt(x, y).R < 0x80 {
				seen = seen.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return seen
}

// What is drawn is where it belongs, to the pixel.
func TestPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		scale float64
		draw  func(*raster)
		want  image.Rectangle
	}{
		"level line": {1, func(c *raster) {
			c.stroke(ink.Stroke{Hue: black, Width: 2}, figure.Point{X: 10, Y: 20}, figure.Point{X: 30, Y: 20})
		}, image.Rect(10, 19, 30, 21)},
		"upright line": {2, func(c *raster) {
			c.stroke(ink.Stroke{Hue: black, Width: 2}, figure.Point{X: 10, Y: 30}, figure.Point{X: 10, Y: 20})
		}, image.Rect(18, 40, 22, 60)},
		"area":   {1, func(c *raster) { c.area(black, figure.Rect{X: 5, Y: 6, W: 7, H: 8}.Corners()) }, image.Rect(5, 6, 12, 14)},
		"disc":   {1, func(c *raster) { c.area(black, disc(figure.Point{X: 50, Y: 50}, 10)) }, image.Rect(40, 40, 60, 60)},
		"beyond": {1, func(c *raster) { c.area(black, figure.Rect{X: -50, Y: 90, W: 70, H: 80}.Corners()) }, image.Rect(0, 90, 20, 100)},
		"H":      {10, func(c *raster) { c.text(&figure.Text{At: figure.Point{X: 10, Y: 50}, S: "H", Style: figure.Sentence}) }, image.Rect(112, 413, 178, 500)},
		"H, turned": {10, func(c *raster) {
			c.text(&figure.Text{At: figure.Point{X: 10, Y: 50}, S: "H", Style: figure.Sentence, Angle: 90})
		}, image.Rect(100, 512, 187, 578)},
	} {
		if got := inked(t, c.scale, c.draw); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestDashes(t *testing.T) {
	for _, c := range []struct {
		dash          []float64
		length, phase float64
		want          [][2]float64
	}{
		{nil, 10, 3, [][2]float64{{0, 10}}},
		{[]float64{2, 3}, 11, 0, [][2]float64{{0, 2}, {5, 7}, {10, 11}}},
		{[]float64{2, 3}, 4, 1, [][2]float64{{0, 1}}},
		{[]float64{2, 3}, 4, 8.5, [][2]float64{{1.5, 3.5}}},
	} {
		if diff := cmp.Diff(c.want, dashes(c.dash, c.length, c.phase)); diff != "" {
			t.Errorf("%v on %g from %g (-want +got):\n%s", c.dash, c.length, c.phase, diff)
		}
	}
}
