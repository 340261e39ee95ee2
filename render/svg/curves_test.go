package svg_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"wireladder/render/figure"
	"wireladder/render/ink"
	"wireladder/render/svg"
)

// curvesOf returns a figure with a curve of each kind.
func curvesOf() *figure.Figure {
	f := &figure.Figure{Width: 100, Height: 300, Title: "t", Summary: "s"}
	for kind := range ink.Curves {
		y := float64(10 * kind)
		f.Curves = append(f.Curves, figure.Curve{
			Kind:    figure.CurveKind(kind),
			Strokes: [][]figure.Point{{{X: 10, Y: y}, {X: 20, Y: y}, {X: 10, Y: y + 5}, {X: 10, Y: y}}, {{X: 30, Y: y}, {X: 40, Y: y}}},
		})
	}
	return f
}

// Each curve is one path of its own class, whose colour and width the style has, in light and in
// dark; shapes are closed, and lines are not.
func TestCurves(t *testing.T) {
	var b bytes.Buffer
	if err := (&svg.Painter{}).PaintFigure(&b, curvesOf()); err != nil {
		t.Fatal(err)
	}
	r := parse(t, b.Bytes())
	if r.elements["path"] != len(ink.Curves) {
		t.Errorf("%d paths of %d", r.elements["path"], len(ink.Curves))
	}
	_, style, _ := strings.Cut(r.style, ".curve{")
	light, dark, _ := strings.Cut(style, "@media")
	classes := map[string]bool{}
	for kind, want := range ink.Curves {
		y := 10 * kind
		path := fmt.Sprintf(`d="M10 %dL20 %dL10 %dL10 %d`, y, y, y+5, y)
		from := strings.Index(b.String(), path)
		if from < 0 {
			t.Errorf("kind %d has no path", kind)
			continue
		}
		if closed := b.String()[from+len(path)] == 'Z'; closed != want.Filled {
			t.Errorf("kind %d is closed: %t", kind, closed)
		}
		before := b.String()[:from]
		class := strings.Trim(before[strings.LastIndex(before, "curve ")+6:], `" `)
		selector := ".curve." + class + "{"
		classes[class] = true
		if !strings.Contains(light, selector+"stroke:"+want.Hue.Light.Hex()) || !strings.Contains(dark, selector+"stroke:"+want.Hue.Dark.Hex()) || !strings.Contains(light, selector+"stroke-width:") {
			t.Errorf("%q has not its style", class)
		}
		if want.Filled != strings.Contains(light, selector+"fill:"+want.Fill.Light.Hex()) {
			t.Errorf("%q is filled otherwise", class)
		}
	}
	if len(classes) != len(ink.Curves) {
		t.Errorf("%d classes", len(classes))
	}
}
