package lab

import (
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
		{&wire.Options{}, capture.Origin{Interface: "client", Second: "server", Addresses: wire.Addresses()}},
	} {
		got := Options{Wire: tt.wire}.Origin()
		if got != tt.want || got.TwoHosts() != (tt.wire != nil) {
			t.Errorf("%+v", got)
		}
	}
}
