package svg_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"wireladder/render/rendertest"
	"wireladder/render/svg"
)

// A slide is as large as a screen, whatever its points are, and tells that it is ours; a further
// one goes where it is to go.
func TestSlides(t *testing.T) {
	var further []*bytes.Buffer
	p := svg.Painter{Slide: true, Next: func(int) (io.Writer, error) {
		further = append(further, &bytes.Buffer{})
		return further[len(further)-1], nil
	}}
	all := [][]byte{paint(t, p, rendertest.Stored(t)["tcp"])}
	for _, b := range further {
		all = append(all, b.Bytes())
	}
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
