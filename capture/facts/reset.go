package facts

import (
	"cmp"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// reset finds out why a RST was sent.
func (l *ledger) reset(o *flow.Observation, f *Facts) {
	own, peer := &l.ends[o.From], &l.ends[o.From.Peer()]
	r := &Reset{AfterFIN: own.fin, Probes: own.probes, Again: own.rst, Text: o.Packet.PayloadLength > 0}
	f.Reset = r
	if f.Fate == nil && o.Before[o.From.Peer()] != flow.SynSent {
		r.Ignored = o.Before[o.From.Peer()] != flow.Closed && o.After[o.From.Peer()] != flow.Closed
	}
	r.Tries = own.repeats
	if own.begun && own.hops > 0 && own.hops != o.Packet.IP.HopLimit {
		r.Hops = [2]uint8{own.hops, o.Packet.IP.HopLimit}
	}
	last := l.lastThat(func(s *item) bool { return s.From != o.From && !s.Events.Has(flow.RST) })
	if last != nil {
		r.Bytes = max(min(last.Next, o.Ack)-1, 0)
	}
	h := &o.Packet.TCP
	switch answers := l.answered(o); {
	case answers != nil && answers.Events.Has(flow.SYN):
		r.Why, r.Answers = Refuses, answers.Number
	case answers != nil && answers.Events.Has(flow.SYNACK) && own.data == 0:
		r.Why, r.Answers, r.WrongACK = RefusesBack, answers.Number, answers.Facts.Open.Has(WrongACK)
	case answers != nil:
		r.Why, r.Answers = SocketGone, answers.Number
	case h.Seq == 0 && h.Flags.Has(capture.ACK) && !own.begun:
		r.Why = Refuses // RFC 9293 §3.10.7.1: a segment without ACK is answered so
	case len(own.probes) > 0:
		r.Why = GivesUp
	case len(own.repeats) > 1:
		r.Why = NotAnswered
	case peer.syn > 0 && own.synAck == 0 && o.Before[o.From.Peer()] == flow.SynSent:
		r.Why, r.Answers = Refuses, peer.syn
	default:
		r.Inexact = own.begun && o.Seq > own.highest && !r.Ignored
	}
}

// answered returns the segment that a RST answers, nil if its numbers show none. A RST
// for a segment that belongs to no connection takes its number from the segment's ACK,
// or has number 0 and acknowledges the segment (RFC 9293 §3.10.7.1). Of several such
// segments, which came since its sender spoke last, each RST answers one, in their order.
func (l *ledger) answered(o *flow.Observation) *item {
	h := &o.Packet.TCP
	since := l.spoke(o.From)
	var first, bare *item
	for i := len(l.segments) - 1; i >= 0; i-- {
		s := l.segments[i]
		if s.Number < since {
			break
		}
		switch {
		case s.From == o.From, s.answered, s.Events.Has(flow.RST), s.Facts.Error != nil, !s.came(o.Packet.Time), !s.calls(h):
		case s.Next > s.Seq:
			first = s
		case bare == nil:
			bare = s // an ACK alone calls for an answer only where nothing else does
		}
	}
	if first = cmp.Or(first, bare); first != nil {
		first.answered = true
	}
	return first
}

// spoke returns the last packet of a side that was no RST, in this conversation or in the
// one that had the same ports before or after; 0 if there is none.
func (l *ledger) spoke(from flow.Side) int {
	last := 0
	for _, other := range []*ledger{l, l.earlier, l.younger} {
		if other == nil {
			continue
		}
		s := other.lastThat(func(s *item) bool { return other.facing(l, s).From == from && !s.Events.Has(flow.RST) })
		if s != nil {
			last = max(last, s.Number)
		}
	}
	return last
}

// calls reports whether a RST has the numbers of an answer to the segment.
func (s *item) calls(h *capture.TCPHeader) bool {
	after := s.wireSeq + capture.Seq(uint32(s.Next-s.Seq)) //nolint:gosec // wraps around
	switch {
	case !h.Flags.Has(capture.ACK):
		return s.Flags.Has(capture.ACK) && s.wireAck == h.Seq
	case s.Flags.Has(capture.ACK):
		return false
	}
	return h.Seq == 0 && h.Ack == after || s.Events.Has(flow.SYN) && h.Ack == s.wireSeq+1
}
