package sequence

import (
	"cmp"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/flow"
)

// Acknowledges finds out what is known of a segment's acknowledgment and window.
func Acknowledges(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	if !o.Packet.TCP.Flags.Has(capture.ACK) {
		return
	}
	unseen(l, o, f)
	if o.Acked.Any() {
		unsummed(l, o)
	}
	shrinks(l, o, f)
	asked := l.Ends[o.From.Peer()].Probes
	hasAnswer(&l.Ends[o.From.Peer()], o)
	keepSACK(l, o, f)
	if o.Packet.PayloadLength > 0 || o.Packet.TCP.Flags&(capture.SYN|capture.FIN) != 0 {
		return
	}
	e := &l.Ends[o.From]
	f.Reopens = o.Acked.Any() && e.Begun && e.Window == 0 && o.Window > 0
	switch {
	case len(asked) > 0 && !o.Acked.Any():
		f.AnswersProbe = asked[len(asked)-1]
		if e.Begun && e.Window == 0 && o.Window > 0 {
			f.Window = &facts.Window{Now: o.Window, Unscaled: e.SYN == 0 && e.SYNACK == 0}
		}
	case o.Acked.Any() || !e.Begun:
	case o.Ack < e.Acked:
		f.Older = older(l, o)
	case o.Events.Has(flow.DupACK) || reports(o):
		f.Dup = duplicate(l, o)
	case o.Events.Has(flow.WindowUpdate) && e.Window != o.Window:
		f.Window = &facts.Window{Before: e.Window, Now: o.Window, Unscaled: e.SYN == 0 && e.SYNACK == 0}
	}
	tellTwice(l, o)
}

// older returns the first packet that acknowledges more than one that was captured after it.
func older(l *ledger.Ledger, o *flow.Observation) int {
	s := l.FirstSince(0, func(s *ledger.Item) bool {
		return s.From == o.From && s.Flags.Has(capture.ACK) && s.Facts.Old == nil && s.Facts.Reset == nil && s.Ack > o.Ack
	})
	if s == nil {
		return 0
	}
	return s.Number
}

// unsummed notes that a segment with a wrong checksum has been taken, of which no other copy was captured: so it is
// where addresses in a capture were changed, and it says nothing.
func unsummed(l *ledger.Ledger, o *flow.Observation) {
	peer := &l.Ends[o.From.Peer()]
	taken := func(s *ledger.Item) bool { return s.From != o.From && s.Next > s.Seq && s.Next <= o.Ack }
	damaged := l.LastThat(func(s *ledger.Item) bool { return s.Damaged && taken(s) })
	if peer.Unsummed || damaged == nil {
		return
	}
	peer.Unsummed = l.LastThat(func(s *ledger.Item) bool {
		return !s.Damaged && taken(s) && s.Overlaps(damaged.Seq, damaged.Next)
	}) == nil
}

// hasAnswer notes that what a side has sent has an answer.
func hasAnswer(e *ledger.End, o *flow.Observation) {
	e.Probes = e.Probes[:0]
	if o.Acked.Any() {
		e.Probed, e.Repeated, e.Repeats = 0, 0, e.Repeats[:0]
	}
}

// shrinks finds out whether a segment takes back a part of the window: its end moves to
// lower numbers (RFC 9293 §3.8.6).
func shrinks(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	e := &l.Ends[o.From]
	if o.Packet.TCP.Flags.Has(capture.SYN) || o.Packet.TCP.Flags.Has(capture.RST) {
		return // its window is not scaled
	}
	edge := o.Ack + int64(o.Window)
	scaled := e.SYN > 0 || e.SYNACK > 0
	if scaled && e.Edge > 0 && o.Ack >= e.Acked && edge < e.Edge {
		f.Shrinks = e.Edge - edge
		e.Edge = edge
	}
}

