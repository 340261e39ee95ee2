package html_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	parser "golang.org/x/net/html"

	"wireladder/render"
	"wireladder/render/html"
	"wireladder/render/rendertest"
)

// paint returns a diagram as a page.
func paint(t testing.TB, p html.Painter, d *render.Diagram) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.Paint(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read is what a browser's parser finds in a page.
type read struct {
	elements map[string]int
	values   []string // of attributes: name=value
	arrows   map[string]int
	code     []string // of scripts that run
	data     string
	style    string
	policy   string
	title    string
}

// parse reads a page as HTML's standard says.
func parse(t *testing.T, page []byte) *read {
	t.Helper()
	root, err := parser.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	r := &read{elements: map[string]int{}, arrows: map[string]int{}}
	for n := range root.Descendants() {
		if n.Type == parser.CommentNode {
			t.Errorf("there is a comment: %.80q", n.Data)
		}
		if n.Type == parser.ElementNode {
			r.element(n)
		}
	}
	return r
}

func (r *read) element(n *parser.Node) {
	r.elements[n.Data]++
	text, kind := "", ""
	if n.FirstChild != nil {
		text = n.FirstChild.Data
	}
	for _, a := range n.Attr {
		r.values = append(r.values, a.Key+"="+a.Val)
		switch a.Key {
		case "data-step":
			r.arrows[a.Val]++
		case "type":
			kind = a.Val
		case "content":
			if r.policy == "" {
				r.policy = a.Val
			}
		}
	}
	switch {
	case n.Data == "script" && kind == "application/json":
		r.data += text
	case n.Data == "script":
		r.code = append(r.code, text)
	case n.Data == "style":
		r.style += text
	case n.Data == "title":
		r.title = text
	}
}

// allowed are the elements of a page.
var allowed = strings.Fields(`html head meta title style body header label select button div main h1 p aside footer script svg g path rect circle text`)

// checkPage checks what holds for every page: nothing but what it is made of, one script, one
// style, and a policy that allows these alone.
func checkPage(t *testing.T, d *render.Diagram, r *read) {
	t.Helper()
	for name := range r.elements {
		if !slices.Contains(allowed, name) {
			t.Errorf("there is a %s", name)
		}
	}
	for _, v := range r.values {
		name, value, _ := strings.Cut(v, "=")
		if strings.HasPrefix(name, "on") || slices.Contains([]string{"href", "src", "style", "action", "xlink:href", "srcdoc"}, name) {
			t.Errorf("there is %s=%s", name, value)
		}
	}
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	if len(r.code) != 1 || r.elements["style"] != 1 || r.elements["script"] != 2 {
		t.Fatalf("%d scripts run, %v", len(r.code), r.elements)
	}
	want := "default-src 'none'; script-src " + hash(r.code[0]) + "; style-src " + hash(r.style) + "; base-uri 'none'; form-action 'none'"
	if diff := cmp.Diff(want, r.policy); diff != "" {
		t.Errorf("policy (-want +got):\n%s", diff)
	}
	checkArrows(t, d, r)
	if !json.Valid([]byte(r.data)) {
		t.Errorf("the data is no JSON: %.100s", r.data)
	}
}

// checkArrows counts the messages: each is an arrow in both layouts, or more than one where parts
// of the picture have it or copies were made.
func checkArrows(t *testing.T, d *render.Diagram, r *read) {
	t.Helper()
	want := map[string]bool{}
	for i := range d.Ladders {
		for j := range d.Ladders[i].Steps {
			if d.Ladders[i].Steps[j].Kind == render.Message {
				want[fmt.Sprintf("%d.%d", i, j)] = true
			}
		}
	}
	for step, n := range r.arrows {
		if !want[step] || n < 2 {
			t.Errorf("step %s has %d arrows", step, n)
		}
	}
	if len(r.arrows) != len(want) {
		t.Errorf("%d steps have arrows, want %d", len(r.arrows), len(want))
	}
}

func TestPages(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		t.Run(name, func(t *testing.T) {
			r := parse(t, paint(t, html.Painter{}, d))
			checkPage(t, d, r)
			if r.title == "" {
				t.Error("it has no title")
			}
		})
	}
}

// Whatever a diagram holds is text in the page, and changes nothing else.
func TestHostileStringsAreInert(t *testing.T) {
	d := rendertest.Stored(t)["udp-refused"]
	plain := parse(t, paint(t, html.Painter{}, d))
	for _, s := range rendertest.Hostile() {
		rendertest.Poison(d, s[:min(len(s), 300)])
		page := paint(t, html.Painter{}, d)
		r := parse(t, page)
		checkPage(t, d, r)
		if r.code[0] != plain.code[0] || r.style != plain.style {
			t.Errorf("%q: the script or the style is another one", s)
		}
		for _, of := range []map[string]int{plain.elements, r.elements} {
			maps.DeleteFunc(of, func(name string, _ int) bool {
				return slices.Contains([]string{"div", "text", "rect", "path", "svg", "g", "circle"}, name)
			})
		}
		if diff := cmp.Diff(plain.elements, r.elements); diff != "" {
			t.Errorf("%q: elements (-of others +here):\n%s", s, diff)
		}
		if bytes.ContainsFunc(page, func(c rune) bool { return c < ' ' && c != '\n' || c == 0x202e || c == 0x2066 || c == 0x7f }) {
			t.Errorf("%q is written as it is", s)
		}
	}
}

// A page of 300 steps is small enough for a mail.
func TestSize(t *testing.T) {
	const most = 500_000
	empty := len(paint(t, html.Painter{}, &render.Diagram{}))
	for name, d := range rendertest.Stored(t) {
		steps := 0
		for i := range d.Ladders {
			steps += len(d.Ladders[i].Steps)
		}
		page := len(paint(t, html.Painter{}, d))
		if of300 := empty + (page-empty)*300/steps; of300 > most && steps > 40 {
			t.Errorf("%s has %d steps in %d bytes: 300 would be %d, at most %d", name, steps, page, of300, most)
		}
	}
}

func TestEmptyDiagram(t *testing.T) {
	for _, d := range []*render.Diagram{{}, {Ladders: []render.Ladder{{}}}, {Aligned: true, Ladders: []render.Ladder{{}, {}}}} {
		r := parse(t, paint(t, html.Painter{}, d))
		checkPage(t, d, r)
		if strings.Contains(r.data, "null") {
			t.Errorf("a list is null: %s", r.data)
		}
	}
}

// A painter tells why it could not write, and ends when it is asked to.
func TestErrors(t *testing.T) {
	d, full, enough := rendertest.Stored(t)["udp"], errors.New("full"), errors.New("enough")
	if err := (&html.Painter{}).Paint(failing{full}, d); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	p := html.Painter{Check: func() error { return enough }}
	if err := p.Paint(io.Discard, d); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
}

// failing takes nothing.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
