package jsonl_test

import (
	"bytes"
	"math"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/render/jsonl"
)

func TestCounters(t *testing.T) {
	at := time.Date(2026, 1, 2, 15, 4, 5, 6000, time.UTC)
	for want, c := range map[string]capture.Counters{
		`{"counters":{"RetransSegs":1,"TCPLossProbes":2},"since":"2026-01-02T15:04:04.000006000Z","time":"2026-01-02T15:04:05.000006000Z","host":"client"}`: {
			Since: at.Add(-time.Second), Time: at, Host: "client", Added: []capture.Count{{Name: "RetransSegs", By: 1}, {Name: "TCPLossProbes", By: 2}},
		},
		`{"counters":{},"time":"2026-01-02T15:04:05.000006000Z"}`: {Time: at},
		`{"counters":{"\u001b[2J\"":18446744073709551615},"time":"2026-01-02T15:04:05.000006000Z","host":"\n"}`: { // as a file may have it
			Time: at, Host: "\n", Added: []capture.Count{{Name: "\x1b[2J\"", By: math.MaxUint64}},
		},
	} {
		var b bytes.Buffer
		w := jsonl.NewWriter(&b)
		if err := w.Counters(&c); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != want+"\n" {
			t.Errorf("got  %swant %s", got, want)
		}
	}
}
