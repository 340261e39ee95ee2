package scenario

import (
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	for _, name := range []string{"udp", "tcp", "contrast", Default} {
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

func TestAll(t *testing.T) {
	all := All()
	if len(all) != 3 || all[0].Name != Default {
		t.Fatalf("%d scenarios, the first is %q", len(all), all[0].Name)
	}
	for _, s := range all {
		if s.Title == "" || s.Summary == "" || strings.Contains(s.Title, "\n") {
			t.Errorf("%s: title %q, summary %q", s.Name, s.Title, s.Summary)
		}
		for _, proto := range s.Protocols {
			if services[proto].listen == nil {
				t.Errorf("%s: nobody serves %v", s.Name, proto)
			}
		}
	}
}
