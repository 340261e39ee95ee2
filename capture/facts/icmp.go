package facts

import (
	"wireladder/capture"
	"wireladder/capture/flow"
)

// icmpKinds are the kinds by type and code; a code of any stands for all others.
var icmpKinds = map[capture.Protocol]map[[2]uint8]ErrorKind{
	capture.ICMP: {
		{3, 0}: NetUnreachable, {3, 1}: HostUnreachable, {3, 2}: ProtocolUnreachable, {3, 3}: PortUnreachable,
		{3, 4}: TooBigError, {3, 6}: NetUnreachable, {3, 7}: HostUnreachable, {3, 9}: Prohibited, {3, 10}: Prohibited,
		{3, 13}: Prohibited, {4, 0}: SourceQuench, {5, 0}: Redirect, {5, 1}: Redirect, {11, 0}: TimeExceeded,
		{11, 1}: ReassemblyTime, {12, 0}: ParameterProblem,
	},
	capture.ICMPv6: {
		{1, 0}: NoRoute, {1, 1}: Prohibited, {1, 3}: AddressUnreachable, {1, 4}: PortUnreachable, {1, 5}: Prohibited,
		{1, 6}: NoRoute, {2, 0}: TooBigError, {3, 0}: TimeExceeded, {3, 1}: ReassemblyTime, {4, 0}: ParameterProblem,
		{4, 1}: ParameterProblem, {4, 2}: ParameterProblem,
	},
}

// icmp fills in what is known of an ICMP error.
func (b *Book) icmp(o *flow.Observation, s *item) {
	l, h := b.ledgers.of(o.Conversation), &o.Packet.ICMP
	e := errorOf(o.Packet)
	if about := l.quoted(o); about != nil {
		e.About = about.Number
		e.Filter = h.Quoted.Proto == capture.TCP && e.Kind == PortUnreachable
	}
	s.Facts.Error = e
	l.remember(o, s)
}

// errorOf returns what an ICMP error says by itself.
func errorOf(p *capture.Packet) *Error {
	h := &p.ICMP
	e := &Error{Kind: icmpKinds[p.Proto][[2]uint8{h.Type, h.Code}], Target: h.Quoted.Dst, MTU: int(h.MTU), V6: p.Proto == capture.ICMPv6}
	switch from := p.Src.Addr().Unmap(); {
	case !from.IsValid() || from == h.Quoted.Dst.Addr().Unmap():
	case from == h.Quoted.Src.Addr().Unmap():
		e.Own = e.Kind == HostUnreachable || e.Kind == NetUnreachable || e.Kind == NoRoute || e.Kind == AddressUnreachable
	default:
		e.Router = from
	}
	return e
}

// quoted returns the packet that an ICMP error quotes: by its IP identification or TCP
// number, else the last one that went the same way.
func (l *ledger) quoted(o *flow.Observation) *item {
	h := &o.Packet.ICMP
	sent := func(s *item) bool { return s.From != o.From && s.Facts.Error == nil }
	switch {
	case h.HasQuotedSeq:
		return l.lastThat(func(s *item) bool { return sent(s) && s.wireSeq == h.QuotedSeq })
	case h.QuotedID != 0:
		return l.lastThat(func(s *item) bool { return sent(s) && s.id == h.QuotedID })
	}
	return l.lastThat(sent)
}
