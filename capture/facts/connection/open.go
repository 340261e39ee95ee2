// Package connection finds out how TCP connections begin and break off: what a SYN asks
// for and what its answer makes of it, why a RST was sent, and which segments belong to an
// earlier connection of the same ports or to a socket that is connected to itself.
package connection

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/flow"
)

// Open finds out what a segment is besides a SYN, an ACK and so on.
func Open(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	h, c := &o.Packet.TCP, o.Conversation
	syn, answer := o.Events.Has(flow.SYN), o.Events.Has(flow.SYNACK)
	f.Open = congestion(l, o)
	set := func(if_ bool, p facts.Open) {
		if if_ {
			f.Open |= p
		}
	}
	scales := h.Options.HasWindowScale || h.Options.SACKPermitted
	set(syn && scales, facts.OffersOptions)
	set(h.Options.MPTCP != 0, facts.Multipath)
	set(h.Flags.Has(capture.URG) && h.Urgent > 0, facts.Urgent)
	set(c.Endpoint(flow.Initiator) == c.Endpoint(flow.Responder), facts.ToItself)
	fast := h.Options.FastOpen
	set(syn && fast && h.Options.Cookie == 0 && o.Packet.PayloadLength == 0, facts.AsksCookie)
	set(syn && o.Packet.PayloadLength > 0, facts.DataInSYN)
	set(syn && fast && h.Options.Cookie > 0, facts.HasCookie)
	set(answer && fast && h.Options.Cookie > 0, facts.GivesCookie)
	if answer {
		f.Rival = rival(l, o)
		answersSYN(l, o, set)
	}
	if syn {
		first := l.LastThat(func(s *ledger.Item) bool { return s.From == o.From && s.Events.Has(flow.SYN) })
		set(first != nil && first.Facts.Open&asksECN != 0 && f.Open&asksECN == 0, facts.WithoutECN)
		set(first != nil && first.Facts.Open&(facts.AsksCookie|facts.HasCookie) != 0 && !fast && o.Packet.PayloadLength == 0, facts.WithoutFast)
		tellSYN(l, o, f)
	}
	set(syn && l.Ends[o.From.Peer()].SYN > 0 && l.Ends[o.From.Peer()].SYNACK == 0, facts.Crossing)
	set(answer && l.Ends[o.From].SYN > 0, facts.Crossing)
	if syn && l.Earlier != nil && len(l.Segments) == 0 {
		reopens(l, set)
	}
	challenge(l, o, f)
	unbelieved(l, o)
}

// answersSYN finds out what a SYN,ACK makes of the SYN that it answers.
func answersSYN(l *ledger.Ledger, o *flow.Observation, set func(bool, facts.Open)) {
	syn := l.LastThat(func(s *ledger.Item) bool { return s.From != o.From && s.Events.Has(flow.SYN) })
	if syn == nil {
		return
	}
	ack, most := o.Packet.TCP.Ack.Sub(syn.WireSeq), syn.Next-syn.Seq
	full := l.LastThat(func(s *ledger.Item) bool { return s.From != o.From && s.Events.Has(flow.SYN) && s.Length > 0 })
	if full != nil {
		most = max(most, full.Next-full.Seq)
	}
	set(ack < 1 || int64(ack) > most, facts.WrongACK)
	set(full != nil && ack > 1, facts.DataTaken)
	set(full != nil && ack == 1, facts.DataNotTaken)
	set(syn.Facts.Open.Has(facts.OffersOptions) && !o.Packet.TCP.Options.HasWindowScale && !o.Packet.TCP.Options.SACKPermitted, facts.WithoutOptions)
	set(syn.Facts.Open&asksECN != 0 && congestion(l, o)&(facts.AgreesECN|facts.AgreesCounts) == 0, facts.RefusesECN)
}

// rival returns a SYN,ACK before o that answers the same SYN with another initial number, which one TCP does not; 0 if
// there is none.
func rival(l *ledger.Ledger, o *flow.Observation) int {
	h := &o.Packet.TCP
	for i := len(l.Segments) - 1; i >= 0; i-- {
		switch s := l.Segments[i]; {
		case s.From != o.From && s.Flags&(capture.SYN|capture.RST) != 0:
			return 0 // what was asked again, or refused, may have a new answer
		case s.From == o.From && s.Events.Has(flow.SYNACK) && s.WireAck == h.Ack && s.WireSeq != h.Seq:
			return s.Number
		}
	}
	return 0
}

