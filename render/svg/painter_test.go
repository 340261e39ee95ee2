package svg_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/svg"
	"wireladder/render/typeface"
)

// paint returns a diagram as SVG.
func paint(t testing.TB, p svg.Painter, d *render.Diagram) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.Paint(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read is what a parser of XML finds in a picture.
type read struct {
	arrows   []string // the steps of arrows
	texts    []string
	title    string
	summary  string
	root     map[string]string
	elements map[string]int
	values   []string // of all attributes
	style    string
}

// parse reads a picture as strictly as XML asks for.
func parse(t *testing.T, picture []byte) *read {
	t.Helper()
	r, in := &read{root: map[string]string{}, elements: map[string]int{}}, ""
	x := xml.NewDecoder(bytes.NewReader(picture))
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return r
		}
		if err != nil {
			t.Fatalf("%v in\n%.2000s", err, picture)
		}
		switch e := token.(type) {
		case xml.StartElement:
			in = e.Name.Local
			r.elements[in]++
			r.attributes(e.Attr)
			if in == "text" {
				r.texts = append(r.texts, "")
			}
		case xml.EndElement:
			in = ""
		case xml.CharData:
			r.characters(in, string(e))
		case xml.Comment, xml.ProcInst, xml.Directive:
			t.Errorf("there is a %T", e)
		}
	}
}

func (r *read) attributes(all []xml.Attr) {
	for _, a := range all {
		r.values = append(r.values, a.Name.Local+"="+a.Value)
		if r.elements["svg"]+len(r.elements) == 2 {
			r.root[a.Name.Local] = a.Value
		}
		if a.Name.Local == "data-step" {
			r.arrows = append(r.arrows, a.Value)
		}
	}
}

// classed counts the elements of a class.
func (r *read) classed(class string) int {
	n := 0
	for _, v := range r.values {
		if c, ok := strings.CutPrefix(v, "class="); ok && slices.Contains(strings.Fields(c), class) {
			n++
		}
	}
	return n
}

func (r *read) characters(in, s string) {
	switch in {
	case "text":
		r.texts[len(r.texts)-1] += s
	case "title":
		r.title += s
	case "desc":
		r.summary += s
	case "style":
		r.style += s
	}
}

// wantedArrows returns the steps of the arrows that a diagram has: one for each packet that is
// sent, and one more for each further copy that arrives.
func wantedArrows(d *render.Diagram) []string {
	var all []string
	for i := range d.Ladders {
		for j, s := range d.Ladders[i].Steps {
			if s.Kind != render.Message {
				continue
			}
			n := len(s.Arrivals)
			if s.Transit != render.Later || n == 0 {
				n++
			}
			all = append(all, slices.Repeat([]string{fmt.Sprintf("%d.%d", i, j)}, n)...)
		}
	}
	return all
}

// checkPicture checks what holds of any picture.
func checkPicture(t *testing.T, d *render.Diagram, r *read) {
	t.Helper()
	want, got := wantedArrows(d), slices.Clone(r.arrows)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("arrows of steps %v, want %v", got, want)
	}
	if r.root["role"] != "img" || r.root["aria-labelledby"] != "title summary" || r.elements["title"] != 1 || r.elements["desc"] != 1 {
		t.Errorf("it is no image with a title: %v, %v", r.root, r.elements)
	}
	if n, want := r.classed("tip")+r.classed("cross"), r.classed("arrow")-r.classed("loose"); n != want {
		t.Errorf("%d arrows have heads or crosses, want %d", n, want)
	}
	for e := range r.elements {
		if !slices.Contains([]string{"svg", "title", "desc", "style", "rect", "path", "circle", "text"}, e) {
			t.Errorf("there is a <%s>", e)
		}
	}
	for _, v := range r.values {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "on") || name == "href" || name == "src" || name == "style" {
			t.Errorf("there is %s", v)
		}
	}
	for _, loads := range []string{"url(", "@import", "http", "expression"} {
		if strings.Contains(r.style, loads) {
			t.Errorf("the style has %q", loads)
		}
	}
}

