package decode

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/gopacket/layers"

	"wireladder/capture"
	"wireladder/capture/frametest"
)

// decodeTest is a frame and what Decode must make of it, but for Sighting and IP, of
// which TestSighting and TestIPHeader have examples.
type decodeTest struct {
	name    string
	link    capture.LinkType
	frame   []byte
	onWire  int            // 0: as long as frame
	want    capture.Packet // what Decode sets, but for Problem
	problem string         // a part of it; "": there must be none
	full    bool           // Decode fills much of the packet
}

// The headers that most frames of the tables have, as Decode must see them.
var (
	wantTCP = capture.TCPHeader{Seq: 0xfffffff0, Ack: 77, Flags: capture.PSH | capture.ACK | capture.URG, Window: 512, Urgent: 3}
	wantSYN = capture.TCPHeader{Seq: 1, Flags: capture.SYN, Window: 65495, Options: capture.TCPOptions{
		MSS: 65495, WindowScale: 7, HasWindowScale: true, SACKPermitted: true,
		HasTimestamps: true, TSVal: 9, TSEcr: 8,
	}}
)

// addresses returns the endpoints without their ports.
func addresses(src, dst netip.AddrPort) (a, b netip.AddrPort) {
	return netip.AddrPortFrom(src.Addr(), 0), netip.AddrPortFrom(dst.Addr(), 0)
}

// wantUDP4 is a whole datagram from the client to the server.
func wantUDP4(payload string) capture.Packet {
	return capture.Packet{Proto: capture.UDP, Src: frametest.Client4, Dst: frametest.Server4, Payload: octets(payload), PayloadLength: len(payload)}
}

// wantUDP6 is the same over IPv6.
func wantUDP6(payload string) capture.Packet {
	p := wantUDP4(payload)
	p.Src, p.Dst = frametest.Client6, frametest.Server6
	return p
}

// wantTCP4 is a segment from the client to the server.
func wantTCP4(header capture.TCPHeader, payload string) capture.Packet {
	p := wantUDP4(payload)
	p.Proto, p.TCP = capture.TCP, header
	return p
}

// undecoded4 is a frame of which no more than the IPv4 header was read.
func undecoded4() capture.Packet {
	var p capture.Packet
	p.Src, p.Dst = addresses(frametest.Client4, frametest.Server4)
	return p
}

// carrying returns a frame with what its IP header stands before.
func carrying(p capture.Packet, body []byte) capture.Packet {
	p.Payload, p.PayloadLength = body, len(body)
	return p
}

// undecoded6 is a frame of which no more than the IPv6 header was read.
func undecoded6() capture.Packet {
	var p capture.Packet
	p.Src, p.Dst = addresses(frametest.Client6, frametest.Server6)
	return p
}

// ports4 is a frame whose transport header ends behind the ports.
func ports4(src, dst uint16) capture.Packet {
	return capture.Packet{Src: netip.AddrPortFrom(frametest.Client4.Addr(), src), Dst: netip.AddrPortFrom(frametest.Server4.Addr(), dst)}
}

// octets returns nil for "": an empty payload.
func octets(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}

// patched returns a copy of the frame with octets replaced.
func patched(frame []byte, offset int, with ...byte) []byte {
	frame = append([]byte(nil), frame...)
	copy(frame[offset:], with)
	return frame
}

