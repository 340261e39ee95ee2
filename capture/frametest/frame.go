// Package frametest makes frames for the tests of packages that read them: one
// client and one server, over IPv4 and IPv6, each header a layer of gopacket.
package frametest

import (
	"net"
	"net/netip"
	"testing"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// Addresses of the frames that tests make.
var (
	Client4 = netip.MustParseAddrPort("192.0.2.1:50000")
	Server4 = netip.MustParseAddrPort("192.0.2.2:12000")
	Client6 = netip.MustParseAddrPort("[2001:db8::1]:50000")
	Server6 = netip.MustParseAddrPort("[2001:db8::2]:12000")
)

// Build puts layers into octets, with their lengths right. gopacket pads
// Ethernet frames to 60 octets.
func Build(tb testing.TB, ls ...gopacket.SerializableLayer) []byte {
	tb.Helper()
	buffer := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(buffer, gopacket.SerializeOptions{FixLengths: true}, ls...); err != nil {
		tb.Fatal(err)
	}
	return buffer.Bytes()
}

// Ethernet is an Ethernet header whose addresses are zero.
func Ethernet(kind layers.EthernetType) *layers.Ethernet {
	return &layers.Ethernet{SrcMAC: make(net.HardwareAddr, 6), DstMAC: make(net.HardwareAddr, 6), EthernetType: kind}
}

// IPv4 is an IPv4 header from the client to the server.
func IPv4(protocol layers.IPProtocol) *layers.IPv4 {
	return &layers.IPv4{
		Version: 4, TTL: 64, Protocol: protocol,
		SrcIP: Client4.Addr().AsSlice(), DstIP: Server4.Addr().AsSlice(),
	}
}

// IPv6 is an IPv6 header from the client to the server.
func IPv6(next layers.IPProtocol) *layers.IPv6 {
	return &layers.IPv6{
		Version: 6, HopLimit: 64, NextHeader: next,
		SrcIP: Client6.Addr().AsSlice(), DstIP: Server6.Addr().AsSlice(),
	}
}

// UDP is a UDP header from the client to the server.
func UDP() *layers.UDP {
	return &layers.UDP{SrcPort: layers.UDPPort(Client4.Port()), DstPort: layers.UDPPort(Server4.Port())}
}

// TCP is a segment with most of its header in use.
func TCP() *layers.TCP {
	return &layers.TCP{
		SrcPort: layers.TCPPort(Client4.Port()), DstPort: layers.TCPPort(Server4.Port()),
		Seq: 0xfffffff0, Ack: 77, PSH: true, ACK: true, URG: true, Window: 512, Urgent: 3,
	}
}

// SYN is the first segment that Linux sends.
func SYN() *layers.TCP {
	return &layers.TCP{
		SrcPort: layers.TCPPort(Client4.Port()), DstPort: layers.TCPPort(Server4.Port()),
		Seq: 1, SYN: true, Window: 65495,
		Options: []layers.TCPOption{
			{OptionType: layers.TCPOptionKindMSS, OptionData: []byte{0xff, 0xd7}},
			{OptionType: layers.TCPOptionKindSACKPermitted},
			{OptionType: layers.TCPOptionKindTimestamps, OptionData: []byte{0, 0, 0, 9, 0, 0, 0, 8}},
			{OptionType: layers.TCPOptionKindNop},
			{OptionType: layers.TCPOptionKindWindowScale, OptionData: []byte{7}},
		},
	}
}

// ICMPv4 is an ICMP header of a type and a code.
func ICMPv4(kind, code uint8) *layers.ICMPv4 {
	return &layers.ICMPv4{TypeCode: layers.CreateICMPv4TypeCode(kind, code)}
}

// ICMPv6 is an ICMPv6 header and the four octets that follow in all messages
// that are made here.
func ICMPv6(kind, code uint8) gopacket.SerializableLayer {
	return gopacket.Payload{kind, code, 0, 0, 0, 0, 0, 0}
}

// Extension6 is an IPv6 extension header of n units of eight octets.
func Extension6(next layers.IPProtocol, n int) gopacket.SerializableLayer {
	header := make([]byte, 8*n)
	header[0], header[1] = byte(next), byte(n-1)
	return gopacket.Payload(header)
}

// Fragment6 is an IPv6 fragment header: an offset in units of eight octets.
func Fragment6(next layers.IPProtocol, offset uint16, more bool) gopacket.SerializableLayer {
	field := offset << 3
	if more {
		field |= 1
	}
	return gopacket.Payload{byte(next), 0, byte(field >> 8), byte(field), 0, 0, 0, 1}
}

// Text is application data.
func Text(s string) gopacket.SerializableLayer { return gopacket.Payload(s) }

// Cooked is a Linux cooked header.
func Cooked(kind layers.EthernetType, addressLength byte) gopacket.SerializableLayer {
	return gopacket.Payload{0, 0, 3, 4, 0, addressLength, 0, 0, 0, 0, 0, 0, 0, 0, byte(kind >> 8), byte(kind)}
}
