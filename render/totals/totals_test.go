package totals_test

import (
	"slices"
	"testing"
	"time"

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

// A server learns of a close where its recv() has returned the end of the stream; where none has, the table does not ask.
func TestLearnsOfTheClose(t *testing.T) {
	const row = "server learns of close()"
	takes := func(role run.Role, result int64, own bool) *run.Moment {
		c := &capture.Call{Name: "recv", Proto: capture.TCP, FD: 4, Size: 99, Result: result, Exit: time.Unix(9, 0)}
		return &run.Moment{Kind: run.Return, Call: c, Socket: &run.Socket{Role: role}, Facts: run.NoFacts(), Meets: run.Meets{Past: run.Past{ShutRead: own}}}
	}
	for name, tt := range map[string]struct {
		m    *run.Moment
		want bool
	}{
		"the end":               {takes(run.Accepted, 0, false), true},
		"some bytes":            {takes(run.Accepted, 5, false), false},
		"the end, of a client":  {takes(run.Active, 0, false), false},
		"the end, its own work": {takes(run.Accepted, 0, true), false},
	} {
		var udp, tcp totals.Totals
		tcp.Add(tt.m)
		rows := totals.Rows([]totals.Totals{udp, tcp})
		i := slices.IndexFunc(rows, func(row0 []string) bool { return row0[0] == row })
		if (i >= 0) != tt.want || tt.want && !slices.Equal(rows[i][1:], []string{"no", "yes: recv() = 0"}) {
			t.Errorf("%s: %q", name, rows)
		}
	}
}
