package verdicts

import (
	"strings"
	"testing"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
)

// TestWriteAfterClose holds that it is said that the other side has closed where its calls show that, and else what the
// packets do; and that recv() = 0 is spoken of as seen only where it was.
func TestWriteAfterClose(t *testing.T) {
	client, server := &run.Socket{Process: "client", FD: 4, Side: flow.Initiator}, &run.Socket{Process: "server", FD: 5, Side: flow.Responder}
	for name, c := range map[string]struct {
		reset     facts.Reset
		who       *run.Socket
		near      findings.Near
		full, fix string
	}{
		"it has closed":         {facts.Reset{Closed: true, AfterFIN: 8}, client, findings.Nothing, "The server had closed, and its FIN had come (packet 8): nobody there can read packet 9, so its kernel answers with a RST.", "let the client close first: the server receives until recv() returns 0, and closes then; or open a new connection"},
		"it receives no more":   {facts.Reset{ShutIn: true, AfterFIN: 8}, client, findings.Nothing, "The server had shut down both directions, and its FIN had come (packet 8)", "let the client close first"},
		"packets alone":         {facts.Reset{AfterFIN: 8}, client, findings.Nothing, "The FIN of the server had come (packet 8); packet 9 finds no socket there any more", "let the client close first"},
		"it has seen the end":   {facts.Reset{Closed: true}, client, findings.SawEnd, "its FIN had come: nobody there", "when recv() returns 0 the other side sends no more, and may take no more"},
		"a server that goes on": {facts.Reset{Closed: true}, server, findings.Nothing, "The client had closed", "let the server close first: the client receives until recv() returns 0, and closes then"},
	} {
		other := server
		if c.who == server {
			other = client
		}
		data, rst := packetOf(9, c.who), packetOf(10, other)
		rst.Facts = &facts.Facts{Reset: &c.reset}
		v := Of(&findings.Finding{Rule: findings.WriteAfterClose, Calls: true, Who: c.who, Other: other, Near: c.near, Moments: []*run.Moment{data, rst}})
		if !strings.Contains(v.Full, c.full) || !strings.HasPrefix(v.Repair, c.fix) {
			t.Errorf("%s: %+v", name, v)
		}
		if saw := strings.HasPrefix(v.Repair, "when recv()"); saw != (c.near == findings.SawEnd) {
			t.Errorf("%s: %q", name, v.Repair)
		}
	}
}
