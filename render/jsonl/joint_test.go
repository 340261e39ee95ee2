package jsonl_test

import (
	"bytes"
	"testing"
	"time"

	"wireladder/capture/joint"
	"wireladder/render/jsonl"
)

func TestJoint(t *testing.T) {
	at := time.Date(2026, 1, 2, 15, 4, 5, 6000, time.UTC)
	for want, a := range map[string]joint.Captures{
		`{"joint":{"at":"2026-01-02T15:04:05.000006000Z","offset":-3.250000000,"uncertainty":0.000281000,"drift":50.000,"driftLow":48.500,"driftHigh":51.000,"pairs":12},"words":["one","two"]}`: {
			Clock: joint.Clocks{At: at, Offset: -3250 * time.Millisecond, Error: 281 * time.Microsecond, Drift: 50, DriftLow: 48.5, DriftHigh: 51}, Pairs: 12,
		},
		`{"joint":{"at":"2026-01-02T15:04:05.000006000Z","offset":1.000000000,"bound":"most","asNamed":true,"pairs":1},"words":["one","two"]}`: {
			Clock: joint.Clocks{At: at, Offset: time.Second, OneWay: true, Forth: true}, AsNamed: true, Pairs: 1,
		},
	} {
		var b bytes.Buffer
		w := jsonl.NewWriter(&b)
		if err := w.Joint(&a, []string{"one", "two"}); err != nil {
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
