package totals_test

import (
	"slices"
	"testing"

	"wireladder/capture"
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
