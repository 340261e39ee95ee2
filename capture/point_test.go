package capture

import (
	"testing"
	"unsafe"
)

func pointOf(s Sighting, hopLimit uint8) uint16 {
	return Point(s.Interface, s.Direction, &s.Source, &s.Destination, hopLimit)
}

// TestPoint checks that each thing that tells two points apart does so, and that
// hashes are spread.
func TestPoint(t *testing.T) {
	base := Sighting{Interface: 2, Direction: Inbound, Source: [6]byte{2, 0, 0, 0, 0, 1}, Destination: [6]byte{2, 0, 0, 0, 0, 2}}
	swapped := base
	swapped.Source, swapped.Destination = base.Destination, base.Source
	other, sent, source, destination := base, base, base, base
	other.Interface, sent.Direction, source.Source[5], destination.Destination[0] = 3, Outbound, 9, 6
	seen := map[uint16]string{pointOf(base, 64): "base"}
	for name, p := range map[string]uint16{
		"hop limit": pointOf(base, 63), "addresses swapped": pointOf(swapped, 64), "interface": pointOf(other, 64),
		"direction": pointOf(sent, 64), "source": pointOf(source, 64), "destination": pointOf(destination, 64),
	} {
		if seen[p] != "" {
			t.Errorf("%s: the same point as %s", name, seen[p])
		}
		seen[p] = name
	}
	spread := map[uint16]bool{}
	for i := range uint32(256) {
		spread[pointOf(Sighting{Interface: i}, 64)] = true
		spread[pointOf(Sighting{}, uint8(i))] = true
		spread[pointOf(Sighting{Source: [6]byte{0, 0, 0, 0, 0, uint8(i)}}, 64)] = true
	}
	if len(spread) < 700 { // of 766, three of which are the same
		t.Errorf("%d hashes", len(spread))
	}
}

func TestOutlineIsSmall(t *testing.T) {
	if n := unsafe.Sizeof(Outline{}); n > 72 {
		t.Errorf("%d octets", n)
	}
}
