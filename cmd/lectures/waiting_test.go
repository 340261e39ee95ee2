package lectures

import (
	"strings"
	"testing"

	"wireladder/servers/scenario"
)

func TestAnnounce(t *testing.T) {
	tests := []struct {
		name  string
		width int
		tty   bool
		want  string
	}{
		{"file", 0, false, "wireladder: waiting for a SYN (about 1 s)\n"},
		{"terminal", 80, true, "waiting for a SYN (about 1 s) ...\r" + strings.Repeat(" ", 33) + "\r"},
		{"terminal of unknown width", 0, true, "waiting for a SYN (about 1 s) ...\r" + strings.Repeat(" ", 33) + "\r"},
	}
	for _, tt := range tests {
		var out strings.Builder
		announce(&out, "a SYN (about 1 s)", tt.width, tt.tty)()
		if out.String() != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, out.String(), tt.want)
		}
	}
}

// A narrow terminal keeps the line on one row: else it could not be taken away.
func TestAnnounceNarrow(t *testing.T) {
	var out strings.Builder
	announce(&out, strings.Repeat("long ", 20), 30, true)
	if len(out.String()) > 29 {
		t.Errorf("%d cells in a terminal of 30", len(out.String()))
	}
}

// What is said of scenarios fits a terminal of 80 cells, and each option that one
// heeds is named.
func TestScenarioHelp(t *testing.T) {
	for _, s := range scenario.All() {
		help := Help(s)
		for _, line := range strings.Split(help, "\n") {
			if len(line) > 80 {
				t.Errorf("%s: %d cells: %s", s.Name, len(line), line)
			}
		}
		for _, option := range heededOptions {
			if s.Heeds(option) != strings.Contains(help, "[--"+option+"]") {
				t.Errorf("%s: --%s: heeded is %v, and the help says otherwise", s.Name, option, s.Heeds(option))
			}
		}
	}
}
