package ack

import (
	"fmt"
	"strconv"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/words/sentence"
)

// Of speaks of a segment that does nothing but acknowledge, by what it covers and
// what its window says.
func Of(m *run.Moment, full bool) sentence.Sentence {
	from, f := sentence.From(m), m.Facts
	switch {
	case f.Challenge > 0:
		return sentence.New(
			fmt.Sprintf("challenge ACK: packet %d does not fit; expects %s", f.Challenge, sentence.Which(m.Ack)),
			fmt.Sprintf("Packet %d does not fit the connection that %s has. It answers with an ACK that tells what it expects, %s, and waits for what comes (a challenge ACK, RFC 5961).", f.Challenge, from, sentence.Number(m.Ack)),
		)
	case f.Rival > 0:
		return sentence.New(
			fmt.Sprintf("covers the SYN of packet %d, and not that of a later SYN,ACK", f.Rival),
			fmt.Sprintf("It acknowledges the SYN,ACK of packet %d, and not a later one, which has another number: %s has the connection of that one.", f.Rival, from),
		)
	case f.AnswersProbe > 0:
		return answersProbe(m)
	case m.Acked.SYN && m.After[m.Observation.From] == flow.Established:
		return endsHandshake(m)
	case m.Acked.FIN:
		return ofACKofFIN(m)
	case f.Dup != nil:
		return ofDup(m)
	case f.Window != nil:
		return ofWindow(m)
	case f.BelowSYN:
		return ofStrangeACK(m)
	case f.Older > 0:
		return sentence.New(
			fmt.Sprintf("an older ACK (%s): packet %d, above, covers more", sentence.Ack(m.Ack), f.Older),
			fmt.Sprintf("%s acknowledges less than packet %d does, which stands above it: it was sent earlier, and was overtaken on the way. It says nothing new.", sentence.Ack(m.Ack), f.Older),
		)
	case !full && m.Packet.TCP.Options.SACKBlocks == 0:
		return sentence.Sentence{Brief: briefACK(m)}
	case m.Ack < 0:
		return sentence.New(briefACK(m), fmt.Sprintf("It acknowledges what %s has sent before the capture began. A bare ACK uses up no number and is not acknowledged itself.", sentence.Peer(m)))
	case m.Acked.Any():
		return noteTwice(m, sentence.New(
			briefACK(m),
			fmt.Sprintf("ack=%d: %s from %s %s arrived; number %d is expected next. A bare ACK uses up no number and is not acknowledged itself.", m.Ack, appendCovered(nil, m), sentence.Peer(m), sentence.HasHave(newly(m)), m.Ack),
		))
	}
	return sentence.New(
		briefACK(m),
		fmt.Sprintf("ack=%d: %s expects number %d next. Nothing that was captured is acknowledged for the first time.", m.Ack, from, m.Ack),
	)
}

// noteTwice adds that an ACK of something new reports what has come twice.
func noteTwice(m *run.Moment, s sentence.Sentence) sentence.Sentence {
	twice := facts.DSACKed(&m.Observation)
	if twice.Len() == 0 || twice.From < 1 {
		return s
	}
	s.Add(fmt.Sprintf("; %s came twice (D-SACK)", sentence.Bytes(twice)), fmt.Sprintf(" By D-SACK %s reports that %s came twice (RFC 2883).", sentence.From(m), sentence.Bytes(twice)))
	return s
}

// ofStrangeACK speaks of an ACK of numbers before those of the SYN, which was captured.
func ofStrangeACK(m *run.Moment) sentence.Sentence {
	return sentence.New(
		fmt.Sprintf("its ack lies before %s's SYN: other numbers", sentence.Peer(m)),
		fmt.Sprintf("It acknowledges number %d as it stands in the packet, which lies before that of %s's SYN: these are not the numbers of this connection as it was captured here. A box on the way may write others.", m.Packet.TCP.Ack, sentence.Peer(m)),
	)
}

// newly returns how many numbers a segment is the first to acknowledge, if no FIN is one.
func newly(m *run.Moment) int64 {
	n := m.Acked.To - m.Acked.From
	if m.Acked.SYN {
		n++
	}
	return n
}

