package flow

import (
	"net/netip"
	"slices"
	"testing"

	"wireladder/capture"
)

// many returns the SYNs of so many conversations that looking ahead is worthwhile.
func many() []capture.Packet {
	packets := make([]capture.Packet, 2*worthwhile)
	for i := range packets {
		packets[i] = *handshake()[0].packet
		packets[i].Src = netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 9, byte(i >> 8), byte(i)}), 1024)
	}
	return packets
}

// mixed returns packets of several kinds, of conversations that begin, go on and
// begin anew.
func mixed() []capture.Packet {
	var packets []capture.Packet
	for i := range 3 {
		isn := capture.Seq(i)
		for _, seg := range []*capture.Packet{handshake()[0].packet, s(0, 1, syn), c(1, 1, data(1000)), s(1, 1001), datagram(client), icmpError(datagram(client)), c(1001, 1, fin), c(1, 1, rst)} {
			seg.TCP.Seq += isn
			packets = append(packets, *seg)
		}
	}
	return append(packets, capture.Packet{Problem: "cut off"})
}

// TestForesee checks that a look ahead changes nothing, also of packets that are
// then observed in another order, or not at all, and where all hashes are the same.
func TestForesee(t *testing.T) {
	foresee(t, NewTracker())
	colliding := NewTracker()
	colliding.latest.seed = seed{}
	foresee(t, colliding)
}

// foresee is TestForesee for a tracker that has seen nothing.
func foresee(t *testing.T, ahead *Tracker) {
	t.Helper()
	before, packets, plain := many(), mixed(), NewTracker()
	for i := range before {
		plain.Observe(&before[i])
		ahead.Observe(&before[i])
	}
	packets = append(packets, before[10], before[9], packets[2], before[11])
	for i := range packets {
		if i%5 < 2 {
			ahead.Foresee(packets[i+i%5:])
		}
		if i%10 == 0 {
			ahead.ObserveOutlines(make([]capture.Outline, 32)) // of nothing, but they are foreseen, too
		}
		got, want := ahead.Observe(&packets[i]), plain.Observe(&packets[i])
		same := (got.mixed == nil) == (want.mixed == nil) && (got.mixed == nil || *got.mixed == *want.mixed)
		got.Conversation, want.Conversation, got.mixed, want.mixed = nil, nil, nil, nil
		if got != want || !same {
			t.Errorf("packet %d: %+v, want %+v", i, got, want)
		}
	}
	same := func(a, b *Conversation) bool {
		return a.Stream == b.Stream && a.Endpoint(Initiator) == b.Endpoint(Initiator) && a.Packets == b.Packets && sameMachines(a.tcp, b.tcp)
	}
	if !slices.EqualFunc(ahead.Conversations(), plain.Conversations(), same) {
		t.Error("the conversations differ")
	}
	if n := testing.AllocsPerRun(10, func() { ahead.Foresee(packets) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestForeseenReopened checks that a conversation which begins anew after it was
// foreseen is the one that its further packets belong to.
func TestForeseenReopened(t *testing.T) {
	tracker, before := NewTracker(), many()
	for i := range before {
		tracker.Observe(&before[i])
	}
	packets := []capture.Packet{before[0], before[0]}
	packets[0].TCP.Seq += 99
	packets[1].TCP.Seq, packets[1].TCP.Flags = packets[0].TCP.Seq+1, capture.ACK
	tracker.Foresee(packets)
	first, second := tracker.Observe(&packets[0]), tracker.Observe(&packets[1])
	if !first.Events.Has(PortReused) || second.Conversation != first.Conversation {
		t.Errorf("%v, then of stream %d, not %d", first.Events, second.Conversation.Stream, first.Conversation.Stream)
	}
}
