package facts

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// item is a packet as its ledger holds it: what others may know of it, and what it is
// found again by.
type item struct {
	Segment
	id       uint16
	wireSeq  capture.Seq // as on the wire
	wireAck  capture.Seq
	body     chunk
	answered bool // an ACK or RST was taken for its answer
}

// overlaps reports whether the segment has numbers that others have, too.
func (s *item) overlaps(seq, next int64) bool { return s.Seq < next && seq < s.Next }

// after returns how long after a segment the current packet came, 0 where that is not
// known.
func (s *item) after(o *flow.Observation) time.Duration { return since(s.Time, o.Packet.Time) }

// since returns how long after an earlier time now is, 0 where one is not known.
func since(earlier, now time.Time) time.Duration {
	if earlier.IsZero() || now.IsZero() {
		return 0
	}
	return max(now.Sub(earlier), 0)
}

// came reports whether the segment had reached its receiver by a time: where the wire
// was not watched, it is taken to arrive when it is captured.
func (s *item) came(t time.Time) bool {
	if s.Facts.Fate == nil {
		return true
	}
	return s.Facts.Fate.ArrivedBy(t)
}
