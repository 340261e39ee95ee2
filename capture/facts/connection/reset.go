package connection

import (
	"cmp"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/flow"
)

// Reset finds out why a RST was sent.
func Reset(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	own, peer := &l.Ends[o.From], &l.Ends[o.From.Peer()]
	r := &facts.Reset{AfterFIN: own.FIN, Probes: own.Probes, Again: own.RST, Text: o.Packet.PayloadLength > 0}
	f.Reset = r
	if f.Fate == nil && o.Before[o.From.Peer()] != flow.SynSent {
		r.Ignored = o.Before[o.From.Peer()] != flow.Closed && o.After[o.From.Peer()] != flow.Closed
	}
	r.Tries = own.Repeats
	if own.Begun && own.Hops > 0 && own.Hops != o.Packet.IP.HopLimit {
		r.Hops = [2]uint8{own.Hops, o.Packet.IP.HopLimit}
	}
	r.Links[0], r.Links[1] = links(own, o)
	last := l.LastThat(func(s *ledger.Item) bool { return s.From != o.From && !s.Events.Has(flow.RST) })
	ack := o.Ack
	if !o.Packet.TCP.Flags.Has(capture.ACK) {
		ack = own.Acked
	}
	if last != nil {
		r.Bytes = max(min(last.Next, ack)-1, 0)
	}
	if peer.FIN > 0 && r.Bytes > 0 && ack >= peer.Highest {
		r.Bytes-- // the FIN's number is no octet
	}
	r.Silent, r.First = own.Data == 0, !own.Begun && o.Conversation.Began != flow.BeganSYN
	h := &o.Packet.TCP
	switch answers := answered(l, o); {
	case answers != nil && answers.Events.Has(flow.SYN):
		r.Why, r.Answers = facts.Refuses, answers.Number
	case answers != nil && answers.Events.Has(flow.SYNACK) && own.Data == 0:
		r.Why, r.Answers, r.WrongACK = facts.RefusesBack, answers.Number, answers.Facts.Open.Has(facts.WrongACK)
		r.Asked, r.Elsewhere = own.SYN, answers.Facts.Elsewhere
	case answers != nil:
		r.Why, r.Answers, r.Asks = facts.SocketGone, answers.Number, asks(l, o)
		r.Bare, r.Took = !answers.Flags.Has(capture.ACK), took(l, o)
	case h.Seq == 0 && h.Flags.Has(capture.ACK) && !own.Begun:
		r.Why = facts.Refuses // RFC 9293 §3.10.7.1: a segment without ACK is answered so
	case len(own.Probes) > 0:
		r.Why = facts.GivesUp
	case len(own.Repeats) > 1:
		r.Why = facts.NotAnswered
	case peer.SYN > 0 && own.SYNACK == 0 && o.Before[o.From.Peer()] == flow.SynSent:
		r.Why, r.Answers = facts.Refuses, peer.SYN
	default:
		r.Inexact = own.Begun && o.Seq > own.Highest && !r.Ignored
		r.Idle, r.Crosses = idle(l, o), crosses(l, o)
	}
	settle(l, o)
}

// links returns the link-layer address that all segments of a side came from, and that of its RST, if that differs alone:
// where routers take turns, several addresses are nothing unusual.
func links(e *ledger.End, o *flow.Observation) (before, now [6]byte) {
	seen, is := e.Sighting, o.Packet.Sighting
	seen.Source = is.Source
	if e.Sighting.Source == ([6]byte{}) || e.Sighting == is || seen != is {
		return before, now
	}
	return e.Sighting.Source, is.Source
}

// longIdle is the shortest time after which somebody may have given up a connection for its idleness: boxes on the
// way wait for half a minute and more.
const longIdle = 20 * time.Second

// idle returns for how long nothing of the connection had been captured before a RST; 0 if not for long.
func idle(l *ledger.Ledger, o *flow.Observation) time.Duration {
	if pause, _ := l.Pause(o); pause >= longIdle {
		return pause
	}
	return 0
}

