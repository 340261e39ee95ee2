package flow

import (
	"slices"
	"testing"
)

// transfers are what happens between the handshake and the close.
var transfers = map[string][]step{
	"request and answer": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{s(1, 6), ACK, 1, 6, octets(1, 6), both(Established)},
		step{s(1, 6, data(7)), Data, 1, 6, none, both(Established)},
		step{c(6, 8), ACK, 6, 8, octets(1, 8), both(Established)},
	),
	"an ACK on the answer": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{s(1, 6, data(7)), Data, 1, 6, octets(1, 6), both(Established)},
		step{c(6, 8, data(1)), Data, 6, 8, octets(1, 8), both(Established)},
	),
	"sent again": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{c(1, 1, data(5)), Data | Retransmission, 1, 1, none, both(Established)},
		step{s(1, 6), ACK, 1, 6, octets(1, 6), both(Established)},
		step{s(1, 6), ACK | DupACK, 1, 6, none, both(Established)},
	),
	"sent again with more": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{c(1, 1, data(9)), Data | OutOfOrder, 1, 1, none, both(Established)},
		step{s(1, 10), ACK | ACKLostSegment, 1, 10, octets(1, 10), both(Established)},
	),
	"one ACK for part, one for the rest": opened(
		step{c(1, 1, data(10)), Data, 1, 1, none, both(Established)},
		step{s(1, 4), ACK, 1, 4, octets(1, 4), both(Established)},
		step{s(1, 4), ACK | DupACK, 1, 4, none, both(Established)},
		step{s(1, 11), ACK, 1, 11, octets(4, 11), both(Established)},
	),
	"duplicate ACKs": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{s(1, 6), ACK, 1, 6, octets(1, 6), both(Established)},
		step{c(11, 1, data(5)), Data | LostSegment, 11, 1, none, both(Established)},
		step{s(1, 6), ACK | DupACK, 1, 6, none, both(Established)},
		step{s(1, 6, window(900)), ACK | WindowUpdate, 1, 6, none, both(Established)},
		step{s(1, 6, window(900), data(1)), Data, 1, 6, none, both(Established)},
		step{c(6, 2, data(5)), Data | Retransmission, 6, 2, octets(1, 2), both(Established)},
		step{s(2, 16), ACK, 2, 16, octets(6, 16), both(Established)},
	),
	"old ACK after a new one": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{s(1, 6), ACK, 1, 6, octets(1, 6), both(Established)},
		step{s(1, 1), ACK, 1, 1, none, both(Established)},
	),
	"keep-alive": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{s(1, 6), ACK, 1, 6, octets(1, 6), both(Established)},
		step{c(5, 1), ACK | KeepAlive, 5, 1, none, both(Established)},
		step{s(1, 6), ACK | KeepAliveACK, 1, 6, none, both(Established)},
		step{c(5, 1, data(1)), ACK | KeepAlive, 5, 1, none, both(Established)},
		step{s(0, 6), ACK | KeepAlive, 0, 6, none, both(Established)},
	),
	"two octets are no keep-alive": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{s(1, 6), ACK, 1, 6, octets(1, 6), both(Established)},
		step{c(5, 1, data(2)), Data, 5, 1, none, both(Established)},
	),
	"an ACK that came late is no duplicate": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{s(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{s(1, 1), ACK, 1, 1, none, both(Established)},
	),
	"one octet not acknowledged is no keep-alive": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{c(5, 1, data(1)), Data | KeepAlive, 5, 1, none, both(Established)},
	),
	"ACK of what the capture has missed": opened(
		step{s(1, 101), ACK | ACKLostSegment, 1, 101, octets(1, 101), both(Established)},
		step{c(101, 1, data(5)), Data | LostSegment, 101, 1, none, both(Established)},
		step{s(1, 106), ACK | ACKLostSegment, 1, 106, octets(101, 106), both(Established)},
	),
	"without ACK: dropped unread": opened(
		step{seg(client, fin, seq(clientISN+1)), FIN, 1, 0, none, both(Established)},
		step{seg(client, seq(clientISN+1)), KeepAlive, 1, 0, none, both(Established)},
		step{c(1, 1, data(2)), Data, 1, 1, none, both(Established)},
	),
}

func TestTransfers(t *testing.T) { checkAll(t, transfers) }

