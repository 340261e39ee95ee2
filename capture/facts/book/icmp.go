package book

import (
	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/flow"
)

// icmpKinds are the kinds by type and code; a code of any stands for all others.
var icmpKinds = map[capture.Protocol]map[[2]uint8]facts.ErrorKind{
	capture.ICMP: {
		{3, 0}: facts.NetUnreachable, {3, 1}: facts.HostUnreachable, {3, 2}: facts.ProtocolUnreachable, {3, 3}: facts.PortUnreachable,
		{3, 4}: facts.TooBigError, {3, 6}: facts.NetUnreachable, {3, 7}: facts.HostUnreachable, {3, 9}: facts.Prohibited, {3, 10}: facts.Prohibited,
		{3, 13}: facts.Prohibited, {4, 0}: facts.SourceQuench, {5, 0}: facts.Redirect, {5, 1}: facts.Redirect, {11, 0}: facts.TimeExceeded,
		{11, 1}: facts.ReassemblyTime, {12, 0}: facts.ParameterProblem,
	},
	capture.ICMPv6: {
		{1, 0}: facts.NoRoute, {1, 1}: facts.Prohibited, {1, 3}: facts.AddressUnreachable, {1, 4}: facts.PortUnreachable, {1, 5}: facts.Prohibited,
		{1, 6}: facts.NoRoute, {2, 0}: facts.TooBigError, {3, 0}: facts.TimeExceeded, {3, 1}: facts.ReassemblyTime, {4, 0}: facts.ParameterProblem,
		{4, 1}: facts.ParameterProblem, {4, 2}: facts.ParameterProblem,
	},
}

// icmp fills in what is known of an ICMP error.
func (b *Book) icmp(o *flow.Observation, s *ledger.Item) {
	l, h := b.ledgers.Of(o.Conversation), &o.Packet.ICMP
	e := errorOf(o.Packet)
	if about := quoted(l, o); about != nil {
		e.About = about.Number
		e.Filter = h.Quoted.Proto == capture.TCP && e.Kind == facts.PortUnreachable
	} else {
		e.About = b.pieceOf(o.Packet)
	}
	b.asked.spoke(o.Packet, e)
	s.Facts.Error = e
	l.Remember(o, s)
}

// errorOf returns what an ICMP error says by itself.
func errorOf(p *capture.Packet) *facts.Error {
	h := &p.ICMP
	e := &facts.Error{Kind: icmpKinds[p.Proto][[2]uint8{h.Type, h.Code}], Target: h.Quoted.Dst, MTU: int(h.MTU), V6: p.Proto == capture.ICMPv6}
	switch from := p.Src.Addr().Unmap(); {
	case !from.IsValid() || from == h.Quoted.Dst.Addr().Unmap():
	case from == h.Quoted.Src.Addr().Unmap():
		e.Own = e.Kind == facts.HostUnreachable || e.Kind == facts.NetUnreachable || e.Kind == facts.NoRoute || e.Kind == facts.AddressUnreachable
	default:
		e.Router = from
	}
	return e
}

// quoted returns the packet that an ICMP error quotes: by its IP identification and TCP
// number, by one of them, or else the last one that went the same way.
func quoted(l *ledger.Ledger, o *flow.Observation) *ledger.Item {
	h := &o.Packet.ICMP
	sent := func(s *ledger.Item) bool { return s.From != o.From && s.Facts.Error == nil }
	both := func(s *ledger.Item) bool { return sent(s) && s.WireSeq == h.QuotedSeq && s.ID == h.QuotedID }
	switch {
	case h.HasQuotedSeq && h.QuotedID != 0 && l.LastThat(both) != nil:
		return l.LastThat(both)
	case h.HasQuotedSeq:
		return l.LastThat(func(s *ledger.Item) bool { return sent(s) && s.WireSeq == h.QuotedSeq })
	case h.QuotedID != 0:
		return l.LastThat(func(s *ledger.Item) bool { return sent(s) && s.ID == h.QuotedID })
	}
	return l.LastThat(sent)
}
