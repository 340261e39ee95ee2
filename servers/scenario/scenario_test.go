package scenario

import (
	"slices"
	"strings"
	"testing"
)

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
