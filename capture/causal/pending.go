package causal

import (
	"cmp"
	"math"
	"slices"
	"time"

	"wireladder/capture"
)

// pendingEntries are entries that wait for their turn. They come almost in order, and are put in order
// when the first of them may go. The zero value is ready.
type pendingEntries struct {
	entries  []heldEntry // as they came; behind gone
	gone     int         // of these, how many have gone
	earliest int64       // the first key among the others
	sorted   bool        // the others are in order
	arrivals int64
}

// heldEntry is an entry that waits for its turn.
type heldEntry struct {
	key   int64 // its time: Unix, ns
	order int64 // among those of the same time
	entry capture.Entry
}

// rankShift leaves room for the number of an entry below its rank.
const rankShift = 56

// add adds an entry.
func (p *pendingEntries) add(e capture.Entry) {
	p.arrivals++
	key := e.Key().UnixNano()
	if len(p.entries) == p.gone || key < p.earliest {
		p.earliest = key
	}
	p.entries = append(p.entries, heldEntry{key: key, order: rank(e)<<rankShift | p.arrivals, entry: e})
	p.sorted = false
}

// begins reports whether an entry is there that comes before a time.
func (p *pendingEntries) begins(t time.Time) bool {
	return len(p.entries) > p.gone && p.earliest < unixOf(t)
}

// unixOf returns a time as keys have it: the zero time is before all of them.
func unixOf(t time.Time) int64 {
	if t.IsZero() {
		return math.MinInt64
	}
	return t.UnixNano()
}

// takeBefore takes the entries that come before a time, in their order. They are its own, and
// stay as they are until an entry is added.
func (p *pendingEntries) takeBefore(t time.Time) []heldEntry {
	p.sort()
	until, _ := slices.BinarySearchFunc(p.entries[p.gone:], unixOf(t), func(e heldEntry, key int64) int { return cmp.Compare(e.key, key) })
	return p.take(until)
}

// takeAll takes all entries, likewise.
func (p *pendingEntries) takeAll() []heldEntry {
	p.sort()
	return p.take(len(p.entries) - p.gone)
}

// take takes a number of entries.
func (p *pendingEntries) take(n int) []heldEntry {
	taken := p.entries[p.gone : p.gone+n]
	p.gone += n
	if p.gone < len(p.entries) {
		p.earliest = p.entries[p.gone].key
	}
	return taken
}

// sort puts the entries in order, the first one first, where those that have gone were.
func (p *pendingEntries) sort() {
	if p.sorted {
		return
	}
	p.entries = slices.Delete(p.entries, 0, p.gone)
	p.gone, p.sorted = 0, true
	slices.SortFunc(p.entries, func(a, b heldEntry) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.order, b.order))
	})
}

// rank orders entries of the same time: start < packet < delivery < return <
// snapshot and counters.
func rank(e capture.Entry) int64 {
	switch {
	case e.Packet != nil:
		return 1
	case e.Delivery != nil:
		return 2
	case e.Snapshot != nil, e.Counters != nil:
		return 4
	case e.Call.KeyedByExit() && e.Call.Returned():
		return 3
	}
	return 0
}
