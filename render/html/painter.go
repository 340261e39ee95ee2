package html

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
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
	// Frames are the octets of packets; of those that it lacks, or nil lacks all, the page shows
	// none.
	Frames *Frames
	// Check is asked every now and then whether to go on; nil: always. Its error ends the
	// painting.
	Check func() error
	// Served is what a page is told that is served to a room; nil: it is a file.
	Served *Served
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

// Paint writes d to w. What grows with the steps is written piece by piece, and never held whole.
func (p *Painter) Paint(w io.Writer, d *render.Diagram) error {
	told := tell(d, p.Frames)
	wide, err := p.view(told, d, p.Width)
	if err != nil {
		return err
	}
	script, style := assets(p.Served != nil)
	places := map[string]place{
		"title": text(html.EscapeString(wide.Title)), "summary": text(html.EscapeString(wide.Summary)),
		"wide": parts(wide), "wide-heads": heads(wide), "data": told.write, "code": text(script), "looks": text(style),
		"policy": text(policy(script, style)),
	}
	layouts := ""
	if len(told.order) <= mostNarrow {
		narrow, err := p.view(told, d, narrowWidth)
		if err != nil {
			return err
		}
		places["narrow"], places["narrow-heads"] = parts(narrow), heads(narrow)
		layouts = "two"
	}
	places["layouts"] = text(layouts)
	if p.Served != nil {
		element, err := p.Served.element()
		if err != nil {
			return err
		}
		places["room"], places["policy"] = text(element), text(policy(script, style)+"; connect-src 'self'")
	}
	out := bufio.NewWriterSize(w, bufferSize)
	if err := fill(out, frame, places); err != nil {
		return err
	}
	return out.Flush()
}

// assets returns the script and the style of a page: of one that is served, or of a file.
func assets(served bool) (script, style string) {
	script, style = code, svg.Stylesheet()+looks
	if served {
		script, style = roomCode+script, style+roomLooks
	}
	return script, style
}

// policy returns the content security policy of a page with that script and style: they are used, and
// nothing else.
func policy(script, style string) string {
	return "default-src 'none'; script-src " + hash(script) + "; style-src " + hash(style) + "; base-uri 'none'; form-action 'none'"
}

// bufferSize is how many octets are written at once, as a rule.
const bufferSize = 64 << 10

// view lays the picture out in a width, and tells the page where things are.
func (p *Painter) view(told *pageMaker, d *render.Diagram, width float64) (*figure.Figure, error) {
	if p.Check != nil {
		if err := p.Check(); err != nil {
			return nil, err
		}
	}
	f, err := scene.Of(d, scene.Options{Width: width, Detail: p.Detail})
	if err != nil {
		return nil, err
	}
	view := told.viewOf(f)
	if view.Most = usualMost; p.Large && len(told.data.Views) == 0 {
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

// place writes what belongs into a place of a frame.
type place func(io.Writer) error

// text is a place that holds so much.
func text(s string) place {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// fill writes a frame with what belongs into its places, which look like {{this}}; one that nothing
// belongs into is empty. What is put there is never looked into.
func fill(w io.Writer, frame string, places map[string]place) error {
	for {
		before, rest, found := strings.Cut(frame, "{{")
		if _, err := io.WriteString(w, before); err != nil || !found {
			return err
		}
		name, after, _ := strings.Cut(rest, "}}")
		if put := places[name]; put != nil {
			if err := put(w); err != nil {
				return err
			}
		}
		frame = after
	}
}
