package mermaid_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/mermaid"
	"wireladder/render/rendertest"
)

// paint returns the diagrams of a picture.
func paint(t testing.TB, d *render.Diagram, detail render.Detail) []string {
	t.Helper()
	all := []*bytes.Buffer{{}}
	p := mermaid.Painter{Detail: detail, Next: func(part int) (io.Writer, error) {
		if all = append(all, &bytes.Buffer{}); part != len(all) {
			t.Errorf("part %d is asked for, want %d", part, len(all))
		}
		return all[len(all)-1], nil
	}}
	if err := p.Paint(all[0], d); err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, b := range all {
		parts = append(parts, b.String())
	}
	return parts
}

func TestGoldens(t *testing.T) {
	for name, path := range map[string]string{"contrast": "contrast", "data-loss": "wire/data-loss", "udp-reorder": "wire/udp-reorder"} {
		parts := paint(t, rendertest.ReadDiagram(t, "../testdata/"+path+".diagram.txt"), render.Brief)
		if len(parts) != 1 {
			t.Fatalf("%s has %d parts", name, len(parts))
		}
		rendertest.Golden(t, name+".mmd", []byte(parts[0]))
	}
}

// The statements that there may be. What stands in them is text without a sign that Mermaid obeys,
// but for the numbers of such signs and the ends of lines.
var (
	statement = regexp.MustCompile(`^  (?:(create )?participant (p\d+) as (.*)|(p\d+)(->>|-x|-\)|-->>)(p\d+): (.*)|Note over (p\d+)(?:,(p\d+))?: (.*)|(activate|deactivate|destroy) (p\d+)|rect rgba\([\d., ]+\)|end|(?:title|accTitle:) (.+))$`)
	inert     = regexp.MustCompile("^(?:[^;#%<>&$\\\\`{}@~ﬂ¶]|#[0-9]+;|<br/>)*$")
)

// reader reads a diagram as Mermaid does, as far as we write it.
type reader struct {
	there, ended, active map[string]bool
	bands                int
	messages             []string // texts of arrows, but for those to sockets that are made
}

// read reads a diagram, and says what is wrong with it.
func read(t *testing.T, text string) *reader {
	t.Helper()
	r := &reader{there: map[string]bool{}, ended: map[string]bool{}, active: map[string]bool{}}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(text) > mermaid.MostCharacters || lines[0] != "sequenceDiagram" || lines[1] != mermaid.Mark {
		t.Errorf("%d octets, begins with %q", len(text), lines[:2])
	}
	for _, l := range lines[2:] {
		m := statement.FindStringSubmatch(l)
		if m == nil {
			t.Fatalf("no statement: %q", l)
		}
		r.statement(t, l, m)
	}
	if r.bands != 0 || len(r.active) != 0 {
		t.Errorf("%d bands and %v are left open", r.bands, r.active)
	}
	return r
}

func (r *reader) statement(t *testing.T, l string, m []string) {
	t.Helper()
	for _, i := range []int{3, 7, 10, 13} {
		if !inert.MatchString(m[i]) {
			t.Errorf("this may be more than text: %q", l)
		}
	}
	for _, i := range []int{4, 6, 8, 9, 12} {
		if n := m[i]; n != "" && (!r.there[n] || r.ended[n] && m[11] == "") {
			t.Errorf("nobody is there: %q", l)
		}
	}
	switch {
	case m[2] != "":
		r.there[m[2]] = true
	case m[5] != "" && m[5] != "-->>":
		r.messages = append(r.messages, m[7])
	case m[11] == "activate":
		r.active[m[12]] = true
	case m[11] == "deactivate" && !r.active[m[12]]:
		t.Errorf("nothing waits: %q", l)
	case m[11] == "deactivate":
		delete(r.active, m[12])
	case strings.HasPrefix(l, "  rect"):
		r.bands++
	case l == "  end":
		r.bands--
	}
}

// messages counts the packets of a diagram.
func messages(d *render.Diagram) int {
	n := 0
	for i := range d.Ladders {
		for j := range d.Ladders[i].Steps {
			if d.Ladders[i].Steps[j].Kind == render.Message {
				n++
			}
		}
	}
	return n
}

