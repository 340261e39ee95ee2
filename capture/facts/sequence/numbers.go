// Package sequence finds out what sequence numbers and acknowledgments tell of a TCP
// segment: that its numbers were captured before and why they come again, which were never
// captured, what makes an ACK repeat itself, what is sent only to be answered, and what has
// waited for an ACK.
package sequence

import (
	"cmp"
	"time"

	"wireladder/capture/facts"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/flow"
)

// reordering is how soon a segment that was overtaken comes, where no round trip was
// measured: no sender knows of a loss so soon.
const reordering = 3 * time.Millisecond

// Numbers finds out what is known of a segment's numbers: new, again, or late.
func Numbers(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	e := &l.Ends[o.From]
	if o.Next <= o.Seq && o.Seq <= e.Highest || !e.Begun || o.Events&(flow.SYN|flow.SYNACK) != 0 && f.Again == nil && !sentBefore(l, o) {
		return
	}
	if o.Seq > e.Highest+maxWindow {
		return
	}
	if o.Seq > e.Highest {
		f.Before = &facts.Gap{Span: facts.Span{From: e.Highest, To: o.Seq}}
		l.Lacks(o.From, f.Before)
		return
	}
	early := o.Next > o.Seq && l.Ends[o.From.Peer()].Acked >= o.Next // its ACK was captured before it
	if f.Again = again(l, o); f.Again == nil && (o.Seq < e.Highest || early) {
		f.Late = late(l, o)
	}
	fill(l, o)
}

// sentBefore reports whether the sender of a SYN or SYN,ACK has sent one like it before.
func sentBefore(l *ledger.Ledger, o *flow.Observation) bool {
	e := &l.Ends[o.From]
	return o.Events.Has(flow.SYN) && e.SYN > 0 || o.Events.Has(flow.SYNACK) && e.SYNACK > 0
}

// late finds out how a segment comes to be late.
func late(l *ledger.Ledger, o *flow.Observation) *facts.Late {
	behind := l.LastThat(func(s *ledger.Item) bool { return s.From == o.From && repeatable(s) && s.Seq >= o.Next })
	late := &facts.Late{InTrip: o.Events.Has(flow.OutOfOrder)}
	if behind != nil {
		first := l.FirstSince(0, func(s *ledger.Item) bool { return s.From == o.From && repeatable(s) && s.Seq >= o.Next })
		late.Behind, late.After = behind.Number, first.After(o)
	}
	if ack := l.AcknowledgedBy(o.From.Peer(), 0, o.Next); ack != nil {
		late.Acked = ack.Number
	}
	for _, s := range l.Segments {
		if s.From != o.From && s.Facts.Dup != nil && s.Facts.Dup.Asks && s.Ack == o.Seq {
			late.Asked = append(late.Asked, s.Number)
		}
	}
	trip := cmp.Or(l.Ends[o.From.Peer()].RTT, reordering)
	late.InTrip = late.InTrip || len(late.Asked) == 0 && late.After > 0 && late.After < trip
	return late
}

// fill amends the gaps that a segment fills.
func fill(l *ledger.Ledger, o *flow.Observation) {
	seen, gaps := l.Ends[o.From].Seen, l.Gaps[o.From]
	left := gaps[:0]
	for _, g := range gaps {
		if o.Seq < g.To && g.From < o.Next {
			with := append(ledger.Ranges(nil), seen...)
			with.Add(o.Seq, o.Next)
			if with.Hole(g.Span).Len() == 0 {
				g.Filled = o.Packet.Number
				continue
			}
			if g.Partly == 0 {
				g.Partly = o.Packet.Number
			}
		}
		left = append(left, g)
	}
	l.Gaps[o.From] = left
}
