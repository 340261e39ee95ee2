package coverage

import (
	"net/netip"
	"testing"

	"wireladder/capture"
)

func TestPorts(t *testing.T) {
	a, b, c, d := netip.MustParseAddrPort("10.0.0.1:1"), netip.MustParseAddrPort("10.0.0.2:1"), netip.MustParseAddrPort("10.0.0.1:2"), netip.MustParseAddrPort("10.0.0.2:2")
	p := New()
	p.ShowsPorts(capture.TCP, a, b)
	for _, tt := range []struct {
		proto    capture.Protocol
		from, to netip.AddrPort
		want     bool
	}{{capture.TCP, a, b, true}, {capture.TCP, b, a, true}, {capture.TCP, c, b, true}, {capture.TCP, a, d, true}, {capture.TCP, c, d, false}, {capture.UDP, a, b, false}} {
		if got := p.HasPorts(tt.proto, tt.from, tt.to); got != tt.want {
			t.Errorf("%v from %v to %v: %v", tt.proto, tt.from, tt.to, got)
		}
	}
}
