package closing

import (
	"fmt"

	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// FIN speaks of a FIN, by what has become of the other side's.
func FIN(m *run.Moment) sentence.Sentence {
	from, last := sentence.From(m), m.Next-1
	peer := sentence.Peer(m)
	s := sentence.New(
		fmt.Sprintf("%s is done sending; its FIN uses up %s", from, sentence.Number(last)),
		fmt.Sprintf("%s will send no more: the FIN ends this direction of the stream and uses up %s, so that it can be acknowledged.", sentence.Capital(from), sentence.Number(last)),
	)
	n := m.Packet.PayloadLength
	if n > 0 {
		s.Full += fmt.Sprintf(" It carries the last %s, too.", quantity.Count(n, "byte"))
	}
	switch other := m.Observation.From.Peer(); {
	case !m.PeerFINSeen && (m.Counts[other] == 0 || m.After[other] == flow.Closed): // what the other side may do is not known, or nothing
	case !m.PeerFINSeen:
		s.Full += fmt.Sprintf(" The other direction stays open: %s may still send.", peer)
	case m.Acked.FIN:
		s.Brief = fmt.Sprintf("FIN, and ACK of %s's FIN, in one: a close in three segments", peer)
		s.Full += fmt.Sprintf(" The same segment acknowledges %s's FIN (%s): that is why this close takes three segments and not four.", peer, sentence.Ack(m.Ack))
	case m.AcksPeerFIN:
		s.Brief = fmt.Sprintf("%s is done, too; %s's FIN was acknowledged before: a close in four segments", from, peer)
		s.Full += fmt.Sprintf(" %s's FIN was acknowledged before, by another segment: this close takes four segments.", sentence.Capital(peer))
	default:
		s.Brief = fmt.Sprintf("%s's FIN crosses %s's: both close at the same time", from, peer)
		s.Full += fmt.Sprintf(" It does not acknowledge %s's FIN yet (%s): the two FINs cross, both sides close at the same time.", peer, sentence.Ack(m.Ack))
	}
	if n > 0 {
		s.Brief = "carries " + sentence.BytesFromTo(m.Seq, m.Seq+int64(n)) + "; " + s.Brief
	}
	return s
}
