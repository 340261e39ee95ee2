package html

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"html"
	"io"
	"strings"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/scene"
	"wireladder/render/svg"
)

// Painter draws diagrams as a page. The zero value says so much of each step in the picture as
// fits a line; of the step in hand the page says all that the diagram has.
type Painter struct {
	Width  float64       // points of the wide layout, as scene.Options
	Detail render.Detail // how much is explained in the picture
	Large  bool          // the wide layout is as wide as the window, however wide that is
	// Frames are the octets of packets, by their numbers; of those that it lacks the page shows
	// none.
	Frames map[int]*Octets
	// Check is asked every now and then whether to go on; nil: always. Its error ends the
	// painting.
	Check func() error
}

var _ render.Painter = (*Painter)(nil)

// narrowWidth is the width of the layout for phones, in points.
const narrowWidth = 390.0

// How much larger than its points a picture is at most, in pixels a point.
const (
	usualMost = 1.7
	largeMost = 8
)

// mostNarrow is how many steps a page has at most that is laid out for phones as well: longer
// ones would be too much for them.
const mostNarrow = 2000

//go:embed page.js
var code string

//go:embed page.css
var looks string

//go:embed page.html
var frame string

// Paint writes d to w.
func (p *Painter) Paint(w io.Writer, d *render.Diagram) error {
	told := tell(d, p.Frames)
	places := map[string][]byte{}
	f, err := p.view(told, d, p.Width, "wide", places)
	if err == nil && len(told.order) <= mostNarrow {
		_, err = p.view(told, d, narrowWidth, "narrow", places)
		places["layouts"] = []byte("two")
	}
	if err != nil {
		return err
	}
	places["title"], places["summary"] = []byte(html.EscapeString(f.Title)), []byte(html.EscapeString(f.Summary))
	data, err := json.Marshal(told.data) // it escapes <, > and &
	if err != nil {
		return err
	}
	style := svg.Stylesheet() + looks
	places["data"], places["code"], places["looks"] = data, []byte(code), []byte(style)
	places["policy"] = []byte("default-src 'none'; script-src " + hash(code) + "; style-src " + hash(style) + "; base-uri 'none'; form-action 'none'")
	return fill(w, frame, places)
}

// view lays the picture out in a width, and puts it and its places where the page has them.
func (p *Painter) view(told *pageMaker, d *render.Diagram, width float64, name string, places map[string][]byte) (*figure.Figure, error) {
	if p.Check != nil {
		if err := p.Check(); err != nil {
			return nil, err
		}
	}
	f, err := scene.Of(d, scene.Options{Width: width, Detail: p.Detail})
	if err != nil {
		return nil, err
	}
	parts, heads, err := drawing(f)
	if err != nil {
		return nil, err
	}
	places[name], places[name+"-heads"] = parts, heads
	view := told.viewOf(f)
	if view.Most = usualMost; p.Large && name == "wide" {
		view.Most = largeMost
	}
	told.data.Views = append(told.data.Views, view)
	return f, nil
}

// hash returns what allows a script or a style in a content security policy.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// fill writes a frame with what belongs into its places, which look like {{this}}. What is put
// there is never looked into.
func fill(w io.Writer, frame string, places map[string][]byte) error {
	for {
		before, rest, found := strings.Cut(frame, "{{")
		if _, err := io.WriteString(w, before); err != nil || !found {
			return err
		}
		name, after, _ := strings.Cut(rest, "}}")
		if _, err := w.Write(places[name]); err != nil {
			return err
		}
		frame = after
	}
}
