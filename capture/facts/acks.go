package facts

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Dup is that an ACK says again what its sender expects, because something came that
// was not that.
type Dup struct {
	Trigger *Segment // what came since its sender spoke last; nil: that was not captured
	Asks    bool     // numbers before Trigger are missing: it asks for the first of them
	Old     bool     // Trigger holds nothing but numbers that were acknowledged before
	Twice   bool     // a second copy of Trigger came
	SACK    bool     // it names what lies behind the gap (RFC 2018)
	DSACK   Span     // numbers that it reports to have come twice (RFC 2883)
	Waits   bool     // its sender is in TIME-WAIT
}

// Window is that a segment changes the window and does nothing else.
type Window struct {
	Before int
	Now    int
	Read   *capture.Call // the call that took bytes in since; nil: none was seen
}

// acknowledges finds out what is known of a segment's acknowledgment and window.
func (l *ledger) acknowledges(o *flow.Observation, f *Facts) {
	if !o.Packet.TCP.Flags.Has(capture.ACK) {
		return
	}
	l.unseen(o, f)
	l.ends[o.From.Peer()].answered(o)
	if o.Packet.PayloadLength > 0 || o.Packet.TCP.Flags&(capture.SYN|capture.FIN) != 0 {
		return
	}
	e := &l.ends[o.From]
	switch {
	case o.Acked.Any() || !e.begun:
	case o.Events.Has(flow.DupACK) || l.reports(o):
		f.Dup = l.duplicate(o)
	case o.Events.Has(flow.WindowUpdate) && e.window != o.Window:
		f.Window = &Window{Before: e.window, Now: o.Window}
	}
	l.tellTwice(o)
}

// answered notes that a side's probes have an answer.
func (e *end) answered(o *flow.Observation) {
	e.probes = e.probes[:0]
	if o.Acked.Any() {
		e.probed, e.repeated = 0, 0
	}
}

// unseen finds out which of the numbers that a segment acknowledges were not captured.
func (l *ledger) unseen(o *flow.Observation, f *Facts) {
	peer := o.From.Peer()
	if !o.Acked.Any() || o.Acked.To <= o.Acked.From {
		return
	}
	if hole := l.ends[peer].seen.hole(Span{o.Acked.From, o.Acked.To}); hole.Len() > 0 {
		f.Unseen = &Gap{Span: hole}
		l.gaps[peer] = append(l.gaps[peer], f.Unseen)
	}
}

// reports reports whether an ACK without news names by SACK what its sender holds: it
// repeats itself, though its window may have changed (RFC 5681 §2 does not count it).
func (l *ledger) reports(o *flow.Observation) bool {
	return o.Packet.TCP.Flags == capture.ACK && o.Packet.TCP.Options.SACKBlocks > 0
}

// duplicate finds out what made an ACK say again what its sender expects; nil where
// nothing shows that anything came.
func (l *ledger) duplicate(o *flow.Observation) *Dup {
	opt := &o.Packet.TCP.Options
	d := &Dup{SACK: opt.SACKBlocks > 0, DSACK: l.dsack(o), Waits: o.After[o.From] == flow.TimeWait}
	d.Trigger, d.Twice = l.latest(o)
	t := d.Trigger
	switch {
	case t != nil && !d.Twice && t.Next > t.Seq && t.Seq > o.Ack, d.SACK && d.DSACK.Len() == 0:
		d.Asks = true
	case t != nil && (d.Twice || t.Next > t.Seq && t.Next <= o.Ack):
		d.Old = true
	case d.DSACK.Len() == 0 && l.ends[o.From.Peer()].highest <= o.Ack:
		return nil // nothing is under way that could have come
	}
	return d
}

// latest returns what reached o's sender last, and whether that was a second copy.
// Where the wire was not watched it is what was captured last, since its sender spoke.
func (l *ledger) latest(o *flow.Observation) (last *Segment, twice bool) {
	now := o.Packet.Time
	for i := len(l.segments) - 1; i >= 0; i-- {
		s := l.segments[i]
		if s.Facts.Fate == nil {
			if s.From == o.From {
				return last, false
			}
			if last == nil {
				last = s
			}
			continue
		}
		if s.From == o.From {
			continue
		}
		for j, d := range s.Facts.Fate.Arrivals {
			if !d.Time.After(now) && (last == nil || !d.Time.Before(lastArrival(last))) {
				last, twice = s, j > 0
			}
		}
	}
	return last, twice
}

// lastArrival returns when a copy of the segment came last.
func lastArrival(s *Segment) time.Time {
	arrivals := s.Facts.Fate.Arrivals
	return arrivals[len(arrivals)-1].Time
}

// dsack returns the numbers that the first SACK block reports to have come twice: it
// lies below the acknowledgment, or within the next block (RFC 2883 §4).
func (l *ledger) dsack(o *flow.Observation) Span {
	opt := &o.Packet.TCP.Options
	if opt.SACKBlocks == 0 {
		return Span{}
	}
	first, ack := opt.SACK[0], o.Packet.TCP.Ack
	inside := opt.SACKBlocks > 1 && opt.SACK[1].From.LessEq(first.From) && first.To.LessEq(opt.SACK[1].To)
	if !first.To.LessEq(ack) && !inside {
		return Span{}
	}
	return Span{o.Ack + int64(first.From.Sub(ack)), o.Ack + int64(first.To.Sub(ack))}
}

// tellTwice amends the repetition of which an ACK reports that all of it had come
// before.
func (l *ledger) tellTwice(o *flow.Observation) {
	twice := l.dsack(o)
	if twice.Len() == 0 {
		return
	}
	s := l.lastThat(func(s *Segment) bool {
		return s.From != o.From && s.Facts.Again != nil && s.Seq <= twice.From && twice.To <= s.Next
	})
	if s != nil && s.Facts.Again.Twice == 0 {
		s.Facts.Again.Twice = o.Packet.Number
	}
}
