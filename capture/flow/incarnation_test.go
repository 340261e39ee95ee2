package flow

import (
	"testing"

	"wireladder/capture"
)

// shifted returns the segments of another connection of the same 4-tuple, whose
// initial numbers lie further on.
func shifted(by uint32, packets ...*capture.Packet) []*capture.Packet {
	for _, p := range packets {
		if p.TCP.Seq += capture.Seq(by); p.TCP.Flags.Has(capture.ACK) {
			p.TCP.Ack += capture.Seq(by)
		}
	}
	return packets
}

// exchangeOf returns the segments of a connection from SYN to close.
func exchangeOf() []*capture.Packet {
	return after(opening(0, 0), c(1, 1, data(6), ms(20)), s(1, 7, data(6), ms(30)), c(7, 7, fin, ms(40)), s(7, 8, fin, ms(50)), c(8, 8, ms(60)))
}

// TestTwoAtOnce checks that two connections that have one 4-tuple at the same time
// are told apart, while Wireshark's view of them is kept.
func TestTwoAtOnce(t *testing.T) {
	for _, by := range []uint32{1 << 20, 1 << 31, 0xf0000000} {
		one, other, tracker := exchangeOf(), shifted(by, exchangeOf()...), NewTracker()
		for i := range one {
			for stream, p := range []*capture.Packet{one[i], other[i]} {
				o := tracker.Observe(p)
				if o.Conversation.Stream != stream || o.Seq < 0 || o.Seq > 10 || o.Ack < 0 || o.Ack > 10 || o.Again {
					t.Errorf("by %d, packet %d of stream %d: stream %d, seq %d, ack %d, %v", by, i, stream, o.Conversation.Stream, o.Seq, o.Ack, o.Again)
				}
				w := o.AsWireshark()
				if want := min(i+stream, 1); w.Stream != want || stream == 0 && i > 1 && o.From == Initiator && uint32(w.Seq) != uint32(o.Seq)-by {
					t.Errorf("by %d, packet %d of stream %d: Wireshark's stream %d, seq %d", by, i, stream, w.Stream, uint32(w.Seq))
				}
			}
		}
		for _, c := range tracker.Conversations() {
			if c.Packets != [2]uint32{5, 3} || !c.FINAcknowledged(Initiator) || !c.FINAcknowledged(Responder) || c.readRare().again != [2]int{} {
				t.Errorf("by %d: stream %d: packets %v, states %v, again %v", by, c.Stream, c.Packets, c.States, c.readRare().again)
			}
		}
	}
}

// TestComesBack checks that what an old connection still answers to a host that came
// back is not taken for the new one: RFC 9293 §3.5.1.
func TestComesBack(t *testing.T) {
	tracker := NewTracker()
	for _, p := range after(opening(0, 0), c(1, 1, data(6), ms(20)), s(1, 7, ms(21))) {
		tracker.Observe(p)
	}
	again := seg(client, syn, seq(clientISN+5000), ms(100))
	tracker.Observe(again)
	challenge := tracker.Observe(s(1, 7, ms(101)))
	reset := tracker.Observe(seg(client, rst, seq(clientISN+7), ms(102)))
	next := tracker.Observe(seg(client, syn, seq(clientISN+5000), ms(110)))
	if challenge.Conversation.Stream != 0 || reset.Conversation.Stream != 0 || next.Conversation.Stream != 1 {
		t.Errorf("streams %d, %d, %d", challenge.Conversation.Stream, reset.Conversation.Stream, next.Conversation.Stream)
	}
	if by, ok := reset.Conversation.Reset(); !ok || by != Initiator || reset.After != both(Closed) || !next.Again {
		t.Errorf("reset %v by %v, %v, %v", ok, by, reset.After, next.Again)
	}
}
