package scenario

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares text with a file of testdata, or rewrites the file.
func golden(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(text, "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestFind(t *testing.T) {
	for _, name := range []string{"udp", "tcp", "contrast", "backlog", Default} {
		if s, ok := Find(name); !ok || s.Name != name {
			t.Errorf("Find(%q) = %q, %v", name, s.Name, ok)
		}
	}
	for _, name := range []string{"", "UDP", "quic"} {
		if s, ok := Find(name); ok {
			t.Errorf("Find(%q) = %q", name, s.Name)
		}
	}
}

// Every scenario says what it is and what to look for, within a terminal of 80
// cells.
func TestAll(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range All() {
		if seen[s.Name] {
			t.Errorf("there are two called %q", s.Name)
		}
		seen[s.Name] = true
		if s.script == nil || len(s.Protocols) == 0 || !slices.Contains(Groups(), s.Group) {
			t.Errorf("%s: it is not complete: %+v", s.Name, s)
		}
		if s.Settings != nil && s.Wire == nil {
			t.Errorf("%s: on the machine's own loopback its settings would not be made", s.Name)
		}
		if s.Title == "" || len(s.Title) > 57 || strings.Contains(s.Title, "\n") {
			t.Errorf("%s: title %q (%d cells)", s.Name, s.Title, len(s.Title))
		}
		lines := strings.Split(strings.TrimSpace(s.Help()), "\n")
		if len(lines) < 5 || len(lines) > 18 {
			t.Errorf("%s: help of %d lines", s.Name, len(lines))
		}
		for _, line := range lines {
			if len(line) > 80 || line != strings.TrimRight(line, " ") {
				t.Errorf("%s: help: %q", s.Name, line)
			}
		}
	}
	if All()[0].Name != Default {
		t.Errorf("the first is %q", All()[0].Name)
	}
}

// The catalog is what a lecturer reads and may choose, scenario by scenario.
func TestCatalog(t *testing.T) {
	var b strings.Builder
	for _, s := range All() {
		fmt.Fprintf(&b, "%s: %s\n  %v over %v, %+v\n", s.Name, s.Title, s.Group, s.Protocols, s.Choices)
		if s.Wire != nil {
			fmt.Fprintf(&b, "  wire: %+v\n", *s.Wire)
		}
		if s.Waits != "" {
			fmt.Fprintf(&b, "  waits for %s\n", s.Waits)
		}
		if heading := Contrast(s.Name); heading != "" {
			fmt.Fprintf(&b, "  heading: %s\n", heading)
		}
	}
	golden(t, "catalog", b.String())
}

// Only what puts UDP beside TCP has a heading of two ladders.
func TestContrast(t *testing.T) {
	for _, s := range All() {
		if (Contrast(s.Name) != "") != (len(s.Protocols) == 2) {
			t.Errorf("%s over %v has the heading %q", s.Name, s.Protocols, Contrast(s.Name))
		}
	}
}
