package wire

import (
	"slices"
	"testing"

	"wireladder/capture"
)

// datagramFrame returns an Ethernet frame with an empty UDP datagram.
func datagramFrame() *capture.Packet {
	frame := make([]byte, 14+20+8)
	copy(frame[12:], "\x08\x00\x45\x00\x00\x1c\x00\x00\x00\x00\x40\x11\x00\x00\x0a\x00\x00\x01\x0a\x00\x00\x02\x9c\x40\x2e\xe0\x00\x08")
	return &capture.Packet{Link: capture.LinkEthernet, Data: frame, Length: len(frame)}
}

// lostOf returns which of the client's first frames are lost, while the server sends
// as many.
func lostOf(o Options, n int) []bool {
	f, lost := newDecider(o), make([]bool, n)
	for i := range lost {
		arrivals, _ := f.decide(Client, datagramFrame())
		lost[i] = len(arrivals) == 0
		f.decide(Server, datagramFrame())
	}
	return lost
}

// The n-th frame of a side fares alike with the same seed, whatever a fault does to
// others.
func TestChanceIsRepeated(t *testing.T) {
	const hit = 3
	chance := Options{Loss: 50, Seed: 7}
	faulty := chance
	faulty.Faults = []Fault{{Action: Duplicate, Ordinal: hit, From: Client, Kind: Datagram}}
	alone, with := lostOf(chance, 100), lostOf(faulty, 100)
	if with[hit-1] {
		t.Error("chance has lost the frame that a fault hits")
	}
	alone[hit-1], with[hit-1] = false, false
	if !slices.Equal(alone, with) {
		t.Errorf("lost without a fault %v\nwith one %v", alone, with)
	}
	if other := lostOf(Options{Loss: 50, Seed: 8}, 100); slices.Equal(alone, other) {
		t.Error("another seed loses the same")
	}
}
