package facts

import "wireladder/capture/flow"

// Probe is that a segment is sent only to be answered: a keep-alive (RFC 9293 §3.8.4) or
// a window probe (§3.8.6.1).
type Probe struct {
	Window  bool // the other side's window was zero: it asks whether there is room again
	Carries bool // it holds an octet that was not sent before
	Without int  // how many before it had no answer
}

// probe finds out whether a segment is a probe.
func (l *ledger) probe(o *flow.Observation, f *Facts) bool {
	shut := l.shut(o)
	carries := o.Events.Has(flow.ZeroWindowProbe)
	if !carries && !o.Events.Has(flow.KeepAlive) {
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

// shut reports whether the last window that o's receiver offered was zero.
func (l *ledger) shut(o *flow.Observation) bool {
	s := l.lastThat(func(s *Segment) bool { return s.From != o.From && s.Facts.Old == nil })
	return s != nil && s.Window == 0 && s.Flags&6 == 0 && s.came(o.Packet.Time)
}