// resets are aborts, by state, and what is no abort.
var resets = map[string][]step{
	"ESTABLISHED": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{s(1, 6, rst), RST, 1, 6, none, both(Closed)},
		step{c(6, 1, data(5)), Data, 6, 1, none, both(Closed)},
		step{seg(server, rst, seq(serverISN+1)), RST, 1, 0, none, both(Closed)},
	),
	"FIN-WAIT-1 and CLOSE-WAIT": opened(
		step{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 1, rst), RST, 1, 1, none, both(Closed)},
	),
	"FIN-WAIT-2, by data for a closed socket": opened(
		step{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 2), ACK, 1, 2, ackedFIN, [2]State{FinWait2, CloseWait}},
		step{s(1, 2, data(3)), Data, 1, 2, none, [2]State{FinWait2, CloseWait}},
		step{seg(client, rst, seq(clientISN+2)), RST, 2, 0, none, both(Closed)},
	),
	"the number of the FIN": opened(
		step{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 1, data(3)), Data, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(4, 2), ACK, 4, 2, ackedFIN, [2]State{FinWait2, CloseWait}},
		step{seg(client, rst, seq(clientISN+1)), RST, 1, 0, none, both(Closed)},
	),
	"CLOSING": opened(
		step{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 1, fin), FIN, 1, 1, none, both(Closing)},
		step{s(2, 1, rst), RST, 2, 1, none, both(Closed)},
	),
	"TIME-WAIT and LAST-ACK": opened(
		step{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		step{s(1, 2, fin), FIN, 1, 2, ackedFIN, [2]State{TimeWait, LastAck}},
		step{seg(client, rst, seq(clientISN+2)), RST, 2, 0, none, both(Closed)},
	),
	"SYN-RECEIVED, both": {
		theSYN,
		{seg(server, syn, seq(serverISN)), SYN, 0, 0, none, both(SynReceived)},
		{s(1, 1, rst), RST, 1, 1, none, both(Closed)},
	},
	"before the window": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{s(1, 6), ACK, 1, 6, octets(1, 6), both(Established)},
		step{c(5, 1, rst), RST, 5, 1, none, both(Established)},
	),
	"after the window": opened(
		step{c(1002, 1, rst), RST, 1002, 1, none, both(Established)},
		step{c(1, 1, data(5)), Data | OutOfOrder, 1, 1, none, both(Established)},
	),
	"at the end of the window": opened(
		step{c(1001, 1, rst), RST, 1001, 1, none, both(Closed)},
	),
	"with words, where there was data": opened(
		step{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		step{c(1, 1, rst, data(5)), Data | RST | Retransmission, 1, 1, none, both(Closed)},
	),
	"and then the SYN once more": opened(
		step{s(1, 1, rst), RST, 1, 1, none, both(Closed)},
		step{theSYN.packet, SYN | Retransmission, 0, 0, none, both(Closed)},
	),
	"in the middle of nothing": {
		{c(1, 1, rst), RST, 1, 1, none, both(Closed)},
	},
}

func TestResets(t *testing.T) { checkAll(t, resets) }

// middles are captures that begin after the SYN.
var middles = map[string][]step{
	"data": {
		{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		{s(1, 6), ACK, 1, 6, octets(1, 6), both(Established)},
		{c(6, 1, fin), FIN, 6, 1, none, [2]State{FinWait1, CloseWait}},
	},
	"data, and older data": {
		{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		{c(-9, 1, data(5)), Data | Retransmission, -9, 1, none, both(Established)},
		{s(1, -4), ACK, 1, -4, none, both(Established)},
	},
	"ACK": {
		{c(1, 1), ACK, 1, 1, none, both(Established)},
		{s(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		{c(1, 6), ACK, 1, 6, octets(1, 6), both(Established)},
	},
	"FIN": {
		{c(1, 1, fin), FIN, 1, 1, none, [2]State{FinWait1, CloseWait}},
		{s(1, 2, fin), FIN, 1, 2, ackedFIN, [2]State{TimeWait, LastAck}},
		{c(2, 2), ACK, 2, 2, ackedFIN, [2]State{TimeWait, Closed}},
	},
	"SYN,ACK": {
		{s(0, 1, syn), SYNACK, 0, 1, ackedSYN, [2]State{Established, SynReceived}},
		{c(1, 1), ACK, 1, 1, ackedSYN, both(Established)},
		{c(1, 1, data(5)), Data, 1, 1, none, both(Established)},
		{s(1, 6), ACK, 1, 6, octets(1, 6), both(Established)},
	},
}

func TestMiddles(t *testing.T) { checkAll(t, middles) }

// TestLongStream checks that numbers go on counting past 2^32, in both
// directions' terms.
func TestLongStream(t *testing.T) {
	tracker := NewTracker()
	check(t, tracker, handshake())
	const step = 1 << 29
	for sent := int64(1); sent < 5<<32; sent += step {
		o := tracker.Observe(c(sent, 1, data(step)))
		if o.Seq != sent || o.Next != sent+step || o.Events != Data {
			t.Fatalf("octet %d: seq %d, next %d, %v", sent, o.Seq, o.Next, o.Events)
		}
		if o = tracker.Observe(s(1, sent+step)); o.Acked != octets(sent, sent+step) {
			t.Fatalf("octet %d: acknowledged %+v", sent, o.Acked)
		}
	}
}

// TestAcknowledgmentsOnly checks that numbers go on counting where only one
// direction was captured, by the acknowledgments of the other.
func TestAcknowledgmentsOnly(t *testing.T) {
	tracker := NewTracker()
	tracker.Observe(c(1, 1))
	const step = 1 << 29
	for acked := int64(1); acked < 5<<32; acked += step {
		if o := tracker.Observe(c(1, acked+step)); o.Ack != acked+step || o.Acked != octets(acked, acked+step) {
			t.Fatalf("octet %d: ack %d acknowledges %+v", acked, o.Ack, o.Acked)
		}
	}
}

// TestWindowScale checks that the window of a reset is the scaled one, and an
// unknown scale the largest.
func TestWindowScale(t *testing.T) {
	scaled := handshake()
	scale(2)(scaled[0].packet)
	scale(2)(scaled[1].packet)
	tests := map[string]struct {
		before []step
		seq    int64
		want   State
	}{
		"inside":            {scaled, 4001, Closed},
		"outside":           {scaled, 4002, Established},
		"unknown, inside":   {middles["ACK"], 1 + 1000<<14, Closed},
		"unknown, outside":  {middles["ACK"], 2 + 1000<<14, Established},
		"at the number due": {scaled, 1, Closed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			steps := append(slices.Clone(test.before), step{packet: c(test.seq, 1, rst)})
			if o := last(steps); o.After != both(test.want) {
				t.Errorf("after: %v, want %v", o.After, test.want)
			}
		})
	}
}
