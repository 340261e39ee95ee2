package sequence

import (
	"cmp"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/flow"
)

// Times by which a wait is told from a round trip.
const (
	shortestDelay = 20 * time.Millisecond  // less than any TCP delays an ACK: Linux 40 ms at least
	longestDelay  = 500 * time.Millisecond // more than it may (RFC 9293 §3.8.6.3)
	atOnce        = 2 * time.Millisecond   // how soon what an ACK lets go follows it
)

// defaultMSS is what a TCP takes that has not said more (RFC 9293 §3.7.1).
const defaultMSS = 536

// Wait finds out whether a packet waited, and by which rule.
func Wait(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	if len(l.Segments) == 0 || o.Conversation.Proto != capture.TCP {
		return
	}
	gap, turns := l.Pause(o)
	if !turns {
		return
	}
	switch p := o.Packet; {
	case p.PayloadLength == 0 && p.TCP.Flags == capture.ACK && isDelay(l, o, gap):
		if last := l.Segments[len(l.Segments)-1]; covers(o, last) && last.Facts.Again == nil && !isDue(l, o) {
			f.Wait = &facts.Wait{For: gap, Since: last.Number, Rule: facts.DelayedACK}
		}
	case p.PayloadLength > 0 && gap < atOnce+way(l, o):
		f.Wait = nagle(l, o, l.Segments[len(l.Segments)-1])
	}
}

// way returns how long an ACK was on its way to who sends a packet, where it was captured when
// it was sent: in whole milliseconds, for where it was captured otherwise it takes none.
func way(l *ledger.Ledger, o *flow.Observation) time.Duration {
	return (min(l.Ends[o.From].RTT, shortestDelay) / 2).Truncate(time.Millisecond)
}

// isDelay reports whether a segment that comes so long after the one before it is late:
// much later than a round trip takes here.
func isDelay(l *ledger.Ledger, o *flow.Observation, gap time.Duration) bool {
	return gap >= shortestDelay && gap <= longestDelay && l.Ends[o.From].RTT > 0 && gap > 5*l.Ends[o.From].RTT
}

// isDue reports whether an ACK is for two full segments and more: such a one is not delayed (RFC 9293 §3.8.6.3).
func isDue(l *ledger.Ledger, o *flow.Observation) bool {
	const options = 40 // that a full segment may have in place of payload
	mss := int64(l.Ends[o.From].MSS)
	return mss > options && o.Acked.To-o.Acked.From >= 2*(mss-options)
}

// covers reports whether a segment acknowledges the data or the FIN of the one before it.
func covers(o *flow.Observation, last *ledger.Item) bool {
	return last.Events.Has(flow.Data) && o.Acked.To > o.Acked.From || last.Events.Has(flow.FIN) && o.Acked.FIN
}

// smallest is what the smallest of usual segments holds (Ethernet's): a larger one is not small,
// however large segments may be here.
const smallest = 1460

// nagle returns the wait of a segment that went as soon as the one before it was
// acknowledged, late; nil if it did not. A full segment does not wait, and one that the window
// had no room for waited for that.
func nagle(l *ledger.Ledger, o *flow.Observation, ack *ledger.Item) *facts.Wait {
	w, mss := ack.Facts.Wait, int(l.Ends[ack.From].MSS)
	if w == nil || w.Rule != facts.DelayedACK || o.Seq != ack.Ack || o.Packet.PayloadLength >= min(cmp.Or(mss, defaultMSS), smallest) {
		return nil
	}
	if before := l.LastThat(func(s *ledger.Item) bool { return s.From == ack.From && s.Number < ack.Number }); before != nil && before.Ack+int64(before.Window) < o.Next {
		return nil
	}
	return &facts.Wait{For: w.For, Since: w.Since, Rule: facts.Nagle, ACK: ack.Number}
}
