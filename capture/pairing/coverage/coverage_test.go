package coverage

import (
	"testing"

	"wireladder/capture/joint"
)

func TestFate(t *testing.T) {
	const s = 1_000_000_000
	c := New()
	for _, at := range []int64{70 * s, 10 * s, 40 * s} {
		c.Shows(at)
	}
	for _, at := range []int64{60 * s, 30 * s, 5 * s, 90 * s} { // the last two are beyond it
		c.Missed(at)
	}
	c.Sort()
	for sent, want := range map[int64]joint.Unseen{
		9 * s: joint.Before, 10 * s: joint.Between, 25 * s: joint.Between, 29 * s: joint.Dropped, 30 * s: joint.Dropped, 33 * s: joint.Between,
		60 * s: joint.Dropped, 65 * s: joint.Between, 69 * s: joint.After,
	} {
		if lost, got := c.Fate(sent, s/10, 2*s, true); got != want || lost != (want == joint.Between) {
			t.Errorf("sent at %d s: lost %v, %q, want %q", sent/s, lost, got, want)
		}
	}
	if lost, got := c.Fate(25*s, s/10, 2*s, false); lost || got != joint.Filtered {
		t.Errorf("of a port that it may leave out: lost %v, %q", lost, got)
	}
	if c.Dropped = true; true {
		if lost, got := c.Fate(25*s, s/10, 2*s, true); lost || got != joint.Dropped {
			t.Errorf("of a capture that says so: lost %v, %q", lost, got)
		}
	}
}
