package words

import (
	"fmt"
	"strconv"
	"strings"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
)

// ofACK speaks of a segment that does nothing but acknowledge, by what it covers and
// what its window says.
func ofACK(m *run.Moment, full bool) Sentence {
	from, f := m.Observation.From, m.Facts
	switch {
	case f.Challenge > 0:
		return Sentence{
			fmt.Sprintf("challenge ACK: packet %d does not fit; expects %d", f.Challenge, m.Ack),
			fmt.Sprintf("Packet %d does not fit the connection that the %s has. It answers with an ACK that tells what it expects, number %d, and waits for what comes (a challenge ACK, RFC 5961).", f.Challenge, from, m.Ack),
		}
	case f.AnswersProbe > 0:
		return answersProbe(m)
	case m.Acked.SYN && m.After[from] == flow.Established:
		return endsHandshake(m)
	case m.Acked.FIN:
		return ofACKofFIN(m)
	case f.Dup != nil:
		return ofDup(m)
	case f.Window != nil:
		return ofWindow(m)
	case m.Ack < 0 && m.Conversation.Completeness&flow.HasSYNACK != 0:
		return ofStrangeACK(m)
	case !full:
		return Sentence{Brief: briefACK(m)}
	case m.Acked.Any():
		return Sentence{
			briefACK(m),
			fmt.Sprintf("ack=%d: %s from the %s %s arrived; number %d is expected next. A bare ACK uses up no number and is not acknowledged itself.", m.Ack, covered(m), from.Peer(), hasHave(newly(m)), m.Ack),
		}
	}
	return Sentence{
		briefACK(m),
		fmt.Sprintf("ack=%d: the %s expects number %d next. Nothing that was captured is acknowledged for the first time.", max(m.Ack, 0), from, max(m.Ack, 0)),
	}
}

// ofStrangeACK speaks of an ACK of numbers before those of the SYN, which was captured.
func ofStrangeACK(m *run.Moment) Sentence {
	from := m.Observation.From
	return Sentence{
		fmt.Sprintf("its ack lies before the %s's SYN: other numbers", from.Peer()),
		fmt.Sprintf("It acknowledges number %d as it stands in the packet, which lies before that of the %s's SYN: these are not the numbers of this connection as it was captured here. A box on the way may write others.", m.Packet.TCP.Ack, from.Peer()),
	}
}

// newly returns how many numbers a segment is the first to acknowledge.
func newly(m *run.Moment) int64 {
	n := m.Acked.To - m.Acked.From
	if m.Acked.SYN {
		n++
	}
	if m.Acked.FIN {
		n++
	}
	return n
}

// answersProbe speaks of an ACK that a probe has asked for.
func answersProbe(m *run.Moment) Sentence {
	from := m.Observation.From
	n, next := m.Facts.AnswersProbe, max(m.Ack, 0)
	if w := m.Facts.Window; w != nil {
		s := ofWindow(m)
		return Sentence{
			fmt.Sprintf("answers the probe (packet %d); ", n) + s.Brief,
			fmt.Sprintf("The %s answers the probe, packet %d. ", from, n) + s.Full,
		}
	}
	return Sentence{
		fmt.Sprintf("answers the probe (packet %d): expects %d next", n, next),
		fmt.Sprintf("The %s answers packet %d, which was sent to be answered: it is still there and expects number %d next.", from, n, next),
	}
}

// endsHandshake speaks of the ACK of a SYN,ACK.
func endsHandshake(m *run.Moment) Sentence {
	from := m.Observation.From
	peer := from.Peer()
	if m.Facts.NotTaken > 0 {
		return Sentence{
			fmt.Sprintf("covers the %s's SYN; but the %s does not take it (see packet %d, later)", peer, peer, m.Facts.NotTaken),
			fmt.Sprintf("ack=%d covers the %s's SYN: for the %s the connection is established. But the %s sends its SYN,ACK again (packet %d, later): it has not taken this ACK, and is still in SYN-RECEIVED.", m.Ack, peer, from, peer, m.Facts.NotTaken),
		}
	}
	s := Sentence{
		fmt.Sprintf("covers the %s's SYN: both ends are connected", peer),
		fmt.Sprintf("ack=%d covers the %s's SYN. Now both sides know that the other has heard them: the connection is established.", m.Ack, peer),
	}
	if m.Octets == [2]int64{} {
		s.Full = s.Full[:len(s.Full)-1] + ", and no byte of a message has been sent yet."
	}
	return s
}

