package capture

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/gopacket/layers"
)

// decodeTest is a frame and what Decode must make of it.
type decodeTest struct {
	name    string
	link    LinkType
	frame   []byte
	onWire  int    // 0: as long as frame
	want    Packet // what Decode sets, but for Problem
	problem string // a part of it; "": there must be none
}

// The headers that most frames of the tables have, as Decode must see them.
var (
	wantTCP = TCPHeader{Seq: 0xfffffff0, Ack: 77, Flags: PSH | ACK | URG, Window: 512, Urgent: 3}
	wantSYN = TCPHeader{Seq: 1, Flags: SYN, Window: 65495, Options: TCPOptions{
		MSS: 65495, WindowScale: 7, HasWindowScale: true, SACKPermitted: true,
		HasTimestamps: true, TSVal: 9, TSEcr: 8,
	}}
)

// addresses returns the endpoints without their ports.
func addresses(src, dst netip.AddrPort) (a, b netip.AddrPort) {
	return netip.AddrPortFrom(src.Addr(), 0), netip.AddrPortFrom(dst.Addr(), 0)
}

// wantUDP4 is a whole datagram from the client to the server.
func wantUDP4(payload string) Packet {
	return Packet{Proto: UDP, Src: client4, Dst: server4, Payload: octets(payload), PayloadLength: len(payload)}
}

// wantUDP6 is the same over IPv6.
func wantUDP6(payload string) Packet {
	p := wantUDP4(payload)
	p.Src, p.Dst = client6, server6
	return p
}

// wantTCP4 is a segment from the client to the server.
func wantTCP4(header TCPHeader, payload string) Packet {
	p := wantUDP4(payload)
	p.Proto, p.TCP = TCP, header
	return p
}

// undecoded4 is a frame of which no more than the IPv4 header was read.
func undecoded4() Packet {
	var p Packet
	p.Src, p.Dst = addresses(client4, server4)
	return p
}

