package grading

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"wireladder/render/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// report returns a report with a probe of each kind.
func report() *Report {
	return &Report{
		Server: "python3 server.py 12000", Proto: "tcp", Address: "0.0.0.0:12000", Model: "loop", Expect: "upper",
		Started: time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC), Seconds: 3.25,
		Grades: []Grade{
			{Probe: "one", Title: "one client asks, and is answered", Status: Passed, Seconds: 0.25, Asked: `a client sends "hello\n"`, Expected: `"HELLO\n"`, Seen: `client gets "HELLO\n"`},
			{
				Probe: "silent", Title: "a client that is silent, and one that asks", Status: Advised, Seconds: 0.75, Asked: "two clients", Expected: `"HELLO\n"`,
				Seen:    "client 2 gets its answer, but only when client 1 had left",
				Remarks: []Remark{{"serial-server", "the client 2 must wait", "Its connection is made.", "a thread for each"}},
				Picture: "wireladder read report/silent.pcapng",
			},
			{
				Probe: "pieces", Title: "one message in two pieces", Status: Failed, Seconds: 1.5, Asked: `"hello", and then ", world\n"`, Expected: `"HELLO, WORLD\n"`,
				Seen: `client gets "HELLO", then the end of the stream`,
				Remarks: []Remark{
					{"boundaries", "the server takes 5 of 13 bytes for the whole message", "recv() (server.py:9) returned 5 bytes of a message of 13.", "receive until the \\n has come"},
					{Rule: "crashed", Brief: "the server ends with exit status 1"},
				},
				Printed: []string{"server │ ready", "server │ \x1b]0;title\a"}, Picture: "wireladder read report/pieces.pcapng", Ladder: "the ladder\n",
			},
			{Probe: "lost", Title: "a datagram that is lost, and one more", Status: Skipped, Seen: "it is bound to 127.0.0.1 alone"},
		},
	}
}

// hostile returns a report whose texts are those of somebody who means no good.
func hostile(s string) *Report {
	g := Grade{
		Probe: "one", Title: "one client asks", Status: Failed, Asked: s, Expected: s, Seen: s, Printed: []string{s}, Picture: s,
		Remarks: []Remark{{s, s, s, s}},
	}
	r := &Report{Server: s, Proto: "tcp", Address: s, Model: s, Expect: s, Grades: []Grade{g, g, g}}
	r.Grades[1].Status, r.Grades[2].Status = Skipped, Advised
	return r
}

// asText returns a report as text.
func asText(t *testing.T, r *Report, s text.Style) string {
	t.Helper()
	var b bytes.Buffer
	p := NewPrinter(&b, s)
	for i := range r.Grades {
		if err := p.Grade(&r.Grades[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Summary(r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func written(t *testing.T, write func(io.Writer, *Report) error, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, got := range map[string]string{
		"report.txt": asText(t, report(), text.Style{}), "narrow.txt": asText(t, report(), text.Style{Width: 60, ASCII: true}),
		"report.json": written(t, JSON, report()), "report.xml": written(t, JUnit, report()), "hostile.xml": written(t, JUnit, hostile("\x00\x1b[2J\xff]]>&<é\u202e\ufffe\U0001f600\"'\r\n")),
	} {
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil { //nolint:gosec // for all to read
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// What cannot be written is told.
func TestWriteErrors(t *testing.T) {
	full := errors.New("no space left")
	w := writerFunc(func([]byte) (int, error) { return 0, full })
	if err := JSON(w, report()); !errors.Is(err, full) {
		t.Errorf("JSON: %v", err)
	}
	if err := JUnit(w, report()); !errors.Is(err, full) {
		t.Errorf("JUnit: %v", err)
	}
	if err := NewPrinter(w, text.Style{}).Grade(&report().Grades[0]); !errors.Is(err, full) {
		t.Errorf("text: %v", err)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// Whatever a server prints or answers, XML is well-formed and has no characters that XML 1.0
// does not know, JSON can be read, and no row of text is obeyed by a terminal, or too wide.
func FuzzReport(f *testing.F) {
	for _, s := range []string{"", "hello\n", "\x00\x1b[2J\xff]]>", "\ufffe\U0010ffff\u2028", "語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語語", strings.Repeat("x", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := hostile(s)
		checkXML(t, written(t, JUnit, r))
		if !json.Valid([]byte(written(t, JSON, r))) {
			t.Error("no JSON")
		}
		for line := range strings.Lines(asText(t, r, text.Style{Width: 80})) {
			checkRow(t, strings.TrimSuffix(line, "\n"))
		}
	})
}

func checkXML(t *testing.T, doc string) {
	t.Helper()
	for _, r := range doc {
		if r == utf8.RuneError || r < ' ' && r != '\n' || r == '\ufffe' || r == '\uffff' {
			t.Errorf("a character %U", r)
		}
	}
	d := xml.NewDecoder(strings.NewReader(doc))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func checkRow(t *testing.T, row string) {
	t.Helper()
	for _, r := range row {
		if !unicode.IsPrint(r) {
			t.Errorf("%q", row)
		}
	}
	if n := text.Medium(false).Cells(row); n > 80 {
		t.Errorf("%d cells: %q", n, row)
	}
}
