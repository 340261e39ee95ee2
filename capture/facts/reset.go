package facts

import (
	"wireladder/capture"
	"wireladder/capture/flow"
)

// Reset is why a RST was sent, as far as its numbers and what came before show it.
type Reset struct {
	Why      Reason
	Answers  int   // the packet that it answers; 0: none is known
	Bytes    int64 // octets that the other side had sent and that were acknowledged, all in all
	AfterFIN int   // the FIN that its sender had sent before; 0: none
	Probes   []int // the probes before it that had no answer
	Again    int   // the RST before it of the same side
	Ignored  bool  // its number lies outside of what its receiver expects: the connection goes on
	Text     bool  // it carries bytes that explain it (RFC 9293 §3.10.7.4)

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
	if o.Before[o.From.Peer()] != flow.SynSent {
		r.Ignored = o.Before[o.From.Peer()] != flow.Closed && o.After[o.From.Peer()] != flow.Closed
	}
	last := l.lastThat(func(s *Segment) bool { return s.From != o.From && !s.Events.Has(flow.RST) })
	if last != nil {
		r.Bytes = max(min(last.Next, o.Ack)-1, 0)
	}
	switch answers := l.answered(o); {
	case answers != nil && answers.Events.Has(flow.SYN):
		r.Why, r.Answers = Refuses, answers.Number
	case answers != nil && answers.Events.Has(flow.SYNACK) && own.data == 0:
		r.Why, r.Answers = RefusesBack, answers.Number
	case answers != nil:
		r.Why, r.Answers = SocketGone, answers.Number
	case len(own.probes) > 0:
		r.Why = GivesUp
	case peer.syn > 0 && own.synAck == 0 && o.Before[o.From.Peer()] == flow.SynSent:
		r.Why, r.Answers = Refuses, peer.syn
	}
}

// answered returns the segment that a RST answers, nil if its numbers show none. A RST
// for a segment that belongs to no connection takes its number from the segment's ACK,
// or has number 0 and acknowledges the segment (RFC 9293 §3.10.7.1).
func (l *ledger) answered(o *flow.Observation) *Segment {
	h := &o.Packet.TCP
	return l.lastThat(func(s *Segment) bool {
		if s.From == o.From || s.Events.Has(flow.RST) || !s.came(o.Packet.Time) {
			return false
		}
		after := s.wireSeq + capture.Seq(uint32(s.Next-s.Seq)) //nolint:gosec // wraps around
		switch {
		case !h.Flags.Has(capture.ACK):
			return s.Flags.Has(capture.ACK) && s.wireAck == h.Seq && l.isLastWord(s)
		case s.Flags.Has(capture.ACK):
			return false
		}
		return h.Seq == 0 && h.Ack == after || s.Events.Has(flow.SYN) && h.Ack == s.wireSeq+1
	})
}

// isLastWord reports whether its sender has sent nothing with another ACK since: else a
// RST would answer that.
func (l *ledger) isLastWord(s *Segment) bool { return s == l.last(s.From) || s.wireAck != 0 }