// keepSACK keeps the highest numbers that a segment names by SACK.
func keepSACK(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	e := &l.Ends[o.From]
	if s := e.Sacked; s.From <= o.Ack && o.Ack < s.To {
		f.Reneged = &facts.Reneged{Span: facts.Span{From: o.Ack, To: s.To}, Named: e.SackedBy}
		for _, held := range facts.SACKed(o) {
			if held.From > o.Ack {
				f.Reneged.To = min(f.Reneged.To, held.From)
			}
		}
		e.Reneged, e.LacksBy = f.Reneged.Span, o.Packet.Number
		e.Sacked, e.SackedBy = facts.Span{}, 0
	}
	if e.Acked < o.Ack && e.Sacked.To <= o.Ack {
		e.Sacked, e.SackedBy = facts.Span{}, 0
	}
	for _, s := range facts.SACKed(o) {
		if s.From > o.Ack && s.To >= e.Sacked.To {
			e.Sacked, e.SackedBy = s, o.Packet.Number
		}
	}
}

// unseen finds out which of the numbers that a segment acknowledges were not captured.
func unseen(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	peer := o.From.Peer()
	if !o.Acked.Any() || o.Acked.To <= o.Acked.From {
		return
	}
	if hole := l.Ends[peer].Seen.Hole(facts.Span{From: o.Acked.From, To: o.Acked.To}); hole.Len() > 0 && hole.Len() <= maxWindow {
		if probe := probedFirst(l, peer, hole); probe != nil {
			probe.Facts.Probe, f.AnswersProbe = &facts.Probe{}, probe.Number
			l.Ends[peer].Seen.Add(hole.From, hole.To)
			l.Ends[peer].Highest = hole.To
			return
		}
		f.Unseen = &facts.Gap{Span: hole}
		l.Lacks(peer, f.Unseen)
	}
}

// probedFirst returns the keep-alive with which the capture of a connection begins: an
// empty segment whose number its receiver had already, as its acknowledgment shows. nil if
// it is none.
func probedFirst(l *ledger.Ledger, side flow.Side, hole facts.Span) *ledger.Item {
	e := &l.Ends[side]
	s := l.Last(side)
	if s == nil || e.SYN+e.SYNACK+e.Data+e.FIN > 0 || s.Flags != capture.ACK || s.Seq != hole.From || hole.Len() != 1 || s.Next != s.Seq {
		return nil
	}
	return s
}

// maxWindow is the largest window (RFC 7323 §2.3): numbers that are further apart are not of
// one stream.
const maxWindow = 1 << 30

// reports reports whether an ACK without news names by SACK what its sender holds: it
// repeats itself, though its window may have changed (RFC 5681 §2 does not count it).
func reports(o *flow.Observation) bool {
	return o.Packet.TCP.Flags == capture.ACK && o.Packet.TCP.Options.SACKBlocks > 0
}

// duplicate finds out what made an ACK say again what its sender expects; nil where
// nothing shows that anything came.
func duplicate(l *ledger.Ledger, o *flow.Observation) *facts.Dup {
	d := &facts.Dup{DSACK: facts.DSACKed(o), Waits: o.After[o.From] == flow.TimeWait}
	for _, s := range facts.SACKed(o) {
		if s.From > o.Ack {
			d.Holds = append(d.Holds, s)
		}
	}
	if s, twice := trigger(l, o); s != nil {
		d.Trigger, d.Twice = &s.Segment, twice
		d.Stale = s.Next > o.Ack && isStale(s, o)
	} else if s := l.FirstSince(0, func(s *ledger.Item) bool { return s.From != o.From && s.Seq > o.Ack && s.Next > s.Seq }); s != nil {
		d.Behind = s.Number
	}
	t := d.Trigger
	switch {
	case t != nil && !d.Twice && t.Next > t.Seq && t.Seq > o.Ack, len(d.Holds) > 0:
		d.Asks = true
	case t != nil && (d.Twice || t.Next > t.Seq && t.Next <= o.Ack):
		d.Old = true
	case d.DSACK.Len() == 0 && l.Ends[o.From.Peer()].Highest <= o.Ack:
		return nil // nothing is under way that could have come
	}
	return d
}