// Acknowledges returns the SYN,ACK that an ACK acknowledges, where a later one has another number; 0 if there is none.
func Acknowledges(l *ledger.Ledger, o *flow.Observation) int {
	s := l.LastThat(func(s *ledger.Item) bool {
		return s.From != o.From && s.Events.Has(flow.SYNACK) && s.WireSeq+1 == o.Packet.TCP.Ack
	})
	if s == nil {
		return 0
	}
	return s.Number
}

// tellSYN amends the SYN,ACK that was captured before the SYN that it answers.
func tellSYN(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	if l.Ends[o.From].SYN > 0 {
		return
	}
	s := l.LastThat(func(s *ledger.Item) bool {
		return s.From != o.From && s.Events.Has(flow.SYNACK) && s.WireAck == o.Packet.TCP.Seq+1
	})
	if s != nil && s.Facts.SYN == 0 {
		s.Facts.SYN, f.Opened = o.Packet.Number, s.Number
	}
}

// asksECN is that a SYN asks for explicit congestion notification, of either kind.
const asksECN = facts.AsksECN | facts.AsksCounts

// congestion returns what a segment says of explicit congestion notification. Where both ends have agreed to
// accurate ECN, AE, CWR and ECE are one number (RFC 9768 §3.2): no other sender sets AE behind its SYN.
func congestion(l *ledger.Ledger, o *flow.Observation) facts.Open {
	f, p := o.Packet.TCP.Flags, facts.Open(0)
	switch {
	case o.Events.Has(flow.SYN):
		switch {
		case f.Has(capture.AE | capture.ECE | capture.CWR):
			p |= facts.AsksCounts
		case f.Has(capture.ECE | capture.CWR):
			p |= facts.AsksECN
		}
	case o.Events.Has(flow.SYNACK):
		p |= agreement(l, o)
		l.Counts = p.Has(facts.AgreesCounts)
	case l.Counts || f.Has(capture.AE):
		l.Counts = true
	default:
		if f.Has(capture.ECE) {
			p |= facts.EchoesECN
		}
		if f.Has(capture.CWR) {
			p |= facts.ReducesECN
		}
	}
	if o.Packet.IP.ECN == 3 {
		p |= facts.MarkedCE
	}
	return p
}

// agreement returns to which kind of explicit congestion notification a SYN,ACK agrees (RFC 9768 §3.1.2), as its SYN,
// if that was captured, has asked.
func agreement(l *ledger.Ledger, o *flow.Observation) facts.Open {
	syn := l.LastThat(func(s *ledger.Item) bool { return s.From != o.From && s.Events.Has(flow.SYN) })
	switch o.Packet.TCP.Flags & (capture.AE | capture.CWR | capture.ECE) {
	case capture.ECE, capture.AE | capture.ECE:
		return facts.AgreesECN
	case capture.CWR, capture.CWR | capture.ECE, capture.AE, capture.AE | capture.CWR:
		if syn == nil || syn.Facts.Open.Has(facts.AsksCounts) {
			return facts.AgreesCounts
		}
	}
	return 0
}

// reopens says how the earlier connection of the same ports was left.
func reopens(l *ledger.Ledger, set func(bool, facts.Open)) {
	states := l.Earlier.Conversation.States
	open := func(s flow.State) bool { return s >= flow.SynReceived && s < flow.TimeWait }
	set(open(states[flow.Initiator]) || open(states[flow.Responder]), facts.OldLives)
	set(states[flow.Initiator] == flow.TimeWait || states[flow.Responder] == flow.TimeWait, facts.OldWaits)
}