// crossTime is within what time two RSTs, one of each side, can be of one event.
const crossTime = time.Second

// crosses returns the RST of the other side that stands right before a RST which answers nothing, shortly: no TCP
// answers a RST with one (RFC 9293 §3.10.7.1). 0: there is none.
func crosses(l *ledger.Ledger, o *flow.Observation) int {
	last := l.LastThat(func(*ledger.Item) bool { return true })
	if last == nil || last.From == o.From || !last.Events.Has(flow.RST) || last.Time.IsZero() || last.After(o) >= crossTime {
		return 0
	}
	return last.Number
}

// ends reports whether a RST is for a connection that there was, and not for a SYN or its answer.
func ends(r *facts.Reset) bool {
	return r != nil && r.Why != facts.Refuses && r.Why != facts.RefusesBack && r.Asks == 0
}

// took returns the first RST of the other side that may have ended the connection for the sender of a later one; 0 if
// there is none.
func took(l *ledger.Ledger, o *flow.Observation) int {
	rst := l.FirstSince(0, func(s *ledger.Item) bool {
		r := s.Facts.Reset
		return ends(r) && s.From != o.From && !r.Ignored && r.Challenged == 0 && s.Came(o.Packet.Time)
	})
	if rst == nil {
		return 0
	}
	return rst.Number
}

// soon is within what time a segment that its sender's RST has overtaken may still come.
const soon = 500 * time.Millisecond

// GoesOn amends the RSTs of a side that sends octets behind their number all the same, later or with the hop limit
// that it had before them: another one has sent these in its name, or they were of another connection.
func GoesOn(l *ledger.Ledger, o *flow.Observation) {
	if l.Ends[o.From].RST == 0 || o.Packet.PayloadLength == 0 {
		return
	}
	for _, s := range l.Segments {
		r := s.Facts.Reset
		if !ends(r) || s.From != o.From || r.GoesOn > 0 || o.Next <= s.Seq {
			continue
		}
		if r.Hops[0] > 0 && r.Hops[0] == o.Packet.IP.HopLimit || s.After(o) >= soon {
			r.GoesOn = o.Packet.Number
		}
	}
}

// asks returns the SYN by which the sender of a RST asks for a new connection on the same ports, to
// which nobody has agreed so far: it knows nothing of the old one (RFC 9293 §3.10.7.3). 0: there is none.
func asks(l *ledger.Ledger, o *flow.Observation) int {
	for _, other := range []*ledger.Ledger{l.Younger, l} {
		if other == nil || l == other && l.Earlier == nil {
			continue
		}
		syn := other.LastThat(func(s *ledger.Item) bool { return s.Events.Has(flow.SYN) && other.Facing(l, s).From == o.From })
		if syn != nil && other.Ends[syn.From].Acked == 0 && other.Ends[syn.From.Peer()].SYNACK == 0 {
			return syn.Number
		}
	}
	return 0
}

// settle notes that what a RST acknowledges asks for no answer any more: the next RST
// answers what came after.
func settle(l *ledger.Ledger, o *flow.Observation) {
	if !o.Packet.TCP.Flags.Has(capture.ACK) {
		return
	}
	for _, s := range l.Segments {
		if s.From != o.From && s.Next <= o.Ack {
			s.Answered = true
		}
	}
}

// AfterReset returns the RST of the other side that a segment was sent after, if that
// ended the connection; 0 if there is none.
func AfterReset(l *ledger.Ledger, o *flow.Observation) int {
	if l.Ends[o.From.Peer()].RST == 0 || o.Packet.TCP.Flags.Has(capture.SYN) || o.Before[o.From] != flow.Closed {
		return 0
	}
	rst := l.LastThat(func(s *ledger.Item) bool { return s.From != o.From && s.Facts.Reset != nil })
	if rst == nil || rst.Facts.Reset.Ignored || rst.Facts.Reset.Challenged > 0 || l.Last(o.From) == nil {
		return 0
	}
	return rst.Number
}