// isStale reports whether the timestamp of a segment is older than the last one that the sender of o has
// taken, which o echoes: it throws such a segment away (PAWS, RFC 7323 §5).
func isStale(s *ledger.Item, o *flow.Observation) bool {
	recent := &o.Packet.TCP.Options
	return recent.HasTimestamps && s.TSVal != 0 && recent.TSEcr != 0 && int32(s.TSVal-recent.TSEcr) < 0 //nolint:gosec // wraps around
}

// trigger returns what made o's sender speak, and whether that was a second copy. Where
// the wire was not watched it is what the first SACK block names, or else the first segment
// since its sender said so before that no other ACK was an answer to.
func trigger(l *ledger.Ledger, o *flow.Observation) (*ledger.Item, bool) {
	if len(l.Segments) > 0 && l.Segments[len(l.Segments)-1].Facts.Fate != nil {
		return arrivedLast(l, o)
	}
	if named := namedFirst(l, o); named != nil {
		named.Answered = true
		return named, false
	}
	first := firstUnanswered(l, o)
	if first != nil {
		first.Answered = true
	}
	return first, false
}

// firstUnanswered returns the first segment that no other ACK was an answer to, since o's
// sender acknowledged what it does now. The one that it expects has not come, or else it
// would acknowledge more: that is the answer only where there is no other.
func firstUnanswered(l *ledger.Ledger, o *flow.Observation) *ledger.Item {
	var first, expected *ledger.Item
	for i := len(l.Segments) - 1; i >= 0; i-- {
		s := l.Segments[i]
		if s.From == o.From {
			if s.Ack != o.Ack || s.Facts.Dup == nil {
				break // it said so for the first time
			}
			continue
		}
		switch {
		case s.Answered || s.Next <= s.Seq:
		case s.Seq <= o.Ack && o.Ack < s.Next:
			expected = s
		default:
			first = s
		}
	}
	return cmp.Or(first, expected)
}

// namedFirst returns the segment that the first SACK block names: the block holds what has
// come last (RFC 2018 §4). Of several it is the first that nothing has answered.
func namedFirst(l *ledger.Ledger, o *flow.Observation) *ledger.Item {
	holds := facts.SACKed(o)
	if len(holds) == 0 || holds[0].From <= o.Ack {
		return nil
	}
	var named *ledger.Item
	for i := len(l.Segments) - 1; i >= 0; i-- {
		s := l.Segments[i]
		if s.From == o.From || s.Next <= s.Seq || !s.Overlaps(holds[0].From, holds[0].To) {
			continue
		}
		if named == nil || !s.Answered {
			named = s
		}
	}
	return named
}

// arrivedLast returns what reached o's sender last, and whether that was a second copy.
func arrivedLast(l *ledger.Ledger, o *flow.Observation) (last *ledger.Item, twice bool) {
	now := o.Packet.Time
	for _, s := range l.Segments {
		if s.From == o.From || s.Facts.Fate == nil {
			continue
		}
		for j, d := range s.Facts.Fate.Arrivals {
			if !d.Time.After(now) && (last == nil || !d.Time.Before(lastArrival(last, now))) {
				last, twice = s, j > 0
			}
		}
	}
	return last, twice
}

// lastArrival returns when a copy of the segment came last, before a time.
func lastArrival(s *ledger.Item, now time.Time) (last time.Time) {
	for _, d := range s.Facts.Fate.Arrivals {
		if !d.Time.After(now) {
			last = d.Time
		}
	}
	return last
}

// tellTwice amends the repetition of which an ACK reports that all of it had come
// before.
func tellTwice(l *ledger.Ledger, o *flow.Observation) {
	twice := facts.DSACKed(o)
	if twice.Len() == 0 {
		return
	}
	s := l.LastThat(func(s *ledger.Item) bool {
		return s.From != o.From && s.Facts.Again != nil && s.Seq <= twice.From && twice.To <= s.Next
	})
	if s != nil && s.Facts.Again.Twice == 0 {
		s.Facts.Again.Twice = o.Packet.Number
	}
}
