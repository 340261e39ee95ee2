package pairing_test

import (
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/joint"
)

// Packets take much longer one way than the other: no capture tells that, and the offset is as unsure as that.
func TestAsymmetric(t *testing.T) {
	for seed := range uint64(8) {
		d := usual(seed)
		d.delay, d.back, d.udp = 5*time.Millisecond, 90*time.Millisecond, seed%2 == 0
		s := &simulation{sent: d.run(), offset: 3.25, drift: 50}
		s.check(t, seed%3 == 0)
		if _, p, _ := merged(t, s.captures()); p.Captures().Clock.Error < 40*time.Millisecond {
			t.Errorf("seed %d: %+v", seed, p.Captures().Clock)
		}
	}
}

// IPv6 has no identifications.
func TestIPv6(t *testing.T) {
	for seed := range uint64(8) {
		d := usual(seed)
		d.six, d.udp = true, seed%2 == 0
		(&simulation{sent: d.run(), offset: -7, drift: 50, hops: uint8(seed % 3)}).check(t, seed%3 == 0)
	}
}

// What is sent again for the host there had dropped it behind its capture has not been lost; what was lost before any
// capture is in none.
func TestLostOutside(t *testing.T) {
	for seed := range uint64(8) {
		d := usual(seed)
		d.deaf = 0.2
		s := &simulation{sent: d.run(), offset: 12, misses: map[int]bool{}}
		for i := range s.sent {
			if x := &s.sent[i]; len(x.came) == 0 && i%2 == 0 {
				s.misses[i] = true // lost before the capture at its sender
			}
		}
		s.check(t, seed%2 == 0)
		_, p, err := merged(t, s.captures())
		if err != nil || p.Captures().Pairs == 0 {
			t.Fatal(err)
		}
	}
}

// A NAT gives packets other identifications, of both directions or of one, with other addresses or without.
func TestOtherIdentifications(t *testing.T) {
	outside := netip.MustParseAddrPort("192.0.2.7:61000")
	for seed := range uint64(12) {
		s, random := &simulation{sent: usual(seed).run(), offset: 7, drift: 50}, rand.New(rand.NewPCG(seed, 9))
		both := s.captures()
		other := map[uint16]uint16{}
		for i := range both[1] {
			p := &both[1][i]
			if seed%3 == 0 || p.Src == clientPort {
				id, known := other[p.IP.ID]
				if !known {
					id = uint16(random.IntN(1 << 16))
					other[p.IP.ID] = id
				}
				p.IP.ID = id
			}
			for _, a := range []*netip.AddrPort{&p.Src, &p.Dst} {
				if *a == clientPort && seed%2 == 0 {
					*a = outside
				}
			}
		}
		if seed%4 > 1 {
			both = [2][]capture.Packet{both[1], both[0]}
		}
		got, p, err := merged(t, both)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		s.truth(t, got, p.Captures().Clock, 3*time.Second)
		if a := p.Captures(); a.Changed+a.Cut > 0 || len(a.Translated) != int(1-seed%2) {
			t.Errorf("seed %d: %+v", seed, a)
		}
	}
}

// One capture begins late, the other ends early: what neither can show is not said to be lost.
func TestBothSpans(t *testing.T) {
	for seed := range uint64(6) {
		s := &simulation{sent: usual(seed).run(), offset: 5}
		last := s.sent[len(s.sent)-1].at
		s.begins = last / 4
		both := s.captures()
		for i := range both[0] {
			if both[0][i].Time.Sub(epoch) > last*3/4 {
				both[0] = both[0][:i]
				break
			}
		}
		got, _, err := merged(t, both)
		if err != nil {
			t.Fatal(err)
		}
		alone := 0
		for _, o := range got {
			switch x := &s.sent[place(t, &o)]; {
			case o.deliveries[0].Lost && len(x.came) > 0:
				t.Errorf("%d: sent at %v, and said to be lost: it came at %v", o.packet.Number, x.at, x.came)
			case o.deliveries[0].Unseen.HidesArrival() || o.deliveries[0].Unseen == joint.Departure:
				alone++
			}
		}
		if alone < 20 {
			t.Errorf("of %d packets nobody knows more", alone)
		}
	}
}
