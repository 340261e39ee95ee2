package decode

import (
	"encoding/binary"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/decode/tunnel"
)

// checkGlance checks that a glance at a frame says what decoding it says, and
// reports whether it says anything.
func checkGlance(t *testing.T, p capture.Packet) bool {
	t.Helper()
	var want capture.Outline
	got := capture.Outline{ // of another packet, but for the addresses, of which four octets may count
		SrcPort: 1, DstPort: 1, Proto: capture.ICMP, IPv6: true, Scale: 1, Cut: true,
		Seq: 1, Ack: 1, Flags: 0xffff, Window: 1, PayloadLength: 1, Length: 1, ID: 1, Point: 1,
	}
	p.Sighting.Interface, p.Sighting.Direction = 3, capture.Outbound
	if !Glance(&got, &p) {
		return false
	}
	NewDecoder().Decode(&p)
	if p.Proto != capture.TCP && p.Proto != capture.UDP || len(p.Outer) > 0 || p.Fragments > 0 {
		t.Fatalf("%v in %d others: %+v", p.Proto, len(p.Outer), got)
	}
	if want.Trace(&p); got != want {
		t.Errorf("at a glance %+v\ndecoded     %+v", got, want)
	}
	return true
}

// TestGlance checks of which frames a glance is enough.
func TestGlance(t *testing.T) {
	tests := map[string]struct {
		change func(frame []byte) []byte
		want   bool
	}{
		"plain":                  {func(f []byte) []byte { return f }, true},
		"padded":                 {func(f []byte) []byte { return append(f, 0, 0, 0) }, true},
		"other type":             {func(f []byte) []byte { f[plainType+1] = 6; return f }, false},
		"IPv4 options":           {func(f []byte) []byte { f[plainIP]++; return f }, false},
		"fragment":               {func(f []byte) []byte { f[plainIP+6] |= 0x20; return f }, false},
		"reserved bit":           {func(f []byte) []byte { f[plainIP+6] |= 0x80; return f }, true},
		"do not fragment":        {func(f []byte) []byte { f[plainIP+6] |= 0x40; return f }, true},
		"total length too large": {func(f []byte) []byte { f[plainIP+3]++; return f }, false},
		"total length too small": {func(f []byte) []byte { f[plainIP+3] = 39; return f }, false},
		"no total length":        {func(f []byte) []byte { f[plainIP+2], f[plainIP+3] = 0, 0; return f }, false},
		"other protocol":         {func(f []byte) []byte { f[plainIP+9] = 132; return f }, false},
		"TCP options":            {func(f []byte) []byte { f[plainIPv4+12] = 6 << 4; return f }, true},
		"SYN with options": {func(f []byte) []byte {
			copy(f[plainIPv4+12:], "\x70\x02")
			copy(f[plainIPv4+tcpHeader:], "\x03\x03\x07")
			return f
		}, true},
		"all flags":            {func(f []byte) []byte { f[plainIPv4+12], f[plainIPv4+13] = 5<<4|0xf, 0xff; return f }, true},
		"TCP header too short": {func(f []byte) []byte { f[plainIPv4+12] = 4 << 4; return f }, false},
		"TCP header too long":  {func(f []byte) []byte { f[plainIPv4+12] = 8 << 4; return f }, false},
		"cut off in TCP":       {func(f []byte) []byte { return f[:plainIPv4+tcpHeader-1] }, false},
		"cut off in options": {func(f []byte) []byte {
			f[plainIPv4+12] = 6 << 4
			return f[:plainIPv4+tcpHeader+3]
		}, false},
		"IPv6":                  {inIPv6, true},
		"IPv6, cut off in TCP":  {func(f []byte) []byte { return inIPv6(f)[:plainIPv6+tcpHeader-1] }, false},
		"IPv6, cut off in data": {func(f []byte) []byte { return inIPv6(f)[:plainIPv6+tcpHeader] }, true},
		"IPv6, cut off in IP":   {func(f []byte) []byte { return inIPv6(f)[:plainIPv6-1] }, false},
		"IPv6, too long":        {func(f []byte) []byte { f = inIPv6(f); f[plainIP+5]++; return f }, false},
		"IPv6, jumbogram":       {func(f []byte) []byte { f = inIPv6(f); f[plainIP+5] = 0; return f }, false},
		"IPv6, says IPv4":       {func(f []byte) []byte { f = inIPv6(f); f[plainIP] = 0x45; return f }, false},
		"IPv6, extension":       {func(f []byte) []byte { f = inIPv6(f); f[plainIP+6] = 0; return f }, false},
		"UDP":                   {inUDP(16, 53), true},
		"UDP, the rest is not":  {inUDP(8, 53), true},
		"UDP, too short":        {inUDP(7, 53), false},
		"UDP, too long":         {inUDP(29, 53), false},
		"UDP, perhaps a tunnel": {inUDP(16, tunnel.PortGeneve), false},
		"cut off in payload":    {func(f []byte) []byte { return f[:plainIPv4+tcpHeader+3] }, true},
		"cut off in IP":         {func(f []byte) []byte { return f[:plainIP+10] }, false},
	}
	for name, test := range tests {
		frame := test.change(plainFrame())
		p := capture.Packet{Link: capture.LinkEthernet, Data: frame, Length: cap(frame)} // what is cut off was there
		if got := checkGlance(t, p); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
		if p.Link = capture.LinkSLL; checkGlance(t, p) {
			t.Errorf("%s: of another link type", name)
		}
	}
	if !checkGlance(t, capture.Packet{Link: capture.LinkEthernet, Data: plainFrame()}) {
		t.Error("nobody has said how long it was")
	}
}

