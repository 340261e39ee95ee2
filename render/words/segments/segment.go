package segments

import (
	"fmt"
	"strconv"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/segments/ack"
	"wireladder/render/words/segments/closing"
	"wireladder/render/words/segments/opening"
	"wireladder/render/words/segments/retransmission"
	"wireladder/render/words/sentence"
)

// Of speaks of a TCP segment, by what matters most in it.
func Of(m *run.Moment, full bool) sentence.Sentence {
	f := m.Facts
	s := ofKind(m, full)
	s = noteOptions(m, s)
	if full && f.Above > 0 {
		s.Full += fmt.Sprintf(" It holds more than the %s that %s takes in one segment (MSS): it is cut up behind the place of the capture, or was put together of several before.", quantity.Count(f.Above, "byte"), sentence.Peer(m))
	}
	if f.Crosses > 0 && m.Events.Has(flow.Data) && !m.Events.Has(flow.FIN) && f.Reset == nil {
		s.Add(fmt.Sprintf("; the FIN of packet %d had not come yet", f.Crosses), fmt.Sprintf(" It does not acknowledge the FIN of %s, packet %d: that had not come yet when it was sent. The two cross.", sentence.Peer(m), f.Crosses))
	}
	if !f.Fate.Lost() {
		s = noteWait(m, s)
	}
	if f.AfterReset > 0 {
		s.Add(fmt.Sprintf("; after the RST (packet %d)", f.AfterReset), fmt.Sprintf(" Packet %d, a RST, stands above it: it was sent before that arrived, or that never did.", f.AfterReset))
	}
	if f.NotTaken > 0 && m.Next > m.Seq {
		peer := sentence.Peer(m)
		s.Add(fmt.Sprintf("; but %s's TCP has not taken it by packet %d, later", peer, f.NotTaken), fmt.Sprintf(" It comes to %s's host, but its TCP has not taken it by packet %d, which it sends later and which still expects number %d.", peer, f.NotTaken, m.Seq))
	}
	if f.Early {
		s.Add("; not accepted yet: the kernel keeps them", " accept() has not returned yet: the kernel keeps the bytes for the socket that it will return.")
	}
	return s
}

// ofKind speaks of what a segment does.
func ofKind(m *run.Moment, full bool) sentence.Sentence {
	f := m.Facts
	switch e := m.Events; {
	case f.Old != nil:
		return ofOld(m)
	case f.Open.Has(facts.ToItself):
		return ofItself(m)
	case f.Lone:
		return ofLone(m)
	case f.Reset != nil:
		return closing.Reset(m)
	case f.Again != nil:
		return noteWindow(m, retransmission.Of(m))
	case e.Has(flow.SYN):
		return opening.SYN(m)
	case e.Has(flow.SYNACK):
		return opening.SYNACK(m)
	case f.Probe != nil:
		return ack.Probe(m)
	case f.Late != nil:
		return noteGaps(m, ofLate(m))
	case e.Has(flow.FIN):
		return noteGaps(m, closing.FIN(m))
	case e.Has(flow.Data):
		return noteGaps(m, ofData(m, full))
	}
	return noteGaps(m, ack.Of(m, full))
}

// ofLone speaks of a segment that no connection takes, for its flags.
func ofLone(m *run.Moment) sentence.Sentence {
	flags := m.Packet.TCP.Flags
	what := fmt.Sprintf("%s without ACK", flags)
	if flags == 0 {
		what = "none of its flags is set"
	}
	s := sentence.New(
		what+": no connection takes it",
		fmt.Sprintf("Its flags: %s. In a connection every segment but the first SYN and a RST has ACK (RFC 9293 §3.1), and one without it is thrown away (§3.10.7.4).", flags),
	)
	if m.Conversation.Began == flow.BeganAlone && m.Packet.PayloadLength == 0 {
		s.Full += " Port scanners send such segments, to see whether a RST answers."
	}
	return s
}

// ofOld speaks of a segment of an earlier connection between the same ports.
func ofOld(m *run.Moment) sentence.Sentence {
	f, from := m.Facts, sentence.From(m)
	which := fmt.Sprintf("the connection that begins with packet %d", f.Old.First)
	switch {
	case f.Challenge > 0:
		return sentence.New(
			fmt.Sprintf("challenge ACK: %s still has the old connection, expects %d", from, f.Old.Ack),
			fmt.Sprintf("%s still holds the old connection of these two ports, %s, so that packet %d does not fit it. It answers with an ACK in the numbers of that one (ack=%d): a challenge ACK (RFC 9293 §3.10.7.4, RFC 5961).", sentence.Capital(from), which, f.Challenge, f.Old.Ack),
		)
	case m.Events.Has(flow.RST):
		return sentence.New(
			fmt.Sprintf("RST for the old connection (packet %d): it ends that", f.Old.First),
			fmt.Sprintf("%s knows nothing of the old connection of these two ports, %s, and resets it.", sentence.Capital(from), which),
		)
	case m.Packet.PayloadLength > 0:
		return sentence.New(
			fmt.Sprintf("carries %s of the other connection (packet %d)", sentence.BytesFromTo(f.Old.Seq, f.Old.Seq+int64(m.Packet.PayloadLength)), f.Old.First),
			fmt.Sprintf("Two connections use the same two ports. By its numbers this segment belongs to %s.", which),
		)
	}
	return sentence.New(
		fmt.Sprintf("belongs to the other connection (packet %d)", f.Old.First),
		fmt.Sprintf("Two connections use the same two ports. By its numbers this segment belongs to %s.", which),
	)
}

