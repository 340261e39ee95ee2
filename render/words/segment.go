package words

import (
	"fmt"
	"strconv"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
)

// ofSegment speaks of a TCP segment, by what matters most in it.
func ofSegment(m *run.Moment, full bool) Sentence {
	f := m.Facts
	s := ofKind(m, full)
	s = noteOptions(m, s)
	if !f.Fate.Lost() {
		s = noteWait(m, s)
	}
	if f.Early {
		s.add("; accept() has not returned yet", " accept() has not returned yet: the kernel keeps the bytes for the socket that it will return.")
	}
	return s
}

// ofKind speaks of what a segment does.
func ofKind(m *run.Moment, full bool) Sentence {
	f := m.Facts
	switch e := m.Events; {
	case f.Old != nil:
		return ofOld(m)
	case f.Open.Has(facts.ToItself):
		return ofItself(m)
	case f.Reset != nil:
		return ofReset(m)
	case f.Again != nil:
		return noteWindow(m, ofAgain(m))
	case e.Has(flow.SYN):
		return ofSYN(m)
	case e.Has(flow.SYNACK):
		return ofSYNACK(m)
	case f.Probe != nil:
		return ofProbe(m)
	case f.Late != nil:
		return noteGaps(m, ofLate(m))
	case e.Has(flow.FIN):
		return noteGaps(m, ofFIN(m))
	case e.Has(flow.Data):
		return noteGaps(m, ofData(m, full))
	}
	return noteGaps(m, ofACK(m, full))
}

// ofOld speaks of a segment of an earlier connection between the same ports.
func ofOld(m *run.Moment) Sentence {
	f, from := m.Facts, m.Observation.From
	which := fmt.Sprintf("the connection that begins with packet %d", f.Old.First)
	switch {
	case f.Challenge > 0:
		return Sentence{
			fmt.Sprintf("challenge ACK: the %s still has the old connection, expects %d", from, f.Old.Ack),
			fmt.Sprintf("The %s still holds the old connection of these two ports, %s, so that packet %d does not fit it. It answers with an ACK in the numbers of that one (ack=%d): a challenge ACK (RFC 9293 §3.10.7.4, RFC 5961).", from, which, f.Challenge, f.Old.Ack),
		}
	case m.Events.Has(flow.RST):
		return Sentence{
			fmt.Sprintf("RST for the old connection (packet %d): it ends that", f.Old.First),
			fmt.Sprintf("The %s knows nothing of the old connection of these two ports, %s, and resets it.", from, which),
		}
	case m.Packet.PayloadLength > 0:
		return Sentence{
			fmt.Sprintf("carries %s of the other connection (packet %d)", bytesFromTo(f.Old.Seq, f.Old.Seq+int64(m.Packet.PayloadLength)), f.Old.First),
			fmt.Sprintf("Two connections use the same two ports. By its numbers this segment belongs to %s.", which),
		}
	}
	return Sentence{
		fmt.Sprintf("belongs to the other connection (packet %d)", f.Old.First),
		fmt.Sprintf("Two connections use the same two ports. By its numbers this segment belongs to %s.", which),
	}
}

// ofData speaks of a segment that carries new bytes.
func ofData(m *run.Moment, full bool) Sentence {
	s := Sentence{Brief: briefData(m)}
	if !full {
		return s
	}
	from := m.Observation.From
	s.Full = fmt.Sprintf("The %s sends %s: %s of its stream; the next will be number %d.", from, count(m.Next-m.Seq, "byte"), numbers(m.Seq, m.Next), m.Next)
	if m.Acked.Any() {
		s.Full += fmt.Sprintf(" On the way it acknowledges %s (ack=%d).", covered(m), m.Ack)
	} else if m.Ack >= 0 {
		s.Full += fmt.Sprintf(" ack=%d: it still expects number %d from the %s.", m.Ack, m.Ack, from.Peer())
	}
	return s
}

// briefData says what a segment carries, and covers on the way.
func briefData(m *run.Moment) string {
	b := appendBytes(append(make([]byte, 0, 96), "carries "...), m.Seq, m.Next)
	if m.Acked.Any() {
		b = strconv.AppendInt(append(b, "; ack="...), m.Ack, 10)
		b = appendCovered(append(b, " covers "...), &m.Observation)
	}
	return string(b)
}