// endsHandshake speaks of the ACK of a SYN,ACK.
func endsHandshake(m *run.Moment) sentence.Sentence {
	from := sentence.From(m)
	peer := sentence.Peer(m)
	if m.Facts.NotTaken > 0 {
		return sentence.New(
			fmt.Sprintf("covers %s's SYN; but %s does not take it (see packet %d, later)", peer, peer, m.Facts.NotTaken),
			fmt.Sprintf("ack=%d covers %s's SYN: for %s the connection is established. But %s sends its SYN,ACK again (packet %d, later): it has not taken this ACK, and is still in SYN-RECEIVED.", m.Ack, peer, from, peer, m.Facts.NotTaken),
		)
	}
	what := fmt.Sprintf("%s's SYN", peer)
	if m.Acked.To > m.Acked.From {
		what += " and " + sentence.BytesFromTo(m.Acked.From, m.Acked.To)
	}
	s := sentence.New(
		fmt.Sprintf("covers %s: both ends are connected", what),
		fmt.Sprintf("ack=%d covers %s. Now both sides know that the other has heard them: the connection is established.", m.Ack, what),
	)
	if m.Octets == [2]int64{} {
		s.Full = s.Full[:len(s.Full)-1] + ", and no byte of a message has been sent yet."
	}
	if m.Recalled() {
		s.Add("; its ack brings the SYN cookie back", fmt.Sprintf(" Its ack brings a SYN cookie back: %s's kernel counts that (SyncookiesRecv), and makes the connection only now (RFC 4987 §3.6).", peer))
	}
	return s
}

// briefACK says what a bare acknowledgment covers, and expects.
func briefACK(m *run.Moment) string {
	b := make([]byte, 0, 96)
	if m.Acked.Any() {
		b = append(appendCovered(append(b, "covers "...), m), "; expects "...)
	} else {
		b = append(b, "expects "...)
	}
	if m.Ack < 0 {
		return string(append(append(b, sentence.Which(m.Ack)...), " next"...))
	}
	return string(append(strconv.AppendInt(b, m.Ack, 10), " next"...))
}

// appendCovered appends what a bare acknowledgment covers. A single number that was not
// captured may be that of a FIN as well as a byte's.
func appendCovered(b []byte, m *run.Moment) []byte {
	if g := m.Facts.Unseen; g != nil && g.Len() == 1 && m.Acked.To-m.Acked.From == 1 && !m.Acked.SYN {
		return append(b, sentence.Number(g.From)...)
	}
	return sentence.AppendCovered(b, &m.Observation)
}

// ofACKofFIN speaks of a bare ACK that covers a FIN, by the states it leads to.
func ofACKofFIN(m *run.Moment) sentence.Sentence {
	from := sentence.From(m)
	peer := sentence.Peer(m)
	what := fmt.Sprintf("%s's FIN", peer)
	if m.Acked.To > m.Acked.From {
		what = sentence.BytesFromTo(m.Acked.From, m.Acked.To) + " and " + what
	}
	covers := fmt.Sprintf("%s covers %s", sentence.Ack(m.Ack), what)
	s := sentence.New(covers, covers+".")
	switch {
	case m.After[m.Observation.From] == flow.TimeWait && m.Before[m.Observation.From.Peer()] == flow.Closing:
		s.Add("; both wait in TIME-WAIT", " Both sides closed at the same time, so both stay in TIME-WAIT for a while.")
	case m.After[m.Observation.From] == flow.TimeWait:
		s.Add(fmt.Sprintf("; %s waits in TIME-WAIT", from), fmt.Sprintf(" %s closed first: it stays in TIME-WAIT for a while, to answer if this ACK is lost and the FIN comes again.", sentence.Capital(from)))
	case m.After[m.Observation.From] == flow.CloseWait:
		s.Add(fmt.Sprintf("; %s's direction stays open", from), fmt.Sprintf(" %s's kernel sends it by itself; its own direction is still open, for it has sent no FIN yet.", sentence.Capital(from)))
	}
	return s
}