// plainFrame returns a segment of eight octets in IPv4 in Ethernet.
func plainFrame() []byte {
	f := make([]byte, plainIPv4+tcpHeader+8)
	copy(f, macs)
	f[plainType], f[plainIP] = 8, 0x45
	copy(f[plainIP+4:], "\xab\xcd\x00\x00\x39") // identification and hop limit
	binary.BigEndian.PutUint16(f[plainIP+2:], uint16(len(f)-plainIP))
	f[plainIP+9], f[plainIPv4+12], f[plainIPv4+13] = 6, 5<<4, byte(capture.ACK)
	copy(f[plainIP+12:], "abcdefgh")
	copy(f[plainIPv4:], "ijklmnopqrst")
	return f
}

// inIPv6 returns the segment of a plain frame in IPv6.
func inIPv6(f []byte) []byte {
	head := make([]byte, plainIPv6, plainIPv6+len(f)-plainIPv4)
	copy(head, f[:plainType])
	copy(head[plainType:], "\x86\xdd\x60\x00\x00\x00\x00")
	head[plainIP+5], head[plainIP+6] = byte(len(f)-plainIPv4), 6
	head[plainIP+7] = 0x39
	copy(head[plainIP+8:], "0123456789abcdefghijklmnopqrstuv")
	return append(head, f[plainIPv4:]...)
}

// inUDP makes a plain frame one of UDP of a length, from a port.
func inUDP(length, port uint16) func([]byte) []byte {
	return func(f []byte) []byte {
		f[plainIP+9] = 17
		binary.BigEndian.PutUint16(f[plainIPv4:], port)
		binary.BigEndian.PutUint16(f[plainIPv4+4:], length)
		return f
	}
}

// TestGlanceAtDecoded checks glances at the frames of the decoder's tests.
func TestGlanceAtDecoded(t *testing.T) {
	enough := 0
	for _, test := range decodeTests(t) {
		for n := range len(test.frame) + 1 {
			if checkGlance(t, capture.Packet{Link: test.link, Data: test.frame[:n:n], Length: len(test.frame)}) {
				enough++
			}
		}
	}
	if enough == 0 {
		t.Error("a glance is never enough")
	}
}

// BenchmarkGlance glances at what most frames are: Ethernet, IPv4, TCP.
func BenchmarkGlance(b *testing.B) {
	p, o := capture.Packet{Link: capture.LinkEthernet, Data: plainFrame(), Time: time.Unix(1_700_000_000, 0)}, capture.Outline{}
	p.Length = len(p.Data)
	for b.Loop() {
		if !Glance(&o, &p) {
			b.Fatal("a glance is not enough")
		}
	}
}
