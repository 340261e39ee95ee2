package png_test

import (
	"bytes"
	decoder "image/png"
	"testing"

	"wireladder/render/figure"
	"wireladder/render/ink"
	"wireladder/render/png"
)

// Lines of a plot have their colour, shapes their edge and what fills them, in their order.
func TestCurves(t *testing.T) {
	box := func(kind figure.CurveKind, x float64) figure.Curve {
		return figure.Curve{Kind: kind, Strokes: [][]figure.Point{{{X: x, Y: 10}, {X: x + 20, Y: 10}, {X: x + 20, Y: 30}, {X: x, Y: 30}, {X: x, Y: 10}}}}
	}
	f := &figure.Figure{Width: 200, Height: 50, Curves: []figure.Curve{
		{Kind: figure.SentCurve, Strokes: [][]figure.Point{{{X: 5, Y: 20}, {X: 195, Y: 20}}}},
		box(figure.ClosedMark, 20), box(figure.TailMark, 60), box(figure.AckedCurve, 100),
	}}
	var b bytes.Buffer
	if err := (&png.Painter{Scale: 1}).PaintFigure(&b, f); err != nil {
		t.Fatal(err)
	}
	img, err := decoder.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		x, y float64
		want ink.Hue
	}{
		"the line":          {150, 20, ink.Letters},
		"a filled shape":    {30, 20, ink.Curves[figure.ClosedMark].Fill},
		"a hollow shape":    {70, 20, ink.Page},
		"its edge":          {70, 10, ink.Curves[figure.TailMark].Hue},
		"a line that turns": {110, 10, ink.Curves[figure.AckedCurve].Hue},
		"what is in it":     {110, 25, ink.Page},
	} {
		if !has(img, tt.want, figure.Point{X: tt.x, Y: tt.y - 1}, figure.Point{X: tt.x, Y: tt.y + 1}) {
			t.Errorf("%s: %v at %g, %g", name, img.At(int(tt.x), int(tt.y)), tt.x, tt.y)
		}
	}
}
