package png_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	decoder "image/png"
	"io"
	"math"
	"slices"
	"testing"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/ink"
	"wireladder/render/png"
	"wireladder/render/rendertest"
	"wireladder/render/scene"
)

// paint returns a diagram as PNG.
func paint(t testing.TB, p png.Painter, d *render.Diagram) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.Paint(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// picture returns it as pixels.
func picture(t testing.TB, p png.Painter, d *render.Diagram) image.Image {
	t.Helper()
	img, err := decoder.Decode(bytes.NewReader(paint(t, p, d)))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// has reports whether the area between corners in a picture of scale 1 has a pixel near a
// colour.
func has(img image.Image, h ink.Hue, corners ...figure.Point) bool {
	lo, hi := corners[0], corners[0]
	for _, p := range corners {
		lo, hi = figure.Point{X: min(lo.X, p.X), Y: min(lo.Y, p.Y)}, figure.Point{X: max(hi.X, p.X), Y: max(hi.Y, p.Y)}
	}
	for y := int(lo.Y); y <= int(hi.Y); y++ {
		for x := int(lo.X); x <= int(hi.X); x++ {
			if near(img.At(x, y), h.Light) {
				return true
			}
		}
	}
	return false
}

// near reports whether a pixel has a colour, up to what the edge of a thin line leaves of it.
func near(pixel color.Color, want ink.Color) bool {
	const most = 300 // white is further from all of them
	r, g, b, _ := pixel.RGBA()
	wr, wg, wb := want.RGB()
	d := math.Abs(float64(r>>8)-float64(wr)) + math.Abs(float64(g>>8)-float64(wg)) + math.Abs(float64(b>>8)-float64(wb))
	return d < most
}

// All that a figure has is seen in its place, in its colour.
func TestAllIsDrawn(t *testing.T) {
	all := rendertest.Stored(t)
	for _, name := range []string{"contrast-empty", "udp-refused", "backlog", "data-loss", "on-its-way"} {
		d := all[name]
		f, err := scene.Of(d, scene.Options{})
		if err != nil {
			t.Fatal(err)
		}
		img := picture(t, png.Painter{Scale: 1}, d)
		if got, want := img.Bounds().Size(), image.Pt(int(math.Ceil(f.Width)), int(math.Ceil(f.Height))); got != want {
			t.Errorf("%s: %v pixels, want %v", name, got, want)
		}
		for i := range f.Texts {
			if text := &f.Texts[i]; !has(img, ink.Text(text), text.Corners()...) {
				t.Errorf("%s: %q is not at %v", name, text.S, text.At)
			}
		}
		for i := range f.Arrows {
			a := &f.Arrows[i]
			ends := append(a.Tip(), slices.Concat(a.Cross()...)...)
			if len(ends) == 0 {
				ends = a.Points
			}
			if !has(img, ink.Tones[a.Tone], ends...) {
				t.Errorf("%s: arrow %d ends without a head or cross at %v", name, i, ends)
			}
		}
		for i := range f.Panels {
			if p := &f.Panels[i]; !has(img, ink.Panels[p.Kind].Edge.Hue, figure.Point{X: p.X + 8, Y: p.Y - 1}, figure.Point{X: p.X + 20, Y: p.Y + 1}) {
				t.Errorf("%s: panel %d has no edge at %+v", name, i, p.Rect)
			}
		}
		for i := range f.Bars {
			if b := &f.Bars[i]; b.H > 20 && !has(img, ink.Wait, figure.Point{X: b.X + 2, Y: b.Y + 2}, figure.Point{X: b.Right() - 2, Y: b.Bottom() - 2}) {
				t.Errorf("%s: bar %d is not at %+v", name, i, b.Rect)
			}
		}
		for x := range img.Bounds().Dx() {
			if r, g, b, a := img.At(x, 0).RGBA(); r&g&b&a != 0xffff {
				t.Errorf("%s: something stands in the margin at %d", name, x)
				break
			}
		}
	}
}

// Whatever a diagram holds is drawn, and nothing of it is written.
func TestHostileStringsAreInert(t *testing.T) {
	d := rendertest.Stored(t)["udp-refused"]
	for _, s := range rendertest.Hostile() {
		rendertest.Poison(d, s[:min(len(s), 100)]) // longer names of programs make it very wide
		data := paint(t, png.Painter{Scale: 0.25}, d)
		if got := chunks(data); !slices.Equal(slices.Compact(got), []string{"IHDR", "IDAT", "IEND"}) {
			t.Errorf("%q: the file has %q", s, got)
		}
		if _, err := decoder.Decode(bytes.NewReader(data)); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// chunks returns the names of the chunks of a file (PNG §5.3).
func chunks(data []byte) []string {
	var names []string
	for at := 8; at+12 <= len(data); {
		names = append(names, string(data[at+4:at+8]))
		at += 12 + int(data[at])<<24 + int(data[at+1])<<16 + int(data[at+2])<<8 + int(data[at+3])
	}
	return names
}

func TestEmptyDiagram(t *testing.T) {
	for _, d := range []*render.Diagram{{}, {Ladders: []render.Ladder{{}}}, {Aligned: true, Ladders: []render.Ladder{{}, {}}}} {
		picture(t, png.Painter{}, d)
	}
}

// A painter tells why it could not write, and ends when it is asked to.
func TestErrors(t *testing.T) {
	d, full, enough := rendertest.Stored(t)["udp"], errors.New("full"), errors.New("enough")
	if err := (&png.Painter{}).Paint(failing{full}, d); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	p := png.Painter{Check: func() error { return enough }}
	if err := p.Paint(io.Discard, d); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
}

// failing takes nothing.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// BenchmarkPaint draws a page.
func BenchmarkPaint(b *testing.B) {
	d := rendertest.Stored(b)["tcp"]
	b.ReportAllocs()
	for b.Loop() {
		if err := (&png.Painter{}).Paint(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}
