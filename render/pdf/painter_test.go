package pdf_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/pdf"
	"wireladder/render/rendertest"
	"wireladder/render/typeface"
)

// paint returns a diagram as PDF.
func paint(t testing.TB, p pdf.Painter, d *render.Diagram) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.Paint(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// spaced returns a text with single blanks between its words.
func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// What a diagram says can be read in its file: each label in one of its forms, each sentence.
func TestAllIsSaid(t *testing.T) {
	all := rendertest.Stored(t)
	for _, name := range []string{"contrast", "backlog", "tcp-3", "data-loss", "select", "udp-refused"} {
		d := all[name]
		var said []string
		r := parse(t, paint(t, pdf.Painter{}, d))
		for i := range r.pages {
			said = append(said, r.pages[i].said())
		}
		checkSaid(t, name, d, spaced(strings.Join(said, " ")))
		if r.family != 3 {
			t.Errorf("%s: %d fonts", name, r.family)
		}
	}
}

func checkSaid(t *testing.T, name string, d *render.Diagram, said string) {
	t.Helper()
	for i := range d.Ladders {
		for j := range d.Ladders[i].Steps {
			s := &d.Ladders[i].Steps[j]
			if !strings.Contains(said, spaced(s.Brief)) {
				t.Errorf("%s, step %d: %q is not said", name, j, s.Brief)
			}
			if len(s.Labels) > 0 && !slices.ContainsFunc(s.Labels, func(l string) bool { return strings.Contains(said, spaced(typeface.Legible(l))) }) {
				t.Errorf("%s, step %d: none of %q is there", name, j, s.Labels)
			}
		}
	}
}

// A long picture has pages of one size, each with the heads of the lifelines that are there and
// with its number; a short one has one of its own size.
func TestPages(t *testing.T) {
	all := rendertest.Stored(t)
	short := parse(t, paint(t, pdf.Painter{}, all["udp"]))
	if len(short.pages) != 1 || strings.Contains(short.pages[0].said(), "page 1") || !strings.HasPrefix(short.pages[0].size, "0 0 840.00 ") {
		t.Errorf("a short one has %d pages, the first of %s, that say %s", len(short.pages), short.pages[0].size, short.pages[0].said())
	}
	long := parse(t, paint(t, pdf.Painter{}, all["tcp-3"]))
	if len(long.pages) < 3 {
		t.Fatalf("a long one has %d pages", len(long.pages))
	}
	for i := range long.pages {
		p := &long.pages[i]
		head := strings.Join(p.texts[:min(len(p.texts), 60)], "|")
		for _, want := range []string{"|server|fd 8|listening|"} {
			if !strings.Contains(head, want) {
				t.Errorf("page %d begins without %q: %s", i+1, want, head)
			}
		}
		if p.size != "" && p.size != "0 0 595.28 841.89" {
			t.Errorf("page %d is of %s", i+1, p.size)
		}
		if i > 0 && strings.Contains(head, "|TCP|") {
			t.Errorf("page %d has the title again", i+1)
		}
	}
	wide := parse(t, paint(t, pdf.Painter{Width: 1280}, all["contrast"]))
	if !strings.Contains(wide.pages[0].said(), "page 1 of 2") || len(wide.pages) != 2 {
		t.Errorf("contrast has %d pages", len(wide.pages))
	}
}

// Slides have a page each, as large as those of office programs.
func TestSlides(t *testing.T) {
	for name, want := range map[string]int{"on-its-way": 1, "tcp": 3} {
		file := parse(t, paint(t, pdf.Painter{Slide: true}, rendertest.Stored(t)[name]))
		if len(file.pages) != want {
			t.Fatalf("%s: %d pages", name, len(file.pages))
		}
		for i := range file.pages {
			if p := &file.pages[i]; p.size != "" && p.size != "0 0 960.00 540.00" || len(p.texts) == 0 {
				t.Errorf("%s: page %d is of %s, and says %q", name, i+1, p.size, p.said())
			}
		}
	}
}

// Whatever a diagram holds is text on its pages, and changes nothing else: no name is in the
// file that others have not, and those have none of an action, a script or a link.
func TestHostileStringsAreInert(t *testing.T) {
	all := rendertest.Stored(t)
	d, harmless := all["udp-refused"], parse(t, paint(t, pdf.Painter{Width: 1280}, all["contrast"])).names
	for _, name := range strings.Fields("/JS /JavaScript /OpenAction /AA /A /URI /Launch /GoToR /SubmitForm /Annots /AcroForm /RichMedia /Filespec /EF") {
		if slices.Contains(harmless, name) {
			t.Errorf("every file has %s", name)
		}
	}
	for _, s := range rendertest.Hostile() {
		rendertest.Poison(d, s[:min(len(s), 300)])
		r := parse(t, paint(t, pdf.Painter{Detail: render.Full}, d))
		for _, name := range r.names {
			if !slices.Contains(harmless, name) {
				t.Errorf("%q: the file has %s", s, name)
			}
		}
		for i := range r.pages {
			checkPage(t, &r.pages[i])
		}
	}
}

// checkPage checks that what a page begins it ends, and that no control is written.
func checkPage(t *testing.T, p *page) {
	t.Helper()
	if p.count["q"] != p.count["Q"] || p.count["BT"] != p.count["ET"] || p.count["Tj"] != p.count["Td"] {
		t.Errorf("a page has %v", p.count)
	}
	for _, said := range p.texts {
		if strings.ContainsFunc(said, func(c rune) bool { return c < ' ' || c == 0x202e || c == 0x2066 || c == 0x7f || c == 0x85 }) {
			t.Errorf("%q is written as it is", said)
		}
	}
}

// A title is read back as it is legible; what the format can't hold is escaped.
func TestTitle(t *testing.T) {
	d := rendertest.Stored(t)["udp"]
	for title, want := range map[string]string{"a (b) \\ c": "a (b) \\ c", "日本 é": "日本 é", "😀": `\U0001f600`, "x\x00": `x\x00`} {
		d.Title = title
		if r := parse(t, paint(t, pdf.Painter{}, d)); r.title != want {
			t.Errorf("%q is %q, want %q", title, r.title, want)
		}
	}
}

// The same diagram is the same file.
func TestSameFile(t *testing.T) {
	d := rendertest.Stored(t)["backlog"]
	if !bytes.Equal(paint(t, pdf.Painter{}, d), paint(t, pdf.Painter{}, d)) {
		t.Error("it differs from time to time")
	}
}

func TestEmptyDiagram(t *testing.T) {
	for _, d := range []*render.Diagram{{}, {Ladders: []render.Ladder{{}}}, {Aligned: true, Ladders: []render.Ladder{{}, {}}}} {
		if r := parse(t, paint(t, pdf.Painter{}, d)); len(r.pages) != 1 {
			t.Errorf("%d pages", len(r.pages))
		}
	}
}

// A painter tells why it could not write, and ends when it is asked to.
func TestErrors(t *testing.T) {
	d, full, enough := rendertest.Stored(t)["udp"], errors.New("full"), errors.New("enough")
	if err := (&pdf.Painter{}).Paint(failing{full}, d); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	p := pdf.Painter{Check: func() error { return enough }}
	if err := p.Paint(io.Discard, d); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
}

// failing takes nothing.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// BenchmarkPaint draws a run of several pages.
func BenchmarkPaint(b *testing.B) {
	d := rendertest.Stored(b)["tcp-12"]
	b.ReportAllocs()
	for b.Loop() {
		if err := (&pdf.Painter{}).Paint(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}