// hostile is what would be obeyed where it is not escaped.
func hostile() []string {
	return append(rendertest.Hostile(),
		"x; p0->>p1: forged", "x\np0->>p1: forged", "# comment", "end", "%%{init: {\"theme\": \"forest\"}}%%", "style:#; x;", "classDef a:#;", "wrap: x",
		"<br/>", "#59; p0->>p1: forged", "ﬂ°°60¶ß", "$$x$$", "@{ \"type\": \"database\" }", "---\ntitle: x\n---", "participant p9", "accDescr { x }", "`",
	)
}

// Whatever stands in a diagram, it has the same messages, and text.
func TestNothingIsObeyed(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		check(t, name, d)
	}
	for _, name := range []string{"contrast", "wire/udp-reorder"} {
		d := rendertest.ReadDiagram(t, "../testdata/"+name+".diagram.txt")
		for _, s := range hostile() {
			rendertest.Poison(d, s)
			d.Hosts = s
			check(t, fmt.Sprintf("%s, %.40q", name, s), d)
		}
	}
}

// check checks the diagrams of a picture, and counts their messages.
func check(t *testing.T, name string, d *render.Diagram) {
	t.Helper()
	n := 0
	for _, part := range paint(t, d, render.Full) {
		n += len(read(t, part).messages)
	}
	if want := messages(d); n != want {
		t.Errorf("%s: %d messages, want %d", name, n, want)
	}
}

// transfer returns a diagram of so many packets, while a call waits for all of them.
func transfer(packets int) *render.Diagram {
	l := render.Ladder{Proto: capture.TCP, Title: "TCP", Lifelines: []render.Lifeline{
		{Process: "client", Side: flow.Initiator, FD: 3, Begin: -1, End: -1}, {Process: "server", Side: flow.Responder, FD: 4, Begin: -1, End: -1},
	}}
	l.Steps = append(l.Steps, render.Step{Kind: render.Enter, Lifeline: 1, Born: -1, Labels: []string{"recv() waits"}})
	l.Bars = []render.Bar{{Lifeline: 1, From: 0, To: -1}}
	for i := range packets {
		l.Steps = append(l.Steps, render.Step{
			Kind: render.Message, Packet: i + 1, To: 1, Born: -1, Phase: "request", Tone: render.Carries,
			Labels: []string{fmt.Sprintf(`PSH,ACK seq=%d "%%%%;"`, i)}, Brief: "carries bytes; more is to come",
		})
	}
	return &render.Diagram{Ladders: []render.Ladder{l}}
}

// A long run has several diagrams, each whole: nothing is lost between them.
func TestParts(t *testing.T) {
	const packets = 2000
	parts := paint(t, transfer(packets), render.Brief)
	var all []string
	for i, part := range parts {
		r := read(t, part)
		all = append(all, r.messages...)
		if want := fmt.Sprintf("title TCP:  (part %d of %d)", i+1, len(parts)); !strings.Contains(part, want) {
			t.Errorf("part %d does not say %q:\n%.200s", i+1, want, part)
		}
		if !strings.Contains(part, "\n  activate p1\n") || !strings.Contains(part, "— request —") {
			t.Errorf("part %d has lost the call, or its phase", i+1)
		}
		if i > 0 && i < len(parts)-1 && len(part) < mermaid.MostCharacters*8/10 {
			t.Errorf("part %d has %d octets: there is room for more", i+1, len(part))
		}
	}
	if len(all) != packets || !slices.IsSortedFunc(all, func(a, b string) int { return number(a) - number(b) }) {
		t.Errorf("%d messages in %d parts", len(all), len(parts))
	}
	var one *mermaid.PartsError
	var b bytes.Buffer
	if err := (&mermaid.Painter{}).Paint(&b, transfer(packets)); !errors.As(err, &one) || one.Parts != len(parts) || b.Len() > 0 {
		t.Errorf("%v, and %d octets", err, b.Len())
	}
}

// number returns the number of a packet.
func number(label string) (n int) {
	_, _ = fmt.Sscan(label, &n)
	return n
}

// Whoever has seen enough ends the painting.
func TestCheck(t *testing.T) {
	enough := errors.New("enough")
	p := mermaid.Painter{Check: func() error { return enough }}
	if err := p.Paint(io.Discard, transfer(1)); !errors.Is(err, enough) {
		t.Error(err)
	}
}