// challenge finds out whether a bare ACK answers a SYN that does not fit its sender's
// connection (RFC 9293 §3.10.7.4, RFC 5961 §4).
func challenge(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	if o.Packet.TCP.Flags != capture.ACK || o.Packet.PayloadLength > 0 || o.Acked.Any() {
		return
	}
	last := l.LastThat(func(*ledger.Item) bool { return true })
	if y := l.Younger; y != nil {
		if other := y.LastThat(func(*ledger.Item) bool { return true }); last == nil || other != nil && other.Number > last.Number {
			last = y.Facing(l, other)
		}
	}
	if last == nil || last.From == o.From || !last.Came(o.Packet.Time) {
		return
	}
	if last.Events.Has(flow.SYN) && !o.Events.Has(flow.SYNACK) || last.Facts.Reset != nil && (last.Facts.Reset.Ignored || last.Facts.Reset.Inexact) {
		f.Challenge = last.Number
		if r := last.Facts.Reset; r != nil {
			r.Challenged = o.Packet.Number
		}
	}
}

// unbelieved amends the ACK that ends a handshake, if the SYN,ACK comes again after it has come:
// the server has not taken it.
func unbelieved(l *ledger.Ledger, o *flow.Observation) {
	answered := l.Ends[o.From].SYNACK
	if !o.Events.Has(flow.SYNACK) || answered == 0 || l.AskedAgain(o.From.Peer()) != nil {
		return
	}
	if s := l.FirstSince(answered, func(s *ledger.Item) bool {
		return s.From != o.From && s.Flags.Has(capture.ACK) && s.Ack >= o.Next && s.Came(o.Packet.Time)
	}); s != nil && s.Facts.NotTaken == 0 && !mayCross(s, o) {
		s.Facts.NotTaken = o.Packet.Number
	}
}

// mayCross reports whether a SYN,ACK may have been sent before an ACK came that was captured
// before it: the timer for SYN,ACKs is longer. Where the wire was watched it is known.
func mayCross(ack *ledger.Item, o *flow.Observation) bool {
	const timer = 500 * time.Millisecond
	after := ack.After(o)
	return ack.Facts.Fate == nil && after > 0 && after < timer
}

// OfOld finds out whether a segment belongs to the earlier connection of its ports: its
// numbers fit that one, and not this one.
func OfOld(l *ledger.Ledger, o *flow.Observation, s *ledger.Item) bool {
	old, h, f := l.Earlier, &o.Packet.TCP, &s.Facts
	if old == nil || o.Events.Has(flow.SYN) || o.Events.Has(flow.SYNACK) && h.Ack == l.Ends[o.From.Peer()].NextWire {
		return false
	}
	from := o.From
	if old.Conversation.Endpoint(from) != o.Conversation.Endpoint(from) {
		from = from.Peer()
	}
	own, peer := &old.Ends[from], &old.Ends[from.Peer()]
	if !own.Begun || !near(h.Seq, own.NextWire) || h.Flags.Has(capture.ACK) && !near(h.Ack, peer.NextWire) {
		return false
	}
	if fits(l, o) {
		return false
	}
	seq := own.Highest + int64(h.Seq.Sub(own.NextWire))
	f.Old = &facts.Old{First: old.First(), Seq: seq, Next: seq + o.Next - o.Seq}
	if h.Flags.Has(capture.ACK) {
		f.Old.Ack = peer.Highest + int64(h.Ack.Sub(peer.NextWire))
	}
	challenge(l, o, f)
	l.Remember(o, s)
	own.Seen.Add(f.Old.Seq, f.Old.Next)
	if f.Old.Next > own.Highest {
		own.Highest, own.NextWire = f.Old.Next, h.Seq+capture.Seq(uint32(o.Next-o.Seq)) //nolint:gosec // wraps around
	}
	return true
}

// fits reports whether a segment's number is one that this connection can expect.
func fits(l *ledger.Ledger, o *flow.Observation) bool {
	e := &l.Ends[o.From]
	h := &o.Packet.TCP
	if e.Begun {
		return near(h.Seq, e.NextWire)
	}
	return h.Flags.Has(capture.ACK) && h.Ack == l.Ends[o.From.Peer()].NextWire
}

// near reports whether two numbers are so close that they can be of one connection.
func near(a, b capture.Seq) bool {
	const reach = 1 << 20
	d := a.Sub(b)
	return d < reach && d > -reach
}
