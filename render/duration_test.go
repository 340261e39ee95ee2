package render

import (
	"testing"
	"time"
)

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                         "0 µs",
		22 * time.Microsecond:     "22 µs",
		999600 * time.Nanosecond:  "1 ms",
		1234 * time.Microsecond:   "1.23 ms",
		20 * time.Millisecond:     "20 ms",
		207345 * time.Microsecond: "207 ms",
		999700 * time.Microsecond: "1 s",
		1020 * time.Millisecond:   "1.02 s",
		61 * time.Second:          "61 s",
		150 * time.Second:         "2m30s",
	} {
		if got := duration(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
