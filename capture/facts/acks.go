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
	DSACK   Span     // numbers that it reports to have come twice (RFC 2883)
	Waits   bool     // its sender is in TIME-WAIT
	Holds   []Span   // what it names by SACK
}

// Window is that a segment changes the window and does nothing else.
type Window struct {
	Before   int
	Now      int
	Unscaled bool          // the handshake was not captured, so that nobody can tell how many octets that is
	Read     *capture.Call // the call that took bytes in since; nil: none was seen
}

// acknowledges finds out what is known of a segment's acknowledgment and window.
func (l *ledger) acknowledges(o *flow.Observation, f *Facts) {
	if !o.Packet.TCP.Flags.Has(capture.ACK) {
		return
	}
	l.unseen(o, f)
	l.shrinks(o, f)
	asked := l.ends[o.From.Peer()].probes
	l.ends[o.From.Peer()].hasAnswer(o)
	l.keepSACK(o)
	if o.Packet.PayloadLength > 0 || o.Packet.TCP.Flags&(capture.SYN|capture.FIN) != 0 {
		return
	}
	e := &l.ends[o.From]
	switch {
	case len(asked) > 0 && !o.Acked.Any():
		f.AnswersProbe = asked[len(asked)-1]
		if e.begun && e.window == 0 && o.Window > 0 {
			f.Window = &Window{Now: o.Window, Unscaled: e.syn == 0 && e.synAck == 0}
		}
	case o.Acked.Any() || !e.begun:
	case o.Events.Has(flow.DupACK) || l.reports(o):
		f.Dup = l.duplicate(o)
	case o.Events.Has(flow.WindowUpdate) && e.window != o.Window:
		f.Window = &Window{Before: e.window, Now: o.Window, Unscaled: e.syn == 0 && e.synAck == 0}
	}
	l.tellTwice(o)
}

// hasAnswer notes that what a side has sent has an answer.
func (e *end) hasAnswer(o *flow.Observation) {
	e.probes = e.probes[:0]
	if o.Acked.Any() {
		e.probed, e.repeated, e.repeats = 0, 0, e.repeats[:0]
	}
}

// shrinks finds out whether a segment takes back a part of the window: its end moves to
// lower numbers (RFC 9293 §3.8.6).
func (l *ledger) shrinks(o *flow.Observation, f *Facts) {
	e := &l.ends[o.From]
	if o.Packet.TCP.Flags.Has(capture.SYN) || o.Packet.TCP.Flags.Has(capture.RST) {
		return // its window is not scaled
	}
	edge := o.Ack + int64(o.Window)
	scaled := e.syn > 0 || e.synAck > 0
	if scaled && e.edge > 0 && o.Ack >= e.acked && edge < e.edge {
		f.Shrinks = e.edge - edge
		e.edge = edge
	}
}

// keepSACK keeps the highest numbers that a segment names by SACK.
func (l *ledger) keepSACK(o *flow.Observation) {
	e := &l.ends[o.From]
	if e.acked < o.Ack && e.sacked.To <= o.Ack {
		e.sacked, e.sackedBy = Span{}, 0
	}
	for _, s := range l.holds(o) {
		if s.From > o.Ack && s.To >= e.sacked.To {
			e.sacked, e.sackedBy = s, o.Packet.Number
		}
	}
}

// holds returns the numbers that a segment names by SACK.
func (l *ledger) holds(o *flow.Observation) []Span {
	opt := &o.Packet.TCP.Options
	var all []Span
	for _, block := range opt.SACK[:opt.SACKBlocks] {
		from, to := block.From.Sub(o.Packet.TCP.Ack), block.To.Sub(o.Packet.TCP.Ack)
		all = append(all, Span{o.Ack + int64(from), o.Ack + int64(to)})
	}
	return all
}

// unseen finds out which of the numbers that a segment acknowledges were not captured.
func (l *ledger) unseen(o *flow.Observation, f *Facts) {
	peer := o.From.Peer()
	if !o.Acked.Any() || o.Acked.To <= o.Acked.From {
		return
	}
	if hole := l.ends[peer].seen.hole(Span{o.Acked.From, o.Acked.To}); hole.Len() > 0 && hole.Len() <= maxWindow {
		if probe := l.probedFirst(peer, hole); probe != nil {
			probe.Facts.Probe, f.AnswersProbe = &Probe{}, probe.Number
			l.ends[peer].seen.add(hole.From, hole.To)
			l.ends[peer].highest = hole.To
			return
		}
		f.Unseen = &Gap{Span: hole}
		l.gaps[peer] = append(l.gaps[peer], f.Unseen)
	}
}

