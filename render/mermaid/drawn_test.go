//go:build drawn

package mermaid_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/mermaid"
	"wireladder/render/rendertest"
	"wireladder/render/sequence"
)

// TestDrawn has Mermaid itself read what is written for it: it finds as many arrows as there are
// packets, with the text that they have, and obeys none of it. MERMAID is a folder in which npm has
// installed mermaid and jsdom.
func TestDrawn(t *testing.T) {
	diagrams := rendertest.Stored(t)
	for i, s := range hostile() {
		for _, name := range []string{"contrast", "wire/udp-reorder"} {
			d := rendertest.ReadDiagram(t, "../testdata/"+name+".diagram.txt")
			rendertest.Poison(d, s)
			d.Hosts = s
			diagrams[fmt.Sprintf("%s-%d", filepath.Base(name), i)] = d
		}
	}
	diagrams["long"] = transfer(2000)
	folder := t.TempDir()
	var files []string
	var want [][]string
	for name, d := range diagrams {
		texts := arrows(d)
		for i, part := range paint(t, d, render.Full) {
			file := filepath.Join(folder, fmt.Sprintf("%s.%d.mmd", name, i))
			if err := os.WriteFile(file, []byte(part), 0o600); err != nil {
				t.Fatal(err)
			}
			n := len(read(t, part).messages)
			files, want = append(files, file), append(want, texts[:n])
			texts = texts[n:]
		}
		if len(texts) > 0 {
			t.Errorf("%s: %q are not written", name, texts)
		}
	}
	for i, got := range parse(t, files) {
		if !slices.Equal(got.Arrows, want[i]) {
			t.Errorf("%s: Mermaid finds %d arrows:\n%q, want %d:\n%q", filepath.Base(files[i]), len(got.Arrows), got.Arrows, len(want[i]), want[i])
		}
		if len(got.Config) > 0 {
			t.Errorf("%s: Mermaid is configured: %q", files[i], got.Config)
		}
	}
	t.Logf("%d diagrams of Mermaid, at most %d characters", len(files), mermaid.MostCharacters)
}

// arrows returns the texts of the messages of a diagram, as Mermaid has them.
func arrows(d *render.Diagram) []string {
	var all []string
	s := sequence.Of(d, render.Full)
	for i := range s.Acts {
		if a := &s.Acts[i]; a.Kind == sequence.Message {
			all = append(all, strings.TrimSpace(strings.Join(sequence.Lines(a.Text, sequence.LabelWidth), "<br/>")))
		}
	}
	return all
}

// found is what Mermaid finds in a file.
type found struct{ Arrows, Config []string }

// parse has Mermaid read files.
func parse(t *testing.T, files []string) []found {
	t.Helper()
	script, err := filepath.Abs("testdata/parse.mjs")
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("node", append([]string{script}, files...)...)
	c.Dir = os.Getenv("MERMAID")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v (MERMAID must be a folder with mermaid and jsdom of npm)\n%s", err, stderr.String())
	}
	var all []found
	for line := range bytes.Lines(out) {
		var f found
		if err := json.Unmarshal(line, &f); err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	if len(all) != len(files) {
		t.Fatalf("%d of %d files are read\n%s", len(all), len(files), stderr.String())
	}
	return all
}