// ofData speaks of a segment that carries new bytes.
func ofData(m *run.Moment, full bool) sentence.Sentence {
	s := sentence.Sentence{Brief: briefData(m)}
	if !full {
		return s
	}
	from := sentence.From(m)
	s.Full = fmt.Sprintf("%s sends %s: %s of its stream; the next will be %s.", sentence.Capital(from), quantity.Count(m.Next-m.Seq, "byte"), sentence.Numbers(m.Seq, m.Next), sentence.Number(m.Next))
	if m.Acked.Any() {
		s.Full += fmt.Sprintf(" On the way it acknowledges %s (%s).", sentence.AppendPeers(nil, m), sentence.Ack(m.Ack))
	} else if m.Ack >= 0 {
		s.Full += fmt.Sprintf(" ack=%d: it still expects number %d from %s.", m.Ack, m.Ack, sentence.Peer(m))
	}
	return s
}

// briefData says what a segment carries, and covers on the way.
func briefData(m *run.Moment) string {
	b := sentence.AppendBytes(append(make([]byte, 0, 96), "carries "...), m.Seq, m.Next)
	if m.Acked.Any() {
		if b = append(b, "; "...); m.Ack < 0 {
			b = append(b, sentence.Ack(m.Ack)...)
		} else {
			b = strconv.AppendInt(append(b, "ack="...), m.Ack, 10)
		}
		b = sentence.AppendPeers(append(b, " covers "...), m)
	}
	return string(b)
}

// noteWindow adds what the window of a segment says, or what it does to the other's.
func noteWindow(m *run.Moment, s sentence.Sentence) sentence.Sentence {
	from := sentence.From(m)
	switch {
	case m.Events.Has(flow.ZeroWindow):
		s.Add("; zero window: stop", fmt.Sprintf(" It is a zero window: %s has no room left, and %s must stop until it says otherwise (RFC 9293 §3.8.6).", from, sentence.Peer(m)))
	case m.Facts.Reopens:
		s.Add("; the window is open again", fmt.Sprintf(" The window, which was zero, is open again: %s may go on sending (RFC 9293 §3.8.6).", sentence.Peer(m)))
	case m.Facts.Shrinks > 0:
		brief := fmt.Sprintf("; the window shrinks by %s", quantity.Count(m.Facts.Shrinks, "byte"))
		if m.Facts.Window != nil { // that has said so
			brief = ""
		}
		s.Add(brief, fmt.Sprintf(" It takes back %s of the window that %s had offered before: the end of the window moves back (RFC 9293 §3.8.6 warns of that).", quantity.Count(m.Facts.Shrinks, "byte"), from))
	case m.Events.Has(flow.WindowFull):
		s.Add("; the window is full now", fmt.Sprintf(" With it the window that %s offered is full: no more may be sent until it is acknowledged.", sentence.Peer(m)))
	}
	return s
}

// noteWait adds what a segment has waited for.
func noteWait(m *run.Moment, s sentence.Sentence) sentence.Sentence {
	w := m.Facts.Wait
	if w == nil {
		return s
	}
	gone := quantity.Duration(w.For)
	switch w.Rule {
	case facts.DelayedACK:
		brief := fmt.Sprintf("; %s after packet %d: a delayed ACK", gone, w.Since)
		if m.Acked.FIN { // more is said of that already
			brief = fmt.Sprintf("; a delayed ACK, after %s", gone)
		}
		s.Add(brief, fmt.Sprintf(" It comes %s after packet %d, much later than a round trip takes here: a delayed ACK waits for data that it could go with, up to 0.5 s (RFC 9293 §3.8.6.3).%s", gone, w.Since, sentence.Counted(m, "DelayedACKs")))
	case facts.Nagle:
		brief := "; sent at the ACK (packet %d), %s after packet %d: Nagle's algorithm?"
		if w.Given {
			brief = "; held until the ACK (packet %d), %s after packet %d: Nagle's algorithm"
		}
		s.Add(fmt.Sprintf(brief, w.ACK, gone, w.Since), fmt.Sprintf(" It goes as soon as packet %d has acknowledged the bytes before, %s after packet %d. Nagle's algorithm sends like that: a small segment waits while an earlier one is not acknowledged (RFC 9293 §3.7.4).", w.ACK, gone, w.Since))
	}
	return s
}
