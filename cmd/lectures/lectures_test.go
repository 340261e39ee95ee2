package lectures

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"wireladder/servers/scenario"
)

// delays finds a delay that a help text names.
var delays = regexp.MustCompile(`delay of (\d+ ?ms)`)

// The help of a scenario says what its wire does, if it does something, and names no other delay than that.
func TestWireOfHelp(t *testing.T) {
	for _, s := range scenario.All() {
		help := Help(s)
		if strings.Contains(help, "with:\n  \n") {
			t.Errorf("%s: a wire with nothing", s.Name)
		}
		if s.Wire == nil {
			continue
		}
		for _, found := range delays.FindAllStringSubmatch(s.Help(), -1) {
			if d, err := time.ParseDuration(strings.ReplaceAll(found[1], " ", "")); err != nil || d != s.Wire.Delay {
				t.Errorf("%s: %q, and its wire has %v", s.Name, found[0], s.Wire.Delay)
			}
		}
	}
}
