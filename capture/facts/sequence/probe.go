package sequence

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/flow"
)

// Probe finds out whether a segment is a probe.
func Probe(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) bool {
	carries := o.Events.Has(flow.ZeroWindowProbe) ||
		o.Packet.PayloadLength == 1 && o.Seq >= l.Ends[o.From].Highest && o.Seq == l.Ends[o.From.Peer()].Acked && shut(l, o)
	if !carries && !o.Events.Has(flow.KeepAlive) && !asksAfterSilence(l, o) {
		return false
	}
	shut := carries || shut(l, o)
	e := &l.Ends[o.From]
	if !carries && o.Next-o.Seq > 0 && e.Seen.Hole(facts.Span{From: o.Seq, To: o.Next}).Len() > 0 {
		return false // its octet is a new one
	}
	if !carries && !shut && o.Next > o.Seq && isOwed(l, o) {
		return false
	}
	f.Probe = &facts.Probe{Window: shut, Carries: carries, Without: len(e.Probes)}
	e.Probes = append(e.Probes, o.Packet.Number)
	return true
}

// isOwed reports whether the octet of a segment is not acknowledged yet, so that it is sent
// again and asks nothing. Where no acknowledgment was captured PSH tells: keep-alives have none.
func isOwed(l *ledger.Ledger, o *flow.Observation) bool {
	peer := &l.Ends[o.From.Peer()]
	if !peer.Begun {
		return o.Packet.TCP.Flags.Has(capture.PSH)
	}
	return peer.Acked < o.Next
}

// silence is how long nothing must have come for a segment to be a keep-alive by its
// number alone.
const silence = time.Second

// asksAfterSilence reports whether a segment repeats the last number that was acknowledged,
// after a while: where the beginning of the connection was not captured, flow cannot tell
// what its sender's next number is.
func asksAfterSilence(l *ledger.Ledger, o *flow.Observation) bool {
	if o.Packet.TCP.Flags != capture.ACK || o.Packet.PayloadLength > 0 || len(l.Segments) == 0 {
		return false
	}
	pause, _ := l.Pause(o)
	peer := &l.Ends[o.From.Peer()]
	return pause >= silence && peer.Begun && o.Seq == peer.Acked-1
}

// shut reports whether the last window that o's receiver offered was zero.
func shut(l *ledger.Ledger, o *flow.Observation) bool {
	s := l.LastThat(func(s *ledger.Item) bool { return s.From != o.From && s.Facts.Old == nil })
	return s != nil && s.Window == 0 && s.Flags&(capture.ACK|capture.RST) == capture.ACK && s.Came(o.Packet.Time)
}