// undecoded6 is a frame of which no more than the IPv6 header was read.
func undecoded6() Packet {
	var p Packet
	p.Src, p.Dst = addresses(client6, server6)
	return p
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

// check decodes the frame of a test into a packet that is full of something else.
func (tt *decodeTest) check(t *testing.T, d *Decoder) {
	t.Helper()
	got := Packet{
		Link: tt.link, Data: tt.frame, Length: max(tt.onWire, len(tt.frame)),
		Proto: 9, Src: server6, Dst: client6, TCP: wantSYN, Payload: []byte("old"), PayloadLength: 3, Problem: "old",
		ICMP: ICMPHeader{Type: 1, Code: 1, Quoted: Quote{Proto: TCP, Src: client4, Dst: server4}},
	}
	d.Decode(&got)
	if tt.problem == "" && got.Problem != "" || !strings.Contains(got.Problem, tt.problem) {
		t.Errorf("Problem is %q, want %q", got.Problem, tt.problem)
	}
	got.Link, got.Data, got.Length, got.Problem = 0, nil, 0, ""
	options := []cmp.Option{cmpopts.EquateComparable(netip.AddrPort{}), cmpopts.EquateEmpty()}
	if diff := cmp.Diff(tt.want, got, options...); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestDecode(t *testing.T) {
	d := NewDecoder()
	for _, tt := range decodeTests(t) {
		t.Run(tt.name, func(t *testing.T) { tt.check(t, d) })
	}
}

// decodeTests returns all tables as one.
func decodeTests(tb testing.TB) []decodeTest {
	tb.Helper()
	return slices.Concat(linkTests(tb), ipv4Tests(tb), ipv6Tests(tb), tcpTests(tb), udpTests(tb), icmpTests(tb))
}

func linkTests(tb testing.TB) []decodeTest {
	tb.Helper()
	raw4 := build(tb, ip4(layers.IPProtocolUDP), udp(), text("hi"))
	raw6 := build(tb, ip6(layers.IPProtocolUDP), udp(), text("hi"))
	vlan := func(kind layers.EthernetType) *layers.Dot1Q { return &layers.Dot1Q{VLANIdentifier: 7, Type: kind} }
	return []decodeTest{
		{name: "ethernet, padded", link: LinkEthernet, frame: build(tb, ethernet(0x0800), text(string(raw4))), want: wantUDP4("hi")},
		{name: "ethernet IPv6", link: LinkEthernet, frame: build(tb, ethernet(0x86dd), text(string(raw6))), want: wantUDP6("hi")},
		{name: "ethernet, padded TCP", link: LinkEthernet, frame: build(tb, ethernet(0x0800), ip4(6), tcp()), want: wantTCP4(wantTCP, "")},
		{name: "ethernet, padded into a header", link: LinkEthernet, frame: build(tb, ethernet(0x0800), ip4(6), text("1234567890")), want: undecoded4(), problem: "the datagram ends within the TCP header"},
		{name: "VLAN", link: LinkEthernet, frame: build(tb, ethernet(0x8100), vlan(0x0800), text(string(raw4))), want: wantUDP4("hi")},
		{name: "stacked VLAN", link: LinkEthernet, frame: build(tb, ethernet(0x88a8), vlan(0x8100), vlan(0x86dd), text(string(raw6))), want: wantUDP6("hi")},
		{name: "old stacked VLAN", link: LinkEthernet, frame: build(tb, ethernet(0x9100), vlan(0x8100), vlan(0x0800), text(string(raw4))), want: wantUDP4("hi")},
		{name: "VLAN, cut", link: LinkEthernet, frame: append(make([]byte, 12), 0x81, 0, 0, 7, 8), problem: "ends within a VLAN tag"},
		{name: "ethernet, cut", link: LinkEthernet, frame: make([]byte, 13), problem: "ends within the Ethernet header"},
		{name: "ARP", link: LinkEthernet, frame: build(tb, ethernet(0x0806), text("?")), problem: "EtherType 0x0806 (ARP)"},
		{name: "unknown EtherType", link: LinkEthernet, frame: build(tb, ethernet(0x1234), text("?")), problem: "EtherType 0x1234"},
		{name: "IEEE 802.3", link: LinkEthernet, frame: append(make([]byte, 12), 0, 3, 0xaa, 0xaa, 3), problem: "IEEE 802.3"},
		{name: "BSD loopback, little end", link: LinkNull, frame: append([]byte{2, 0, 0, 0}, raw4...), want: wantUDP4("hi")},
		{name: "BSD loopback, big end", link: LinkNull, frame: append([]byte{0, 0, 0, 2}, raw4...), want: wantUDP4("hi")},
		{name: "BSD loopback, macOS IPv6", link: LinkNull, frame: append([]byte{30, 0, 0, 0}, raw6...), want: wantUDP6("hi")},
		{name: "BSD loopback, Linux IPv6", link: LinkNull, frame: append([]byte{10, 0, 0, 0}, raw6...), want: wantUDP6("hi")},
		{name: "OpenBSD loopback", link: LinkLoop, frame: append([]byte{0, 0, 0, 24}, raw6...), want: wantUDP6("hi")},
		{name: "BSD loopback, AppleTalk", link: LinkNull, frame: append([]byte{16, 0, 0, 0}, raw4...), problem: "address family 16"},
		{name: "BSD loopback, nonsense", link: LinkNull, frame: []byte{1, 2, 3, 4, 5}, problem: "loopback header"},
		{name: "BSD loopback, cut", link: LinkNull, frame: []byte{2, 0, 0}, problem: "loopback header"},
		{name: "raw IPv4", link: LinkRaw, frame: raw4, want: wantUDP4("hi")},
		{name: "raw IPv6", link: LinkRaw, frame: raw6, want: wantUDP6("hi")},
		{name: "raw, neither", link: LinkRaw, frame: patched(raw4, 0, 0x55), problem: "version 5"},
		{name: "raw, empty", link: LinkRaw, problem: "empty"},
		{name: "link type 228", link: LinkIPv4, frame: raw4, want: wantUDP4("hi")},
		{name: "link type 229", link: LinkIPv6, frame: raw6, want: wantUDP6("hi")},
		{name: "link type 228 with IPv6", link: LinkIPv4, frame: raw6, problem: "the IPv4 header says version 6"},
		{name: "link type 229 with IPv4", link: LinkIPv6, frame: append(raw4, make([]byte, 20)...), problem: "the IPv6 header says version 4"},
		{name: "cooked", link: LinkSLL, frame: build(tb, cooked(0x0800, 6), text(string(raw4))), want: wantUDP4("hi")},
		{name: "cooked IPv6", link: LinkSLL, frame: build(tb, cooked(0x86dd, 0), text(string(raw6))), want: wantUDP6("hi")},
		{name: "cooked, long address", link: LinkSLL, frame: build(tb, cooked(0x0800, 200), text(string(raw4))), problem: "address length 200"},
		{name: "cooked, cut", link: LinkSLL, frame: build(tb, cooked(0x0800, 6))[:15], problem: "ends within the Linux cooked header"},
		{name: "unknown link type", link: 276, frame: raw4, problem: "link type 276"},
	}
}

func ipv4Tests(tb testing.TB) []decodeTest {
	tb.Helper()
	frame := func(change func(*layers.IPv4)) []byte {
		ip := ip4(layers.IPProtocolUDP)
		change(ip)
		return build(tb, ip, udp(), text("hello"))
	}
	whole := frame(func(*layers.IPv4) {})
	options := frame(func(ip *layers.IPv4) {
		ip.Options = []layers.IPv4Option{{OptionType: 148, OptionLength: 4, OptionData: []byte{0, 0}}}
	})
	first := build(tb, func() *layers.IPv4 {
		ip := ip4(layers.IPProtocolUDP)
		ip.Flags = layers.IPv4MoreFragments
		return ip
	}(), text("\xc3\x50\x2e\xe0\x10\x00\x00\x00hello")) // a UDP length of 4096
	tests := []decodeTest{
		{name: "IPv4", frame: whole, want: wantUDP4("hello")},
		{name: "IPv4 options", frame: options, want: wantUDP4("hello")},
		{name: "IPv4 options without end", frame: patched(options, 21, 40), want: wantUDP4("hello"), problem: "IPv4 options"},
		{name: "IPv4, cut", frame: whole[:19], onWire: 33, problem: "ends within the IPv4 header"},
		{name: "IPv4 options, cut", frame: options[:21], onWire: 37, problem: "ends within the IPv4 options"},
		{name: "IPv4 header too short", frame: patched(whole, 0, 0x44), problem: "header length 16"},
		{name: "IPv4 total too short", frame: patched(whole, 2, 0, 19), want: undecoded4(), problem: "total length 19"},
		{name: "IPv4 total too long", frame: patched(whole, 2, 0, 99), want: wantUDP4("hello"), problem: "79 octets, the frame had 13"},
		{name: "IPv4 total of a big segment", frame: patched(whole, 2, 0, 0), want: wantUDP4("hello")},
		{name: "IPv4 first fragment", frame: first, want: wantUDP4("hello"), problem: "a first IP fragment"},
		{name: "IPv4 later fragment", frame: frame(func(ip *layers.IPv4) { ip.FragOffset = 1 }), want: undecoded4(), problem: "a later IP fragment"},
		{name: "IPv4 don't fragment", frame: frame(func(ip *layers.IPv4) { ip.Flags = layers.IPv4DontFragment }), want: wantUDP4("hello")},
		{name: "IGMP", frame: build(tb, ip4(2), text("12345678")), want: undecoded4(), problem: "IP protocol 2 (IGMP)"},
		{name: "unknown protocol", frame: build(tb, ip4(253), text("12345678")), want: undecoded4(), problem: "IP protocol 253"},
		{name: "ICMPv6 over IPv4", frame: build(tb, ip4(58), text("12345678")), want: undecoded4(), problem: "IP protocol 58"},
	}
	for i := range tests {
		tests[i].link = LinkIPv4
	}
	return tests
}

func ipv6Tests(tb testing.TB) []decodeTest {
	tb.Helper()
	const hop, routing, frag, dest, none = 0, 43, 44, 60, 59
	udpText := build(tb, udp(), text("hello"))
	after := text(string(udpText))
	whole := build(tb, ip6(17), after)
	chain := build(tb, ip6(dest), extension6(routing, 1), extension6(frag, 3), fragment6(17, 0, false), after)
	// gopacket wants to make hop-by-hop headers itself: only the number is set.
	hopByHop := patched(build(tb, ip6(dest), extension6(17, 2), after), 6, hop)
	tests := []decodeTest{
		{name: "IPv6", frame: whole, want: wantUDP6("hello")},
		{name: "IPv6, padded", frame: append(whole, 0, 0, 0), want: wantUDP6("hello")},
		{name: "IPv6 extensions", frame: chain, want: wantUDP6("hello")},
		{name: "IPv6 hop-by-hop", frame: hopByHop, want: wantUDP6("hello")},
		{name: "IPv6 extension, snapped", frame: hopByHop[:50], onWire: len(hopByHop), want: undecoded6(), problem: "the capture ends within the IPv6 extension header"},
		{name: "IPv6 extension past the end", frame: patched(hopByHop, 41, 200), want: undecoded6(), problem: "the datagram ends within the IPv6 extension header"},
		{name: "IPv6 fragment header, cut", frame: build(tb, ip6(frag), text("1234")), want: undecoded6(), problem: "the datagram ends within the IPv6 fragment header"},
		{name: "IPv6 first fragment", frame: build(tb, ip6(frag), fragment6(17, 0, true), after), want: wantUDP6("hello"), problem: "a first IP fragment"},
		{name: "IPv6 later fragment", frame: build(tb, ip6(frag), fragment6(17, 9, false), after), want: undecoded6(), problem: "a later IP fragment"},
		{name: "IPv6 later fragment of a chain", frame: build(tb, ip6(frag), fragment6(dest, 9, false), text("x")), want: undecoded6(), problem: "a later IP fragment"},
		{name: "IPv6, cut", frame: whole[:39], onWire: len(whole), problem: "ends within the IPv6 header"},
		{name: "IPv6 length too long", frame: patched(whole, 4, 0, 99), want: wantUDP6("hello"), problem: "99 octets, the frame had 13"},
		{name: "IPv6 length of a big segment", frame: patched(whole, 4, 0, 0), want: wantUDP6("hello")},
		{name: "IPv6 no next header", frame: build(tb, ip6(none)), want: undecoded6(), problem: "IP protocol 59"},
		{name: "ICMP over IPv6", frame: build(tb, ip6(1), text("12345678")), want: undecoded6(), problem: "IP protocol 1 "},
	}
	for i := range tests {
		tests[i].link = LinkIPv6
	}
	return tests
}

func tcpTests(tb testing.TB) []decodeTest {
	tb.Helper()
	const header = 20 // of IPv4: where TCP's begins
	data := build(tb, ip4(6), tcp(), text("hello"))
	opening := build(tb, ip4(6), syn())
	onlyMSS := wantSYN
	onlyMSS.Options = TCPOptions{MSS: 65495}
	noMSS := wantSYN
	noMSS.Options.MSS = 0
	noSACK := wantSYN
	noSACK.Options.SACKPermitted = false
	every := wantTCP
	every.Flags = 0xff
	snapped := wantTCP4(wantTCP, "hel")
	snapped.PayloadLength = 5
	tests := []decodeTest{
		{name: "TCP data", frame: data, want: wantTCP4(wantTCP, "hello")},
		{name: "TCP every flag", frame: patched(data, header+13, 0xff), want: wantTCP4(every, "hello")},
		{name: "TCP options", frame: opening, want: wantTCP4(wantSYN, "")},
		{name: "TCP over IPv6", frame: build(tb, ip6(6), tcp(), text("hello")), link: LinkIPv6, want: func() Packet {
			p := wantTCP4(wantTCP, "hello")
			p.Src, p.Dst = client6, server6
			return p
		}()},
		{name: "TCP payload, snapped", frame: data[:len(data)-2], onWire: len(data), want: snapped},
		{name: "TCP header, snapped", frame: data[:header+19], onWire: len(data), want: undecoded4(), problem: "the capture ends within the TCP header"},
		{name: "TCP header, cut", frame: build(tb, ip4(6), text("1234567890")), want: undecoded4(), problem: "the datagram ends within the TCP header"},
		{name: "TCP header too short", frame: patched(data, header+12, 0x40), want: undecoded4(), problem: "TCP header length 16"},
		{name: "TCP header too long", frame: patched(data, header+12, 0xf0), want: undecoded4(), problem: "TCP header length 60"},
		{name: "TCP options, snapped", frame: opening[:header+24], onWire: len(opening), want: wantTCP4(TCPHeader{Seq: 1, Flags: SYN, Window: 65495}, ""), problem: "the capture ends within the TCP options"},
		{name: "TCP option of no length", frame: patched(opening, header+25, 0), want: wantTCP4(onlyMSS, ""), problem: "TCP options"},
		{name: "TCP option past the end", frame: patched(opening, header+25, 99), want: wantTCP4(onlyMSS, ""), problem: "TCP options"},
		{name: "TCP option of another length", frame: patched(opening, header+20, 2, 6, 0, 1, 4, 2), want: wantTCP4(func() TCPHeader {
			h := noMSS
			h.Options.SACKPermitted = false
			return h
		}(), "")},
		{name: "TCP options end early", frame: patched(opening, header+24, 0), want: wantTCP4(onlyMSS, "")},
		{name: "TCP option SACK permitted, long", frame: patched(opening, header+24, 4, 12), want: wantTCP4(func() TCPHeader {
			h := noSACK
			h.Options.HasTimestamps, h.Options.TSVal, h.Options.TSEcr = false, 0, 0
			return h
		}(), "")},
	}
	for i := range tests {
		if tests[i].link == 0 {
			tests[i].link = LinkIPv4
		}
	}
	return tests
}

func udpTests(tb testing.TB) []decodeTest {
	tb.Helper()
	const length = 20 + 4 // where UDP's length field is
	data := build(tb, ip4(17), udp(), text("hello"))
	snapped := wantUDP4("hel")
	snapped.PayloadLength = 5
	all := wantUDP4("")
	all.PayloadLength = 5
	tests := []decodeTest{
		{name: "UDP", frame: data, want: wantUDP4("hello")},
		{name: "UDP, empty", frame: build(tb, ip4(17), udp()), want: wantUDP4("")},
		{name: "UDP payload, snapped", frame: data[:len(data)-2], onWire: len(data), want: snapped},
		{name: "UDP all payload, snapped", frame: data[:28], onWire: len(data), want: all},
		{name: "UDP header, snapped", frame: data[:27], onWire: len(data), want: undecoded4(), problem: "the capture ends within the UDP header"},
		{name: "UDP header, cut", frame: build(tb, ip4(17), text("1234567")), want: undecoded4(), problem: "the datagram ends within the UDP header"},
		{name: "UDP length 0", frame: patched(data, length, 0, 0), want: undecoded4(), problem: "UDP length 0"},
		{name: "UDP length too short", frame: patched(data, length, 0, 7), want: undecoded4(), problem: "UDP length 7"},
		{name: "UDP length too long", frame: patched(data, length, 0, 14), want: undecoded4(), problem: "UDP length 14 is more than the 13"},
		{name: "UDP, more in the datagram", frame: patched(data, length, 0, 11), want: wantUDP4("hel")},
	}
	for i := range tests {
		tests[i].link = LinkIPv4
	}
	return tests
}

func icmpTests(tb testing.TB) []decodeTest {
	tb.Helper()
	udp4, udp6 := build(tb, ip4(17), udp(), text("hello")), build(tb, ip6(17), udp(), text("hello"))
	tcp4 := build(tb, ip4(6), tcp(), text("hello"))
	quoting4 := func(quoted []byte, code uint8, q Quote) Packet {
		p := undecoded4()
		p.Proto, p.ICMP = ICMP, ICMPHeader{Type: 3, Code: code, Quoted: q}
		p.Payload, p.PayloadLength = quoted, len(quoted)
		return p
	}
	error4 := func(quoted []byte, code uint8) []byte {
		return build(tb, ip4(1), icmp4(3, code), text(string(quoted)))
	}
	a, b := addresses(client4, server4)
	echo := undecoded4()
	echo.Proto, echo.ICMP, echo.Payload, echo.PayloadLength = ICMP, ICMPHeader{Type: 8}, udp4, len(udp4)
	port6 := undecoded6()
	port6.Proto, port6.Payload, port6.PayloadLength = ICMPv6, udp6, len(udp6)
	port6.ICMP = ICMPHeader{Type: 1, Code: 4, Quoted: Quote{UDP, client6, server6}}
	solicit := undecoded6()
	solicit.Proto, solicit.ICMP = ICMPv6, ICMPHeader{Type: 133}
	const unreadable = "the packet that the ICMP error quotes cannot be read"
	return []decodeTest{
		{name: "ICMP port unreachable", link: LinkIPv4, frame: error4(udp4, 3), want: quoting4(udp4, 3, Quote{UDP, client4, server4})},
		{name: "ICMP quotes eight octets", link: LinkIPv4, frame: error4(tcp4[:28], 1), want: quoting4(tcp4[:28], 1, Quote{TCP, client4, server4})},
		{name: "ICMP quotes ICMP", link: LinkIPv4, frame: error4(build(tb, ip4(1), icmp4(8, 0)), 1),
			want: quoting4(build(tb, ip4(1), icmp4(8, 0)), 1, Quote{ICMP, a, b})},
		{name: "ICMP quotes no ports", link: LinkIPv4, frame: error4(udp4[:23], 3), want: quoting4(udp4[:23], 3, Quote{Undecoded, a, b}), problem: unreadable},
		{name: "ICMP quotes nothing", link: LinkIPv4, frame: error4(nil, 3), want: quoting4(nil, 3, Quote{}), problem: unreadable},
		{name: "ICMP quotes another protocol", link: LinkIPv4, frame: error4(patched(udp4, 9, 2), 3), want: quoting4(patched(udp4, 9, 2), 3, Quote{Undecoded, a, b}), problem: unreadable},
		{name: "ICMP quotes a later fragment", link: LinkIPv4, frame: error4(patched(udp4, 6, 0, 1), 3), want: quoting4(patched(udp4, 6, 0, 1), 3, Quote{Undecoded, a, b}), problem: unreadable},
		{name: "ICMP echo quotes nothing", link: LinkIPv4, frame: build(tb, ip4(1), icmp4(8, 0), text(string(udp4))), want: echo},
		{name: "ICMP, cut", link: LinkIPv4, frame: build(tb, ip4(1), text("1234567")), want: undecoded4(), problem: "the datagram ends within the ICMP header"},
		{name: "ICMPv6 port unreachable", link: LinkIPv6, frame: build(tb, ip6(58), icmp6(1, 4), text(string(udp6))), want: port6},
		{name: "ICMPv6 router solicitation", link: LinkIPv6, frame: build(tb, ip6(58), icmp6(133, 0)), want: solicit},
		{name: "ICMPv6, cut", link: LinkIPv6, frame: build(tb, ip6(58), text("1234567")), want: undecoded6(), problem: "the datagram ends within the ICMPv6 header"},
	}
}
