package message_test

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/message"
)

func TestCounters(t *testing.T) {
	for want, c := range map[string]capture.Counters{
		"the kernel counts:":           {},
		"the kernel counts: NoPorts 1": {Added: []capture.Count{{Name: "NoPorts", By: 1}}},
		"the kernel of the client counts: RetransSegs 2, TW 1": {
			Host: "client", Added: []capture.Count{{Name: "RetransSegs", By: 2}, {Name: "TW", By: 1}},
		},
	} {
		if got := message.Counters(&c); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
