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
		"it has closed":         {facts.Reset{Closed: true, AfterFIN: 8}, client, findings.Nothing, "The server had closed, and its FIN had come (packet 8): nobody there can read packet 9, so the server's kernel answers with a RST.", "let the client close first: the server receives until recv() returns 0, and closes then; or open a new connection"},
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

// TestEndsByCalls holds that of a call that fails nothing is said of the other side but what had come from it, and that
// recv() = 0 is not taken for a close.
func TestEndsByCalls(t *testing.T) {
	client, server := &run.Socket{Process: "client", FD: 4}, &run.Socket{Process: "server", FD: 5}
	for want, meets := range map[string]run.Meets{
		"the client sends, though its connection has ended":        {},
		"the client sends, though a RST has ended the connection":  {Past: run.Past{Reset: true}},
		"the client sends, though the server has closed":           {Past: run.Past{Reset: true, Ended: true}},
		"the client sends, though it has itself shut down sending": {Past: run.Past{ShutWrite: true}},
	} {
		m := callOn(client, "send", "", 0)
		m.Meets = meets
		if v := Of(&findings.Finding{Rule: findings.WriteAfterClose, Calls: true, Who: client, Other: server, Moments: []*run.Moment{m}}); v.Brief != want {
			t.Errorf("%q, want %q", v.Brief, want)
		}
	}
	v := Of(&findings.Finding{Rule: findings.Spin, Calls: true, Who: server, Got: 300, Moments: []*run.Moment{callOn(server, "recv", "", 0)}})
	if want := "recv() returns nothing since the FIN of the other side has come"; !strings.HasPrefix(v.Full, want) {
		t.Errorf("%q", v.Full)
	}
}
