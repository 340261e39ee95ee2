package facts

import (
	"cmp"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Reset is why a RST was sent, as far as its numbers and what came before show it.
type Reset struct {
	Why        Reason
	Answers    int      // the packet that it answers; 0: none is known
	Bytes      int64    // octets that the other side had sent and that were acknowledged, all in all
	AfterFIN   int      // the FIN that its sender had sent before; 0: none
	Probes     []int    // the probes before it that had no answer
	Again      int      // the RST before it of the same side
	Inexact    bool     // its number lies in the window, and is not the one that is expected next (RFC 5961 §3.2)
	Hops       [2]uint8 // the hop limit of its sender's segment before it, and its own, if they differ: somebody on the way may have sent it
	Challenged int      // the packet by which its receiver asks for a proof (RFC 5961 §3.2); 0: none
	WrongACK   bool     // of RefusesBack: the SYN,ACK acknowledges another number than that of the SYN
	Tries      []int    // the repetitions before it that had no answer
	Ignored    bool     // its number lies outside of what its receiver expects: the connection goes on
	Listens    int      // of Refuses: a packet by which its sender has taken or takes a connection at the same address; 0: none
	Agrees     bool     // Listens takes the very SYN that this RST refuses
	Text       bool     // it carries bytes that explain it (RFC 9293 §3.5.3)
	Silent     bool     // its sender had sent no bytes
	First      bool     // nothing of its sender was captured before, and its connection began earlier

	// What calls show.
	Unread  int  // octets that its sender's program had not read when it closed
	Linger0 bool // its sender had set SO_LINGER to 0
	Closed  bool // its sender had closed the socket
	ShutIn  bool // its sender had shut down receiving
	Calls   bool // the calls of its sender are in the recording
}

// Reason is why a RST was sent.
type Reason uint8

// The reasons. Aborts, the zero value, is a connection that one side gives up.
const (
	Aborts      Reason = iota
	Refuses            // it answers a SYN: nobody takes it there
	RefusesBack        // it answers a SYN,ACK: its sender does not want the connection, or knows nothing of it
	SocketGone         // it answers a segment for a socket that is gone (RFC 9293 §3.10.7.1)
	GivesUp            // probes had no answer
	NotAnswered        // the segments that it sent again and again had no answer
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
	last := l.lastThat(func(s *Segment) bool { return s.From != o.From && !s.Events.Has(flow.RST) })
	if last != nil {
		r.Bytes = max(min(last.Next, o.Ack)-1, 0)
	}
	if peer.fin > 0 && r.Bytes > 0 && o.Ack >= peer.highest {
		r.Bytes-- // the FIN's number is no octet
	}
	r.Silent, r.First = own.data == 0, !own.begun && o.Conversation.Began != flow.BeganSYN
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
	l.settle(o)
}

// settle notes that what a RST acknowledges asks for no answer any more: the next RST
// answers what came after.
func (l *ledger) settle(o *flow.Observation) {
	if !o.Packet.TCP.Flags.Has(capture.ACK) {
		return
	}
	for _, s := range l.segments {
		if s.From != o.From && s.Next <= o.Ack {
			s.answered = true
		}
	}
}

// afterReset returns the RST of the other side that a segment was sent after, if that
// ended the connection; 0 if there is none.
func (l *ledger) afterReset(o *flow.Observation) int {
	if l.ends[o.From.Peer()].rst == 0 || o.Packet.TCP.Flags.Has(capture.SYN) || o.Before[o.From] != flow.Closed {
		return 0
	}
	rst := l.lastThat(func(s *Segment) bool { return s.From != o.From && s.Facts.Reset != nil })
	if rst == nil || rst.Facts.Reset.Ignored || rst.Facts.Reset.Challenged > 0 || l.last(o.From) == nil {
		return 0
	}
	return rst.Number
}

// answered returns the segment that a RST answers, nil if its numbers show none. A RST
// for a segment that belongs to no connection takes its number from the segment's ACK,
// or has number 0 and acknowledges the segment (RFC 9293 §3.10.7.1). Of several such
// segments, which came since its sender spoke last, each RST answers one, in their order.
func (l *ledger) answered(o *flow.Observation) *Segment {
	h := &o.Packet.TCP
	since := l.spoke(o.From)
	var first, bare *Segment
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
		s := other.lastThat(func(s *Segment) bool { return other.facing(l, s).From == from && !s.Events.Has(flow.RST) })
		if s != nil {
			last = max(last, s.Number)
		}
	}
	return last
}

// calls reports whether a RST has the numbers of an answer to the segment.
func (s *Segment) calls(h *capture.TCPHeader) bool {
	after := s.wireSeq + capture.Seq(uint32(s.Next-s.Seq)) //nolint:gosec // wraps around
	switch {
	case !h.Flags.Has(capture.ACK):
		return s.Flags.Has(capture.ACK) && s.wireAck == h.Seq
	case s.Flags.Has(capture.ACK):
		return false
	}
	return h.Seq == 0 && h.Ack == after || s.Events.Has(flow.SYN) && h.Ack == s.wireSeq+1
}
