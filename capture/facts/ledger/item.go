package ledger

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
)

// Item is a packet as its ledger holds it: what others may know of it, and what it is
// found again by.
type Item struct {
	facts.Segment
	ID       uint16
	TSVal    uint32      // its timestamp (RFC 7323 §3); 0: it has none
	WireSeq  capture.Seq // as on the wire
	WireAck  capture.Seq
	body     chunk
	Answered bool // an ACK or RST was taken for its answer
}

// Overlaps reports whether the segment has numbers that others have, too.
func (s *Item) Overlaps(seq, next int64) bool { return s.Seq < next && seq < s.Next }

// After returns how long after a segment the current packet came, 0 where that is not
// known.
func (s *Item) After(o *flow.Observation) time.Duration { return since(s.Time, o.Packet.Time) }

// since returns how long after an earlier time now is, 0 where one is not known.
func since(earlier, now time.Time) time.Duration {
	if earlier.IsZero() || now.IsZero() {
		return 0
	}
	return max(now.Sub(earlier), 0)
}

// Came reports whether the segment had reached its receiver by a time: where the wire
// was not watched, or did not see it, it is taken to arrive when it is captured.
func (s *Item) Came(t time.Time) bool {
	if s.Facts.Fate == nil || s.Facts.Fate.Unseen().HidesArrival() {
		return true
	}
	return s.Facts.Fate.ArrivedBy(t)
}
