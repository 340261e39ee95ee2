package html_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/html"
	"wireladder/render/rendertest"
)

// told is what a page is told of a picture.
type told struct {
	Data struct {
		Steps []struct {
			Number int `json:"i"`
			Packet int `json:"n"`
		} `json:"steps"`
		Views []json.RawMessage `json:"views"`
	} `json:"data"`
	Pictures []struct {
		Heads string
		Parts []string
	}
}

// pictured returns a diagram as a page is told of it.
func pictured(t *testing.T, d *render.Diagram) (*html.Update, *told) {
	t.Helper()
	p, err := (&html.Painter{}).Update(d)
	if err != nil {
		t.Fatal(err)
	}
	of := &told{}
	if err := json.Unmarshal(p.Text, of); err != nil {
		t.Fatal(err)
	}
	return p, of
}

// A picture is what the page of the same diagram has.
func TestPictureIsThatOfThePage(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		p, of := pictured(t, d)
		page := string(paint(t, html.Painter{}, d))
		for _, layout := range of.Pictures {
			if !strings.Contains(page, layout.Heads) || !strings.Contains(page, "<div>"+strings.Join(layout.Parts, "</div><div>")+"</div>") {
				t.Errorf("%s: a layout is another", name)
			}
		}
		if len(of.Pictures) != 2 || len(of.Data.Views) != 2 || len(of.Data.Steps) == 0 {
			t.Errorf("%s: %d layouts, %d of them told, %d steps", name, len(of.Pictures), len(of.Data.Views), len(of.Data.Steps))
		}
		if n := len(of.Data.Steps); p.First != of.Data.Steps[0].Number || p.Last != of.Data.Steps[n-1].Number {
			t.Errorf("%s: from %d to %d", name, p.First, p.Last)
		}
	}
}

// Steps have numbers that grow, which hang on the packet before them alone: they stay when others are let go.
func TestNumbersStay(t *testing.T) {
	b := builder.New(builder.Options{Sockets: true})
	for i, p := range runtest.Segments("127.0.0.1:5000", "127.0.0.1:12000", "c:S s:SA c:A c:6 s:A s:6 c:A") {
		p.Number, p.Time = i+1, p.Time.Add(time.Duration(i/2)*time.Minute) // with pauses in between
		b.Add(capture.Entry{Packet: p})
	}
	_, all := pictured(t, drawnUp(b))
	b.Take(4)
	p, fewer := pictured(t, drawnUp(b))
	steps := all.Data.Steps
	if p.First != 4*html.StepsOf || p.Last != 7*html.StepsOf || len(steps) < 9 || steps[2].Packet != 0 || steps[2].Number != 2*html.StepsOf+1 {
		t.Fatalf("from %d to %d; before it was %+v", p.First, p.Last, steps)
	}
	for i, s := range fewer.Data.Steps {
		if was := steps[len(steps)-len(fewer.Data.Steps)+i]; s != was {
			t.Errorf("step %d is %+v, and was %+v", i, s, was)
		}
	}
	if p, of := pictured(t, &render.Diagram{}); p.First != -1 || p.Last != -1 || len(of.Data.Steps) > 0 {
		t.Errorf("nothing is from %d to %d, %d steps", p.First, p.Last, len(of.Data.Steps))
	}
}

// drawnUp returns the moments that a builder has as a diagram.
func drawnUp(b *builder.Builder) *render.Diagram {
	s := render.NewSketch(render.Subject{}, render.Full)
	for _, m := range b.Moments() {
		s.Add(m)
	}
	d := s.Diagram(false, capture.Drops{})
	return &d
}
