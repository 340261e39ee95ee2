package pairing_test

import (
	"net/netip"
	"testing"

	"wireladder/capture"
)

// A NAT between the captures changes the client's address and port, or the server's.
func TestNAT(t *testing.T) {
	outside := netip.MustParseAddrPort("192.0.2.7:61000")
	for seed := range uint64(6) {
		d := usual(seed)
		d.udp, d.anonymous = seed%2 == 1, seed%3 == 2
		s := &simulation{sent: d.run(), offset: 7, hops: 2}
		both := s.captures()
		inside := clientPort
		if seed >= 3 {
			inside = serverPort
		}
		for i := range both[1] {
			for _, a := range []*netip.AddrPort{&both[1][i].Src, &both[1][i].Dst} {
				if *a == inside {
					*a = outside
				}
			}
		}
		otherWay := seed%2 == 0
		if otherWay {
			both = [2][]capture.Packet{both[1], both[0]}
		}
		got, p, err := merged(t, both)
		if err != nil {
			t.Fatal(err)
		}
		c := p.Captures()
		s.truth(t, got, c.Clock, 3e9)
		if len(c.Moved) != 1 || c.Moved[0] != [2]netip.AddrPort{inside, outside} || p.Swapped() != otherWay {
			t.Errorf("%+v", c)
		}
		for _, o := range got {
			if o.packet.Src == outside || o.packet.Dst == outside {
				t.Fatalf("packet %d is shown from %v to %v", o.packet.Number, o.packet.Src, o.packet.Dst)
			}
		}
	}
}
