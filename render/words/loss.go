package words

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/words/sentence"
)

// ofLoss says of a packet that never arrives what follows from that. What the packet was
// to do, s tells.
func ofLoss(m *run.Moment, s Sentence) Sentence {
	brief, full := consequence(m)
	if m.Facts.Again != nil {
		return sentence.New(s.Brief+"; and lost again", s.Full+" This copy is lost, too. "+full)
	}
	return sentence.New("never arrives: "+brief, s.Full+fmt.Sprintf(" It is lost %s and never reaches the %s. ", sentence.Lost(m.Facts.Fate), peerOf(m))+full)
}

// consequence says what follows from the loss of a packet.
func consequence(m *run.Moment) (brief, full string) {
	from, peer := m.Observation.From, peerOf(m)
	switch {
	case m.Facts.Error != nil:
		return fmt.Sprintf("the %s never learns that it was refused", peer), "Nobody sends an ICMP error again."
	case m.Conversation.Proto == capture.UDP:
		return "UDP tells neither end and repeats nothing", fmt.Sprintf("UDP tells neither end of that, and sends nothing again: if the %s's program waits for it, only a timeout of its own ends that.", peer)
	case m.Events.Has(flow.RST):
		return fmt.Sprintf("the %s still believes in the connection", peer), fmt.Sprintf("Nobody acknowledges a RST, so nobody sends it again: the %s learns of it when it sends something.", peer)
	case m.Events.Has(flow.SYN):
		return fmt.Sprintf("the %s must send it again", from), fmt.Sprintf("No answer can come, so the %s's timer runs out: it sends the SYN again (RFC 6298 has 1 s for the first time).", from)
	case m.Events.Has(flow.SYNACK):
		return fmt.Sprintf("the %s has no answer, the %s no ACK; both timers run on", peer, from), fmt.Sprintf("The %s gets no answer to its SYN, the %s no ACK of its SYN,ACK: both timers run out (RFC 6298 has 1 s for the first time).", peer, from)
	case m.Events.Has(flow.Data), m.Events.Has(flow.FIN):
		return lossOfNumbers(m)
	}
	return lossOfACK(m)
}

// lossOfNumbers speaks of data and FINs: what is acknowledged, or sent again.
func lossOfNumbers(m *run.Moment) (brief, full string) {
	from, peer := m.Observation.From, peerOf(m)
	if m.Packet.PayloadLength == 0 {
		return fmt.Sprintf("the %s does not learn of the FIN; it must come again", peer),
			fmt.Sprintf("The %s still takes the stream to be open. No ACK of the FIN can come, so the %s must send it again.", peer, from)
	}
	return fmt.Sprintf("no ACK of it can come; the %s must send it again", from),
		fmt.Sprintf("No ACK can cover it. If more segments follow, each makes the %s ask again for the number that is missing, and three such duplicate ACKs bring it at once; else the %s sends it again by itself, as a tail loss probe or when its timer runs out.", peer, from)
}

// lossOfACK speaks of segments that hold nothing but an acknowledgment.
func lossOfACK(m *run.Moment) (brief, full string) {
	from, peer := m.Observation.From, peerOf(m)
	switch {
	case m.Acked.SYN:
		return fmt.Sprintf("the %s does not know yet that it is connected", peer),
			fmt.Sprintf("The %s takes itself to be connected, the %s does not yet. Every later segment of the %s carries the same ACK; without one, the %s sends its SYN,ACK again.", from, peer, from, peer)
	case m.Acked.FIN:
		return fmt.Sprintf("the %s's FIN will come again", peer),
			fmt.Sprintf("The %s does not know that its FIN has arrived, and sends it again. To answer that is what TIME-WAIT is for.", peer)
	case m.Acked.Any():
		return "a later ACK covers the same, or the data comes again",
			fmt.Sprintf("An ACK is not acknowledged, so nobody sends it again: a later one covers the same bytes, or the %s sends them again.", peer)
	}
	return "nobody misses an ACK; the next one says as much", "An ACK is not acknowledged: nobody notices that it is lost."
}

// peerOf returns the other side of a packet.
func peerOf(m *run.Moment) flow.Side { return m.Observation.From.Peer() }
