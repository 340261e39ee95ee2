package run_test

import (
	"net/netip"
	"testing"

	"wireladder/capture/run"
)

// A socket claims its port at its own address, and one that has all addresses, or is to, at
// each.
func TestClaims(t *testing.T) {
	for _, tt := range []struct {
		own, asked string
		want       bool
	}{
		{"127.0.0.1:80", "127.0.0.1:80", true}, {"127.0.0.1:80", "127.0.0.1:81", false}, {"127.0.0.1:80", "127.0.0.2:80", false},
		{"0.0.0.0:80", "127.0.0.2:80", true}, {"127.0.0.1:80", "0.0.0.0:80", true}, {"127.0.0.1:81", "0.0.0.0:80", false}, {"[::]:80", "127.0.0.1:80", true},
	} {
		k := run.Socket{Local: netip.MustParseAddrPort(tt.own)}
		if got := k.Claims(netip.MustParseAddrPort(tt.asked)); got != tt.want {
			t.Errorf("%s claims %s: %v", tt.own, tt.asked, got)
		}
	}
	if (&run.Socket{}).Claims(netip.MustParseAddrPort("0.0.0.0:0")) {
		t.Error("a socket without an address claims one")
	}
}
