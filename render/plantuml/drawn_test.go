//go:build drawn

package plantuml_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/sequence"
)

// TestDrawn has PlantUML itself draw what is written for it: each message has the text that it has
// here, and there is as much to see as where all texts are harmless.
func TestDrawn(t *testing.T) {
	folder, diagrams, like := t.TempDir(), rendertest.Stored(t), map[string]string{}
	for i, s := range append([]string{"harmless"}, hostile()...) {
		for _, name := range []string{"udp", "wire/udp-reorder"} {
			if s == "" || len(s) > 1000 {
				continue // less or more to see
			}
			d := rendertest.ReadDiagram(t, "../testdata/"+name+".diagram.txt")
			rendertest.Poison(d, s)
			d.Hosts = s
			at := fmt.Sprintf("%s-%d", filepath.Base(name), i)
			diagrams[at], like[at] = d, filepath.Base(name)+"-0"
		}
	}
	var files []string
	for name, d := range diagrams {
		file := filepath.Join(folder, name+".puml")
		if err := os.WriteFile(file, []byte(paint(t, d, render.Brief)), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if out, err := exec.Command("plantuml", append([]string{"-tsvg", "-charset", "UTF-8"}, files...)...).CombinedOutput(); err != nil { //nolint:gosec // our own files
		t.Fatalf("%v\n%s", err, out)
	}
	drawn := map[string]*drawing{}
	for name := range diagrams {
		drawn[name] = draw(t, folder, name)
	}
	for name, d := range diagrams {
		got := drawn[name]
		if as := drawn[like[name]]; as != nil && got.heads != as.heads {
			t.Errorf("%s: %d heads of arrows, want %d", name, got.heads, as.heads)
		}
		for _, l := range labels(d) {
			if !strings.Contains(got.texts, "\n"+strings.Join(strings.Fields(l), "")+"\n") {
				t.Errorf("%s: %q is not drawn, but\n%s", name, l, got.texts)
			}
		}
	}
	t.Logf("%d diagrams of PlantUML", len(files))
}

// labels returns the lines of the messages of a diagram.
func labels(d *render.Diagram) (all []string) {
	s := sequence.Of(d, render.Brief)
	for i := range s.Acts {
		if a := &s.Acts[i]; a.Kind == sequence.Message {
			all = append(all, sequence.Lines(a.Text, sequence.LabelWidth)...)
		}
	}
	return all
}

// drawing is what PlantUML has drawn: texts without blanks, one a line, and heads of arrows.
type drawing struct {
	texts string
	heads int
}

// draw reads the pages of a drawing.
func draw(t *testing.T, folder, name string) *drawing {
	t.Helper()
	d := &drawing{texts: "\n"}
	pages, err := filepath.Glob(filepath.Join(folder, name+"*.svg"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("%s is not drawn: %v", name, err)
	}
	for _, page := range pages {
		if rest := strings.TrimPrefix(filepath.Base(page), name); rest != ".svg" && rest[0] != '_' {
			continue // of another one
		}
		f, err := os.Open(page)
		if err != nil {
			t.Fatal(err)
		}
		d.read(t, xml.NewDecoder(f))
		_ = f.Close()
	}
	return d
}

func (d *drawing) read(t *testing.T, x *xml.Decoder) {
	t.Helper()
	in := false
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			in = e.Name.Local == "text"
			if e.Name.Local == "polygon" {
				d.heads++
			}
			if e.Name.Local == "a" || e.Name.Local == "image" {
				t.Errorf("there is a <%s>", e.Name.Local)
			}
		case xml.CharData:
			if in {
				d.texts += strings.Join(strings.Fields(strings.ReplaceAll(string(e), "\u00a0", " ")), "")
			}
		case xml.EndElement:
			if in {
				d.texts += "\n"
			}
			in = false
		}
	}
}
