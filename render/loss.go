package render

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// loss says of a packet that never arrives who will notice, and how. What the
// packet was to do, e tells.
func loss(o *flow.Observation, e Explanation, again bool) Explanation {
	brief, full := consequence(o)
	if again {
		return Explanation{e.Brief + "; and lost again", e.Full + " This copy is lost, too. " + full}
	}
	return Explanation{"never arrives: " + brief, e.Full + fmt.Sprintf(" It is lost on the wire and never reaches the %s. ", o.From.Peer()) + full}
}

// consequence says what follows from the loss of a packet.
func consequence(o *flow.Observation) (brief, full string) {
	from, peer := o.From, o.From.Peer()
	switch {
	case o.Events.Has(flow.Unreachable):
		return fmt.Sprintf("the %s never learns that it was refused", peer), "Nobody sends an ICMP error again."
	case o.Conversation.Proto == capture.UDP:
		return "nobody notices; UDP sends nothing again", fmt.Sprintf("Neither end notices, and UDP sends nothing again: if the %s's program waits for it, only a timeout of its own ends that.", peer)
	case o.Events.Has(flow.RST):
		return fmt.Sprintf("the %s still believes in the connection", peer), fmt.Sprintf("Nobody acknowledges a RST, so nobody sends it again: the %s learns of it when it sends something.", peer)
	case o.Events.Has(flow.SYN):
		return fmt.Sprintf("the %s's timer will notice, after about 1 s", from), fmt.Sprintf("No answer can come, so the %s's timer runs out: after about 1 s it sends the SYN again.", from)
	case o.Events.Has(flow.SYNACK):
		return "both ends will try again after about 1 s", fmt.Sprintf("The %s gets no answer to its SYN, the %s no ACK of its SYN,ACK: both timers run out after about 1 s.", peer, from)
	case o.Events.Has(flow.Data), o.Events.Has(flow.FIN):
		return lossOfNumbers(o)
	}
	return lossOfACK(o)
}

// lossOfNumbers speaks of data and FINs: what is acknowledged, or sent again.
func lossOfNumbers(o *flow.Observation) (brief, full string) {
	from, peer := o.From, o.From.Peer()
	if o.Packet.PayloadLength == 0 {
		return fmt.Sprintf("the %s does not learn of the FIN; the %s's timer will notice", peer, from),
			fmt.Sprintf("The %s still takes the stream to be open. No ACK of the FIN comes, so the %s's timer runs out and it sends the FIN again.", peer, from)
	}
	return fmt.Sprintf("no ACK will come; the %s's timer will notice, or duplicate ACKs", from),
		fmt.Sprintf("No ACK covers it. If more segments follow, each makes the %s ask again for the number that is missing, and three such duplicate ACKs bring it at once; else the %s's timer runs out.", peer, from)
}

// lossOfACK speaks of segments that hold nothing but an acknowledgment.
func lossOfACK(o *flow.Observation) (brief, full string) {
	from, peer := o.From, o.From.Peer()
	switch {
	case o.Acked.SYN:
		return fmt.Sprintf("the %s does not know yet that it is connected; the next segment will tell", peer),
			fmt.Sprintf("The %s takes itself to be connected, the %s does not yet. Every later segment of the %s carries the same ACK; without one, the %s sends its SYN,ACK again.", from, peer, from, peer)
	case o.Acked.FIN:
		return fmt.Sprintf("the %s's FIN will come again", peer),
			fmt.Sprintf("The %s does not know that its FIN has arrived: its timer runs out and it sends the FIN again. To answer that is what TIME-WAIT is for.", peer)
	case o.Acked.Any():
		return "a later ACK covers the same, or the data comes again",
			fmt.Sprintf("An ACK is not acknowledged, so nobody sends it again: a later one covers the same bytes, or the %s's timer runs out and it sends them again.", peer)
	}
	return "nobody misses an ACK; the next one says as much", "An ACK is not acknowledged: nobody notices that it is lost."
}

// arrived says of the arrival of a packet, or of a copy, what is remarkable in it.
func (t *tales) arrived(d *capture.Delivery) Explanation {
	tcp := d.Packet.Proto == capture.TCP
	switch f, n := t.all.by[d.Packet.Number], t.overtakenBy(d); {
	case f.arrivals[0] != d && tcp:
		return Explanation{
			"a second copy: TCP throws it away and says what it expects",
			"The wire delivers the same segment twice. By its numbers TCP knows the copy: it throws it away and acknowledges again.",
		}
	case f.arrivals[0] != d:
		return Explanation{
			"a second copy: UDP hands it to the program like a new one",
			"The wire delivers the same datagram twice. UDP numbers nothing, so that it cannot tell: the program gets the message twice.",
		}
	case n > 0 && tcp:
		return Explanation{
			fmt.Sprintf("comes after packet %d, which was sent later; TCP puts them in order", n),
			fmt.Sprintf("Packet %d was sent later and has come before it: they crossed on the wire. By the numbers TCP hands the bytes to the program in order.", n),
		}
	case n > 0:
		return Explanation{
			fmt.Sprintf("comes after packet %d, which was sent later; UDP does not put them in order", n),
			fmt.Sprintf("Packet %d was sent later and has come before it: they crossed on the wire. UDP hands datagrams to the program in the order in which they come.", n),
		}
	case d.Fault != "":
		return Explanation{Brief: "was on the wire for " + duration(delay(d)), Full: fmt.Sprintf("It was on the wire for %s.", duration(delay(d)))}
	}
	return Explanation{}
}

// overtakenBy returns the last frame that the sender of d's packet sent to the
// same place after it, and that came before it; 0 if there is none.
func (t *tales) overtakenBy(d *capture.Delivery) int {
	for i := len(t.packets) - 1; i >= 0 && t.packets[i].Number > d.Packet.Number; i-- {
		p := t.packets[i]
		f := t.all.of(p)
		if p.Proto == d.Packet.Proto && p.Src == d.Packet.Src && p.Dst == d.Packet.Dst && len(f.arrivals) > 0 && f.arrivals[0].Time.Before(d.Time) {
			return p.Number
		}
	}
	return 0
}
