// Package pieces finds out which segments of TCP are pieces of others, or are put together from
// them, by the octets that they hold.
//
// Where the network card cuts segments for its system (TSO), the sender's capture has one
// segment and the receiver's several; where it puts them together (GRO), it is the other way
// round.
package pieces

import (
	"cmp"
	"slices"
)

// SegmentSpan is a segment, by the octets that it holds: From up to, not including, To, by numbers
// that do not wrap. At is when it was sent or arrived, by one clock.
type SegmentSpan struct{ From, To, At int64 }

// Gathered is what has arrived of a segment.
type Gathered struct {
	Octets int64
	Last   int // the segment that arrived and holds the last of them to come; -1: there is none
}

// most is how many segments are compared with one that has arrived.
const most = 1024

// Match returns what has arrived of each segment that was sent, and which of those that have
// arrived hold any of it. Those that have arrived are in the order of their times. took reports
// whether a segment may have been on its way so long.
func Match(sent, came []SegmentSpan, took func(int64) bool) (arrived []Gathered, used []bool) {
	arrived, used = make([]Gathered, len(sent)), make([]bool, len(came))
	order := make([]int, len(sent))
	var longest int64
	for i := range sent {
		order[i], arrived[i].Last = i, -1
		longest = max(longest, sent[i].To-sent[i].From)
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(sent[a].From, sent[b].From), cmp.Compare(sent[b].At, sent[a].At))
	})
	for i, a := range came {
		first, _ := slices.BinarySearchFunc(order, a.From-longest, func(n int, from int64) int { return cmp.Compare(sent[n].From, from) })
		covered := a.From
		for _, n := range order[first:min(first+most, len(order))] {
			s := &sent[n]
			if s.From >= a.To {
				break
			}
			if low, high := max(s.From, covered), min(s.To, a.To); high > low && took(a.At-s.At) {
				arrived[n] = Gathered{arrived[n].Octets + high - low, i}
				used[i], covered = true, high
			}
		}
	}
	return arrived, used
}
