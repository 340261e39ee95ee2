package heads_test

import (
	"net/netip"
	"slices"
	"testing"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/heads"
)

// line returns a lifeline of a side at an address.
func line(side flow.Side, local string) render.Lifeline {
	return render.Lifeline{Side: side, Process: side.String(), Role: run.Listening, FD: 3, Local: netip.MustParseAddrPort(local)}
}

// A narrow head has the port alone, but where that is another socket's as well, and of groups, which are no socket.
func TestNarrow(t *testing.T) {
	group := line(flow.Responder, "239.1.2.3:12002")
	group.Process, group.Group, group.Role, group.FD = "", facts.Multicast, run.Endpoint, -1
	l := &render.Ladder{Lifelines: []render.Lifeline{
		line(flow.Responder, "127.0.0.1:12000"), line(flow.Responder, "10.0.0.2:12000"), line(flow.Responder, "0.0.0.0:12001"), group,
		line(flow.Initiator, "127.0.0.1:12001"),
	}}
	for i, want := range [][]string{{"127.0.0.1", ":12000"}, {"10.0.0.2", ":12000"}, {"listening", ":12001"}, {"multicast", "239.1.2.3", ":12002"}, {"listening", ":12001"}} {
		got := heads.Narrow(l)(&l.Lifelines[i])
		if len(got) < len(want) || !slices.Equal(got[len(got)-len(want):], want) {
			t.Errorf("%s: %q does not end with %q", l.Lifelines[i].Local, got, want)
		}
	}
	if got, want := heads.Whole(&l.Lifelines[0]), []string{"responder", "fd 3 listening", "127.0.0.1:12000"}; !slices.Equal(got[1:], want[1:]) {
		t.Errorf("%q, want %q", got, want)
	}
}
