package pdf_test

import (
	"bytes"
	"testing"
	"time"

	"wireladder/render/figure"
	"wireladder/render/pdf"
)

// The lines of a curve are drawn at once, its shapes one after the other, each closed, filled and
// with its edge; a figure of the size of a plot has one page of its own size.
func TestCurves(t *testing.T) {
	line := []figure.Point{{X: 10, Y: 10}, {X: 20, Y: 10}}
	shape := []figure.Point{{X: 10, Y: 30}, {X: 20, Y: 30}, {X: 20, Y: 40}, {X: 10, Y: 30}}
	f := &figure.Figure{Width: 960, Height: 540, Curves: []figure.Curve{
		{Kind: figure.WindowCurve, Strokes: [][]figure.Point{line, line, line}},
		{Kind: figure.SYNMark, Strokes: [][]figure.Point{shape, shape}},
		{Kind: figure.SentCurve},
	}}
	var b bytes.Buffer
	if err := (&pdf.Painter{}).PaintFigure(&b, f, time.Unix(1_700_000_000, 0).UTC()); err != nil {
		t.Fatal(err)
	}
	r := parse(t, b.Bytes())
	if len(r.pages) != 1 || r.pages[0].size != "0 0 960.00 540.00" {
		t.Fatalf("%d pages, %+v", len(r.pages), r.pages)
	}
	for operator, want := range map[string]int{"S": 1, "B": 2, "h": 2, "m": 5} {
		if got := r.pages[0].count[operator]; got != want {
			t.Errorf("%d times %s, want %d", got, operator, want)
		}
	}
	if !bytes.Contains(b.Bytes(), []byte("D:20231114221320")) {
		t.Error("it has not the time of what it shows")
	}
}
