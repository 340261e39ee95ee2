package lab

import (
	"net/netip"
	"testing"

	"wireladder/capture"
	"wireladder/capture/netns/wire"
)

// A place with a wire has an interface at each end of it.
func TestOrigin(t *testing.T) {
	for _, tt := range []struct {
		wire *wire.Options
		want capture.Origin
	}{
		{nil, capture.Origin{Interface: "lo"}},
		{&wire.Options{}, capture.Origin{Interface: "client", Second: "server", Addresses: [2]netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")}}},
		{&wire.Options{IPv6: true}, capture.Origin{Interface: "client", Second: "server", Addresses: [2]netip.Addr{netip.MustParseAddr("fd00::1"), netip.MustParseAddr("fd00::2")}}},
	} {
		got := Options{Wire: tt.wire}.Origin()
		if got != tt.want || got.TwoHosts() != (tt.wire != nil) {
			t.Errorf("%+v", got)
		}
	}
}
