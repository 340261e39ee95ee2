package flow

import (
	"fmt"
	"testing"

	"wireladder/capture"
)

// theSYN is the first segment of most conversations.
var theSYN = step{seg(client, syn, seq(clientISN)), SYN, 0, 0, none, [2]State{SynSent, Unknown}}

// openings are the ways in which a conversation begins.
var openings = map[string][]step{
	"handshake": handshake(),
	"data in the last segment": {
		theSYN,
		{s(0, 1, syn), SYNACK, 0, 1, ackedSYN, [2]State{Established, SynReceived}},
		{c(1, 1, data(7)), Data, 1, 1, ackedSYN, both(Established)},
		{s(1, 8), ACK, 1, 8, octets(1, 8), both(Established)},
	},
	"SYN and SYN,ACK sent again": {
		theSYN,
		{theSYN.packet, SYN | Retransmission, 0, 0, none, [2]State{SynSent, Unknown}},
		{s(0, 1, syn), SYNACK, 0, 1, ackedSYN, [2]State{Established, SynReceived}},
		{theSYN.packet, SYN | Retransmission, 0, 0, none, [2]State{Established, SynReceived}},
		{s(0, 1, syn), SYNACK | Retransmission, 0, 1, none, [2]State{Established, SynReceived}},
		{c(1, 1), ACK, 1, 1, ackedSYN, both(Established)},
		{theSYN.packet, SYN | Retransmission, 0, 0, none, both(Established)},
	},
	"refused": {
		theSYN,
		{seg(server, rst, ack(clientISN+1)), RST, 1, 1, none, both(Closed)},
	},
	"refused, tried again with the same number": {
		theSYN,
		{seg(server, rst, ack(clientISN+1)), RST, 1, 1, none, both(Closed)},
		{theSYN.packet, SYN | Retransmission, 0, 0, none, [2]State{SynSent, Closed}},
		{s(0, 1, syn), SYNACK, 0, 1, ackedSYN, [2]State{Established, SynReceived}},
		{c(1, 1), ACK, 1, 1, ackedSYN, both(Established)},
	},
	"given up": {
		theSYN,
		{seg(client, rst, seq(clientISN+1)), RST, 1, 0, none, both(Closed)},
	},
	"scanned": {
		theSYN,
		{s(0, 1, syn), SYNACK, 0, 1, ackedSYN, [2]State{Established, SynReceived}},
		{seg(client, rst, seq(clientISN+1)), RST, 1, 0, none, both(Closed)},
	},
	"answered by a reset of another connection": {
		theSYN,
		{seg(server, rst, seq(5), ack(clientISN+900)), RST | ACKLostSegment, 1, 900, none, [2]State{SynSent, Unknown}},
		{seg(server, rst, seq(5)), RST, 1, 0, none, [2]State{SynSent, Unknown}},
	},
	"simultaneous": {
		theSYN,
		{seg(server, syn, seq(serverISN)), SYN, 0, 0, none, both(SynReceived)},
		{c(0, 1, syn), SYNACK | Retransmission, 0, 1, ackedSYN, [2]State{SynReceived, Established}},
		{s(0, 1, syn), SYNACK | Retransmission, 0, 1, ackedSYN, both(Established)},
		{c(1, 1), ACK | DupACK, 1, 1, none, both(Established)},
	},
	"split handshake": {
		theSYN,
		{s(0, 1), ACK, 1, 1, ackedSYN, [2]State{SynSent, Unknown}},
	},
	"half-open: an old connection answers, and is reset": {
		theSYN,
		{s(500, 700), ACK | ACKLostSegment, 1, 700, none, [2]State{SynSent, Unknown}},
		{seg(client, rst, seq(clientISN+700)), RST, 700, 0, none, [2]State{SynSent, Unknown}},
		{theSYN.packet, SYN | Retransmission, 0, 0, none, [2]State{SynSent, Unknown}},
		{s(0, 1, syn), SYNACK | Retransmission | PortReused, 0, 1, ackedSYN, [2]State{Established, SynReceived}},
		{c(1, 1), ACK, 1, 1, ackedSYN, both(Established)},
	},
	"data in the SYN": {
		{seg(client, syn, seq(clientISN), data(4)), SYN | Data, 0, 0, none, [2]State{SynSent, Unknown}},
		{s(0, 5, syn), SYNACK, 0, 5, Acknowledged{SYN: true, From: 1, To: 5}, [2]State{Established, SynReceived}},
		{s(1, 5, data(4)), Data, 1, 5, none, [2]State{Established, SynReceived}},
		{c(5, 5), ACK, 5, 5, Acknowledged{SYN: true, From: 1, To: 5}, both(Established)},
	},
	"data in the SYN, not taken": {
		{seg(client, syn, seq(clientISN), data(4)), SYN | Data, 0, 0, none, [2]State{SynSent, Unknown}},
		{s(0, 1, syn), SYNACK, 0, 1, ackedSYN, [2]State{Established, SynReceived}},
		{c(1, 1, data(4)), Data | Retransmission, 1, 1, ackedSYN, both(Established)},
	},
	"SYN,ACK not seen": {
		theSYN,
		{c(1, 1), ACK, 1, 1, none, both(Established)},
		{s(1, 1, data(3)), Data, 1, 1, ackedSYN, both(Established)},
		{c(1, 4), ACK, 1, 4, octets(1, 4), both(Established)},
	},
	"SYN,ACK and ACK not seen": {
		theSYN,
		{s(1, 1, data(3)), Data, 1, 1, ackedSYN, both(Established)},
	},
	"the SYN that a SYN,ACK answers not seen": {
		theSYN,
		{c(0, 1, syn), SYNACK | Retransmission, 0, 1, ackedSYN, [2]State{SynReceived, Established}},
	},
	"last ACK not seen": {
		theSYN,
		{s(0, 1, syn), SYNACK, 0, 1, ackedSYN, [2]State{Established, SynReceived}},
		{s(1, 1, data(3)), Data, 1, 1, none, [2]State{Established, SynReceived}},
		{c(1, 4, data(3)), Data, 1, 4, Acknowledged{SYN: true, From: 1, To: 4}, both(Established)},
	},
}

