package flow

import (
	"slices"
	"testing"

	"wireladder/capture"
)

// TestForesee checks that a look ahead changes nothing.
func TestForesee(t *testing.T) {
	var packets []capture.Packet
	for range 3 {
		packets = append(packets, *handshake()[0].packet, *c(1, 1, data(1000)), *s(1, 1001), *s(0, 1, syn), *datagram(client), *icmpError(datagram(client)), *c(1001, 1, fin), *c(1, 1, rst))
	}
	packets = append(packets, capture.Packet{Problem: "cut off"})
	plain, ahead := NewTracker(), NewTracker()
	for i := range packets {
		ahead.Foresee(packets[i:])
		got, want := ahead.Observe(&packets[i]), plain.Observe(&packets[i])
		got.Conversation, want.Conversation = nil, nil
		if got != want {
			t.Errorf("packet %d: %+v, want %+v", i, got, want)
		}
	}
	if !slices.EqualFunc(ahead.Conversations(), plain.Conversations(), func(a, b *Conversation) bool { return *a == *b }) {
		t.Error("the conversations differ")
	}
	if n := testing.AllocsPerRun(10, func() { ahead.Foresee(packets) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
