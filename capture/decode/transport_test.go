package decode

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/frametest"
)

func tcpTests(tb testing.TB) []decodeTest {
	tb.Helper()
	const header = 20 // of IPv4: where TCP's begins
	data := frametest.Build(tb, frametest.IPv4(6), frametest.TCP(), frametest.Text("hello"))
	opening := frametest.Build(tb, frametest.IPv4(6), frametest.SYN())
	onlyMSS := wantSYN
	onlyMSS.Options = capture.TCPOptions{MSS: 65495}
	noMSS := wantSYN
	noMSS.Options.MSS = 0
	noSACK := wantSYN
	noSACK.Options.SACKPermitted = false
	every := wantTCP
	every.Flags = 0xff
	snapped := wantTCP4(wantTCP, "hel")
	snapped.PayloadLength = 5
	notUrgent := wantTCP
	notUrgent.Urgent = 0
	ofLength := func(header capture.TCPHeader, length int) capture.Packet {
		p := wantTCP4(header, "")
		p.PayloadLength = length
		return p
	}
	options := func(octets string) []byte {
		frame := frametest.Build(tb, frametest.IPv4(6), frametest.TCP(), frametest.Text(octets))
		return patched(frame, header+12, byte(5+len(octets)/4)<<4)
	}
	optionsTCP := func(o capture.TCPOptions) capture.Packet {
		h := wantTCP
		h.Options = o
		return wantTCP4(h, "")
	}
	tests := []decodeTest{
		{name: "TCP data", frame: data, want: wantTCP4(wantTCP, "hello")},
		{name: "TCP every flag", frame: patched(data, header+13, 0xff), want: wantTCP4(every, "hello")},
		{name: "TCP options", frame: opening, full: true, want: wantTCP4(wantSYN, "")},
		{name: "TCP over IPv6", frame: frametest.Build(tb, frametest.IPv6(6), frametest.TCP(), frametest.Text("hello")), link: capture.LinkIPv6, want: func() capture.Packet {
			p := wantTCP4(wantTCP, "hello")
			p.Src, p.Dst = frametest.Client6, frametest.Server6
			return p
		}()},
		{name: "TCP payload, snapped", frame: data[:len(data)-2], onWire: len(data), want: snapped},
		{name: "TCP header, snapped behind the window", frame: data[:header+16], onWire: len(data), want: ofLength(notUrgent, 5), problem: "the capture ends within the TCP header"},
		{name: "TCP header, snapped within the window", frame: data[:header+15], onWire: len(data), want: ports4(50000, 12000), problem: "the capture ends within the TCP header"},
		{name: "TCP header, snapped within the ports", frame: data[:header+3], onWire: len(data), want: undecoded4(), problem: "the capture ends within the TCP header"},
		{name: "TCP header, cut", frame: frametest.Build(tb, frametest.IPv4(6), frametest.Text("1234567890")), want: ports4(0x3132, 0x3334), problem: "the datagram ends within the TCP header"},
		{name: "TCP header too short", frame: patched(data, header+12, 0x40), want: ofLength(notUrgent, 9), problem: "TCP header length 16 is less than 20"},
		{name: "TCP header too long", frame: patched(data, header+12, 0xf0), want: ofLength(notUrgent, 0), problem: "TCP header length 60 is more than the segment's 25"},
		{name: "TCP options, snapped", frame: opening[:header+24], onWire: len(opening), want: wantTCP4(onlyMSS, ""), problem: "the capture ends within the TCP options"},
		{name: "TCP timestamps alone", frame: options("\x01\x01\x08\x0a\x00\x00\x00\x09\x00\x00\x00\x08"), want: optionsTCP(capture.TCPOptions{HasTimestamps: true, TSVal: 9, TSEcr: 8})},
		{name: "TCP SACK", frame: options("\x01\x01\x05\x12\x00\x00\x00\x01\x00\x00\x00\x02\xff\xff\xff\xff\x00\x00\x00\x03"), full: true,
			want: optionsTCP(capture.TCPOptions{SACKBlocks: 2, SACK: [4]capture.SACKBlock{{From: 1, To: 2}, {From: 0xffffffff, To: 3}}})},
		{name: "TCP SACK of half a block", frame: options("\x01\x01\x05\x06\x00\x00\x00\x01"), want: optionsTCP(capture.TCPOptions{})},
		{name: "TCP SACK of a block and a half", frame: options("\x01\x01\x05\x0e\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x03"), want: optionsTCP(capture.TCPOptions{})},
		{name: "TCP SACK without a block", frame: options("\x01\x01\x05\x02"), want: optionsTCP(capture.TCPOptions{})},
		{name: "TCP fast open", frame: options("\x22\x0acookie!!\x01\x01"), want: optionsTCP(capture.TCPOptions{FastOpen: true, Cookie: 8})},
		{name: "TCP fast open, experimental", frame: options("\xfe\x04\xf9\x89"), want: optionsTCP(capture.TCPOptions{FastOpen: true})},
		{name: "TCP fast open, experimental, cookie", frame: options("\xfe\x0c\xf9\x89cookie!!"), want: optionsTCP(capture.TCPOptions{FastOpen: true, Cookie: 8})},
		{name: "TCP fast open, asked for", frame: options("\x22\x02\x01\x01"), want: optionsTCP(capture.TCPOptions{FastOpen: true})},
		{name: "TCP experiment of another", frame: options("\xfe\x04\xf9\x88"), want: optionsTCP(capture.TCPOptions{})},
		{name: "MP_CAPABLE", frame: options("\x1e\x04\x01\x01"), want: optionsTCP(capture.TCPOptions{MPTCP: 1})},
		{name: "MP_JOIN", frame: options("\x1e\x0c\x10\x01tokennonce"[:12]), want: optionsTCP(capture.TCPOptions{MPTCP: 2})},
		{name: "DSS and ADD_ADDR", frame: options("\x1e\x04\x20\x00\x1e\x04\x30\x00"), want: optionsTCP(capture.TCPOptions{MPTCP: 3})},
		{name: "MPTCP without subtype", frame: options("\x1e\x02\x01\x01"), want: optionsTCP(capture.TCPOptions{})},
		{name: "TCP experiment", frame: options("\xfe\x04\x01\x02"), want: optionsTCP(capture.TCPOptions{})},
		{name: "TCP accurate ECN", frame: patched(data, header+12, 0x51, 0x02), want: wantTCP4(capture.TCPHeader{Seq: 0xfffffff0, Ack: 77, Flags: capture.SYN | capture.AE, Window: 512, Urgent: 3}, "hello")},
		{name: "TCP reserved bits", frame: patched(data, header+12, 0x5e, 0x02), want: wantTCP4(capture.TCPHeader{Seq: 0xfffffff0, Ack: 77, Flags: capture.SYN, Window: 512, Urgent: 3}, "hello")},
		{name: "TCP option of no length", frame: patched(opening, header+25, 0), want: wantTCP4(onlyMSS, ""), problem: "TCP options"},
		{name: "TCP option past the end", frame: patched(opening, header+25, 99), want: wantTCP4(onlyMSS, ""), problem: "TCP options"},
		{name: "TCP option of another length", frame: patched(opening, header+20, 2, 6, 0, 1, 4, 2), want: wantTCP4(func() capture.TCPHeader {
			h := noMSS
			h.Options.SACKPermitted = false
			return h
		}(), "")},
		{name: "TCP options end early", frame: patched(opening, header+24, 0), want: wantTCP4(onlyMSS, "")},
		{name: "TCP option SACK permitted, long", frame: patched(opening, header+24, 4, 12), want: wantTCP4(func() capture.TCPHeader {
			h := noSACK
			h.Options.HasTimestamps, h.Options.TSVal, h.Options.TSEcr = false, 0, 0
			return h
		}(), "")},
	}
	for i := range tests {
		if tests[i].link == 0 {
			tests[i].link = capture.LinkIPv4
		}
	}
	return tests
}

