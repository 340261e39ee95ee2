package render

import (
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// totals are the figures by which protocols are compared. All are counted
// from what was observed.
type totals struct {
	packets, octets int
	before          int // packets of the responder before the first byte of the first request
	listening, own  int // sockets of the server: bound or listening; accepted
	sent, received  int // calls that sent a message, or part of it; calls that received some
	requestSeen     bool
	last            flow.Side // who sent the packet before
}

// contrastTotals puts the figures of ladders side by side.
func contrastTotals(ladders []Ladder, story []moment) Table {
	rows := [][]string{{""}, {"packets"}, {"bytes on the wire"}, {"round trips before data"}, {"sockets in the server"}, {"message boundaries"}}
	for i := range ladders {
		t := countLadder(&ladders[i], story)
		for r, cell := range []string{
			ladders[i].Title, fmt.Sprint(t.packets), fmt.Sprint(t.octets), fmt.Sprint(t.before),
			t.sockets(), t.boundaries(ladders[i].Proto),
		} {
			rows[r] = append(rows[r], cell)
		}
	}
	return Table{Title: "What it took", Rows: rows}
}

// countLadder counts what belongs to one ladder.
func countLadder(l *Ladder, story []moment) totals {
	var t totals
	for i := range story {
		if story[i].proto() != l.Proto || story[i].remark != nil {
			continue
		}
		if c := story[i].call; c != nil {
			t.addCall(c, story[i].kind)
		} else {
			t.addPacket(&story[i].obs)
		}
	}
	for i := range l.Lifelines {
		switch l.Lifelines[i].Role {
		case Listening, Bound:
			t.listening++
		case Accepted:
			t.own++
		}
	}
	return t
}

func (t *totals) addCall(c *capture.Call, kind StepKind) {
	empty := c.Result == 0 && c.Proto == capture.TCP // the end of the stream, not a message
	if c.Errno != "" || kind == Enter && c.KeyedByExit() || empty {
		return
	}
	switch {
	case strings.HasPrefix(c.Name, "send") || c.Name == "write":
		t.sent++
	case receives(c):
		t.received++
	}
}

func (t *totals) addPacket(o *flow.Observation) {
	t.packets++
	t.octets += o.Packet.Length
	switch {
	case o.From == flow.Initiator && o.Events.Has(flow.Data):
		t.requestSeen = true
	case o.From == flow.Responder && t.last == flow.Initiator && !t.requestSeen:
		t.before++
	}
	t.last = o.From
}

func (t *totals) sockets() string {
	if t.own == 0 {
		return fmt.Sprint(t.listening)
	}
	return fmt.Sprintf("%d: %d listening, %d accepted", t.listening+t.own, t.listening, t.own)
}

// boundaries says whether each receive returned one sent message. A datagram
// socket promises that (udp(7)); a stream does not, even if it looked like it.
func (t *totals) boundaries(proto capture.Protocol) string {
	seen := fmt.Sprintf("%d sent, %d received", t.sent, t.received)
	switch {
	case t.sent != t.received:
		return "not kept: " + seen
	case proto == capture.TCP:
		return "not promised; here " + seen
	}
	return "kept: " + seen
}
