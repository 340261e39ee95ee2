package flow

import "testing"

// closings are the ways in which an established conversation ends.
var closings = map[string][]step{
	"three segments": opened(
		step{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 2, fin), FIN, 1, 2, ackedFIN, [2]State{TimeWait, LastAck}},
		step{c(2, 2), ACK, 2, 2, ackedFIN, [2]State{TimeWait, Closed}},
	),
	"four segments": opened(
		step{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 2), ACK, 1, 2, ackedFIN, [2]State{FinWait2, CloseWait}},
		step{s(1, 2, fin), FIN, 1, 2, none, [2]State{TimeWait, LastAck}},
		step{c(2, 2), ACK, 2, 2, ackedFIN, [2]State{TimeWait, Closed}},
	),
	"server first": opened(
		step{s(1, 1, fin), FIN, 1, 1, none, [2]State{CloseWait, FinWait1}},
		step{c(1, 2), ACK, 1, 2, ackedFIN, [2]State{CloseWait, FinWait2}},
		step{c(1, 2, fin), FIN, 1, 2, none, [2]State{LastAck, TimeWait}},
		step{s(2, 2), ACK, 2, 2, ackedFIN, [2]State{Closed, TimeWait}},
	),
	"crossing": opened(
		step{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 1, fin), FIN, 1, 1, none, both(Closing)},
		step{c(2, 2), ACK, 2, 2, ackedFIN, [2]State{Closing, TimeWait}},
		step{s(2, 2), ACK, 2, 2, ackedFIN, both(TimeWait)},
	),
	"crossing, with data not acknowledged": opened(
		step{c(1, 1, data(10)), Data, 1, 1, none, both(Established)},
		step{c(11, 1, fin), FIN, 11, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 11, fin), FIN, 1, 11, octets(1, 11), both(Closing)},
		step{s(2, 12), ACK, 2, 12, ackedFIN, [2]State{TimeWait, Closing}},
		step{c(12, 2), ACK, 12, 2, ackedFIN, both(TimeWait)},
	),
	"data and FIN in one segment": opened(
		step{c(1, 1, data(5), fin), Data | FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 7, data(3), fin), Data | FIN, 1, 7, Acknowledged{From: 1, To: 6, FIN: true}, [2]State{TimeWait, LastAck}},
		step{c(7, 5), ACK, 7, 5, Acknowledged{From: 1, To: 4, FIN: true}, [2]State{TimeWait, Closed}},
	),
	"the data acknowledged before the FIN": opened(
		step{c(1, 1, data(5), fin), Data | FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 6), ACK, 1, 6, octets(1, 6), [2]State{FinWait1, CloseWait}},
		step{s(1, 7), ACK, 1, 7, ackedFIN, [2]State{FinWait2, CloseWait}},
	),
	"half close with data flowing": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{c(6, 1, fin), FIN, 6, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 7), ACK, 1, 7, Acknowledged{From: 1, To: 6, FIN: true}, [2]State{FinWait2, CloseWait}},
		step{s(1, 7, data(100)), Data, 1, 7, none, [2]State{FinWait2, CloseWait}},
		step{c(7, 101), ACK, 7, 101, octets(1, 101), [2]State{FinWait2, CloseWait}},
		step{s(101, 7, data(100), fin), Data | FIN, 101, 7, none, [2]State{TimeWait, LastAck}},
		step{c(7, 202), ACK, 7, 202, Acknowledged{From: 101, To: 201, FIN: true}, [2]State{TimeWait, Closed}},
	),
	"FINs sent again": opened(
		step{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{c(1, 1, fin), FIN | Retransmission, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 2, fin), FIN, 1, 2, ackedFIN, [2]State{TimeWait, LastAck}},
		step{s(1, 2, fin), FIN | Retransmission, 1, 2, none, [2]State{TimeWait, LastAck}},
		step{c(2, 2), ACK, 2, 2, ackedFIN, [2]State{TimeWait, Closed}},
		step{s(1, 2, fin), FIN | Retransmission, 1, 2, none, [2]State{TimeWait, Closed}},
		step{c(2, 2), ACK | DupACK, 2, 2, none, [2]State{TimeWait, Closed}},
	),
	"crossing, and sent again": opened(
		step{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 1, fin), FIN, 1, 1, none, both(Closing)},
		step{s(1, 1, fin), FIN | Retransmission, 1, 1, none, both(Closing)},
		step{c(1, 2, fin), FIN | Retransmission, 1, 2, ackedFIN, [2]State{Closing, TimeWait}},
		step{s(2, 2), ACK, 2, 2, ackedFIN, both(TimeWait)},
	),
	"the FIN before the data it follows": opened(
		step{c(6, 1, fin), FIN | LostSegment, 6, 1, none, [2]State{FinWait1, Established}},
		step{s(1, 1), ACK | DupACK, 1, 1, none, [2]State{FinWait1, Established}},
		step{c(1, 1, data(5)), Data | Retransmission, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 7), ACK, 1, 7, Acknowledged{From: 1, To: 6, FIN: true}, [2]State{FinWait2, CloseWait}},
	),
	"data missing from the capture before a FIN that is acknowledged": opened(
		step{c(6, 1, fin), FIN | LostSegment, 6, 1, none, [2]State{FinWait1, Established}},
		step{s(1, 7, fin), FIN | ACKLostSegment, 1, 7, Acknowledged{From: 1, To: 6, FIN: true}, [2]State{TimeWait, LastAck}},
	),
	"a FIN before there was a connection": {
		theSYN,
		{s(1, 700, data(5)), Data | ACKLostSegment, 1, 700, none, [2]State{SynSent, Unknown}},
		{s(10, 700, fin), FIN | LostSegment, 10, 700, none, [2]State{SynSent, Unknown}},
		{s(6, 1, data(1)), Data | Retransmission, 6, 1, ackedSYN, both(Established)},
		{s(7, 1, data(3)), Data | Retransmission, 7, 1, none, [2]State{CloseWait, Established}},
	},
	"another FIN further on: the first one counts": opened(
		step{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{c(5, 1, fin), FIN | LostSegment, 5, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 2), ACK, 1, 2, ackedFIN, [2]State{FinWait2, CloseWait}},
		step{s(1, 3), ACK | ACKLostSegment, 1, 3, none, [2]State{FinWait2, CloseWait}},
	),
	"in order after data that was only seen acknowledged": opened(
		step{c(11, 1, data(5)), Data | LostSegment, 11, 1, none, both(Established)},
		step{s(1, 16), ACK | ACKLostSegment, 1, 16, octets(1, 16), both(Established)},
		step{c(16, 1, fin), FIN, 16, 1, none, [2]State{FinWait1, CloseWait}},
	),
	"in the handshake": {
		step{seg(client, syn, seq(clientISN)), SYN, 0, 0, none, [2]State{SynSent, Unknown}},
		step{s(0, 1, syn), SYNACK, 0, 1, ackedSYN, [2]State{Established, SynReceived}},
		step{c(1, 1, data(2), fin), Data | FIN, 1, 1, ackedSYN, [2]State{FinWait1, CloseWait}},
		step{s(1, 4), ACK, 1, 4, Acknowledged{From: 1, To: 3, FIN: true}, [2]State{FinWait2, CloseWait}},
	},
	"from SYN-RECEIVED": {
		step{seg(client, syn, seq(clientISN)), SYN, 0, 0, none, [2]State{SynSent, Unknown}},
		step{s(0, 1, syn), SYNACK, 0, 1, ackedSYN, [2]State{Established, SynReceived}},
		step{s(1, 1, fin), FIN, 1, 1, none, [2]State{CloseWait, FinWait1}},
		step{c(1, 2), ACK, 1, 2, Acknowledged{SYN: true, FIN: true}, [2]State{CloseWait, FinWait2}},
	},
}

