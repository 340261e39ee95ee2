package svg_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/svg"
)

// paintSlides returns the slides of a diagram.
func paintSlides(t testing.TB, d *render.Diagram) [][]byte {
	t.Helper()
	var further []*bytes.Buffer
	all := [][]byte{paint(t, svg.Painter{Slide: true, Next: func(int) (io.Writer, error) {
		further = append(further, &bytes.Buffer{})
		return further[len(further)-1], nil
	}}, d)}
	for _, b := range further {
		all = append(all, b.Bytes())
	}
	return all
}

// A slide is as large as a screen, whatever its points are, and tells that it is ours; a further
// one goes where it is to go.
func TestSlides(t *testing.T) {
	all := paintSlides(t, rendertest.Stored(t)["tcp"])
	if len(all) < 2 {
		t.Fatalf("%d slides", len(all))
	}
	for i, slide := range all {
		r := parse(t, slide)
		if r.root["width"] != "1920" || r.root["height"] != "1080" || !bytes.Contains(slide[:256], []byte(svg.Mark)) {
			t.Errorf("slide %d is %s x %s, and begins %.256s", i+1, r.root["width"], r.root["height"], slide)
		}
		if !strings.Contains(strings.Join(r.texts, "|"), " of ") || r.elements["path"] == 0 {
			t.Errorf("slide %d says %q", i+1, r.texts)
		}
	}
}

// Whatever a diagram holds, and be it nothing, its slides are XML, and one is there.
func TestHostileSlides(t *testing.T) {
	for _, d := range []*render.Diagram{{}, {Ladders: []render.Ladder{{}}}, {Aligned: true, Ladders: []render.Ladder{{}, {}}}} {
		for _, slide := range paintSlides(t, d) {
			parse(t, slide)
		}
	}
	all := rendertest.Stored(t)
	for _, s := range rendertest.Hostile() {
		d := all["contrast"]
		rendertest.Poison(d, s)
		for _, slide := range paintSlides(t, d) {
			if r := parse(t, slide); r.root["width"] != "1920" || r.elements["script"] > 0 {
				t.Errorf("%q: %v, %v", s, r.root, r.elements)
			}
		}
	}
}
