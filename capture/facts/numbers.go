package facts

import (
	"cmp"
	"time"

	"wireladder/capture/flow"
)

// Late is that a segment has numbers below others that were captured before it, and was
// not captured itself.
type Late struct {
	Behind int           // the packet with higher numbers that was captured before it
	After  time.Duration // since that
	Acked  int           // the packet, captured before it, that acknowledged all of it: the order of the capture is not that of the wire
	InTrip bool          // it comes within a round trip: it was overtaken rather than sent again
	Asked  []int         // duplicate ACKs that had asked for it
}

// reordering is how soon a segment that was overtaken comes, where no round trip was
// measured: no sender knows of a loss so soon.
const reordering = 3 * time.Millisecond

// numbers finds out what is known of a segment's numbers: new, again, or late.
func (l *ledger) numbers(b *Book, o *flow.Observation, f *Facts) {
	e := &l.ends[o.From]
	if o.Next <= o.Seq && o.Seq <= e.highest || !e.begun || o.Events&(flow.SYN|flow.SYNACK) != 0 && f.Again == nil && !l.sentBefore(o) {
		return
	}
	if o.Seq > e.highest+maxWindow {
		return
	}
	if o.Seq > e.highest {
		f.Before = &Gap{Span: Span{e.highest, o.Seq}}
		l.gaps[o.From] = append(l.gaps[o.From], f.Before)
		return
	}
	early := o.Next > o.Seq && l.ends[o.From.Peer()].acked >= o.Next // its ACK was captured before it
	if f.Again = l.again(b, o); f.Again == nil && (o.Seq < e.highest || early) {
		f.Late = l.late(o)
	}
	l.fill(o)
}

// sentBefore reports whether the sender of a SYN or SYN,ACK has sent one like it before.
func (l *ledger) sentBefore(o *flow.Observation) bool {
	e := &l.ends[o.From]
	return o.Events.Has(flow.SYN) && e.syn > 0 || o.Events.Has(flow.SYNACK) && e.synAck > 0
}

// late finds out how a segment comes to be late.
func (l *ledger) late(o *flow.Observation) *Late {
	behind := l.lastThat(func(s *Segment) bool { return s.From == o.From && s.repeatable() && s.Seq >= o.Next })
	late := &Late{InTrip: o.Events.Has(flow.OutOfOrder)}
	if behind != nil {
		first := l.firstSince(0, func(s *Segment) bool { return s.From == o.From && s.repeatable() && s.Seq >= o.Next })
		late.Behind, late.After = behind.Number, first.after(o)
	}
	if ack := l.acknowledgedBy(o.From.Peer(), 0, o.Next); ack != nil {
		late.Acked = ack.Number
	}
	for _, s := range l.segments {
		if s.From != o.From && s.Facts.Dup != nil && s.Facts.Dup.Asks && s.Ack == o.Seq {
			late.Asked = append(late.Asked, s.Number)
		}
	}
	trip := cmp.Or(l.ends[o.From.Peer()].rtt, reordering)
	late.InTrip = late.InTrip || len(late.Asked) == 0 && late.After > 0 && late.After < trip
	return late
}

// fill amends the gaps that a segment fills.
func (l *ledger) fill(o *flow.Observation) {
	seen, gaps := l.ends[o.From].seen, l.gaps[o.From]
	left := gaps[:0]
	for _, g := range gaps {
		if o.Seq < g.To && g.From < o.Next {
			with := append(ranges(nil), seen...)
			with.add(o.Seq, o.Next)
			if with.hole(g.Span).Len() == 0 {
				g.Filled = o.Packet.Number
				continue
			}
			if g.Partly == 0 {
				g.Partly = o.Packet.Number
			}
		}
		left = append(left, g)
	}
	l.gaps[o.From] = left
}
