package decode

import (
	"net/netip"
	"testing"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
	"wireladder/capture/decode/checksum"
	"wireladder/capture/decode/reassembly"
	"wireladder/capture/frametest"
)

// summed returns a datagram whose IPv4 header has its checksum.
func summed(datagram []byte) []byte {
	datagram = patched(datagram, 10, 0, 0)
	sum := checksum.Of(datagram[:ipv4Header])
	return patched(datagram, 10, byte(sum>>8), byte(sum))
}

func ipv4Tests(tb testing.TB) []decodeTest {
	tb.Helper()
	frame := func(change func(*layers.IPv4)) []byte {
		ip := frametest.IPv4(layers.IPProtocolUDP)
		change(ip)
		return frametest.Build(tb, ip, frametest.UDP(), frametest.Text("hello"))
	}
	whole := frame(func(*layers.IPv4) {})
	options := frame(func(ip *layers.IPv4) {
		ip.Options = []layers.IPv4Option{{OptionType: 148, OptionLength: 4, OptionData: []byte{0, 0}}}
	})
	first := frametest.Build(tb, func() *layers.IPv4 {
		ip := frametest.IPv4(layers.IPProtocolUDP)
		ip.Flags = layers.IPv4MoreFragments
		return ip
	}(), frametest.Text("\xc3\x50\x2e\xe0\x10\x00\x00\x00hello")) // a UDP length of 4096
	later := frame(func(ip *layers.IPv4) { ip.FragOffset = 1 })
	snappedFirst, overrunFirst := wantUDP4("hel"), wantUDP4("hello")
	snappedFirst.PayloadLength, overrunFirst.PayloadLength = 4088, 4088
	route := func(kind, pointer byte) []byte {
		return frame(func(ip *layers.IPv4) {
			ip.Options = []layers.IPv4Option{{OptionType: 1}, {OptionType: kind, OptionLength: 11, OptionData: []byte{pointer, 9, 9, 9, 1, 9, 9, 9, 2}}}
		})
	}
	routed := wantUDP4("hello")
	routed.Dst = netip.AddrPortFrom(netip.AddrFrom4([4]byte{9, 9, 9, 2}), routed.Dst.Port())
	snapped := wantUDP4("hel")
	snapped.PayloadLength = 5
	data := frametest.Build(tb, frametest.IPv4(6), frametest.TCP(), frametest.Text("hello"))
	cutTCP := wantTCP4(wantTCP, "hello") // after it was captured: its length on the wire is lost
	cutTCP.PayloadLength = 99 - 20 - 20
	tests := []decodeTest{
		{name: "IPv4 loose source route", frame: route(optionLooseRoute, 4), want: routed},
		{name: "IPv4 strict source route", frame: route(optionStrictRoute, 8), want: routed},
		{name: "IPv4 source route at its end", frame: route(optionLooseRoute, 12), want: wantUDP4("hello")},
		{name: "IPv4 source route, odd", frame: route(optionLooseRoute, 5), want: wantUDP4("hello")},
		{name: "IPv4 record route", frame: route(7, 4), want: wantUDP4("hello")},
		{name: "IPv4, empty", problem: "the frame ends within the IPv4 header"},
		{name: "IPv4", frame: whole, want: wantUDP4("hello")},
		{name: "IPv4 options", frame: options, want: wantUDP4("hello")},
		{name: "IPv4 options without end", frame: patched(options, 21, 40), want: wantUDP4("hello"), problem: "IPv4 options"},
		{name: "IPv4 option of one octet", frame: patched(options, 21, 1), want: wantUDP4("hello"), problem: "IPv4 options"},
		{name: "IPv4 total too long, with TCP", frame: patched(data, 2, 0, 99), want: wantTCP4(wantTCP, "hello"), problem: "the IP header says 99 octets, the frame holds 45"},
		{name: "IPv4 cut off", frame: summed(patched(data, 2, 0, 99)),
			want: cutTCP, problem: "the IP header says 99 octets, the frame holds 45"},
		{name: "IPv4 total too long, with padding of 802.3", link: capture.LinkEthernet, frame: []byte(macs + "\x00\x29" + snapIPv4 + string(summed(patched(whole, 2, 0, 99))) + "pad"),
			want: wantUDP4("hello"), problem: "the IP header says 99 octets, the frame holds 33"},
		{name: "IPv4 in IPv4, total too long", frame: []byte(between(tb, 4, string(summed(patched(whole, 2, 0, 99))))), want: wantUDP4("hello"), problem: "99 octets, the frame holds 33"},
		{name: "IPv4 total too long, snapped as well", frame: summed(patched(whole, 2, 0, 99))[:31], onWire: 33, want: snapped, problem: "99 octets, the frame holds 33"},
		{name: "IPv4, cut", frame: whole[:19], onWire: 33, problem: "ends within the IPv4 header"},
		{name: "IPv4 options, cut", frame: options[:21], onWire: 37, problem: "ends within the IPv4 options"},
		{name: "IPv4 header too short", frame: patched(whole, 0, 0x44), problem: "header length 16"},
		{name: "IPv4 total too short", frame: patched(whole, 2, 0, 19), want: undecoded4(), problem: "total length 19"},
		{name: "IPv4 total too long", frame: patched(whole, 2, 0, 99), want: wantUDP4("hello"), problem: "the IP header says 99 octets, the frame holds 33"},
		{name: "IPv4 total of a big segment", frame: patched(whole, 2, 0, 0), want: wantUDP4("hello")},
		{name: "IPv4 first fragment", frame: first, want: carrying(undecoded4(), first[20:]), problem: reassembly.Incomplete},
		{name: "IPv4 first fragment, snapped", frame: first[:31], onWire: 33, want: snappedFirst, problem: isFirstFragment},
		{name: "IPv4 later fragment, snapped", frame: later[:31], onWire: 33, want: undecoded4(), problem: isLaterFragment},
		{name: "IPv4 fragment that overruns", frame: patched(first, 2, 0, 99), want: overrunFirst, problem: isFirstFragment},
		{name: "IPv4 later fragment", frame: later, want: carrying(undecoded4(), later[20:]), problem: reassembly.Incomplete},
		{name: "IPv4 don't fragment", frame: frame(func(ip *layers.IPv4) { ip.Flags = layers.IPv4DontFragment }), want: wantUDP4("hello")},
		{name: "IGMP", frame: frametest.Build(tb, frametest.IPv4(2), frametest.Text("12345678")), want: undecoded4(), problem: "IP protocol 2 (IGMP)"},
		{name: "unknown protocol", frame: frametest.Build(tb, frametest.IPv4(253), frametest.Text("12345678")), want: undecoded4(), problem: "IP protocol 253"},
		{name: "ICMPv6 over IPv4", frame: frametest.Build(tb, frametest.IPv4(58), frametest.Text("12345678")), want: undecoded4(), problem: "IP protocol 58"},
	}
	for i := range tests {
		if tests[i].link == 0 {
			tests[i].link = capture.LinkIPv4
		}
	}
	return tests
}

