package facts

import (
	"cmp"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Wait is that a packet comes later than the rhythm of its conversation lets expect, and
// what for it has waited.
type Wait struct {
	For   time.Duration
	Since int // the packet after which it waited
	Rule  Rule
	ACK   int // of Nagle: the packet that let it go
}

// Rule is what makes a TCP wait.
type Rule uint8

// The rules. NoRule, the zero value, is a wait that nothing explains.
const (
	NoRule     Rule = iota
	DelayedACK      // an ACK waits for data to go with (RFC 9293 §3.8.6.3)
	Nagle           // a small segment waits for the ACK of the one before (RFC 9293 §3.7.4)
)

// Times by which a wait is told from a round trip.
const (
	shortestDelay = 20 * time.Millisecond  // less than any TCP delays an ACK: Linux 40 ms at least
	longestDelay  = 500 * time.Millisecond // more than it may (RFC 9293 §3.8.6.3)
	atOnce        = 2 * time.Millisecond   // how soon what an ACK lets go follows it
)

// defaultMSS is what a TCP takes that has not said more (RFC 9293 §3.7.1).
const defaultMSS = 536

// wait finds out whether a packet waited, and by which rule.
func (l *ledger) wait(o *flow.Observation, f *Facts) {
	last := l.lastThat(func(*Segment) bool { return true })
	if last == nil || o.Conversation.Proto != capture.TCP {
		return
	}
	gap := last.after(o)
	switch p := o.Packet; {
	case p.PayloadLength == 0 && p.TCP.Flags == capture.ACK && l.delays(o, last, gap):
		f.Wait = &Wait{For: gap, Since: last.Number, Rule: DelayedACK}
	case p.PayloadLength > 0 && gap < atOnce && last.From != o.From:
		f.Wait = l.nagle(o, last)
	}
}

// delays reports whether a bare ACK covers data or a FIN that came just before, and was
// late to do so: much later than a round trip takes here.
func (l *ledger) delays(o *flow.Observation, last *Segment, gap time.Duration) bool {
	covers := last.Events.Has(flow.Data) && o.Acked.To > o.Acked.From || last.Events.Has(flow.FIN) && o.Acked.FIN
	return last.From != o.From && covers && last.Facts.Again == nil &&
		gap >= shortestDelay && gap <= longestDelay && l.ends[o.From].rtt > 0 && gap > 5*l.ends[o.From].rtt
}

// nagle returns the wait of a segment that went as soon as the one before it was
// acknowledged, late; nil if it did not.
func (l *ledger) nagle(o *flow.Observation, ack *Segment) *Wait {
	w, mss := ack.Facts.Wait, int(l.ends[ack.From].mss)
	if w == nil || w.Rule != DelayedACK || o.Seq != ack.Ack || o.Packet.PayloadLength >= cmp.Or(mss, defaultMSS) {
		return nil // a full segment does not wait
	}
	return &Wait{For: w.For, Since: w.Since, Rule: Nagle, ACK: ack.Number}
}
