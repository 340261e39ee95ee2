package joint

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// However many addresses are translated: each text has room in an option of pcapng, and none is forgotten.
func TestTexts(t *testing.T) {
	for _, n := range []int{0, 1, 200, 201, 1000} {
		a := &Captures{Pairs: 3}
		for i := range n {
			end := netip.AddrPortFrom(netip.MustParseAddr("2001:db8:1111:2222:3333:4444:5555:6666"), uint16(60000+i)) //nolint:gosec // few
			a.Translated = append(a.Translated, Translation{Proto: "icmpv6", Client: [2]netip.AddrPort{end, end}, Server: [2]netip.AddrPort{end, end}, Pairs: 1 << 25, Opened: true})
		}
		var got *Captures
		for _, text := range a.Texts() {
			if len(text) > 60_000 {
				t.Errorf("of %d translations, a text has %d octets", n, len(text))
			}
			ok := false
			if got, ok = ParseAccount(got, text); !ok {
				t.Fatalf("%q is none", text)
			}
		}
		if diff := cmp.Diff(a, got, cmp.Comparer(func(a, b netip.AddrPort) bool { return a == b })); diff != "" {
			t.Errorf("of %d translations:\n%s", n, diff)
		}
	}
}
