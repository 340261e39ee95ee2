package markdown_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/markdown"
	"wireladder/render/rendertest"
)

func paint(t testing.TB, p markdown.Painter, d *render.Diagram) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Paint(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// judged returns a diagram in which something went wrong.
func judged(t testing.TB) *render.Diagram {
	t.Helper()
	d := rendertest.ReadDiagram(t, "../testdata/contrast.diagram.txt")
	d.Findings = []render.Finding{{Rule: "both-wait", Brief: "both wait for ever", Full: "Each waits in recv().", Repair: "Let one of them begin."}, {Rule: "x", Brief: "y"}}
	d.Notes = []string{"The capture lost 2 packets: the picture has gaps."}
	return d
}

func TestGolden(t *testing.T) {
	rendertest.Golden(t, "contrast.md", []byte(paint(t, markdown.Painter{}, judged(t))))
}

func TestDetail(t *testing.T) {
	got := paint(t, markdown.Painter{Detail: render.None, ASCII: true}, judged(t))
	if strings.Contains(got, "Each waits") || strings.Contains(got, "─") || !strings.Contains(got, "both wait for ever") {
		t.Error(got)
	}
}

// What stands in a diagram leaves no fence, and makes no line of its own.
func TestNothingIsMarkup(t *testing.T) {
	plain := rendertest.ReadDiagram(t, "../testdata/contrast.diagram.txt")
	rendertest.Poison(plain, "plain")
	want := outline(t, paint(t, markdown.Painter{}, plain))
	for _, s := range append(rendertest.Hostile(), " ", "```", "\n```\n", "~~~", "# heading", "\n# heading", "- item", "| a | b |", "![x](http://y)", "<!-- ", "@all #1", "***", "    code") {
		d := rendertest.ReadDiagram(t, "../testdata/contrast.diagram.txt")
		if s == "" {
			continue // nothing is said then, not even in a line of its own
		}
		rendertest.Poison(d, s)
		if got := outline(t, paint(t, markdown.Painter{}, d)); got != want {
			t.Errorf("%.40q: %q, want %q", s, got, want)
		}
	}
}

// outline tells the lines outside of the fence by how they begin.
func outline(t *testing.T, s string) string {
	t.Helper()
	var all []string
	fence := ""
	for l := range strings.Lines(s) {
		l = strings.TrimSuffix(l, "\n")
		switch {
		case fence != "" && l != fence:
			continue
		case fence != "":
			fence = ""
		case strings.HasPrefix(l, "```"):
			fence = strings.TrimSuffix(l, "text")
		}
		switch {
		case fence != "" || strings.HasPrefix(l, "```"):
			all = append(all, "fence")
		case l != "" && strings.ContainsAny(l[:1], "#-|>*+~ \t"):
			all = append(all, l[:1])
		default:
			all = append(all, "")
		}
	}
	return strings.Join(all, ",")
}

func TestCheck(t *testing.T) {
	enough := errors.New("enough")
	if err := (&markdown.Painter{Check: func() error { return enough }}).Paint(io.Discard, judged(t)); !errors.Is(err, enough) {
		t.Error(err)
	}
}