// check decodes the frame of a test into a packet that was another before.
func (tt *decodeTest) check(t *testing.T, before decodeTest) {
	t.Helper()
	d := NewDecoder()
	got := capture.Packet{Link: before.link, Data: before.frame, Length: max(before.onWire, len(before.frame))}
	d.Decode(&got)
	got.Sighting = capture.Sighting{} // as those do who read frames
	got.Link, got.Data, got.Length = tt.link, tt.frame, max(tt.onWire, len(tt.frame))
	d.Decode(&got)
	if tt.problem == "" && got.Problem != "" || !strings.Contains(got.Problem, tt.problem) {
		t.Errorf("Problem is %q, want %q", got.Problem, tt.problem)
	}
	got.Link, got.Data, got.Length, got.Problem = 0, nil, 0, ""
	fresh := capture.Packet{Link: tt.link, Data: tt.frame, Length: max(tt.onWire, len(tt.frame))}
	NewDecoder().Decode(&fresh)
	if got.IP != fresh.IP || got.Sighting != fresh.Sighting {
		t.Errorf("after another packet %+v %+v, else %+v %+v", got.IP, got.Sighting, fresh.IP, fresh.Sighting)
	}
	options := []cmp.Option{cmpopts.IgnoreFields(capture.Packet{}, "IP", "Sighting"), cmpopts.EquateComparable(netip.AddrPort{}), cmpopts.EquateEmpty()}
	if diff := cmp.Diff(tt.want, got, options...); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// TestDecode decodes each frame into a new packet, and into one that was full of
// something else.
func TestDecode(t *testing.T) {
	tests := decodeTests(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.check(t, decodeTest{}) })
		for _, before := range tests {
			if before.full {
				t.Run(tt.name+" after "+before.name, func(t *testing.T) { tt.check(t, before) })
			}
		}
	}
}

// decodeTests returns all tables as one.
func decodeTests(tb testing.TB) []decodeTest {
	tb.Helper()
	return slices.Concat(linkTests(tb), ipv4Tests(tb), ipv6Tests(tb), tcpTests(tb), udpTests(tb), icmpTests(tb), serialTests(tb), wirelessTests(tb), wrappedTests(tb), networkTests(tb), taggedTests(tb), tunnelTests(tb))
}

