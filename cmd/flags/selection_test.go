package flags

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/cmd/report/selection"
)

func TestParseStream(t *testing.T) {
	for s, want := range map[string]selection.StreamName{
		"":      {},
		"3":     {Proto: capture.TCP, Number: 3, Either: true},
		"tcp:3": {Proto: capture.TCP, Number: 3, Either: false},
		"udp:0": {Proto: capture.UDP, Number: 0, Either: false},
	} {
		if got, err := parseStream(s); err != nil || got != want {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
	for _, s := range []string{"x", "-1", "tcp:", "tcp", ":3", "icmp:1", "tcp:1:2", "99999999999999999999"} {
		if got, err := parseStream(s); err == nil {
			t.Errorf("%q: %+v", s, got)
		}
	}
}

func TestParseInstant(t *testing.T) {
	exact := time.Date(2026, 1, 2, 23, 0, 1, 0, time.UTC)
	for s, want := range map[string]selection.Instant{
		"1.5":                  {Form: selection.SinceStart, Since: 1500 * time.Millisecond},
		"1.5s":                 {Form: selection.SinceStart, Since: 1500 * time.Millisecond},
		"1m30s":                {Form: selection.SinceStart, Since: 90 * time.Second},
		"23:00:01.5":           {Form: selection.OfTheClock, Since: 23*time.Hour + 1500*time.Millisecond},
		"22:59":                {Form: selection.OfTheClock, Since: 22*time.Hour + 59*time.Minute},
		"2026-01-02T23:00:01Z": {Form: selection.Exactly, Exact: exact},
		"2026-01-02 23:00:01":  {Form: selection.Exactly, Exact: exact},
	} {
		m, err := parseInstant("from", s)
		if err != nil || m != want {
			t.Errorf("%q: %+v, %v", s, m, err)
		}
	}
	for _, s := range []string{"noon", "25:00", "1 s", "NaN", "2026-01-02"} {
		if m, err := parseInstant("from", s); err == nil {
			t.Errorf("%q: %+v", s, m)
		}
	}
	if m, err := parseInstant("to", ""); err != nil || m != (selection.Instant{}) {
		t.Errorf("none: %+v, %v", m, err)
	}
}
