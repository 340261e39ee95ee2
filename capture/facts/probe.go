package facts

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// probe finds out whether a segment is a probe.
func (l *ledger) probe(o *flow.Observation, f *Facts) bool {
	shut := l.shut(o)
	carries := o.Events.Has(flow.ZeroWindowProbe) ||
		shut && o.Packet.PayloadLength == 1 && o.Seq >= l.ends[o.From].highest && o.Seq == l.ends[o.From.Peer()].acked
	if !carries && !o.Events.Has(flow.KeepAlive) && !l.asksAfterSilence(o) {
		return false
	}
	e := &l.ends[o.From]
	if !carries && o.Next-o.Seq > 0 && e.seen.hole(Span{o.Seq, o.Next}).Len() > 0 {
		return false // its octet is a new one
	}
	f.Probe = &Probe{Window: shut || carries, Carries: carries, Without: len(e.probes)}
	e.probes = append(e.probes, o.Packet.Number)
	return true
}

// silence is how long nothing must have come for a segment to be a keep-alive by its
// number alone.
const silence = time.Second

// asksAfterSilence reports whether a segment repeats the last number that was acknowledged,
// after a while: where the beginning of the connection was not captured, flow cannot tell
// what its sender's next number is.
func (l *ledger) asksAfterSilence(o *flow.Observation) bool {
	last := l.lastThat(func(*item) bool { return true })
	return last != nil && last.after(o) >= silence && o.Packet.TCP.Flags == capture.ACK && o.Packet.PayloadLength == 0 &&
		l.ends[o.From.Peer()].begun && o.Seq == l.ends[o.From.Peer()].acked-1
}

// shut reports whether the last window that o's receiver offered was zero.
func (l *ledger) shut(o *flow.Observation) bool {
	s := l.lastThat(func(s *item) bool { return s.From != o.From && s.Facts.Old == nil })
	return s != nil && s.Window == 0 && s.Flags&6 == 0 && s.came(o.Packet.Time)
}