func udpTests(tb testing.TB) []decodeTest {
	tb.Helper()
	const length = 20 + 4 // where UDP's length field is
	data := frametest.Build(tb, frametest.IPv4(17), frametest.UDP(), frametest.Text("hello"))
	snapped := wantUDP4("hel")
	snapped.PayloadLength = 5
	all := wantUDP4("")
	all.PayloadLength = 5
	tests := []decodeTest{
		{name: "UDP", frame: data, want: wantUDP4("hello")},
		{name: "UDP, empty", frame: frametest.Build(tb, frametest.IPv4(17), frametest.UDP()), want: wantUDP4("")},
		{name: "UDP payload, snapped", frame: data[:len(data)-2], onWire: len(data), want: snapped},
		{name: "UDP all payload, snapped", frame: data[:28], onWire: len(data), want: all},
		{name: "UDP header, snapped", frame: data[:27], onWire: len(data), want: ports4(50000, 12000), problem: "the capture ends within the UDP header"},
		{name: "UDP header, cut", frame: frametest.Build(tb, frametest.IPv4(17), frametest.Text("1234567")), want: ports4(0x3132, 0x3334), problem: "the datagram ends within the UDP header"},
		{name: "UDP length 0", frame: patched(data, length, 0, 0), want: ports4(50000, 12000), problem: "UDP length 0"},
		{name: "UDP length 0 over IPv6", link: capture.LinkIPv6, frame: patched(frametest.Build(tb, frametest.IPv6(17), frametest.UDP(), frametest.Text("hello")), 44, 0, 0), want: wantUDP6("hello")},
		{name: "UDP length too short", frame: patched(data, length, 0, 7), want: ports4(50000, 12000), problem: "UDP length 7"},
		{name: "UDP length too long", frame: patched(data, length, 0, 14), want: wantUDP4("hello"), problem: "UDP says 6 octets, its IP packet holds 5"},
		{name: "UDP, more in the datagram", frame: patched(data, length, 0, 11), want: wantUDP4("hel")},
	}
	for i := range tests {
		if tests[i].link == 0 {
			tests[i].link = capture.LinkIPv4
		}
	}
	return tests
}

