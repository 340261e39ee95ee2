package jsonl_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/render/jsonl"
)

func TestDelivery(t *testing.T) {
	packet, at := &capture.Packet{Number: 3}, time.Date(2026, 1, 2, 15, 4, 5, 6000, time.UTC)
	for want, d := range map[string]capture.Delivery{
		`{"delivery":3,"time":"2026-01-02T15:04:05.000006000Z"}`:                                        {Packet: packet, Time: at},
		`{"delivery":3,"time":"2026-01-02T15:04:05.000006000Z","lost":true,"fault":"drop 1st SYN-ACK"}`: {Packet: packet, Time: at, Lost: true, Fault: "drop 1st SYN-ACK"},
		`{"delivery":3,"time":"2026-01-02T15:04:05.000006000Z","fault":"\u001b[2J"}`:                    {Packet: packet, Time: at, Fault: "\x1b[2J"}, // as a file may have it
	} {
		var b bytes.Buffer
		w := jsonl.NewWriter(&b)
		if err := w.Delivery(&d); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != want+"\n" {
			t.Errorf("got  %swant %s", got, want)
		}
		if !json.Valid(b.Bytes()) {
			t.Errorf("%s is not JSON", b.String())
		}
	}
}
