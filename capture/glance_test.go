package capture

import (
	"encoding/binary"
	"testing"
)

// checkGlance checks that a glance at a frame says what decoding it says, and
// reports whether it says anything.
func checkGlance(t *testing.T, p Packet) bool {
	t.Helper()
	var got, want Outline
	if !got.Glance(&p) {
		return false
	}
	NewDecoder().Decode(&p)
	if p.Proto != TCP && p.Proto != UDP || len(p.Outer) > 0 || p.Fragments > 0 {
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
		"do not fragment":        {func(f []byte) []byte { f[plainIP+6] |= 0x40; return f }, true},
		"total length too large": {func(f []byte) []byte { f[plainIP+3]++; return f }, false},
		"total length too small": {func(f []byte) []byte { f[plainIP+3] = 39; return f }, false},
		"no total length":        {func(f []byte) []byte { f[plainIP+2], f[plainIP+3] = 0, 0; return f }, false},
		"other protocol":         {func(f []byte) []byte { f[plainIP+9] = 132; return f }, false},
		"TCP options":            {func(f []byte) []byte { f[plainIPv4+12] = 6 << 4; return f }, true},
		"TCP header too short":   {func(f []byte) []byte { f[plainIPv4+12] = 4 << 4; return f }, false},
		"TCP header too long":    {func(f []byte) []byte { f[plainIPv4+12] = 8 << 4; return f }, false},
		"cut off in TCP":         {func(f []byte) []byte { return f[:plainIPv4+tcpHeader-1] }, false},
		"cut off in payload":     {func(f []byte) []byte { return f[:plainIPv4+tcpHeader+3] }, true},
		"cut off in IP":          {func(f []byte) []byte { return f[:plainIP+10] }, false},
	}
	for name, test := range tests {
		frame := plainFrame()
		length := len(frame)
		frame = test.change(frame)
		p := Packet{Link: LinkEthernet, Data: frame, Length: max(length, len(frame))}
		if got := checkGlance(t, p); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
		if p.Link = LinkSLL; checkGlance(t, p) {
			t.Errorf("%s: of another link type", name)
		}
	}
}

// plainFrame returns a segment of eight octets in IPv4 in Ethernet.
func plainFrame() []byte {
	f := make([]byte, plainIPv4+tcpHeader+8)
	f[plainType], f[plainIP] = 8, 0x45
	binary.BigEndian.PutUint16(f[plainIP+2:], uint16(len(f)-plainIP))
	f[plainIP+9], f[plainIPv4+12], f[plainIPv4+13] = 6, 5<<4, byte(ACK)
	copy(f[plainIP+12:], "abcdefgh")
	copy(f[plainIPv4:], "ijklmnopqrst")
	return f
}

// TestGlanceAtDecoded checks glances at the frames of the decoder's tests.
func TestGlanceAtDecoded(t *testing.T) {
	enough := 0
	for _, test := range decodeTests(t) {
		for n := range len(test.frame) + 1 {
			if checkGlance(t, Packet{Link: test.link, Data: test.frame[:n], Length: len(test.frame)}) {
				enough++
			}
		}
	}
	if enough == 0 {
		t.Error("a glance is never enough")
	}
}