func icmpTests(tb testing.TB) []decodeTest {
	tb.Helper()
	udp4, udp6 := frametest.Build(tb, frametest.IPv4(17), frametest.UDP(), frametest.Text("hello")), frametest.Build(tb, frametest.IPv6(17), frametest.UDP(), frametest.Text("hello"))
	tcp4 := frametest.Build(tb, frametest.IPv4(6), frametest.TCP(), frametest.Text("hello"))
	quoting4 := func(quoted []byte, code uint8, q capture.Quote) capture.Packet {
		p := undecoded4()
		p.Proto, p.ICMP = capture.ICMP, capture.ICMPHeader{Type: 3, Code: code, Quoted: q}
		p.Payload, p.PayloadLength = quoted, len(quoted)
		return p
	}
	seq := func(p capture.Packet) capture.Packet {
		p.ICMP.QuotedSeq, p.ICMP.HasQuotedSeq = wantTCP.Seq, true
		return p
	}
	error4 := func(quoted []byte, code uint8) []byte {
		return frametest.Build(tb, frametest.IPv4(1), frametest.ICMPv4(3, code), frametest.Text(string(quoted)))
	}
	a, b := addresses(frametest.Client4, frametest.Server4)
	echo := undecoded4()
	echo.Proto, echo.ICMP, echo.Payload, echo.PayloadLength = capture.ICMP, capture.ICMPHeader{Type: 8}, udp4, len(udp4)
	port6 := undecoded6()
	port6.Proto, port6.Payload, port6.PayloadLength = capture.ICMPv6, udp6, len(udp6)
	port6.ICMP = capture.ICMPHeader{Type: 1, Code: 4, Quoted: capture.Quote{Proto: capture.UDP, Src: frametest.Client6, Dst: frametest.Server6}}
	solicit := undecoded6()
	solicit.Proto, solicit.ICMP = capture.ICMPv6, capture.ICMPHeader{Type: 133}
	firstError := quoting4(udp4[:31], 3, capture.Quote{})
	firstError.PayloadLength = 33
	identified := patched(udp4, 4, 0xab, 0xcd)
	tooBig := quoting4(identified, 4, capture.Quote{Proto: capture.UDP, Src: frametest.Client4, Dst: frametest.Server4})
	tooBig.ICMP.MTU, tooBig.ICMP.Echo, tooBig.ICMP.QuotedID = 1400, 1400, 0xabcd
	tooBig6 := port6
	tooBig6.ICMP.Type, tooBig6.ICMP.Code, tooBig6.ICMP.MTU, tooBig6.ICMP.Echo = 2, 0, 0x10500, 0x10500
	const unreadable = "the packet that the ICMP error quotes cannot be read"
	return []decodeTest{
		{name: "ICMP port unreachable", full: true, link: capture.LinkIPv4, frame: error4(udp4, 3), want: quoting4(udp4, 3, capture.Quote{Proto: capture.UDP, Src: frametest.Client4, Dst: frametest.Server4})},
		{name: "ICMP quotes eight octets", link: capture.LinkIPv4, frame: error4(tcp4[:28], 1), want: seq(quoting4(tcp4[:28], 1, capture.Quote{Proto: capture.TCP, Src: frametest.Client4, Dst: frametest.Server4}))},
		{name: "ICMP fragmentation needed", link: capture.LinkIPv4, frame: patched(error4(identified, 4), 26, 0x05, 0x78), want: tooBig},
		{name: "ICMPv6 packet too big", link: capture.LinkIPv6, want: tooBig6,
			frame: patched(frametest.Build(tb, frametest.IPv6(58), frametest.ICMPv6(2, 0), frametest.Text(string(udp6))), 44, 0, 1, 5, 0)},
		{name: "ICMP quotes ICMP", link: capture.LinkIPv4, frame: error4(frametest.Build(tb, frametest.IPv4(1), frametest.ICMPv4(8, 0)), 1),
			want: quoting4(frametest.Build(tb, frametest.IPv4(1), frametest.ICMPv4(8, 0)), 1, capture.Quote{Proto: capture.ICMP, Src: a, Dst: b})},
		{name: "ICMP quotes IP in IP", link: capture.LinkIPv4, frame: error4(frametest.Build(tb, frametest.IPv4(4), frametest.Text(string(tcp4))), 1),
			want: seq(quoting4(frametest.Build(tb, frametest.IPv4(4), frametest.Text(string(tcp4))), 1, capture.Quote{Proto: capture.TCP, Src: frametest.Client4, Dst: frametest.Server4}))},
		{name: "ICMP quotes no ports", link: capture.LinkIPv4, frame: error4(udp4[:27], 3), want: quoting4(udp4[:27], 3, capture.Quote{Proto: capture.Undecoded, Src: a, Dst: b}), problem: unreadable},
		{name: "ICMP error, a first fragment, snapped", link: capture.LinkIPv4, frame: patched(error4(udp4, 3), 6, 0x20, 0)[:59], onWire: 61,
			want: firstError, problem: isFirstFragment},
		{name: "ICMP quotes nothing", link: capture.LinkIPv4, frame: error4(nil, 3), want: quoting4(nil, 3, capture.Quote{}), problem: unreadable},
		{name: "ICMP quotes another protocol", link: capture.LinkIPv4, frame: error4(patched(udp4, 9, 2), 3), want: quoting4(patched(udp4, 9, 2), 3, capture.Quote{Proto: capture.Undecoded, Src: a, Dst: b}), problem: unreadable},
		{name: "ICMP quotes a later fragment", link: capture.LinkIPv4, frame: error4(patched(udp4, 6, 0, 1), 3), want: quoting4(patched(udp4, 6, 0, 1), 3, capture.Quote{Proto: capture.Undecoded, Src: a, Dst: b}), problem: unreadable},
		{name: "ICMP echo quotes nothing", link: capture.LinkIPv4, frame: frametest.Build(tb, frametest.IPv4(1), frametest.ICMPv4(8, 0), frametest.Text(string(udp4))), want: echo},
		{name: "ICMP, cut", link: capture.LinkIPv4, frame: frametest.Build(tb, frametest.IPv4(1), frametest.Text("1234567")), want: undecoded4(), problem: "the datagram ends within the ICMP header"},
		{name: "ICMPv6 port unreachable", link: capture.LinkIPv6, frame: frametest.Build(tb, frametest.IPv6(58), frametest.ICMPv6(1, 4), frametest.Text(string(udp6))), want: port6},
		{name: "ICMPv6 router solicitation", link: capture.LinkIPv6, frame: frametest.Build(tb, frametest.IPv6(58), frametest.ICMPv6(133, 0)), want: solicit},
		{name: "ICMPv6, cut", link: capture.LinkIPv6, frame: frametest.Build(tb, frametest.IPv6(58), frametest.Text("1234567")), want: undecoded6(), problem: "the datagram ends within the ICMPv6 header"},
	}
}
