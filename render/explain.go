package render

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Explanation says what one packet does, in a line and in a paragraph. Both
// are derived from that packet in its conversation and hold no bytes of its
// payload.
type Explanation struct {
	Brief, Full string
}

// Explain puts into words what o means. It reads the counters of o's
// conversation: call it before the next packet is observed.
func Explain(o *flow.Observation) Explanation { return explain(o, true) }

// ExplainBrief returns the Brief of Explain, in a fraction of the time for the
// packets that most captures have most of.
func ExplainBrief(o *flow.Observation) string { return explain(o, false).Brief }

// explain puts into words what o means. Unless full is asked for, Full may be
// empty.
func explain(o *flow.Observation, full bool) Explanation {
	if o.Conversation == nil {
		return explainStray(o.Packet)
	}
	switch {
	case o.Events.Has(flow.Unreachable):
		return explainUnreachable(o)
	case o.Conversation.Proto == capture.UDP:
		return explainDatagram(o, full)
	}
	return explainSegment(o, full)
}

// explainStray speaks of a frame that belongs to no conversation.
func explainStray(p *capture.Packet) Explanation {
	if p.Problem != "" {
		return Explanation{p.Problem, "This frame is not decoded: " + p.Problem + "."}
	}
	return Explanation{"belongs to no conversation", "This packet belongs to no conversation that the recording holds."}
}

// explainUnreachable speaks of an ICMP error about a packet of a conversation.
func explainUnreachable(o *flow.Observation) Explanation {
	port := o.Conversation.Endpoint(o.From).Port()
	if !portUnreachable(o.Packet) {
		return Explanation{
			"ICMP: about a packet of this conversation",
			fmt.Sprintf("ICMP type %d, code %d: it speaks of a packet of this conversation, which it quotes.", o.Packet.ICMP.Type, o.Packet.ICMP.Code),
		}
	}
	return Explanation{
		fmt.Sprintf("ICMP: no socket is bound to port %d", port),
		fmt.Sprintf("ICMP port unreachable: no socket is bound to port %d there. It quotes the packet that could not be delivered, so that the sender's kernel can tell whose it was.", port),
	}
}

// portUnreachable reports whether p says so: ICMP 3/3 (RFC 792), ICMPv6 1/4 (RFC 4443 §3.1).
func portUnreachable(p *capture.Packet) bool {
	h := p.ICMP
	return p.Proto == capture.ICMP && h.Type == 3 && h.Code == 3 ||
		p.Proto == capture.ICMPv6 && h.Type == 1 && h.Code == 4
}

// explainDatagram speaks of a UDP datagram.
func explainDatagram(o *flow.Observation, full bool) Explanation {
	const byItself = "a datagram by itself: UDP keeps no order and no count"
	c := o.Conversation
	if !full && c.Packets[flow.Initiator] > 1 && c.Packets[flow.Responder] > 1 {
		return Explanation{Brief: byItself}
	}
	size := count(int64(o.Packet.PayloadLength), "byte")
	if o.Packet.PayloadLength == 0 {
		size = "no bytes: an empty message is a message"
	}
	switch {
	case o.From == flow.Initiator && c.Packets[flow.Initiator] == 1 && c.Packets[flow.Responder] == 0:
		return Explanation{
			"one datagram, sent without asking: no handshake",
			fmt.Sprintf("The first packet already carries the message, %s: UDP has no connection to set up. Nothing tells the %s whether it arrived.", size, o.From),
		}
	case o.From == flow.Responder && c.Packets[flow.Responder] == 1:
		return Explanation{
			"a datagram of its own; UDP acknowledges nothing",
			fmt.Sprintf("The %s sends a datagram of its own, %s, to the address that the request came from. UDP acknowledges neither of them: if this one is lost, nobody sends it again.", o.From, size),
		}
	}
	return Explanation{
		byItself,
		fmt.Sprintf("A datagram by itself, %s: UDP neither numbers nor acknowledges it.", size),
	}
}
