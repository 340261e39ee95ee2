package capture

import (
	"reflect"
	"strings"
	"testing"
)

// What is left of a frame must not be read past, at whatever octet it was cut.
func TestDecodeCutFrames(t *testing.T) {
	d := NewDecoder()
	for _, tt := range decodeTests(t) {
		for n := range tt.frame {
			p := Packet{Link: tt.link, Data: tt.frame[:n:n], Length: len(tt.frame)}
			d.Decode(&p)
			checkDecoded(t, &p)
		}
	}
}

// checkDecoded checks what holds for every packet after Decode.
func checkDecoded(t *testing.T, p *Packet) {
	t.Helper()
	switch {
	case p.Proto == Undecoded && p.Problem == "":
		t.Errorf("undecoded for no reason: % x", p.Data)
	case p.Proto == Undecoded && (p.PayloadLength != 0 || p.Payload != nil):
		t.Errorf("undecoded, but with a payload: % x", p.Data)
	case p.Proto != Undecoded && (!p.Src.IsValid() || !p.Dst.IsValid()):
		t.Errorf("decoded, but without addresses: % x", p.Data)
	case len(p.Payload) > p.PayloadLength:
		t.Errorf("%d octets of a payload of %d: % x", len(p.Payload), p.PayloadLength, p.Data)
	case strings.ContainsFunc(p.Problem, func(r rune) bool { return r < ' ' || r > '~' }):
		t.Errorf("Problem holds what came from the wire: %q", p.Problem)
	}
	if n := len(p.Payload); n > 0 && cap(p.Data) < n || n > 0 && !within(p.Payload, p.Data) {
		t.Errorf("the payload is no part of the frame: % x", p.Data)
	}
}

// within reports whether part shares memory with whole, all of it.
func within(part, whole []byte) bool {
	for i := range len(whole) - len(part) + 1 {
		if &whole[i] == &part[0] {
			return true
		}
	}
	return false
}

func FuzzDecode(f *testing.F) {
	for _, tt := range decodeTests(f) {
		f.Add(uint16(tt.link), tt.frame, uint32(0))
		f.Add(uint16(tt.link), tt.frame[:len(tt.frame)/2], uint32(len(tt.frame)))
	}
	d := NewDecoder() // kept: what one frame leaves behind must not show in the next
	f.Fuzz(func(t *testing.T, link uint16, frame []byte, onWire uint32) {
		p := Packet{Link: LinkType(link), Data: frame, Length: int(onWire)}
		d.Decode(&p)
		checkDecoded(t, &p)
		again := Packet{Link: LinkType(link), Data: frame, Length: int(onWire)}
		NewDecoder().Decode(&again)
		if !reflect.DeepEqual(again, p) {
			t.Errorf("a used Decoder sees another packet:\nnew  %+v\nused %+v", again, p)
		}
	})
}

// decodeAll is what the benchmark and the test of allocations decode.
func decodeAll(tb testing.TB) []*Packet {
	tb.Helper()
	var packets []*Packet
	for _, frame := range [][]byte{
		build(tb, ethernet(0x0800), ip4(17), udp(), text("hello")),
		build(tb, ethernet(0x0800), ip4(6), syn()),
		build(tb, ethernet(0x0800), ip4(6), tcp(), text("hello")),
		build(tb, ethernet(0x86dd), ip6(6), tcp(), text("hello")),
		build(tb, ethernet(0x0800), ip4(1), icmp4(3, 3), text(string(build(tb, ip4(17), udp())))),
	} {
		packets = append(packets, &Packet{Link: LinkEthernet, Data: frame, Length: len(frame)})
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
	for _, p := range packets {
		if p.Problem != "" {
			t.Error(p.Problem)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	d, packets := NewDecoder(), decodeAll(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		d.Decode(packets[i%len(packets)])
	}
}