func TestOpens(t *testing.T) { checkAll(t, openings) }

// TestBefore checks the states before a packet, where it proves more of them
// than the packets before it.
func TestBefore(t *testing.T) {
	tests := map[string]struct {
		steps []step
		want  [2]State
	}{
		"a SYN comes from CLOSED":       {handshake()[:1], [2]State{Closed, Unknown}},
		"a SYN,ACK comes from LISTEN":   {handshake()[:2], [2]State{SynSent, Listen}},
		"and once more only once":       {openings["SYN and SYN,ACK sent again"][:5], [2]State{Established, SynReceived}},
		"a crossing SYN, from CLOSED":   {openings["simultaneous"][:2], [2]State{SynSent, Closed}},
		"an opener does not listen":     {openings["the SYN that a SYN,ACK answers not seen"][:2], both(SynSent)},
		"a reset tells nothing earlier": {openings["refused"][:2], [2]State{SynSent, Unknown}},
		"a listener after refusing":     {openings["refused, tried again with the same number"][:4], [2]State{SynSent, Listen}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if o := last(test.steps); o.Before != test.want {
				t.Errorf("%v, want %v", o.Before, test.want)
			}
		})
	}
}

// turns are the initial sequence numbers that each table is run with: chosen so
// that the numbers wrap around at the SYN, in the data and at the FIN.
var turns = []uint32{0, 1 << 31, -clientISN & 0xffffffff, 1<<32 - clientISN - 1, 1<<32 - clientISN - 2, 1<<32 - clientISN - 4,
	1<<32 - clientISN - 6, 1<<32 - clientISN - 12, 1<<32 - serverISN - 1, 1<<32 - serverISN - 2, 1<<32 - serverISN - 50, 1<<32 - serverISN - 201}

// checkAll runs each table with each of the turns: what is said of a
// conversation must not depend on where its numbers begin.
func checkAll(t *testing.T, tables map[string][]step) {
	t.Helper()
	for name, steps := range tables {
		for _, turn := range turns {
			t.Run(fmt.Sprintf("%s/%d", name, turn), func(t *testing.T) {
				check(t, NewTracker(), turned(steps, turn))
			})
		}
	}
}

// turned returns the steps with all sequence numbers moved on. The number of a
// reset that answers a SYN is none of a sequence and stays 0.
func turned(steps []step, by uint32) []step {
	var all []step
	for _, s := range steps {
		p := *s.packet
		if p.TCP.Seq != 0 {
			p.TCP.Seq += capture.Seq(by)
		}
		if p.TCP.Flags.Has(capture.ACK) {
			p.TCP.Ack += capture.Seq(by)
		}
		s.packet = &p
		all = append(all, s)
	}
	return all
}

// TestScaleKnown checks of which side it is known how windows are scaled.
func TestScaleKnown(t *testing.T) {
	for name, tt := range map[string]struct {
		packets []*capture.Packet
		want    [2]bool
	}{
		"a SYN":            {[]*capture.Packet{seg(client, syn, seq(1), scale(7))}, [2]bool{true, false}},
		"both":             {[]*capture.Packet{seg(client, syn, seq(1), scale(7)), seg(server, syn, seq(9), ack(2), scale(7))}, [2]bool{true, true}},
		"one without it":   {[]*capture.Packet{seg(client, syn, seq(1))}, [2]bool{true, true}},
		"an answer":        {[]*capture.Packet{seg(server, syn, seq(9), ack(2), scale(7))}, [2]bool{false, true}},
		"data":             {[]*capture.Packet{seg(client, seq(2), ack(10), data(5)), seg(server, seq(10), ack(7))}, [2]bool{}},
		"an answer, plain": {[]*capture.Packet{seg(server, syn, seq(9), ack(2))}, [2]bool{true, true}},
	} {
		tracker := NewTracker()
		var c *Conversation
		for _, p := range tt.packets {
			c = tracker.Observe(p).Conversation
		}
		if got := [2]bool{c.ScaleKnown(Initiator), c.ScaleKnown(Responder)}; got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
