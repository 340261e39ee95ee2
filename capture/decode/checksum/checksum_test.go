package checksum

import (
	"encoding/binary"
	"net/netip"
	"testing"
)

// TestChecksum checks which checksums of a segment are wrong: not those that are left to the network card.
func TestChecksum(t *testing.T) {
	for _, ends := range [][2]string{{"10.0.0.1", "10.0.0.2"}, {"fd00::1", "fd00::2"}} {
		src, dst := netip.MustParseAddr(ends[0]), netip.MustParseAddr(ends[1])
		segment := append(make([]byte, 20), "hello"...)
		pseudo := ofAddress(src) + ofAddress(dst) + 6
		whole := pseudo + uint64(len(segment))
		right := ^fold(whole + sum(segment))
		for name, tt := range map[string]struct {
			stored uint16
			want   bool
		}{
			"right": {right, false}, "none": {0, false}, "left to the card": {fold(whole), false}, "without length": {fold(pseudo), false}, "wrong": {right + 1, true},
		} {
			binary.BigEndian.PutUint16(segment[16:], tt.stored)
			if got := IsWrong(src, dst, segment); got != tt.want {
				t.Errorf("%v, %s: %v", ends, name, got)
			}
		}
		large := make([]byte, largest+1)
		large[16] = 1
		if IsWrong(src, dst, large) {
			t.Errorf("%v: what was put together is damaged", ends)
		}
	}
}

// TestSum checks sums against those of two octets at a time.
func TestSum(t *testing.T) {
	octets := make([]byte, 100)
	for i := range octets {
		octets[i] = byte(255 - i*i)
		want := uint64(0)
		for k := 0; k <= i; k += 2 {
			want += uint64(octets[k]) << 8
			if k < i {
				want += uint64(octets[k+1])
			}
		}
		if got := fold(sum(octets[:i+1])); got != fold(want) {
			t.Errorf("%d octets: %#x, want %#x", i+1, got, fold(want))
		}
	}
}

// BenchmarkIsWrong looks at segments that fill a packet of Ethernet.
func BenchmarkIsWrong(b *testing.B) {
	src, segment := netip.MustParseAddr("10.0.0.1"), make([]byte, 1460)
	segment[16] = 1
	b.SetBytes(int64(len(segment)))
	for b.Loop() {
		IsWrong(src, src, segment)
	}
}
