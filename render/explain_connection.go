package render

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// explainSYN speaks of the segment that asks for a connection.
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

// explainSYNACK speaks of the answer to a SYN.
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

// explainFIN speaks of a FIN, by what has become of the other side's.
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

// explainReset speaks of a RST: to a SYN, or at any other time.
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