func ipv6Tests(tb testing.TB) []decodeTest {
	tb.Helper()
	const hop, routing, frag, dest, none = 0, 43, 44, 60, 59
	udpText := frametest.Build(tb, frametest.UDP(), frametest.Text("hello"))
	after := frametest.Text(string(udpText))
	whole := frametest.Build(tb, frametest.IPv6(17), after)
	chain := frametest.Build(tb, frametest.IPv6(dest), frametest.Extension6(routing, 1), frametest.Extension6(frag, 3), frametest.Fragment6(17, 0, false), after)
	// gopacket wants to make hop-by-hop headers itself: only the number is set.
	hopByHop := patched(frametest.Build(tb, frametest.IPv6(dest), frametest.Extension6(17, 2), after), 6, hop)
	routing6 := func(kind, left byte, stops string) []byte {
		header := []byte{17, byte(len(stops) / 8), kind, left, 0, 0, 0, 0}
		return frametest.Build(tb, frametest.IPv6(routing), frametest.Text(string(header)+stops), after)
	}
	toStop := func(stop string) capture.Packet {
		p := wantUDP6("hello")
		p.Dst = netip.AddrPortFrom(netip.AddrFrom16([16]byte([]byte(stop))), p.Dst.Port())
		return p
	}
	fromHome := wantUDP6("hello")
	fromHome.Src = netip.AddrPortFrom(netip.AddrFrom16([16]byte([]byte("the home address"))), fromHome.Src.Port())
	tests := []decodeTest{
		{name: "IPv6", frame: whole, want: wantUDP6("hello")},
		{name: "IPv6, padded", frame: append(whole, 0, 0, 0), want: wantUDP6("hello")},
		{name: "IPv6 extensions", frame: chain, want: wantUDP6("hello")},
		{name: "IPv6 hop-by-hop", frame: hopByHop, want: wantUDP6("hello")},
		{name: "IPv6 extension, snapped", frame: hopByHop[:50], onWire: len(hopByHop), want: undecoded6(), problem: "the capture ends within the IPv6 extension header"},
		{name: "IPv6 extension past the end", frame: patched(hopByHop, 41, 200), want: undecoded6(), problem: "the datagram ends within the IPv6 extension header"},
		{name: "IPv6 fragment header, cut", frame: frametest.Build(tb, frametest.IPv6(frag), frametest.Text("1234")), want: undecoded6(), problem: "the datagram ends within the IPv6 fragment header"},
		{name: "IPv6 first fragment", frame: frametest.Build(tb, frametest.IPv6(frag), frametest.Fragment6(17, 0, true), after), want: carrying(undecoded6(), udpText), problem: reassembly.Incomplete},
		{name: "IPv6 later fragment", frame: frametest.Build(tb, frametest.IPv6(frag), frametest.Fragment6(17, 9, false), after), want: carrying(undecoded6(), udpText), problem: reassembly.Incomplete},
		{name: "IPv6 later fragment of a chain", frame: frametest.Build(tb, frametest.IPv6(frag), frametest.Fragment6(dest, 9, false), frametest.Text("x")), want: carrying(undecoded6(), []byte("x")), problem: reassembly.Incomplete},
		{name: "IPv6, cut", frame: whole[:39], onWire: len(whole), problem: "ends within the IPv6 header"},
		{name: "IPv6 authentication", frame: frametest.Build(tb, frametest.IPv6(51), frametest.Text("\x11\x04\x00\x00spi.seq.icv.icv.icv."), after), want: wantUDP6("hello")},
		{name: "IPv6 authentication, cut", frame: frametest.Build(tb, frametest.IPv6(51), frametest.Text("\x11\x04\x00\x00spi.")), want: undecoded6(), problem: "the datagram ends within the authentication header"},
		{name: "IPv6 routing, type 0", frame: routing6(0, 1, "first stop......last stop......."), want: toStop("last stop.......")},
		{name: "IPv6 routing, type 2", frame: routing6(2, 1, "the home address"), want: toStop("the home address")},
		{name: "IPv6 routing, segments", frame: routing6(4, 1, "last stop.......first stop......"), want: toStop("last stop.......")},
		{name: "IPv6 routing at its end", frame: routing6(4, 0, "last stop......."), want: wantUDP6("hello")},
		{name: "IPv6 routing of another type", frame: routing6(3, 1, "compressed......"), want: wantUDP6("hello")},
		{name: "IPv6 home address", frame: frametest.Build(tb, frametest.IPv6(dest), frametest.Text("\x11\x02\x01\x02\x00\x00\xc9\x10the home address"), after), want: fromHome},
		{name: "IPv6 home address, cut", frame: frametest.Build(tb, frametest.IPv6(dest), frametest.Text("\x11\x00\xc9\x10...."), after), want: wantUDP6("hello")},
		{name: "IPv6 mobility", frame: frametest.Build(tb, frametest.IPv6(135), frametest.Extension6(17, 1), after), want: undecoded6(), problem: "IP protocol 135"},
		{name: "IPv6 length too long", frame: patched(whole, 4, 0, 99), want: wantUDP6("hello"), problem: "the IP header says 139 octets, the frame holds 53"},
		{name: "IPv6 length of a big segment", frame: patched(whole, 4, 0, 0), want: wantUDP6("hello")},
		{name: "IPv6 no next header", frame: frametest.Build(tb, frametest.IPv6(none)), want: undecoded6(), problem: "IP protocol 59"},
		{name: "ICMP over IPv6", frame: frametest.Build(tb, frametest.IPv6(1), frametest.Text("12345678")), want: undecoded6(), problem: "IP protocol 1 "},
	}
	for i := range tests {
		tests[i].link = capture.LinkIPv6
	}
	return tests
}
