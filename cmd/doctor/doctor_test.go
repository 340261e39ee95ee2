package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wireladder/capture/netns"
)

// A right that everyone may use is warned of, with the repair; one of a group is told.
func TestProgramRights(t *testing.T) {
	if f, ok := programRights(netns.Rights{Group: "me", Everyone: true}); ok {
		t.Errorf("no rights: %+v", f)
	}
	f, ok := programRights(netns.Rights{Names: "cap_net_raw", Group: "wireshark"})
	if !ok || !f.Works || f.State != "cap_net_raw, for group wireshark alone" || f.Repair != "" {
		t.Errorf("of a group: %+v", f)
	}
	f, ok = programRights(netns.Rights{Names: "cap_net_raw", Group: "me", Everyone: true})
	if !ok || f.Works || f.State != "cap_net_raw: everyone on this machine may use them" || f.Repair == "" {
		t.Errorf("of all: %+v", f)
	}
}

// What is needed for a demo is one of two; tools and tracing are not. It is forbidden if one
// of the two is.
func TestCanRun(t *testing.T) {
	for _, tt := range []struct {
		found          []Finding
		can, forbidden bool
	}{
		{nil, false, false},
		{[]Finding{{Works: true}, {Forbidden: true}}, false, false},
		{[]Finding{{Needed: true, Forbidden: true}, {Needed: true, Works: true}}, true, true},
		{[]Finding{{Needed: true, Forbidden: true}, {Needed: true}}, false, true},
		{[]Finding{{Needed: true}, {Works: true}}, false, false},
	} {
		if can, forbidden := CanRun(tt.found); can != tt.can || forbidden != tt.forbidden {
			t.Errorf("%+v: %v, %v", tt.found, can, forbidden)
		}
	}
}

// A tool is named with its version, if it tells one.
func TestTool(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH"))
	for name, said := range map[string]string{"toolone": "echo 'toolone version 4.99.3'", "tooltwo": "exit 1"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+said+"\n"), 0o755); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"toolone": filepath.Join(dir, "toolone") + ", version 4.99.3", "tooltwo": filepath.Join(dir, "tooltwo"), "toolthree": "not here",
	} {
		if f := tool(t.Context(), name); f.State != want || f.Works != strings.HasPrefix(want, dir) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}
