package table

import (
	"slices"
	"time"

	"wireladder/capture/flow"
	"wireladder/render/words/conversations"
)

// Table is what is to be printed. Strings in it may hold anything that came off
// the wire or out of a file.
type Table struct {
	Conversations []*flow.Conversation           // in order of appearance
	Counts        map[*flow.Conversation]*Counts // of those of which not all is told; nil: what they count themselves
	Unreachable   map[*flow.Conversation]int     // ICMP errors that quote a packet of it
	File, Second  string                         // how the capture is named to read it again, and that of the other end; "" if there is none
	Said          []string                       // what is to be known of both captures; nothing of one

	Packets     int            // all that is told, also what is of no conversation
	Bytes       int64          // of these frames, as on the wire
	First, Last time.Time      // the earliest and the latest time of these packets; zero if none has a time
	Left        int            // packets of the capture that are left out
	Calls       int            // socket calls
	Stray       int            // packets that are decoded, and of no conversation
	Fragments   int            // frames that hold a piece of a datagram
	Undecoded   map[string]int // frames that were not decoded, by reason
	Other       int            // those for further reasons
	Lost        uint64         // packets that the capture lost
}

// Counts are the packets of a conversation that are told, by who sent them.
type Counts struct {
	Packets     [2]uint32
	Bytes       [2]int64  // of frames, as on the wire
	First, Last time.Time // the earliest and the latest; zero if none has a time
}

// Extend returns the earliest and the latest of some times with one more. A zero time
// is none.
func Extend(first, last, t time.Time) (time.Time, time.Time) {
	switch {
	case t.IsZero():
		return first, last
	case first.IsZero():
		return t, t
	case t.Before(first):
		first = t
	case t.After(last):
		last = t
	}
	return first, last
}

// counts returns what is told of c.
func (t *Table) counts(c *flow.Conversation) Counts {
	if part := t.Counts[c]; part != nil {
		return *part
	}
	return Counts{Packets: c.Packets, Bytes: c.Bytes, First: c.First(), Last: c.Last()}
}

// figures are what a row counts of a conversation.
type figures struct {
	packets [2]uint32
	bytes   [2]int64
	span    time.Duration
	untimed bool // no packet has a time
}

// figures returns what is told of c, in numbers.
func (t *Table) figures(c *flow.Conversation) figures {
	if part := t.Counts[c]; part != nil {
		return figures{part.Packets, part.Bytes, part.Last.Sub(part.First), part.First.IsZero()}
	}
	return figures{c.Packets, c.Bytes, c.Duration(), !c.Timed()}
}

// The orders of rows.
const (
	byStream   = "stream"
	byBytes    = "bytes"
	byPackets  = "packets"
	byDuration = "duration"
)

// Orders returns the names of the orders that rows can have.
func Orders() []string { return []string{byStream, byBytes, byPackets, byDuration} }

// sorted returns the conversations in an order: by stream as they appeared, by
// anything else the largest first.
func (t *Table) sorted(order string) []*flow.Conversation {
	if order == "" || order == byStream {
		return t.Conversations
	}
	rows := slices.Clone(t.Conversations)
	slices.SortStableFunc(rows, func(a, b *flow.Conversation) int {
		x, y := t.size(a, order), t.size(b, order)
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return rows
}

// size returns what conversations are sorted by.
func (t *Table) size(c *flow.Conversation, order string) int64 {
	n := t.figures(c)
	switch order {
	case byBytes:
		return n.bytes[0] + n.bytes[1]
	case byPackets:
		return int64(n.packets[0] + n.packets[1])
	}
	return int64(n.span)
}

// Each calls do with what is told of each conversation, in an order, up to the
// first error.
func (t *Table) Each(order string, do func(*flow.Conversation, Counts, []byte) error) error {
	var said []byte
	for _, c := range t.sorted(order) {
		said = conversations.Append(said[:0], c, t.Unreachable[c])
		if err := do(c, t.counts(c), said); err != nil {
			return err
		}
	}
	return nil
}
