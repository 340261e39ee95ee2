package plantuml_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/plantuml"
	"wireladder/render/rendertest"
)

func paint(t testing.TB, d *render.Diagram, detail render.Detail) string {
	t.Helper()
	var b bytes.Buffer
	if err := (&plantuml.Painter{Detail: detail}).Paint(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGoldens(t *testing.T) {
	for name, path := range map[string]string{"contrast": "contrast", "data-loss": "wire/data-loss", "udp-reorder": "wire/udp-reorder"} {
		d := rendertest.ReadDiagram(t, "../testdata/"+path+".diagram.txt")
		rendertest.Golden(t, name+".puml", []byte(paint(t, d, render.Brief)))
	}
}

// The statements that there may be. What stands in them is words and a few signs, and anything else
// by its number.
var statement = regexp.MustCompile(`^(?:@startuml|@enduml|newpage|end box|skinparam shadowing false|' drawn by wireladder for PlantUML` +
	`|title (.*)|box "(.*)" #F7F7F7|participant "(.*)" as p\d+|p(\d+) (-)>(?:x|>|) p(\d+) : (.*)|p\d+ --> p\d+ : (.*)|note over p\d+(?:, p\d+)? : (.*)` +
	`|== (.*) ==|\.\.\. (.*) \.\.\.|(?:create|activate|deactivate|destroy) p\d+)$`)

var inert = regexp.MustCompile(`^(?:[A-Za-z0-9 .,()=:_'-]|<U\+[0-9A-F]{4,6}>|\\n)*$`)

// messages reads what was painted, says what is wrong with it, and counts the packets.
func messages(t *testing.T, name, text string) int {
	t.Helper()
	lines, n := strings.Split(strings.TrimSuffix(text, "\n"), "\n"), 0
	if lines[0] != "@startuml" || lines[len(lines)-1] != "@enduml" || strings.Count(text, "@enduml") != 1 {
		t.Errorf("%s: it begins and ends with %q, %q", name, lines[0], lines[len(lines)-1])
	}
	for _, l := range lines {
		m := statement.FindStringSubmatch(l)
		if m == nil {
			t.Fatalf("%s: no statement: %q", name, l)
		}
		for _, text := range m[1:] {
			if !inert.MatchString(text) {
				t.Errorf("%s: this may be more than text: %q", name, text)
			}
		}
		if m[4] != m[6] {
			n++
		}
	}
	return n
}

// sent counts the packets of a diagram, from one socket to another.
func sent(d *render.Diagram) int {
	n := 0
	for i := range d.Ladders {
		for j := range d.Ladders[i].Steps {
			if s := &d.Ladders[i].Steps[j]; s.Kind == render.Message && s.From != s.To {
				n++
			}
		}
	}
	return n
}

// hostile is what would be obeyed where it is not escaped.
func hostile() []string {
	return append(rendertest.Hostile(),
		"%date()", "!include /etc/passwd", "<img:/etc/passwd>", "@enduml", "end", "end note", "x\np0 -> p1 : forged", `x\np0 -> p1`, "' comment", "/' comment",
		"**b**", "//i//", "__u__", "--s--", "~~w~~", "[[http://x]]", "== x ==", "...", "||", "= heading", "* bullet", "|= table |", "$x", "&#60;", "<U+003C>", "<$sprite>", "!$x = 1",
	)
}

// Whatever stands in a diagram, it has the same messages, and text.
func TestNothingIsObeyed(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		if got, want := messages(t, name, paint(t, d, render.Full)), sent(d); got != want {
			t.Errorf("%s: %d messages, want %d", name, got, want)
		}
	}
	for _, name := range []string{"contrast", "wire/udp-reorder"} {
		d := rendertest.ReadDiagram(t, "../testdata/"+name+".diagram.txt")
		for _, s := range hostile() {
			rendertest.Poison(d, s)
			d.Hosts = s
			if got, want := messages(t, s, paint(t, d, render.Full)), sent(d); got != want {
				t.Errorf("%s, %q: %d messages, want %d", name, s, got, want)
			}
		}
	}
}

// A long run has pages: a PNG of one would be cut. It is written as it is told, and whoever has seen
// enough ends it.
func TestPages(t *testing.T) {
	l := render.Ladder{Proto: capture.TCP, Lifelines: []render.Lifeline{
		{Process: "client", Side: flow.Initiator, FD: 3, Begin: -1, End: -1}, {Process: "server", Side: flow.Responder, FD: 4, Begin: -1, End: -1},
	}}
	for i := range 3000 {
		l.Steps = append(l.Steps, render.Step{Kind: render.Message, Packet: i, To: 1, Born: -1, Labels: []string{fmt.Sprint("ACK ack=", i)}, Brief: "covers it"})
	}
	d := &render.Diagram{Ladders: []render.Ladder{l}}
	text := paint(t, d, render.Brief)
	pages := strings.Split(text, "\nnewpage\n")
	if n := messages(t, "long", text); n != len(l.Steps) {
		t.Errorf("%d messages", n)
	}
	if len(pages) < 30 || len(pages) > 80 {
		t.Errorf("%d pages", len(pages))
	}
	enough := errors.New("enough")
	if err := (&plantuml.Painter{Check: func() error { return enough }}).Paint(io.Discard, d); !errors.Is(err, enough) {
		t.Error(err)
	}
}
