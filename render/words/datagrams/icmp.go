package datagrams

import (
	"fmt"
	"net/netip"
	"strings"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/render/words/sentence"
)

// Error speaks of an ICMP error about a packet of a conversation.
func Error(m *run.Moment) sentence.Sentence {
	e := m.Facts.Error
	k, known := errorKinds[e.Kind]
	if !known {
		k = errorKind{fmt.Sprintf("type %d, code %d", m.Packet.ICMP.Type, m.Packet.ICMP.Code), ""}
	}
	if e.V6 && e.Kind == facts.TooBigError {
		k = errorKind{"packet too big", " The packet does not fit into the next link: its sender must send less at once (path MTU discovery, RFC 8201)."}
	}
	protocol := "ICMP "
	if e.V6 {
		protocol = "ICMPv6 "
	}
	s := sentence.New(protocol+k.name, protocol+k.name+".")
	switch other := connected(m); {
	case other.IsValid():
		s.Add(fmt.Sprintf(": the UDP socket at %s is connected to another", e.Target), fmt.Sprintf(" The UDP socket at %s is connected to %s, and takes datagrams from there alone.", e.Target, other))
	case e.Spoke > 0 && e.Others && !e.Router.IsValid():
		s.Add(fmt.Sprintf(": no UDP socket at %s takes it", e.Target), fmt.Sprintf(" No UDP socket at %s takes the datagram, though packet %d has come from there, which went to another address: that socket has been closed since, or it is connected to that other one, and takes datagrams from there alone.", e.Target, e.Spoke))
	case e.Kind == facts.PortUnreachable && !e.Filter && !e.Router.IsValid():
		s.Add(fmt.Sprintf(": no %s socket at %s", protoName(m), e.Target), fmt.Sprintf(" No %s socket is bound to %s; of other addresses, other ports and TCP this says nothing.", protoName(m), e.Target))
		if e.Spoke > 0 {
			s.Full += fmt.Sprintf(" Packet %d had come from there: that socket has been closed since.", e.Spoke)
		}
	}
	s.Mark = labelled(e, s.Brief, protocol+k.name+": ")
	if e.Kind == facts.TooBigError && e.MTU > 0 {
		s.Add(fmt.Sprintf(": at most %d bytes fit", e.MTU), fmt.Sprintf(" A packet of at most %d bytes fits (next-hop MTU).", e.MTU))
	}
	s.Full += k.means
	switch {
	case e.Filter:
		s.Add("; for TCP, a filter's work", " A host without a TCP socket there answers with a RST; an ICMP port unreachable in answer to TCP is the work of a packet filter (REJECT).")
	case e.Kind == facts.Prohibited:
		s.Add(": a filter's work", "")
	}
	if e.Kind == facts.TimeExceeded || e.Kind == facts.HostUnreachable || e.Kind == facts.NetUnreachable || e.Kind == facts.Prohibited {
		s.Full += fmt.Sprintf(" The packet was for %s.", targetOf(e))
	}
	addAbout(&s, e)
	if e.Own {
		s.Add("; from the sender's own host", " It comes from the sender's own host, whose kernel did not get the packet off: nobody answered to its address on the link (ARP), or it has no route.")
	}
	if e.Router.IsValid() && e.Kind == facts.PortUnreachable && !e.Filter {
		s.Add(fmt.Sprintf("; from %s: a filter's work, perhaps", e.Router), fmt.Sprintf(" It does not come from %s, but from %s: a packet filter on the way answers so (REJECT), or that host by another address of its own, where no UDP socket is bound to port %d.", e.Target.Addr(), e.Router, e.Target.Port()))
	} else if e.Router.IsValid() {
		s.Add(fmt.Sprintf("; from %s", e.Router), fmt.Sprintf(" It comes from %s, a router or host on the way, and not from %s.", e.Router, e.Target.Addr()))
	}
	if m.Unheard {
		s.Add("; a socket that is not connected is not told", " The socket is not connected, so its program is not told: it may have sent to many. With IP_RECVERR it would be (ip(7)).")
	}
	return s
}

// labelled returns how the brief sentence on an ICMP error begins with what the label of its arrow says; "" if it does not.
func labelled(e *facts.Error, brief, name string) string {
	if e.Kind == facts.PortUnreachable && strings.HasPrefix(brief, name) {
		return name
	}
	return ""
}

// addAbout adds which packet an ICMP error quotes.
func addAbout(s *sentence.Sentence, e *facts.Error) {
	switch {
	case e.Tunnel:
		s.Add(fmt.Sprintf("; about the tunnel around packet %d", e.About), fmt.Sprintf(" It quotes the outer header of packet %d, that of the tunnel: it is for who has put the packet into that.", e.About))
	case e.About > 0:
		s.Add(fmt.Sprintf("; about packet %d", e.About), fmt.Sprintf(" It quotes packet %d, so that the sender's kernel can tell whose it was.", e.About))
	default:
		s.Add("; about a packet not captured", " The packet that it quotes is not in the capture.")
	}
}

// targetOf names whom a packet was for: pings have no ports.
func targetOf(e *facts.Error) string {
	if e.Target.Port() == 0 {
		return e.Target.Addr().String()
	}
	return e.Target.String()
}

// connected returns what the open UDP socket is connected to that did not take a datagram; the
// zero value if that is no such socket.
func connected(m *run.Moment) (to netip.AddrPort) {
	e, k := m.Facts.Error, m.From
	if e.Kind != facts.PortUnreachable || k == nil || k.FD < 0 || k.Proto != capture.UDP || k.Local != e.Target || k.Remote == m.Packet.ICMP.Quoted.Src || k.End != nil && k.End.Time.Before(m.Time) {
		return to
	}
	return k.Remote
}

// protoName returns the name of the protocol of what an ICMP error quotes.
func protoName(m *run.Moment) string {
	if m.Packet.ICMP.Quoted.Proto == capture.TCP {
		return "TCP"
	}
	return "UDP"
}

// errorKind is an ICMP error by name, and what it means.
type errorKind struct{ name, means string }

// errorKinds are the ICMP errors, by the names of RFC 792, RFC 1812 and RFC 4443.
var errorKinds = map[facts.ErrorKind]errorKind{
	facts.PortUnreachable:     {"port unreachable", ""},
	facts.HostUnreachable:     {"host unreachable", " No way leads to that host, or it does not answer."},
	facts.NetUnreachable:      {"network unreachable", " No way leads to that network."},
	facts.ProtocolUnreachable: {"protocol unreachable", " That host does not know the protocol."},
	facts.Prohibited:          {"administratively prohibited", " A packet filter does not let it through."},
	facts.TooBigError:         {"fragmentation needed", " The packet does not fit into the next link, and must not be cut (DF): its sender must send less at once (path MTU discovery, RFC 1191)."},
	facts.TimeExceeded:        {"time exceeded", " The packet's hop limit (TTL) was used up on the way: traceroute works with that."},
	facts.ReassemblyTime:      {"reassembly time exceeded", " Not all fragments of a datagram came in time."},
	facts.ParameterProblem:    {"parameter problem", " A field of the packet's header makes no sense to that host."},
	facts.SourceQuench:        {"source quench", " An old request to send more slowly (RFC 6633 withdraws it)."},
	facts.Redirect:            {"redirect", " There is a better first hop for that address."},
	facts.NoRoute:             {"no route to destination", " No way leads to that address."},
	facts.AddressUnreachable:  {"address unreachable", " That host does not answer to its neighbours."},
}
