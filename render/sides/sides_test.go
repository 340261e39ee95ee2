package sides

import (
	"net/netip"
	"slices"
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/joint"
	"wireladder/render"
	"wireladder/render/heads"
)

var (
	client, public = netip.MustParseAddrPort("192.168.1.5:40000"), netip.MustParseAddrPort("203.0.113.7:61000")
	front, server  = netip.MustParseAddrPort("198.51.100.9:80"), netip.MustParseAddrPort("10.0.0.2:12000")
)

// Each end is headed as its own capture has it.
func TestName(t *testing.T) {
	lines := []render.Lifeline{
		{Side: flow.Initiator, FD: -1, Local: client, Remote: front},
		{Side: flow.Responder, FD: -1, Local: front},
		{Side: flow.Responder, FD: -1, Local: front, Remote: client},
		{Side: flow.Initiator, FD: -1, Local: public, Remote: server}, // of another conversation
	}
	d := render.Diagram{Ladders: []render.Ladder{{Proto: capture.TCP, Lifelines: lines}}}
	Name(&d, &joint.Captures{Translated: []joint.Translation{
		{Proto: "tcp", Client: [2]netip.AddrPort{client, front}, Server: [2]netip.AddrPort{public, server}},
	}})
	for i, want := range [][]string{
		{"client", "192.168.1.5:40000", "⇄ 198.51.100.9:80"}, {"server", "10.0.0.2:12000"}, {"server", "10.0.0.2:12000", "⇄ 203.0.113.7:61000"},
		{"client", "203.0.113.7:61000"},
	} {
		if got := heads.Whole(&lines[i]); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if !slices.Equal(d.Notes, []string{Told}) {
		t.Errorf("%q", d.Notes)
	}
	if Name(&d, nil); len(d.Notes) != 1 {
		t.Error("of one capture something is noted")
	}
}
