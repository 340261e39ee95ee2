package live

import (
	"cmp"
	"math"
	"slices"
	"time"

	"wireladder/capture"
)

// queue holds entries that wait for their turn. They come almost in order, and are put in order
// when the first of them may go. The zero value is ready.
type queue struct {
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
func (q *queue) add(e capture.Entry) {
	q.arrivals++
	key := e.Key().UnixNano()
	if len(q.entries) == q.gone || key < q.earliest {
		q.earliest = key
	}
	q.entries = append(q.entries, heldEntry{key: key, order: rank(e)<<rankShift | q.arrivals, entry: e})
	q.sorted = false
}

// begins reports whether an entry is there that comes before a time.
func (q *queue) begins(t time.Time) bool {
	return len(q.entries) > q.gone && q.earliest < unixOf(t)
}

// unixOf returns a time as keys have it: the zero time is before all of them.
func unixOf(t time.Time) int64 {
	if t.IsZero() {
		return math.MinInt64
	}
	return t.UnixNano()
}

// takeBefore takes the entries that come before a time, in their order. They are the queue's, and
// stay as they are until an entry is added.
func (q *queue) takeBefore(t time.Time) []heldEntry {
	q.sort()
	until, _ := slices.BinarySearchFunc(q.entries[q.gone:], unixOf(t), func(e heldEntry, key int64) int { return cmp.Compare(e.key, key) })
	return q.take(until)
}

// takeAll takes all entries, likewise.
func (q *queue) takeAll() []heldEntry {
	q.sort()
	return q.take(len(q.entries) - q.gone)
}

// take takes a number of entries.
func (q *queue) take(n int) []heldEntry {
	taken := q.entries[q.gone : q.gone+n]
	q.gone += n
	if q.gone < len(q.entries) {
		q.earliest = q.entries[q.gone].key
	}
	return taken
}

// sort puts the entries in order, the first one first, where those that have gone were.
func (q *queue) sort() {
	if q.sorted {
		return
	}
	q.entries = slices.Delete(q.entries, 0, q.gone)
	q.gone, q.sorted = 0, true
	slices.SortFunc(q.entries, func(a, b heldEntry) int {
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
