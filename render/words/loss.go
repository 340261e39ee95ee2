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
	return sentence.New("never arrives: "+brief, s.Full+fmt.Sprintf(" It is lost %s and never reaches %s. ", sentence.Lost(m.Facts.Fate), sentence.Peer(m))+full)
}

// consequence says what follows from the loss of a packet.
func consequence(m *run.Moment) (brief, full string) {
	from, peer := sentence.From(m), sentence.Peer(m)
	switch {
	case m.Facts.Error != nil:
		return fmt.Sprintf("%s never learns that it was refused", peer), "Nobody sends an ICMP error again."
	case m.Conversation.Proto == capture.UDP:
		return "UDP tells neither end and repeats nothing", fmt.Sprintf("UDP tells neither end of that, and sends nothing again: if %s's program waits for it, only a timeout of its own ends that.", peer)
	case m.Events.Has(flow.RST):
		return fmt.Sprintf("%s still believes in the connection", peer), fmt.Sprintf("Nobody acknowledges a RST, so nobody sends it again: %s learns of it when it sends something.", peer)
	case m.Events.Has(flow.SYN):
		return fmt.Sprintf("%s's kernel must send it again", from), fmt.Sprintf("No answer can come, so %s's timer runs out: it sends the SYN again (RFC 6298 has 1 s for the first time).", from)
	case m.Events.Has(flow.SYNACK):
		return fmt.Sprintf("%s has no answer, %s no ACK; both timers run on", peer, from), fmt.Sprintf("%s gets no answer to its SYN, %s no ACK of its SYN,ACK: both timers run out (RFC 6298 has 1 s for the first time).", sentence.Capital(peer), from)
	case m.Events.Has(flow.Data), m.Events.Has(flow.FIN):
		return lossOfNumbers(m)
	}
	return lossOfACK(m)
}

// lossOfNumbers speaks of data and FINs: what is acknowledged, or sent again.
func lossOfNumbers(m *run.Moment) (brief, full string) {
	from, peer := sentence.From(m), sentence.Peer(m)
	if m.Packet.PayloadLength == 0 {
		return fmt.Sprintf("%s does not learn of the FIN; it must come again", peer),
			fmt.Sprintf("%s still takes the stream to be open. No ACK of the FIN can come, so %s's kernel must send it again.", sentence.Capital(peer), from)
	}
	return fmt.Sprintf("no ACK of it can come; %s's kernel must send it again", from),
		fmt.Sprintf("No ACK can cover it. If more segments follow, each makes %s ask again for the number that is missing, and three such duplicate ACKs bring it at once; else %s sends it again by itself, as a tail loss probe or when its timer runs out.", peer, from)
}

// lossOfACK speaks of segments that hold nothing but an acknowledgment.
func lossOfACK(m *run.Moment) (brief, full string) {
	from, peer := sentence.From(m), sentence.Peer(m)
	switch {
	case m.Acked.SYN:
		return fmt.Sprintf("%s does not know yet that it is connected", peer),
			fmt.Sprintf("%s takes itself to be connected, %s does not yet. Every later segment of %s carries the same ACK; without one, %s sends its SYN,ACK again.", sentence.Capital(from), peer, from, peer)
	case m.Acked.FIN:
		return fmt.Sprintf("%s's FIN will come again", peer),
			fmt.Sprintf("%s does not know that its FIN has arrived, and sends it again. To answer that is what TIME-WAIT is for.", sentence.Capital(peer))
	case m.Acked.Any():
		return "a later ACK covers the same, or the data comes again",
			fmt.Sprintf("An ACK is not acknowledged, so nobody sends it again: a later one covers the same bytes, or %s sends them again.", peer)
	}
	return "nobody misses an ACK; the next one says as much", "An ACK is not acknowledged: nobody notices that it is lost."
}
