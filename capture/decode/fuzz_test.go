package decode

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
	"wireladder/capture/decode/tunnel"
	"wireladder/capture/frametest"
)

// What is left of a frame must not be read past, at whatever octet it was cut.
func TestDecodeCutFrames(t *testing.T) {
	d := NewDecoder()
	for _, tt := range decodeTests(t) {
		for n := range tt.frame {
			p := capture.Packet{Link: tt.link, Data: tt.frame[:n:n], Length: len(tt.frame)}
			d.Decode(&p)
			checkDecoded(t, &p)
		}
	}
}

// checkDecoded checks what holds for every packet after Decode.
func checkDecoded(t *testing.T, p *capture.Packet) {
	t.Helper()
	switch {
	case p.Proto == capture.Undecoded && p.Problem == "":
		t.Errorf("undecoded for no reason: % x", p.Data)
	case p.Proto == capture.Undecoded && (p.PayloadLength != 0 || p.Payload != nil) && !p.IP.MoreFragments && p.IP.FragmentOffset == 0:
		t.Errorf("undecoded, but with a payload: % x", p.Data)
	case p.Proto != capture.Undecoded && (!p.Src.IsValid() || !p.Dst.IsValid()):
		t.Errorf("decoded, but without addresses: % x", p.Data)
	case len(p.Payload) > p.PayloadLength:
		t.Errorf("%d octets of a payload of %d: % x", len(p.Payload), p.PayloadLength, p.Data)
	case strings.ContainsFunc(p.Problem, func(r rune) bool { return r < ' ' || r > '~' }):
		t.Errorf("Problem holds what came from the wire: %q", p.Problem)
	}
	if len(p.Payload) > 0 && p.Fragments == 0 && !within(p.Payload, p.Data) {
		t.Errorf("the payload is no part of the frame: % x", p.Data)
	}
	if p.Proto != capture.TCP && p.TCP != (capture.TCPHeader{}) || p.Proto != capture.ICMP && p.Proto != capture.ICMPv6 && p.ICMP != (capture.ICMPHeader{}) {
		t.Errorf("a %v packet has a header of another protocol: % x", p.Proto, p.Data)
	}
}

// within reports whether part shares memory with whole, all of it.
func within(part, whole []byte) bool {
	behind := cap(whole) - cap(part) // where part begins, if it is one
	return behind >= 0 && behind+len(part) <= len(whole) && &whole[behind] == &part[0]
}

// FuzzDecode decodes arbitrary frames, each into a packet that was the frame
// before. Whatever was read before must not show, but for fragments.
func FuzzDecode(f *testing.F) {
	for _, tt := range decodeTests(f) {
		f.Add(uint16(tt.link), tt.frame, uint32(0))
		f.Add(uint16(tt.link), tt.frame[:len(tt.frame)/2], uint32(len(tt.frame)))
	}
	for _, fragments := range [][]capture.Packet{fragments4(f, 16, 8), fragments6(f, 16, 8)} {
		for _, p := range fragments {
			f.Add(uint16(p.Link), p.Data, uint32(0))
		}
	}
	d, used := NewDecoder(), &capture.Packet{}
	f.Fuzz(func(t *testing.T, link uint16, frame []byte, onWire uint32) {
		used.Link, used.Data, used.Length = capture.LinkType(link), frame, int(onWire)
		used.Sighting = capture.Sighting{} // as those do who read frames
		d.Decode(used)
		checkDecoded(t, used)
		checkGlance(t, capture.Packet{Link: capture.LinkType(link), Data: frame, Length: max(int(onWire), len(frame))})
		again := capture.Packet{Link: capture.LinkType(link), Data: frame, Length: int(onWire)}
		NewDecoder().Decode(&again)
		if used.Fragments > 0 || strings.Contains(used.Problem, "fragment") {
			return
		}
		if len(used.Outer)+len(again.Outer) == 0 {
			used.Outer, again.Outer = nil, nil // empty in another way
		}
		if !reflect.DeepEqual(again, *used) {
			t.Errorf("a used Decoder sees another packet:\nnew  %+v\nused %+v", again, *used)
		}
	})
}

// decodeAll is what the benchmark and the test of allocations decode.
func decodeAll(tb testing.TB) []*capture.Packet {
	tb.Helper()
	var packets []*capture.Packet
	for _, frame := range [][]byte{
		frametest.Build(tb, frametest.Ethernet(0x0800), frametest.IPv4(17), frametest.UDP(), frametest.Text("hello")),
		frametest.Build(tb, frametest.Ethernet(0x0800), frametest.IPv4(6), frametest.SYN()),
		frametest.Build(tb, frametest.Ethernet(0x0800), frametest.IPv4(6), frametest.TCP(), frametest.Text("hello")),
		frametest.Build(tb, frametest.Ethernet(0x86dd), frametest.IPv6(6), frametest.TCP(), frametest.Text("hello")),
		frametest.Build(tb, frametest.Ethernet(0x0800), frametest.IPv4(1), frametest.ICMPv4(3, 3), frametest.Text(string(frametest.Build(tb, frametest.IPv4(17), frametest.UDP())))),
		frametest.Build(tb, frametest.Ethernet(0x0806), frametest.Text("ARP")),
		frametest.Build(tb, frametest.Ethernet(0x0800), frametest.IPv4(2), frametest.Text("IGMP")),
		frametest.Build(tb, frametest.Ethernet(0x0800), frametest.IPv4(6), frametest.SYN())[:44],
		[]byte(macs + "\x08\x00" + datagram(tb, 50000, tunnel.PortVXLAN, "\x08......."+macs+"\x08\x00"+innerUDP4(tb))),
		[]byte(macs + "\x08\x00" + datagram(tb, 50000, tunnel.PortVXLAN, "\x08......."+macs+"\x08\x06")),
	} {
		packets = append(packets, &capture.Packet{Link: capture.LinkEthernet, Data: frame, Length: len(frame) + 64})
	}
	return packets
}

func TestDecodeDoesNotAllocate(t *testing.T) {
	d, packets := NewDecoder(), decodeAll(t)
	if n := testing.AllocsPerRun(100, func() {
		for _, p := range packets {
			d.Decode(p)
		}
	}); n != 0 {
		t.Errorf("%v allocations for %d packets", n, len(packets))
	}
}

func BenchmarkDecode(b *testing.B) {
	d, packets := NewDecoder(), decodeAll(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		d.Decode(packets[i%len(packets)])
	}
}

// BenchmarkDecodeTCP decodes what most frames are: Ethernet, IPv4, TCP with
// timestamps.
func BenchmarkDecodeTCP(b *testing.B) {
	segment := frametest.TCP()
	segment.Options = []layers.TCPOption{
		{OptionType: layers.TCPOptionKindNop}, {OptionType: layers.TCPOptionKindNop},
		{OptionType: layers.TCPOptionKindTimestamps, OptionData: []byte{0, 0, 0, 9, 0, 0, 0, 8}},
	}
	frame := frametest.Build(b, frametest.Ethernet(0x0800), frametest.IPv4(6), segment, frametest.Text("hello"))
	d, p := NewDecoder(), &capture.Packet{Link: capture.LinkEthernet, Data: frame, Length: len(frame)}
	b.ReportAllocs()
	for b.Loop() {
		d.Decode(p)
	}
}
