package render

import (
	"fmt"
	"strconv"

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

// explainSegment speaks of a TCP segment, by what matters most in it.
func explainSegment(o *flow.Observation, full bool) Explanation {
	switch {
	case o.Events.Has(flow.RST):
		return explainReset(o)
	case o.Events.Has(flow.SYN):
		return explainSYN(o)
	case o.Events.Has(flow.SYNACK):
		return explainSYNACK(o)
	case o.Events.Has(flow.KeepAlive), o.Events.Has(flow.ZeroWindowProbe):
		return explainProbe(o)
	case sentAgain(o), o.Events.Has(flow.OutOfOrder):
		return explainRetransmission(o)
	case o.Events.Has(flow.FIN):
		return noteGaps(o, explainFIN(o))
	case o.Events.Has(flow.Data):
		return noteGaps(o, explainData(o, full))
	}
	return noteGaps(o, explainACK(o, full))
}

// sentAgain reports whether o repeats what was sent before, for whatever reason.
func sentAgain(o *flow.Observation) bool {
	return o.Events&(flow.Retransmission|flow.FastRetransmission|flow.SpuriousRetransmission) != 0
}

// noteGaps adds to an explanation what the capture lacks before the segment,
// and what its window says.
func noteGaps(o *flow.Observation, e Explanation) Explanation {
	switch {
	case o.Events.Has(flow.LostSegment):
		e.Brief = "after a gap: " + e.Brief
		e.Full += " Before it, bytes are missing in the capture: lost on the way, or not captured."
	case o.Events.Has(flow.ACKLostSegment):
		e.Brief += "; some of that was not captured"
		e.Full += " The capture does not hold all of what it acknowledges: packets were not captured."
	}
	switch {
	case o.Events.Has(flow.ZeroWindow):
		e.Brief += "; window 0: stop"
		e.Full += fmt.Sprintf(" Window 0: the %s has no room left, the %s must stop until it says otherwise.", o.From, o.From.Peer())
	case o.Events.Has(flow.WindowFull):
		e.Brief += "; the window is full now"
		e.Full += fmt.Sprintf(" With it the window that the %s offered is full: no more may be sent until it is acknowledged.", o.From.Peer())
	}
	return e
}

// explainProbe speaks of segments that are sent only to be answered.
func explainProbe(o *flow.Observation) Explanation {
	if o.Events.Has(flow.ZeroWindowProbe) {
		return Explanation{
			"asks whether there is room again",
			fmt.Sprintf("The %s's window was 0. The %s asks with one byte whether there is room again, in case the news got lost.", o.From.Peer(), o.From),
		}
	}
	return Explanation{
		"keep-alive: asks whether the other side is still there",
		fmt.Sprintf("A keep-alive: the %s repeats a number that was acknowledged before (%d), so that the %s must answer if it is still there.", o.From, o.Seq, o.From.Peer()),
	}
}

func explainSYN(o *flow.Observation) Explanation {
	if sentAgain(o) {
		return Explanation{
			"the same SYN again: no answer has come",
			fmt.Sprintf("The %s sends its SYN again, with the same sequence number: no answer to the first has come.", o.From),
		}
	}
	h := o.Packet.TCP
	full := fmt.Sprintf("The %s asks to open a connection. It numbers its bytes from %d on (shown as 0); the SYN itself uses up number 0, so that the first byte will be number 1 and the SYN can be acknowledged.", o.From, h.Seq)
	brief := "asks to connect; the SYN uses up number 0"
	if o.Events.Has(flow.PortReused) {
		brief = "the same ports again: " + brief
		full += " The same two ports had a connection before; this is another one."
	}
	return Explanation{brief, full + offer(h.Options)}
}

// offer says what the options of a SYN announce.
func offer(opt capture.TCPOptions) string {
	if opt.MSS == 0 {
		return ""
	}
	return fmt.Sprintf(" It takes segments of up to %d bytes (MSS).", opt.MSS)
}

func explainSYNACK(o *flow.Observation) Explanation {
	if sentAgain(o) && !o.Acked.SYN {
		return Explanation{
			"the same SYN,ACK again: no ACK has come",
			fmt.Sprintf("The %s sends its SYN,ACK again: the ACK that ends the handshake has not come.", o.From),
		}
	}
	h := o.Packet.TCP
	full := fmt.Sprintf("The %s's kernel agrees: ack=%d covers the SYN: number 1 is expected next. Its own SYN opens the other direction, numbered from %d on (shown as 0).", o.From, o.Ack, h.Seq)
	return Explanation{
		fmt.Sprintf("agrees: ack=%d covers the SYN, and its own SYN opens the way back", o.Ack),
		full + offer(h.Options),
	}
}

// explainRetransmission speaks of bytes that come again, or late, and why.
func explainRetransmission(o *flow.Observation) Explanation {
	what, peer := spanOf(o), o.From.Peer()
	switch {
	case o.Events.Has(flow.OutOfOrder):
		return Explanation{
			"arrives late: " + what,
			fmt.Sprintf("The %s's %s arrive after bytes that follow them: the packets overtook each other on the way. TCP hands them to the program in order all the same.", o.From, what),
		}
	case o.Events.Has(flow.FastRetransmission):
		return Explanation{
			"sent again after duplicate ACKs: " + what,
			fmt.Sprintf("The %s sends %s again: by its duplicate ACKs the %s has shown that they are missing, so the timer is not waited for (fast retransmission).", o.From, what, peer),
		}
	case o.Events.Has(flow.SpuriousRetransmission):
		return Explanation{
			"sent again for nothing: " + what,
			fmt.Sprintf("The %s sends %s again, which the %s had acknowledged before: the ACK was late or lost (spurious retransmission).", o.From, what, peer),
		}
	}
	return Explanation{
		"sent again: " + what,
		fmt.Sprintf("The %s sends %s again: no acknowledgment has come in time.", o.From, what),
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
		brief = fmt.Sprintf("the %s is done, too; the %s's FIN was acknowledged before: a close in four segments", o.From, peer)
		full += fmt.Sprintf(" The %s's FIN was acknowledged by a segment of its own before: this close takes four segments.", peer)
	default:
		brief = fmt.Sprintf("the %s's FIN crosses the %s's: both close at the same time", o.From, peer)
		full += fmt.Sprintf(" It does not acknowledge the %s's FIN yet (ack=%d): the two FINs cross, both sides close at the same time.", peer, o.Ack)
	}
	return Explanation{brief, full}
}

func explainData(o *flow.Observation, full bool) Explanation {
	e := Explanation{Brief: briefData(o)}
	if !full {
		return e
	}
	e.Full = fmt.Sprintf("The %s sends %s: %s of its stream; the next will be number %d.", o.From, count(o.Next-o.Seq, "byte"), numbers(o.Seq, o.Next), o.Next)
	if o.Acked.Any() {
		e.Full += fmt.Sprintf(" On the way it acknowledges %s (ack=%d).", covered(o), o.Ack)
	} else {
		e.Full += fmt.Sprintf(" ack=%d: it still expects number %d from the %s.", o.Ack, o.Ack, o.From.Peer())
	}
	return e
}

// briefData says what a segment carries, and covers on the way.
func briefData(o *flow.Observation) string {
	b := appendBytes(append(make([]byte, 0, 96), "carries "...), o.Seq, o.Next)
	if o.Acked.Any() {
		b = strconv.AppendInt(append(b, "; ack="...), o.Ack, 10)
		b = appendCovered(append(b, " covers "...), o)
	}
	return string(b)
}

func explainACK(o *flow.Observation, full bool) Explanation {
	peer := o.From.Peer()
	switch {
	case o.Acked.SYN && o.After[o.From] == flow.Established:
		return Explanation{
			fmt.Sprintf("covers the %s's SYN: both ends are connected", peer),
			fmt.Sprintf("ack=%d covers the %s's SYN. Now both sides know that the other has heard them: the connection is established, and no byte of a message has been sent yet.", o.Ack, peer),
		}
	case o.Acked.FIN:
		return explainACKofFIN(o)
	case o.Events.Has(flow.DupACK):
		return explainDupACK(o)
	case o.Events.Has(flow.WindowUpdate):
		return Explanation{
			fmt.Sprintf("room again: window %d", o.Window),
			fmt.Sprintf("The %s's program has read: its window is now %d bytes. Nothing new is acknowledged.", o.From, o.Window),
		}
	case o.Events.Has(flow.KeepAliveACK), o.Events.Has(flow.ZeroWindowProbeACK):
		return Explanation{
			fmt.Sprintf("answers: still there, expects %d next", o.Ack),
			fmt.Sprintf("The %s answers the probe: it is still there and expects number %d next; its window is %d.", o.From, o.Ack, o.Window),
		}
	case !full:
		return Explanation{Brief: briefACK(o)}
	case o.Acked.Any():
		return Explanation{
			briefACK(o),
			fmt.Sprintf("ack=%d: %s from the %s have arrived; number %d is expected next. A bare ACK uses up no number and is not acknowledged itself.", o.Ack, covered(o), peer, o.Ack),
		}
	}
	return Explanation{
		briefACK(o),
		fmt.Sprintf("ack=%d: the %s expects number %d next. Nothing that was captured is acknowledged for the first time.", o.Ack, o.From, o.Ack),
	}
}

// explainDupACK speaks of an ACK that asks for the same number again.
func explainDupACK(o *flow.Observation) Explanation {
	full := fmt.Sprintf("A duplicate ACK: something arrived, but not number %d, and the %s says again that it waits for that. Either bytes before it are missing, or it came twice.", o.Ack, o.From)
	if o.Packet.TCP.Options.SACKBlocks > 0 {
		full += " By SACK it names what it already holds behind the gap."
	}
	return Explanation{fmt.Sprintf("a duplicate ACK: still waits for %d", o.Ack), full}
}

// briefACK says what a bare acknowledgment covers, and expects.
func briefACK(o *flow.Observation) string {
	b := make([]byte, 0, 96)
	if o.Acked.Any() {
		b = append(appendCovered(append(b, "covers "...), o), "; expects "...)
	} else {
		b = append(b, "expects "...)
	}
	return string(append(strconv.AppendInt(b, o.Ack, 10), " next"...))
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
		port := o.Conversation.Endpoint(o.From).Port()
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
func covered(o *flow.Observation) string { return string(appendCovered(nil, o)) }

func appendCovered(b []byte, o *flow.Observation) []byte {
	and := ""
	if o.Acked.SYN {
		b, and = append(b, "the SYN"...), " and "
	}
	if o.Acked.To > o.Acked.From {
		b, and = appendBytes(append(b, and...), o.Acked.From, o.Acked.To), " and "
	}
	if o.Acked.FIN {
		b = append(append(b, and...), "the FIN"...)
	}
	return b
}

// bytesFromTo names the bytes from..to-1.
func bytesFromTo(from, to int64) string { return string(appendBytes(nil, from, to)) }

func appendBytes(b []byte, from, to int64) []byte {
	if to-from == 1 {
		return strconv.AppendInt(append(b, "byte "...), from, 10)
	}
	b = strconv.AppendInt(append(b, "bytes "...), from, 10)
	return strconv.AppendInt(append(b, '-'), to-1, 10)
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
