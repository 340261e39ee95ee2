package table

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/runtest"
)

// TestCensus checks what all conversations come to, in whatever order they are.
func TestCensus(t *testing.T) {
	v4 := observed(capture.UDP, "10.0.0.1:1", "10.0.0.2:2", time.Second)
	v6 := observed(capture.TCP, "[2001:db8::1]:1", "[2001:db8::2]:2", time.Second)
	mapped := observed(capture.TCP, "[::ffff:10.0.0.1]:1", "[::ffff:10.0.0.2]:2", time.Second)
	doubled := runtest.Connection("10.0.0.1:1", "10.0.0.2:2", "c:S copy s:SA copy")
	for _, tt := range []struct {
		conversations []*flow.Conversation
		want          census
	}{
		{nil, census{}},
		{[]*flow.Conversation{v4, v4}, census{udp: 2}},
		{[]*flow.Conversation{v4, v6, v4}, census{tcp: 1, udp: 2, ipv6: true}},
		{[]*flow.Conversation{v6, v6}, census{tcp: 2, ipv6: true}},
		{[]*flow.Conversation{doubled, v4}, census{tcp: 1, udp: 1, copies: 2, copied: flow.CopiedInPlace}},
		{[]*flow.Conversation{mapped}, census{tcp: 1, ipv6: true}},
	} {
		if got := takeCensus(tt.conversations); got != tt.want {
			t.Errorf("%+v, want %+v", got, tt.want)
		}
	}
}