func TestPicturesAreWellFormed(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		for _, detail := range []render.Detail{render.None, render.Brief, render.Full} {
			t.Run(fmt.Sprint(name, "/", detail), func(t *testing.T) {
				r := parse(t, paint(t, svg.Painter{Detail: detail}, d))
				checkPicture(t, d, r)
				if r.summary == "" || r.title == "" {
					t.Errorf("title %q, summary %q", r.title, r.summary)
				}
			})
		}
	}
}

// What a diagram says is in its picture: each label in one of its forms, and each sentence.
func TestAllIsSaid(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		r := parse(t, paint(t, svg.Painter{}, d))
		said := strings.Join(strings.Fields(strings.Join(r.texts, " ")), " ")
		for i := range d.Ladders {
			for j := range d.Ladders[i].Steps {
				s := &d.Ladders[i].Steps[j]
				if !strings.Contains(said, strings.Join(strings.Fields(s.Brief), " ")) {
					t.Errorf("%s, step %d: %q is not said", name, j, s.Brief)
				}
				if len(s.Labels) > 0 && !slices.ContainsFunc(s.Labels, func(l string) bool {
					return strings.Contains(said, strings.Join(strings.Fields(typeface.Legible(l)), " "))
				}) {
					t.Errorf("%s, step %d: none of %q is there", name, j, s.Labels)
				}
			}
		}
	}
}

// Whatever a diagram holds is text in the picture, and changes nothing else.
func TestHostileStringsAreInert(t *testing.T) {
	all := rendertest.Stored(t)
	for _, name := range []string{"contrast", "udp-refused", "crossing-fins", "backlog", "data-loss"} {
		for _, s := range rendertest.Hostile() {
			d := all[name]
			rendertest.Poison(d, s)
			for _, detail := range []render.Detail{render.Brief, render.Full} {
				r := parse(t, paint(t, svg.Painter{Detail: detail}, d))
				checkPicture(t, d, r)
				for _, text := range append(r.texts, r.title, r.summary) {
					if strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c == 0x202e || c == 0x2066 || c == 0x7f || c == 0x85 }) {
						t.Errorf("%s: %q is written as it is", name, text)
					}
				}
			}
		}
	}
}

func TestEmptyDiagram(t *testing.T) {
	for _, d := range []*render.Diagram{{}, {Ladders: []render.Ladder{{}}}, {Aligned: true, Ladders: []render.Ladder{{}, {}}}} {
		checkPicture(t, d, parse(t, paint(t, svg.Painter{}, d)))
	}
}

// A painter tells why it could not write, and ends when it is asked to.
func TestErrors(t *testing.T) {
	d, full, enough := rendertest.Stored(t)["udp"], errors.New("full"), errors.New("enough")
	if err := (&svg.Painter{}).Paint(failing{full}, d); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	p := svg.Painter{Check: func() error { return enough }}
	if err := p.Paint(io.Discard, d); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
}

// failing takes nothing.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestPictures(t *testing.T) {
	all := rendertest.Stored(t)
	for _, name := range []string{"udp", "data-loss"} {
		rendertest.Golden(t, name+".svg", paint(t, svg.Painter{}, all[name]))
	}
}

// FuzzPaint puts bytes wherever a diagram has a string: the picture is XML, and has the same
// arrows; so are its slides.
func FuzzPaint(f *testing.F) {
	for _, s := range rendertest.Hostile() {
		f.Add(s, uint8(len(s)), uint16(900))
	}
	names := []string{"contrast", "udp-refused", "crossing-fins", "backlog", "data-loss", "fast-retransmit", "select", "packets-only"}
	all := rendertest.Stored(f)
	f.Fuzz(func(t *testing.T, s string, n uint8, width uint16) {
		if len(s) > 1000 {
			return // the same again, and long to parse
		}
		d := all[names[int(n)%len(names)]]
		rendertest.Poison(d, s)
		checkPicture(t, d, parse(t, paint(t, svg.Painter{Width: float64(width), Detail: render.Detail(n % 3)}, d)))
		for _, slide := range paintSlides(t, d) {
			parse(t, slide)
		}
	})
}
