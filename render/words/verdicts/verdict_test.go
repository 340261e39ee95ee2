package verdicts

import (
	"net/netip"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
)

// packetOf returns a moment at which a socket has sent a packet.
func packetOf(number int, k *run.Socket) *run.Moment {
	p := &capture.Packet{Number: number, Proto: capture.TCP, Src: k.Local, Dst: k.Remote}
	return &run.Moment{Kind: run.Packet, Observation: flow.Observation{Packet: p}, From: k, Facts: run.NoFacts()}
}

// shown returns a finding of a rule that has all that any of them may have.
func shown(rule findings.Rule, calls bool) *findings.Finding {
	a, b := netip.MustParseAddrPort("127.0.0.1:40000"), netip.MustParseAddrPort("127.0.0.1:80")
	client, server := &run.Socket{Process: "client", FD: 4, Local: a, Remote: b}, &run.Socket{Process: "server", FD: 5, Local: b, Remote: a}
	return &findings.Finding{
		Rule: rule, Who: client, Other: server, Process: "client", Address: b, Got: 5, Of: 7, Text: "\x1b[2J", Calls: calls,
		Moments: []*run.Moment{packetOf(3, client), packetOf(4, server), packetOf(5, server)},
	}
}

// TestEveryRuleIsTold holds that of each rule it is said what it is and how that is seen, in
// sentences, and nothing that a terminal obeys.
func TestEveryRuleIsTold(t *testing.T) {
	for _, rule := range findings.Rules {
		for _, calls := range []bool{true, false} {
			v := Of(shown(rule, calls))
			if sayings[rule] == nil || v.Brief == "" || v.Brief == string(rule) || !strings.HasSuffix(v.Full, ".") || strings.HasSuffix(v.Repair, ".") {
				t.Errorf("%s, calls %v: %+v", rule, calls, v)
			}
			if strings.ContainsAny(v.Brief+v.Full+v.Repair, "\x1b\x00%") {
				t.Errorf("%s: %q", rule, v)
			}
		}
	}
}

// TestMay holds that what may be behind a finding is said where packets alone show it, and
// there are several.
func TestMay(t *testing.T) {
	f := shown(findings.WaitsForEOF, false)
	f.May = []findings.Rule{findings.WaitsForEOF, findings.NoNewline}
	want := "it may be that one side waits for the end of the stream, and the other does not shut down (waits-for-eof), or that one side waits for a \\n that the other does not send (no-newline)."
	if got := Of(f).Full; !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q at its end", got, want)
	}
	f.May = f.May[:1]
	if got := Of(f).Full; strings.Contains(got, "may be") {
		t.Error(got)
	}
	f = shown(findings.WaitsForEOF, true)
	f.May = []findings.Rule{findings.WaitsForEOF, findings.NoNewline}
	if got := Of(f).Full; strings.Contains(got, "may be") {
		t.Error(got)
	}
	for rule := range suspicions {
		if rule != findings.ReplyWrongAddress && rule != findings.BacklogFull && rule != findings.ClosedBeforeAnswer && possibilities[rule] == "" {
			t.Errorf("%s is not said to be what it may be", rule)
		}
	}
}
