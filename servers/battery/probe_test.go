package battery

import (
	"slices"
	"testing"

	"wireladder/capture"
)

// Each protocol has its probes, each once, and the first is the same for both.
func TestProbes(t *testing.T) {
	for _, proto := range []capture.Protocol{capture.TCP, capture.UDP} {
		var names []string
		for _, p := range Probes(proto) {
			if slices.Contains(names, p.Name) {
				t.Errorf("%v: two probes are called %s", proto, p.Name)
			}
			names = append(names, p.Name)
			if p.Title == "" || p.Asks == "" || p.ask == nil || len(p.Title) > 60 {
				t.Errorf("%v: %s says %q, %q", proto, p.Name, p.Title, p.Asks)
			}
			if again, ok := Find(p.Name, proto); !ok || again.Title != p.Title {
				t.Errorf("%v: %s is not found", proto, p.Name)
			}
		}
		if len(names) < 6 || names[0] != First {
			t.Errorf("%v: %q", proto, names)
		}
	}
	if _, ok := Find("empty", capture.TCP); ok {
		t.Error("a TCP server is sent datagrams")
	}
	if n := len(Names()); n != 13 {
		t.Errorf("%d names: %q", n, Names())
	}
	if len(large) != 100_000 {
		t.Errorf("a large message has %d octets", len(large))
	}
}
