package totals_test

import (
	"slices"
	"testing"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/totals"
)

// Answers before the first byte of a message are those of its own connection, whoever else has connected
// before.
func TestRoundTripsBeforeData(t *testing.T) {
	for name, tt := range map[string]struct {
		clients int
		want    string
	}{"one client": {1, "1"}, "three that are connected first": {3, "1"}} {
		var sum totals.Totals
		var all []*flow.Conversation
		pass := func(c *flow.Conversation, from flow.Side, events flow.Events) {
			sum.Add(&run.Moment{Kind: run.Packet, Facts: run.NoFacts(), Observation: flow.Observation{
				Conversation: c, From: from, Events: events, Packet: &capture.Packet{Proto: capture.TCP},
			}})
		}
		for range tt.clients {
			c := &flow.Conversation{Proto: capture.TCP}
			all = append(all, c)
			pass(c, flow.Initiator, flow.SYN)
			pass(c, flow.Responder, flow.SYNACK)
			pass(c, flow.Initiator, flow.ACK)
		}
		for _, c := range all {
			pass(c, flow.Initiator, flow.Data)
			pass(c, flow.Responder, flow.ACK)
		}
		rows := totals.Rows([]totals.Totals{sum})
		if i := slices.IndexFunc(rows, func(row []string) bool { return row[0] == "round trips before data" }); i < 0 || rows[i][1] != tt.want {
			t.Errorf("%s: %q, want %s", name, rows, tt.want)
		}
	}
}

// Data that is lost on the way, or that no program receives, has not come: of neither protocol it is counted what was
// before it.
func TestNoDataCame(t *testing.T) {
	lost := &facts.Facts{Fate: &facts.Fate{Loss: &capture.Delivery{Lost: true}}}
	for name, tt := range map[string]struct {
		of    *facts.Facts
		takes bool
		want  string
	}{
		"it is lost":          {lost, false, "no data came"},
		"nobody receives it":  {run.NoFacts(), false, "no data came"},
		"somebody does":       {run.NoFacts(), true, "0"},
		"only another is had": {lost, true, "no data came"},
	} {
		var sum totals.Totals
		call := func(name string) {
			sum.Add(&run.Moment{Kind: run.Call, Call: &capture.Call{Name: name, Proto: capture.UDP, Result: 5, Size: 5}})
		}
		call("sendto")
		sum.Add(&run.Moment{Kind: run.Packet, Facts: tt.of, Observation: flow.Observation{
			Conversation: &flow.Conversation{Proto: capture.UDP}, Events: flow.Data, Packet: &capture.Packet{Proto: capture.UDP},
		}})
		if tt.takes {
			call("recvfrom")
		}
		rows := totals.Rows([]totals.Totals{sum})
		if i := slices.IndexFunc(rows, func(row []string) bool { return row[0] == "round trips before data" }); i < 0 || rows[i][1] != tt.want {
			t.Errorf("%s: %q, want %s", name, rows, tt.want)
		}
	}
}