func linkTests(tb testing.TB) []decodeTest {
	tb.Helper()
	raw4 := frametest.Build(tb, frametest.IPv4(layers.IPProtocolUDP), frametest.UDP(), frametest.Text("hi"))
	raw6 := frametest.Build(tb, frametest.IPv6(layers.IPProtocolUDP), frametest.UDP(), frametest.Text("hi"))
	vlan := func(kind layers.EthernetType) *layers.Dot1Q { return &layers.Dot1Q{VLANIdentifier: 7, Type: kind} }
	return []decodeTest{
		{name: "ethernet, padded", link: capture.LinkEthernet, frame: frametest.Build(tb, frametest.Ethernet(0x0800), frametest.Text(string(raw4))), want: wantUDP4("hi")},
		{name: "ethernet IPv6", link: capture.LinkEthernet, frame: frametest.Build(tb, frametest.Ethernet(0x86dd), frametest.Text(string(raw6))), want: wantUDP6("hi")},
		{name: "ethernet, padded TCP", link: capture.LinkEthernet, frame: frametest.Build(tb, frametest.Ethernet(0x0800), frametest.IPv4(6), frametest.TCP()), want: wantTCP4(wantTCP, "")},
		{name: "ethernet, padded into a header", link: capture.LinkEthernet, frame: frametest.Build(tb, frametest.Ethernet(0x0800), frametest.IPv4(6), frametest.Text("1234567890")), want: ports4(0x3132, 0x3334), problem: "the datagram ends within the TCP header"},
		{name: "VLAN", link: capture.LinkEthernet, frame: frametest.Build(tb, frametest.Ethernet(0x8100), vlan(0x0800), frametest.Text(string(raw4))), want: wantUDP4("hi")},
		{name: "stacked VLAN", link: capture.LinkEthernet, frame: frametest.Build(tb, frametest.Ethernet(0x88a8), vlan(0x8100), vlan(0x86dd), frametest.Text(string(raw6))), want: wantUDP6("hi")},
		{name: "old stacked VLAN", link: capture.LinkEthernet, frame: frametest.Build(tb, frametest.Ethernet(0x9100), vlan(0x8100), vlan(0x0800), frametest.Text(string(raw4))), want: wantUDP4("hi")},
		{name: "VLAN, cut", link: capture.LinkEthernet, frame: append(make([]byte, 12), 0x81, 0, 0, 7, 8), problem: "the frame ends within the VLAN tag"},
		{name: "ethernet, cut", link: capture.LinkEthernet, frame: make([]byte, 13), problem: "ends within the Ethernet header"},
		{name: "ARP", link: capture.LinkEthernet, frame: frametest.Build(tb, frametest.Ethernet(0x0806), frametest.Text("?")), problem: "EtherType 0x0806 (ARP)"},
		{name: "unknown EtherType", link: capture.LinkEthernet, frame: frametest.Build(tb, frametest.Ethernet(0x1234), frametest.Text("?")), problem: "EtherType 0x1234"},
		{name: "IEEE 802.3", link: capture.LinkEthernet, frame: append(make([]byte, 12), 0, 3, 0xaa, 0xaa, 3), problem: "the frame ends within the SNAP header"},
		{name: "BSD loopback, little end", link: capture.LinkNull, frame: append([]byte{2, 0, 0, 0}, raw4...), want: wantUDP4("hi")},
		{name: "BSD loopback, big end", link: capture.LinkNull, frame: append([]byte{0, 0, 0, 2}, raw4...), want: wantUDP4("hi")},
		{name: "BSD loopback, macOS IPv6", link: capture.LinkNull, frame: append([]byte{30, 0, 0, 0}, raw6...), want: wantUDP6("hi")},
		{name: "BSD loopback, Linux IPv6", link: capture.LinkNull, frame: append([]byte{10, 0, 0, 0}, raw6...), want: wantUDP6("hi")},
		{name: "OpenBSD loopback", link: capture.LinkLoop, frame: append([]byte{0, 0, 0, 24}, raw6...), want: wantUDP6("hi")},
		{name: "BSD loopback, AppleTalk", link: capture.LinkNull, frame: append([]byte{16, 0, 0, 0}, raw4...), problem: "address family 16"},
		{name: "BSD loopback, nonsense", link: capture.LinkNull, frame: []byte{1, 2, 3, 4, 5}, problem: "address family 772 of the loopback header"},
		{name: "BSD loopback, cut", link: capture.LinkNull, frame: []byte{2, 0, 0}, problem: "loopback header"},
		{name: "raw IPv4", link: capture.LinkRaw, frame: raw4, want: wantUDP4("hi")},
		{name: "raw IPv6", link: capture.LinkRaw, frame: raw6, want: wantUDP6("hi")},
		{name: "raw, neither", link: capture.LinkRaw, frame: patched(raw4, 0, 0x55), problem: "version 5"},
		{name: "raw, empty", link: capture.LinkRaw, problem: "where an IP header should begin"},
		{name: "link type 228", link: capture.LinkIPv4, frame: raw4, want: wantUDP4("hi")},
		{name: "link type 229", link: capture.LinkIPv6, frame: raw6, want: wantUDP6("hi")},
		{name: "link type 228 with IPv6", link: capture.LinkIPv4, frame: raw6, want: wantUDP6("hi"), problem: "IPv6 where IPv4 was announced"},
		{name: "link type 229 with IPv4", link: capture.LinkIPv6, frame: append(raw4, make([]byte, 20)...), problem: "the IPv6 header says version 4"},
		{name: "cooked", link: capture.LinkSLL, frame: frametest.Build(tb, frametest.Cooked(0x0800, 6), frametest.Text(string(raw4))), want: wantUDP4("hi")},
		{name: "cooked IPv6", link: capture.LinkSLL, frame: frametest.Build(tb, frametest.Cooked(0x86dd, 0), frametest.Text(string(raw6))), want: wantUDP6("hi")},
		{name: "cooked, long address", link: capture.LinkSLL, frame: frametest.Build(tb, frametest.Cooked(0x0800, 200), frametest.Text(string(raw4))), want: wantUDP4("hi")},
		{name: "cooked, cut", link: capture.LinkSLL, frame: frametest.Build(tb, frametest.Cooked(0x0800, 6))[:15], problem: "ends within the Linux cooked header"},
		{name: "unknown link type", link: 189, frame: raw4, problem: "link type 189 (USB_LINUX) is not decoded"},
		{name: "link type without a name", link: 65000, frame: raw4, problem: "link type 65000 (unknown) is not decoded"},
	}
}