// ofDup speaks of an ACK that says again what its sender expects.
func ofDup(m *run.Moment) Sentence {
	d, from := m.Facts.Dup, m.Observation.From
	expects := fmt.Sprintf(" says again what it expects: %s.", number(m.Ack))
	switch t := d.Trigger; {
	case d.DSACK.Len() > 0:
		s := Sentence{
			fmt.Sprintf("a duplicate ACK: %s came twice (D-SACK)", bytesOf(d.DSACK)),
			fmt.Sprintf("By D-SACK the %s reports that %s came twice (RFC 2883), and", from, bytesOf(d.DSACK)) + expects,
		}
		return s
	case t != nil && t.Events.Has(flow.SYNACK):
		return Sentence{
			fmt.Sprintf("covers the SYN,ACK once more (packet %d)", t.Number),
			fmt.Sprintf("The SYN,ACK has come again, packet %d, and the %s acknowledges it once more.", t.Number, from),
		}
	case t != nil && d.Twice:
		return Sentence{
			fmt.Sprintf("a duplicate ACK: packet %d came twice; still expects %d", t.Number, m.Ack),
			fmt.Sprintf("Packet %d has come a second time. The %s throws the copy away and", t.Number, from) + expects,
		}
	case t != nil && d.Old && d.Waits && t.Events.Has(flow.FIN):
		return Sentence{
			fmt.Sprintf("answers the FIN that came again (packet %d): TIME-WAIT is there for that", t.Number),
			fmt.Sprintf("The FIN has come again (packet %d), because its ACK was late or lost. The %s has closed long ago, but its kernel remembers the connection in TIME-WAIT, and can answer.", t.Number, from),
		}
	case t != nil && d.Old:
		return Sentence{
			fmt.Sprintf("a duplicate ACK: packet %d brought nothing new; expects %d", t.Number, m.Ack),
			fmt.Sprintf("A duplicate ACK: packet %d holds nothing that the %s did not have. It throws it away and", t.Number, from) + expects,
		}
	case t != nil && d.Asks && t.Seq > m.Ack:
		return asksAgain(m, d)
	}
	s := Sentence{
		fmt.Sprintf("a duplicate ACK: still waits for %d", m.Ack),
		fmt.Sprintf("A duplicate ACK: the %s%s What made it say so was not captured.", from, expects),
	}
	return noteSACK(d, s)
}

// asksAgain speaks of an ACK that tells of a gap.
func asksAgain(m *run.Moment, d *facts.Dup) Sentence {
	n, from := d.Trigger.Number, m.Observation.From
	return noteSACK(d, Sentence{
		fmt.Sprintf("a duplicate ACK: packet %d came, but %s is missing", n, number(m.Ack)),
		fmt.Sprintf("A duplicate ACK: packet %d has come, but %s, before it, has not: the %s can only say again that it waits for that.", n, number(m.Ack), from),
	})
}

// noteSACK adds that an ACK names what lies behind the gap.
func noteSACK(d *facts.Dup, s Sentence) Sentence {
	if len(d.Holds) == 0 {
		return s
	}
	names := make([]string, len(d.Holds))
	for i, h := range d.Holds {
		names[i] = bytesOf(h)
	}
	s.add("; SACK names what it holds", fmt.Sprintf(" By SACK it names what it holds behind the gap, %s, so that only the gap need be sent again (RFC 2018).", strings.Join(names, " and ")))
	return s
}

// ofWindow speaks of a window update.
func ofWindow(m *run.Moment) Sentence {
	w, from := m.Facts.Window, m.Observation.From
	to, span := fmt.Sprintf(" to %d bytes", w.Now), fmt.Sprintf(" from %d to %d bytes", w.Before, w.Now)
	if w.Unscaled { // nobody can tell how many bytes that is
		to, span = "", ""
	}
	var s Sentence
	switch {
	case w.Before == 0:
		s = Sentence{
			"window update: the zero window reopens" + strings.Replace(to, " to", ",", 1),
			fmt.Sprintf("A window update: the %s's window was zero, and reopens%s. The %s may send again.", from, strings.Replace(to, " to", ":", 1), from.Peer()),
		}
	case w.Now > w.Before:
		s = Sentence{"window update: the window grew" + to, fmt.Sprintf("A window update: the %s's window grew%s.", from, span)}
	default:
		s = Sentence{"window update: the window shrank" + to, fmt.Sprintf("A window update: the %s's window shrank%s.", from, span)}
	}
	s.Full += " Nothing new is acknowledged."
	if c := w.Read; c != nil {
		took := quantity.Count(c.Result, "byte")
		s.add(fmt.Sprintf("; %s() took %s", c.Name, took), fmt.Sprintf(" The program has read: %s() took %s out of the receive buffer meanwhile.", c.Name, took))
	}
	return s
}

// briefACK says what a bare acknowledgment covers, and expects.
func briefACK(m *run.Moment) string {
	b := make([]byte, 0, 96)
	if m.Acked.Any() {
		b = append(appendCovered(append(b, "covers "...), &m.Observation), "; expects "...)
	} else {
		b = append(b, "expects "...)
	}
	return string(append(strconv.AppendInt(b, max(m.Ack, 0), 10), " next"...))
}

// ofProbe speaks of segments that are sent only to be answered.
func ofProbe(m *run.Moment) Sentence {
	p, from := m.Facts.Probe, m.Observation.From
	peer := from.Peer()
	var s Sentence
	switch {
	case p.Carries:
		s = Sentence{
			"window probe with one byte: is there room again?",
			fmt.Sprintf("A window probe: the %s's window was zero. With one byte the %s asks whether there is room again, in case the news of that got lost (RFC 9293 §3.8.6.1).", peer, from),
		}
	case p.Window:
		s = Sentence{
			"window probe: asks whether there is room again",
			fmt.Sprintf("A window probe: the %s's window was zero. The %s repeats a number that was acknowledged before, so that the %s must answer and say its window, in case the news of that got lost (RFC 9293 §3.8.6.1).", peer, from, peer),
		}
	default:
		s = Sentence{
			"keep-alive: asks whether the other side is still there",
			fmt.Sprintf("A keep-alive: the %s repeats a number that was acknowledged before, so that the %s must answer if it is still there (RFC 9293 §3.8.4).", from, peer),
		}
	}
	if p.Without > 0 {
		s.add(fmt.Sprintf("; %s before had no answer", probes(p.Without)), fmt.Sprintf(" %s before it had no answer.", capital(probes(p.Without))))
	}
	return s
}

func probes(n int) string {
	if n == 1 {
		return "the one"
	}
	return fmt.Sprintf("the %d", n)
}

// capital returns a phrase as it begins a sentence.
func capital(s string) string { return string(s[0]-'a'+'A') + s[1:] }
