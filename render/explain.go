package render

import (
	"fmt"
	"strconv"
	"strings"

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
func Explain(o *flow.Observation) Explanation {
	if o.Conversation == nil {
		return explainStray(o.Packet)
	}
	switch {
	case o.Events.Has(flow.Unreachable):
		return explainUnreachable(o)
	case o.Conversation.Proto == capture.UDP:
		return explainDatagram(o)
	}
	return explainSegment(o)
}

// explainStray speaks of a frame that belongs to no conversation.
func explainStray(p *capture.Packet) Explanation {
	if p.Problem != "" {
		return Explanation{"not decoded: " + p.Problem, "This frame is not decoded: " + p.Problem + "."}
	}
	return Explanation{"belongs to no conversation", "This packet belongs to no conversation that the recording holds."}
}

// explainUnreachable speaks of an ICMP error about a packet of a conversation.
func explainUnreachable(o *flow.Observation) Explanation {
	port := o.Conversation.Endpoints[o.From].Port()
	if !portUnreachable(o.Packet) {
		return Explanation{
			"an ICMP error: the packet it quotes did not arrive",
			fmt.Sprintf("ICMP type %d, code %d: the packet that it quotes did not arrive.", o.Packet.ICMP.Type, o.Packet.ICMP.Code),
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
func explainDatagram(o *flow.Observation) Explanation {
	c, size := o.Conversation, count(int64(o.Packet.PayloadLength), "byte")
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
		"a datagram by itself: UDP keeps no order and no count",
		fmt.Sprintf("A datagram by itself, %s: UDP neither numbers nor acknowledges it.", size),
	}
}

// explainSegment speaks of a TCP segment, by what matters most in it.
func explainSegment(o *flow.Observation) Explanation {
	switch {
	case o.Events.Has(flow.RST):
		return explainReset(o)
	case o.Events.Has(flow.SYN):
		return explainSYN(o)
	case o.Events.Has(flow.SYNACK):
		return explainSYNACK(o)
	case o.Events.Has(flow.Retransmission):
		return explainRetransmission(o)
	case o.Events.Has(flow.FIN):
		return explainFIN(o)
	case o.Events.Has(flow.Data):
		return explainData(o)
	}
	return explainACK(o)
}

func explainSYN(o *flow.Observation) Explanation {
	if o.Events.Has(flow.Retransmission) {
		return Explanation{
			"the same SYN again: no answer has come",
			fmt.Sprintf("The %s sends its SYN again, with the same sequence number: no answer to the first has come.", o.From),
		}
	}
	h := o.Packet.TCP
	full := fmt.Sprintf("The %s asks to open a connection. It numbers its bytes from %d on (shown as 0); the SYN itself uses up number 0, so that the first byte will be number 1 and the SYN can be acknowledged.", o.From, h.Seq)
	return Explanation{"asks to connect; the SYN uses up number 0", full + offer(h.Options)}
}

// offer says what the options of a SYN announce.
func offer(opt capture.TCPOptions) string {
	if opt.MSS == 0 {
		return ""
	}
	return fmt.Sprintf(" It takes segments of up to %d bytes (MSS).", opt.MSS)
}

func explainSYNACK(o *flow.Observation) Explanation {
	if o.Events.Has(flow.Retransmission) {
		return Explanation{
			"the same SYN,ACK again: no ACK has come",
			fmt.Sprintf("The %s sends its SYN,ACK again: the ACK that ends the handshake has not come.", o.From),
		}
	}
	h := o.Packet.TCP
	full := fmt.Sprintf("The %s's kernel agrees: ack=%d covers the SYN, the next number it expects. Its own SYN opens the other direction, numbered from %d on (shown as 0).", o.From, o.Ack, h.Seq)
	return Explanation{
		fmt.Sprintf("agrees: ack=%d covers the SYN, and its own SYN opens the way back", o.Ack),
		full + offer(h.Options),
	}
}

func explainRetransmission(o *flow.Observation) Explanation {
	what := spanOf(o)
	return Explanation{
		"sent again: " + what,
		fmt.Sprintf("The %s sends %s again: it has not seen them acknowledged in time.", o.From, what),
	}
}

// spanOf names the numbers that a segment occupies.
func spanOf(o *flow.Observation) string {
	n := int64(o.Packet.PayloadLength)
	switch {
	case n == 0 && o.Events.Has(flow.FIN):
		return fmt.Sprintf("the FIN, number %d", o.Seq)
	case o.Events.Has(flow.FIN):
		return bytesFromTo(o.Seq, o.Seq+n) + " and the FIN"
	}
	return bytesFromTo(o.Seq, o.Seq+n)
}

func explainFIN(o *flow.Observation) Explanation {
	peer, number := o.From.Peer(), o.Next-1
	brief := fmt.Sprintf("the %s is done sending; its FIN uses up number %d", o.From, number)
	full := fmt.Sprintf("The %s will send no more: the FIN ends this direction of the stream and uses up number %d, so that it can be acknowledged.", o.From, number)
	if n := o.Packet.PayloadLength; n > 0 {
		full += fmt.Sprintf(" It carries the last %s, too.", count(int64(n), "byte"))
	}
	switch {
	case !o.PeerFINSeen:
		full += fmt.Sprintf(" The other direction stays open: the %s may still send.", peer)
	case o.Acked.FIN:
		brief = fmt.Sprintf("FIN, and ACK of the %s's FIN, in one: a close in three segments", peer)
		full += fmt.Sprintf(" The same segment acknowledges the %s's FIN (ack=%d): that is why this close takes three segments and not four.", peer, o.Ack)
	case o.AcksPeerFIN:
		brief = fmt.Sprintf("the %s is done, too; the other FIN was acknowledged before: a close in four", o.From)
		full += fmt.Sprintf(" The %s's FIN was acknowledged by a segment of its own before: this close takes four segments.", peer)
	default:
		brief = fmt.Sprintf("the %s's FIN crosses the %s's: both close at the same time", o.From, peer)
		full += fmt.Sprintf(" It does not acknowledge the %s's FIN yet (ack=%d): the two FINs cross, both sides close at the same time.", peer, o.Ack)
	}
	return Explanation{brief, full}
}

func explainData(o *flow.Observation) Explanation {
	span := bytesFromTo(o.Seq, o.Next)
	brief := "carries " + span
	full := fmt.Sprintf("The %s sends %s: %s of its stream; the next will be number %d.", o.From, count(o.Next-o.Seq, "byte"), numbers(o.Seq, o.Next), o.Next)
	if o.Acked.Any() {
		brief += fmt.Sprintf("; ack=%d covers %s", o.Ack, covered(o))
		full += fmt.Sprintf(" On the way it acknowledges %s (ack=%d).", covered(o), o.Ack)
	} else {
		full += fmt.Sprintf(" ack=%d: it still expects number %d from the %s.", o.Ack, o.Ack, o.From.Peer())
	}
	return Explanation{brief, full}
}

func explainACK(o *flow.Observation) Explanation {
	peer := o.From.Peer()
	switch {
	case o.Acked.SYN && o.After[o.From] == flow.Established:
		return Explanation{
			fmt.Sprintf("covers the %s's SYN: both ends are connected", peer),
			fmt.Sprintf("ack=%d covers the %s's SYN. Now both sides know that the other has heard them: the connection is established, and no byte of a message has been sent yet.", o.Ack, peer),
		}
	case o.Acked.FIN:
		return explainACKofFIN(o)
	case o.Acked.Any():
		return Explanation{
			fmt.Sprintf("covers %s; expects %d next", covered(o), o.Ack),
			fmt.Sprintf("ack=%d: %s of the %s arrived; number %d is expected next. A bare ACK uses up no number and is not acknowledged itself.", o.Ack, covered(o), peer, o.Ack),
		}
	}
	return Explanation{
		fmt.Sprintf("says again: expects %d next", o.Ack),
		fmt.Sprintf("ack=%d acknowledges nothing new: it says again which number the %s expects next.", o.Ack, o.From),
	}
}

// explainACKofFIN speaks of a bare ACK that covers a FIN, by the states it leads to.
func explainACKofFIN(o *flow.Observation) Explanation {
	peer := o.From.Peer()
	brief := fmt.Sprintf("ack=%d covers the %s's FIN", o.Ack, peer)
	full := fmt.Sprintf("ack=%d covers the %s's FIN", o.Ack, peer)
	if o.Acked.To > o.Acked.From {
		full += " and " + bytesFromTo(o.Acked.From, o.Acked.To)
	}
	full += "."
	switch {
	case o.After[o.From] == flow.TimeWait && o.Before[peer] == flow.Closing:
		brief += "; both wait in TIME-WAIT"
		full += " Both sides closed at the same time, so both stay in TIME-WAIT for a while."
	case o.After[o.From] == flow.TimeWait:
		brief += fmt.Sprintf("; the %s waits in TIME-WAIT", o.From)
		full += fmt.Sprintf(" The %s closed first: it stays in TIME-WAIT for a while, to answer if this ACK is lost and the FIN comes again.", o.From)
	case o.After[o.From] == flow.CloseWait:
		brief += fmt.Sprintf("; the %s has not closed yet", o.From)
		full += fmt.Sprintf(" The %s's kernel sends it by itself; its program has not closed yet.", o.From)
	}
	return Explanation{brief, full}
}

func explainReset(o *flow.Observation) Explanation {
	if o.Before[o.From.Peer()] == flow.SynSent {
		port := o.Conversation.Endpoints[o.From].Port()
		return Explanation{
			fmt.Sprintf("refuses: nobody listens on port %d", port),
			fmt.Sprintf("The kernel of the %s refuses: no socket listens on port %d. connect() fails with ECONNREFUSED.", o.From, port),
		}
	}
	return Explanation{
		fmt.Sprintf("the %s aborts the connection at once", o.From),
		fmt.Sprintf("The %s aborts the connection: no FIN, nothing is waited for, and bytes on the way are thrown away. A RST is not acknowledged.", o.From),
	}
}

// covered names what an ACK covers for the first time: "bytes 1-6 and the FIN".
func covered(o *flow.Observation) string {
	var parts []string
	if o.Acked.SYN {
		parts = append(parts, "the SYN")
	}
	if o.Acked.To > o.Acked.From {
		parts = append(parts, bytesFromTo(o.Acked.From, o.Acked.To))
	}
	if o.Acked.FIN {
		parts = append(parts, "the FIN")
	}
	return strings.Join(parts, " and ")
}

// bytesFromTo names the bytes from..to-1.
func bytesFromTo(from, to int64) string {
	if to-from == 1 {
		return fmt.Sprintf("byte %d", from)
	}
	return fmt.Sprintf("bytes %d-%d", from, to-1)
}

// numbers names the sequence numbers from..to-1.
func numbers(from, to int64) string {
	if to-from == 1 {
		return fmt.Sprintf("number %d", from)
	}
	return fmt.Sprintf("numbers %d to %d", from, to-1)
}

// count returns "1 byte", "6 bytes".
func count(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.FormatInt(n, 10) + " " + noun
}