func TestCloses(t *testing.T) { checkAll(t, closings) }

// TestFINs checks what an observation says of the peer's FIN.
func TestFINs(t *testing.T) {
	tests := map[string]struct {
		steps       []step
		seen, acked bool
	}{
		"first":               {closings["four segments"][:4], false, false},
		"second":              {closings["four segments"][:6], true, true},
		"acknowledging":       {closings["three segments"][:5], true, true},
		"crossing":            {closings["crossing"][:5], true, false},
		"an ACK is no FIN":    {closings["four segments"][:5], false, false},
		"sent again later":    {closings["crossing, and sent again"][:7], true, true},
		"crossing with data":  {closings["crossing, with data not acknowledged"][:6], true, false},
		"data acknowledged":   {closings["data and FIN in one segment"][:5], true, true},
		"no FIN in handshake": {handshake()[:2], false, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			o := last(test.steps)
			if o.PeerFINSeen != test.seen || o.AcksPeerFIN != test.acked {
				t.Errorf("peer's FIN seen %v, acknowledged %v", o.PeerFINSeen, o.AcksPeerFIN)
			}
		})
	}
}

// TestCrossingCorrects checks that the sender of the second of two crossing
// FINs turns out not to have been in CLOSE-WAIT, and only then.
func TestCrossingCorrects(t *testing.T) {
	if o := last(closings["crossing"][:5]); o.Before != [2]State{FinWait1, Established} {
		t.Errorf("crossing: before: %v", o.Before)
	}
	if o := last(closings["three segments"][:5]); o.Before != [2]State{FinWait1, CloseWait} {
		t.Errorf("not crossing: before: %v", o.Before)
	}
}

// last returns what a new tracker says of the last of the steps.
func last(steps []step) Observation {
	var o Observation
	tracker := NewTracker()
	for _, s := range steps {
		o = tracker.Observe(s.packet)
	}
	return o
}
