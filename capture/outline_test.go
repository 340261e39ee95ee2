package capture

import (
	"net/netip"
	"testing"
	"time"
)

// TestTrace checks that an outline has of a packet what it is for, and nothing of
// what it was the outline of before.
func TestTrace(t *testing.T) {
	at := time.Unix(1_700_000_000, 7)
	v4, mapped := netip.MustParseAddrPort("10.0.0.1:80"), netip.MustParseAddrPort("[::ffff:10.0.0.1]:80")
	v6 := netip.MustParseAddrPort("[2001:db8::1]:443")
	syn := TCPHeader{Seq: 1, Ack: 2, Flags: SYN | ACK, Window: 3, Options: TCPOptions{HasWindowScale: true, WindowScale: 7}}
	ack := syn
	ack.Flags = ACK
	seen := Sighting{Interface: 4, Direction: Inbound}
	four := [16]byte{10, 0, 0, 1}
	tests := map[string]struct {
		packet Packet
		want   Outline
	}{
		"SYN,ACK": {
			Packet{Proto: TCP, Src: v4, Dst: v4, TCP: syn, Length: 54, IP: IPHeader{ID: 5, HopLimit: 6}, Sighting: seen},
			Outline{Src: four, Dst: four, SrcPort: 80, DstPort: 80, Proto: TCP, Scale: 8, Seq: 1, Ack: 2, Flags: SYN | ACK, Window: 3, Length: 54, ID: 5, Point: Point(4, Inbound, &seen.Source, &seen.Destination, 6)},
		},
		"scale without SYN": {
			Packet{Proto: TCP, Src: v4, Dst: v4, TCP: ack, PayloadLength: 9},
			Outline{Src: four, Dst: four, SrcPort: 80, DstPort: 80, Proto: TCP, Seq: 1, Ack: 2, Flags: ACK, Window: 3, PayloadLength: 9},
		},
		"IPv4 as IPv6": {
			Packet{Proto: UDP, Src: mapped, Dst: mapped},
			Outline{IPv6: true, Src: mapped.Addr().As16(), Dst: mapped.Addr().As16(), SrcPort: 80, DstPort: 80, Proto: UDP},
		},
		"to IPv6": {
			Packet{Proto: UDP, Src: v4, Dst: v6},
			Outline{IPv6: true, Src: mapped.Addr().As16(), Dst: v6.Addr().As16(), SrcPort: 80, DstPort: 443, Proto: UDP},
		},
		"no addresses": {Packet{}, Outline{IPv6: true}},
	}
	for name, test := range tests {
		got := Outline{Scale: 9, Cut: true, IPv6: true, Flags: FIN, Length: 1, ID: 1, Point: 1}
		test.packet.Time, test.want.At = at, at.UnixNano()
		if got.Trace(&test.packet); got != test.want {
			t.Errorf("%s: %+v\nwant %+v", name, got, test.want)
		}
	}
}
