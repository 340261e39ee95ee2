package frametest

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// What is translated has other addresses, and checksums that are right.
func TestTranslate(t *testing.T) {
	public := netip.MustParseAddrPort("203.0.113.7:61000")
	ip, tcp := IPv4(layers.IPProtocolTCP), TCP()
	if err := tcp.SetNetworkLayerForChecksum(ip); err != nil {
		t.Fatal(err)
	}
	b := gopacket.NewSerializeBuffer()
	how := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	if err := gopacket.SerializeLayers(b, how, Ethernet(layers.EthernetTypeIPv4), ip, tcp, Text("hello!")); err != nil {
		t.Fatal(err)
	}
	frame := b.Bytes()[:14+20+20+6]
	Translate(frame, NAT{Client4, public}, NAT{netip.AddrPortFrom(Client4.Addr(), 0), netip.AddrPortFrom(Server4.Addr(), 0)})
	if got, _ := netip.AddrFromSlice(frame[26:30]); got != public.Addr() || binary.BigEndian.Uint16(frame[34:]) != public.Port() {
		t.Errorf("it comes from %v", got)
	}
	if sum := add(frame[14:34]); sum != 0xffff {
		t.Errorf("the checksum of the IP header is wrong: %x", sum)
	}
	pseudo := append([]byte{0, 6, 0, 26}, frame[26:]...)
	if sum := add(pseudo); sum != 0xffff {
		t.Errorf("the checksum of the segment is wrong: %x", sum)
	}
	Translate(frame, NAT{public, Client4})
	if got, _ := netip.AddrFromSlice(frame[26:30]); got != Client4.Addr() {
		t.Errorf("back it is %v", got)
	}
}

// add returns the sum that is all ones of octets whose checksum is right (RFC 1071).
func add(b []byte) uint16 {
	var s uint32
	for i := 0; i < len(b); i += 2 {
		s += uint32(binary.BigEndian.Uint16(b[i:]))
	}
	return folded(s)
}