// probedFirst returns the keep-alive with which the capture of a connection begins: an
// empty segment whose number its receiver had already, as its acknowledgment shows. nil if
// it is none.
func (l *ledger) probedFirst(side flow.Side, hole Span) *Segment {
	e := &l.ends[side]
	s := l.lastThat(func(s *Segment) bool { return s.From == side })
	if s == nil || e.syn+e.synAck+e.data+e.fin > 0 || s.Flags != capture.ACK || s.Seq != hole.From || hole.Len() != 1 || s.Next != s.Seq {
		return nil
	}
	return s
}

// maxWindow is the largest window (RFC 7323 §2.3): numbers that are further apart are not of
// one stream.
const maxWindow = 1 << 30

// reports reports whether an ACK without news names by SACK what its sender holds: it
// repeats itself, though its window may have changed (RFC 5681 §2 does not count it).
func (l *ledger) reports(o *flow.Observation) bool {
	return o.Packet.TCP.Flags == capture.ACK && o.Packet.TCP.Options.SACKBlocks > 0
}

// duplicate finds out what made an ACK say again what its sender expects; nil where
// nothing shows that anything came.
func (l *ledger) duplicate(o *flow.Observation) *Dup {
	d := &Dup{DSACK: l.dsack(o), Waits: o.After[o.From] == flow.TimeWait}
	for _, s := range l.holds(o) {
		if s.From > o.Ack {
			d.Holds = append(d.Holds, s)
		}
	}
	d.Trigger, d.Twice = l.trigger(o)
	t := d.Trigger
	switch {
	case t != nil && !d.Twice && t.Next > t.Seq && t.Seq > o.Ack, len(d.Holds) > 0:
		d.Asks = true
	case t != nil && (d.Twice || t.Next > t.Seq && t.Next <= o.Ack):
		d.Old = true
	case d.DSACK.Len() == 0 && l.ends[o.From.Peer()].highest <= o.Ack:
		return nil // nothing is under way that could have come
	}
	return d
}

// trigger returns what made o's sender speak, and whether that was a second copy. Where
// the wire was not watched it is what the first SACK block names, or else the first segment
// since its sender said so before that no other ACK was an answer to.
func (l *ledger) trigger(o *flow.Observation) (*Segment, bool) {
	if len(l.segments) > 0 && l.segments[len(l.segments)-1].Facts.Fate != nil {
		return l.arrivedLast(o)
	}
	if named := l.namedFirst(o); named != nil {
		named.answered = true
		return named, false
	}
	var first *Segment
	for i := len(l.segments) - 1; i >= 0; i-- {
		s := l.segments[i]
		if s.From == o.From {
			if s.Ack != o.Ack || s.Facts.Dup == nil {
				break // it said so for the first time
			}
			continue
		}
		if !s.answered && s.Next > s.Seq {
			first = s
		}
	}
	if first != nil {
		first.answered = true
	}
	return first, false
}

// namedFirst returns the segment that the first SACK block names: the block holds what has
// come last (RFC 2018 §4). Of several it is the first that nothing has answered.
func (l *ledger) namedFirst(o *flow.Observation) *Segment {
	holds := l.holds(o)
	if len(holds) == 0 || holds[0].From <= o.Ack {
		return nil
	}
	var named *Segment
	for i := len(l.segments) - 1; i >= 0; i-- {
		s := l.segments[i]
		if s.From == o.From || s.Next <= s.Seq || !s.overlaps(holds[0].From, holds[0].To) {
			continue
		}
		if named == nil || !s.answered {
			named = s
		}
	}
	return named
}

// arrivedLast returns what reached o's sender last, and whether that was a second copy.
func (l *ledger) arrivedLast(o *flow.Observation) (last *Segment, twice bool) {
	now := o.Packet.Time
	for _, s := range l.segments {
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
func lastArrival(s *Segment, now time.Time) (last time.Time) {
	for _, d := range s.Facts.Fate.Arrivals {
		if !d.Time.After(now) {
			last = d.Time
		}
	}
	return last
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
