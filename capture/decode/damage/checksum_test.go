package damage

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
		pseudo := sum(src.AsSlice()) + sum(dst.AsSlice()) + 6
		whole := pseudo + uint32(len(segment))
		right := ^fold(whole + sum(segment))
		for name, tt := range map[string]struct {
			stored uint16
			want   bool
		}{
			"right": {right, false}, "none": {0, false}, "left to the card": {fold(whole), false}, "without length": {fold(pseudo), false}, "wrong": {right + 1, true},
		} {
			binary.BigEndian.PutUint16(segment[16:], tt.stored)
			if got := Wrong(src, dst, segment); got != tt.want {
				t.Errorf("%v, %s: %v", ends, name, got)
			}
		}
		large := make([]byte, largestSum+1)
		large[16] = 1
		if Wrong(src, dst, large) {
			t.Errorf("%v: what was put together is damaged", ends)
		}
	}
}
