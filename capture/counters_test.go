package capture

import (
	"testing"
	"time"
)

func TestCounters(t *testing.T) {
	c := Counters{Added: []Count{{"RetransSegs", 2}, {"TW", 1}}}
	for name, want := range map[string]uint64{"RetransSegs": 2, "TW": 1, "NoPorts": 0} {
		if got := c.Of(name); got != want {
			t.Errorf("%s has grown by %d, not %d", name, got, want)
		}
	}
}

// A count may be read a little before or after the packet that it goes with is
// stamped.
func TestCountersSpan(t *testing.T) {
	since := time.Unix(1_700_000_000, 0)
	c := Counters{Since: since, Time: since.Add(time.Second)}
	for after, want := range map[time.Duration]bool{
		-time.Millisecond - 1: false, -time.Millisecond: true, 0: true, time.Second: true,
		time.Second + time.Millisecond: true, time.Second + time.Millisecond + 1: false,
	} {
		if got := c.Spans(since.Add(after)); got != want {
			t.Errorf("%v after it was asked before: %v", after, got)
		}
	}
	if c = (Counters{Time: since}); !c.Spans(since.Add(-time.Hour)) {
		t.Error("counters of which it is not known since when span nothing")
	}
}
