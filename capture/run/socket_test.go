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
		{"[::]:80", "[::1]:80", true}, {"0.0.0.0:80", "[::1]:80", false}, {"[::1]:80", "127.0.0.1:80", false},
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

// A socket at :: that is for IPv6 alone holds no address of IPv4, and any other does.
func TestOnly6(t *testing.T) {
	v4, v6 := netip.MustParseAddrPort("127.0.0.1:80"), netip.MustParseAddrPort("[::1]:80")
	for only, want := range map[bool]bool{false: true, true: false} {
		k := run.Socket{Local: netip.MustParseAddrPort("[::]:80"), Only6: only}
		if k.Holds(v4) != want || !k.Holds(v6) {
			t.Errorf("IPV6_V6ONLY %v: it holds %v %v and %v %v", only, v4, k.Holds(v4), v6, k.Holds(v6))
		}
	}
}

// To a socket of AF_INET6 an address of IPv4 is told as a mapped one, and others as they are.
func TestTold(t *testing.T) {
	v4, v6 := netip.MustParseAddrPort("127.0.0.1:80"), netip.MustParseAddrPort("[::1]:80")
	for _, tt := range []struct {
		k           *run.Socket
		asked, want netip.AddrPort
	}{
		{&run.Socket{IPv6: true}, v4, netip.MustParseAddrPort("[::ffff:127.0.0.1]:80")}, {&run.Socket{IPv6: true}, v6, v6},
		{&run.Socket{IPv6: true}, netip.AddrPort{}, netip.AddrPort{}}, {&run.Socket{}, v4, v4}, {nil, v4, v4},
	} {
		if got := tt.k.Told(tt.asked); got != tt.want {
			t.Errorf("%v is told as %v, want %v", tt.asked, got, tt.want)
		}
	}
}
