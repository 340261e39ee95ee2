// Package coverage is what a capture shows of itself: from when to when it was going on, and
// what it has missed. All times are of one clock, in ns.
package coverage

import (
	"math"
	"slices"

	"wireladder/capture/joint"
)

// Coverage is that of one capture. Make one with New.
type Coverage struct {
	First, Last int64 // packets of whomever
	ports       map[socketName]struct{}
	Dropped     bool    // it says that it has lost packets, and not which
	missed      []int64 // when there were packets that it does not have, although its own host sent them; sorted by Sort
}

// New returns the coverage of a capture that shows nothing.
func New() Coverage {
	return Coverage{First: math.MaxInt64, Last: math.MinInt64, ports: map[socketName]struct{}{}}
}

// Shows takes down a packet that the capture has.
func (c *Coverage) Shows(at int64) { c.First, c.Last = min(c.First, at), max(c.Last, at) }

// Missed takes down a packet that its own host sent, and that the capture does not have.
func (c *Coverage) Missed(at int64) {
	if at >= c.First && at <= c.Last {
		c.missed = append(c.missed, at)
	}
}

// Sort is to be called when all is taken down.
func (c *Coverage) Sort() { slices.Sort(c.missed) }

// near is how far in time from a packet that the capture has missed another one may have been
// missed, too: buffers are full for so long.
const near = 1_000_000_000

// Fate returns what became of a packet that the capture does not have, and that was sent at a
// time: it is lost if the capture was going on when it should have come, however long it took of
// what packets take, has missed nothing about then, and has others of its ports.
func (c *Coverage) Fate(sent, least, most int64, hasPorts bool) (lost bool, unseen joint.Unseen) {
	i, _ := slices.BinarySearch(c.missed, sent+least-near)
	switch {
	case sent+least < c.First:
		return false, joint.Before
	case sent+most > c.Last:
		return false, joint.After
	case c.Dropped, i < len(c.missed) && c.missed[i] <= sent+most+near:
		return false, joint.Dropped
	case !hasPorts:
		return false, joint.Filtered
	}
	return true, joint.Between
}