// noteGaps adds to a sentence what the capture lacks before the segment, or of what it
// acknowledges.
func noteGaps(m *run.Moment, s Sentence) Sentence {
	if g := m.Facts.Before; g != nil {
		if g.Filled > 0 {
			s.add(fmt.Sprintf("; %s missing until packet %d", bytesOf(g.Span), g.Filled), fmt.Sprintf(" Before it, %s %s missing so far: packet %d, later, brings the last of them.", bytesOf(g.Span), isAre(g.Len()), g.Filled))
		} else if g.Partly > 0 {
			s.add(fmt.Sprintf("; %s missing so far", bytesOf(g.Span)), fmt.Sprintf(" Before it, %s %s missing so far: some of them come later, from packet %d on, others not at all.", bytesOf(g.Span), isAre(g.Len()), g.Partly))
		} else {
			s.Brief = "after a gap: " + s.Brief
			s.Full += fmt.Sprintf(" Before it, %s %s missing in the capture: lost on the way, or not captured.", bytesOf(g.Span), isAre(g.Len()))
		}
	}
	if g := m.Facts.Unseen; g != nil {
		if g.Filled > 0 {
			s.add(fmt.Sprintf("; packet %d, captured later, holds that", g.Filled), fmt.Sprintf(" It was captured before what it acknowledges: %s stand%s in packet %d, further down.", bytesOf(g.Span), plural(g.Len()), g.Filled))
		} else if g.Partly > 0 {
			s.add("; some of that was captured later, some not", fmt.Sprintf(" Of what it acknowledges, %s %s not captured so far: some of them come later, from packet %d on, others not at all.", bytesOf(g.Span), wasWere(int(g.Len())), g.Partly))
		} else {
			s.add("; not all of that was captured", fmt.Sprintf(" Of what it acknowledges, %s %s not captured.", bytesOf(g.Span), wasWere(int(g.Len()))))
		}
	}
	return noteWindow(m, s)
}

// noteWindow adds what the window of a segment says, or what it does to the other's.
func noteWindow(m *run.Moment, s Sentence) Sentence {
	from := m.Observation.From
	switch {
	case m.Events.Has(flow.ZeroWindow):
		s.add("; zero window: stop", fmt.Sprintf(" It is a zero window: the %s has no room left, and the %s must stop until it says otherwise (RFC 9293 §3.8.6).", from, from.Peer()))
	case m.Facts.Shrinks > 0:
		s.add(fmt.Sprintf("; the window shrinks by %s", count(m.Facts.Shrinks, "byte")), fmt.Sprintf(" It takes back %s of the window that the %s had offered before: the end of the window moves back (RFC 9293 §3.8.6 warns of that).", count(m.Facts.Shrinks, "byte"), from))
	case m.Events.Has(flow.WindowFull):
		s.add("; the window is full now", fmt.Sprintf(" With it the window that the %s offered is full: no more may be sent until it is acknowledged.", from.Peer()))
	}
	return s
}

// plural returns "s" for one: "byte 5 comes", "bytes 5-6 come".
func plural(n int64) string {
	if n == 1 {
		return "s"
	}
	return ""
}

func isAre(n int64) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// ofLate speaks of numbers that come behind higher ones, and were not captured before.
func ofLate(m *run.Moment) Sentence {
	l, what := m.Facts.Late, spanOf(m)
	switch {
	case l.Acked > 0:
		return Sentence{
			fmt.Sprintf("carries %s, captured after its ACK (packet %d)", what, l.Acked),
			fmt.Sprintf("It carries %s for the first and only time. Packet %d, which acknowledges that, stands above it: the order of the capture is not that of the wire.", what, l.Acked),
		}
	case l.InTrip:
		return Sentence{
			"out of order: " + what + behind(l),
			fmt.Sprintf("It carries %s for the first time%s, less than a round trip after bytes that follow them: segments overtook each other on the way. TCP hands the bytes to the program in order all the same.", what, behind(l)),
		}
	case len(l.Asked) > 0:
		return Sentence{
			fmt.Sprintf("fills the gap: %s, asked for by %s", what, quantity.Count(len(l.Asked), "duplicate ACK")),
			fmt.Sprintf("It carries %s, which %s had asked for: they were missing so far. The capture holds these bytes only here.", what, listPackets(l.Asked)),
		}
	}
	return Sentence{
		"fills the gap: " + what + behind(l),
		fmt.Sprintf("It carries %s for the first time in this capture%s: it was late, or was sent again and its first copy lost before this point.", what, behind(l)),
	}
}

// behind returns the packet with higher numbers that was captured before.
func behind(l *facts.Late) string {
	if l.Behind == 0 {
		return ""
	}
	return fmt.Sprintf(", behind packet %d", l.Behind)
}

// noteWait adds what a segment has waited for.
func noteWait(m *run.Moment, s Sentence) Sentence {
	w := m.Facts.Wait
	if w == nil {
		return s
	}
	gone := quantity.Duration(w.For)
	switch w.Rule {
	case facts.DelayedACK:
		s.add(fmt.Sprintf("; %s late: a delayed ACK", gone), fmt.Sprintf(" It comes %s after packet %d, much later than a round trip takes here: a delayed ACK waits for data that it could go with, up to 0.5 s (RFC 9293 §3.8.6.3).%s", gone, w.Since, counted(m, "DelayedACKs")))
	case facts.Nagle:
		s.add(fmt.Sprintf("; after %s, at the ACK (packet %d): Nagle's rule", gone, w.ACK), fmt.Sprintf(" It goes as soon as packet %d has acknowledged the bytes before, %s after packet %d. Nagle's algorithm sends like that: a small segment waits while an earlier one is not acknowledged (RFC 9293 §3.7.4).", w.ACK, gone, w.Since))
	}
	return s
}