// Crosses returns the FIN of the other side that was captured before data which do not acknowledge it, though all that
// came before it; 0 if there is none. Its receiver had not got it when it sent that, or else it would (RFC 9293
// §3.10.7.4).
func Crosses(l *ledger.Ledger, o *flow.Observation) int {
	if l.Ends[o.From.Peer()].FIN == 0 || o.Packet.PayloadLength == 0 || !o.Packet.TCP.Flags.Has(capture.ACK) {
		return 0
	}
	fin := l.LastThat(func(s *ledger.Item) bool { return s.From != o.From && s.Events.Has(flow.FIN) && s.Facts.Old == nil })
	if fin == nil || o.Ack != fin.Next-1 || l.Ends[o.From].Acked >= fin.Next {
		return 0
	}
	return fin.Number
}

// answerTime is within what time a RST comes to what it answers: of several copies of a segment it answers
// one that was sent not long before, where there is one.
const answerTime = 200 * time.Millisecond

// longestAnswer is within what time a RST comes at most to what it answers, if that is no SYN: a kernel answers at
// once. Where round trips are long it is several of these.
const longestAnswer = 3 * time.Second

// answered returns the segment that a RST answers, nil if its numbers show none. A RST
// for a segment that belongs to no connection takes its number from the segment's ACK,
// or has number 0 and acknowledges the segment (RFC 9293 §3.10.7.1). Of several such
// segments, which came since its sender spoke last, each RST answers one, in their order.
func answered(l *ledger.Ledger, o *flow.Observation) *ledger.Item {
	h := &o.Packet.TCP
	since := spoke(l, o.From)
	longest := max(longestAnswer, 4*l.Ends[o.From].RTT)
	agreed := false // the other side has acknowledged something since, and so had an answer to its SYN
	var first, bare *ledger.Item
	for i := len(l.Segments) - 1; i >= 0; i-- {
		s := l.Segments[i]
		if s.Number < since {
			break
		}
		agreed = agreed || s.From != o.From && s.Flags.Has(capture.ACK)
		switch {
		case agreed && s.Events.Has(flow.SYN) && h.Seq != 0:
		case s.After(o) > longest && !s.Events.Has(flow.SYN):
		case s.From == o.From, s.Answered, s.Events.Has(flow.RST), s.Facts.Error != nil, !s.Came(o.Packet.Time), !calls(s, h):
		case s.Next > s.Seq && (first == nil || s.After(o) < answerTime || first.After(o) >= answerTime):
			first = s
		case s.Next > s.Seq: // it had its answer long before, if it has come at all
		case bare == nil:
			bare = s // an ACK alone calls for an answer only where nothing else does
		}
	}
	if first = cmp.Or(first, bare); first != nil {
		first.Answered = true
	}
	return first
}

// spoke returns the last packet of a side that was no RST, in this conversation or in the
// one that had the same ports before or after; 0 if there is none.
func spoke(l *ledger.Ledger, from flow.Side) int {
	last := 0
	for _, other := range []*ledger.Ledger{l, l.Earlier, l.Younger} {
		if other == nil {
			continue
		}
		s := other.LastThat(func(s *ledger.Item) bool { return other.Facing(l, s).From == from && !s.Events.Has(flow.RST) })
		if s != nil {
			last = max(last, s.Number)
		}
	}
	return last
}

// calls reports whether a RST has the numbers of an answer to the segment.
func calls(s *ledger.Item, h *capture.TCPHeader) bool {
	after := s.WireSeq + capture.Seq(uint32(s.Next-s.Seq)) //nolint:gosec // wraps around
	switch {
	case !h.Flags.Has(capture.ACK):
		return s.Flags.Has(capture.ACK) && s.WireAck == h.Seq
	case s.Flags.Has(capture.ACK):
		return false
	}
	return h.Seq == 0 && h.Ack == after || s.Events.Has(flow.SYN) && h.Ack == s.WireSeq+1
}
