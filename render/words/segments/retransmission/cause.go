package retransmission

import (
	"fmt"
	"slices"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// cause says what made a sender repeat itself, where something shows that.
func cause(m *run.Moment, a *facts.Again) (why, because string) {
	switch {
	case a.Acked > 0 && a.Cause == facts.NoCause:
		return acknowledged(m, a)
	case a.Cause == facts.Asked || a.Cause == facts.Overtaken:
		acks := quantity.Count(len(a.Evidence), "duplicate ACK")
		return ": " + acks + " asked for it", fmt.Sprintf(" It comes at once, for %s (%s) said that %s is missing (%s).", acks, quantity.List("packet", a.Evidence), sentence.Number(m.Seq), rules[a.Cause])
	case a.Cause == facts.Holes:
		return fmt.Sprintf(": packet %d shows the hole by SACK", a.Evidence[0]), fmt.Sprintf(" It comes at once: packet %d names by SACK what was sent after it and has come, and this has not (RFC 6675, RFC 8985).", a.Evidence[0])
	case a.Cause == facts.LossProbe:
		return ": a tail loss probe", " A tail loss probe (RFC 8985 §7): the kernel counts it (TCPLossProbes). It sends the last segment again when no ACK has come for about two round trips (with one segment alone under way some 200 ms more, for an ACK that is delayed), without waiting for its retransmission timer."
	case a.Cause == facts.EarlyProbe:
		return ": by its timing a tail loss probe", " No retransmission timer is that short, and it is the last segment that comes again: by its timing a tail loss probe (RFC 8985 §7)."
	case a.Cause == facts.Timeout:
		return timeout(m, a)
	case a.Cause == facts.Backoff:
		return ", twice as long as before: a timeout", " It has waited about twice as long as before: the retransmission timer backs off so (RFC 6298 §5.5)."
	case a.Cause == facts.AfterProbe:
		return fmt.Sprintf(": its probe (packet %d) had no answer, %s's timer ran out", a.Evidence[0], sentence.From(m)), fmt.Sprintf(" The tail loss probe, packet %d, had no answer, and there is only one: now the retransmission timer has run out (RFC 8985 §7, RFC 6298).", a.Evidence[0])
	case a.Cause == facts.TooBig:
		return tooBig(m, a)
	case a.Cause == facts.SYNAgain:
		return fmt.Sprintf(": the SYN came again (packet %d)", a.Evidence[0]), fmt.Sprintf(" %s's SYN has come again (packet %d), so it answers that once more.", sentence.Capital(sentence.Peer(m)), a.Evidence[0])
	case a.Cause == facts.SYNTwice:
		return fmt.Sprintf(": the SYN (packet %d) has arrived twice", a.Evidence[0]), fmt.Sprintf(" The SYN, packet %d, has arrived twice, and each copy has its answer.", a.Evidence[0])
	case a.Cause == facts.NoSYNACK:
		return fmt.Sprintf(": the answer, packet %d, was no SYN,ACK", a.Evidence[0]), fmt.Sprintf(" What came in answer, packet %d, was no SYN,ACK: the connection is not set up yet.", a.Evidence[0])
	case a.Cause == facts.InSpite:
		return fmt.Sprintf(", in spite of the ICMP error (packet %d)", a.Evidence[0]), fmt.Sprintf(" An ICMP error had come, packet %d: TCP takes it for something that may pass, and goes on trying (RFC 1122 §4.2.3.9).", a.Evidence[0])
	case a.Cause == facts.NewTry:
		return fmt.Sprintf(": a new try; packet %d refused the last", a.Evidence[0]), fmt.Sprintf(" The try before was refused by packet %d: this is a new one.", a.Evidence[0])
	case a.Cause == facts.RoomAgain:
		return fmt.Sprintf(": the window is open again (packet %d)", a.Evidence[0]), fmt.Sprintf(" The window of %s was zero, and packet %d has opened it: now there is room for it (RFC 9293 §3.8.6.1).", sentence.Peer(m), a.Evidence[0])
	case a.Cause == facts.NotTaken:
		return fmt.Sprintf(": packet %d took the SYN alone", a.Evidence[0]), fmt.Sprintf(" They came with the SYN, but packet %d acknowledges the SYN alone: %s has not taken them (RFC 7413 §4.2).", a.Evidence[0], sentence.Peer(m))
	}
	return ofAnother(m, a)
}

// ofAnother says what else made a sender repeat itself, by a packet that shows it.
func ofAnother(m *run.Moment, a *facts.Again) (why, because string) {
	switch {
	case a.Cause == facts.ThrownAway:
		return fmt.Sprintf(": by packet %d it is thrown away again", a.Evidence[0]), fmt.Sprintf(" It had come, and %s had named it by SACK; packet %d shows that it does not hold it any more (RFC 2018 §8).", sentence.Peer(m), a.Evidence[0])
	case a.Cause == facts.PerhapsSYN:
		return fmt.Sprintf(": for the SYN of packet %d, perhaps", a.Evidence[0]), fmt.Sprintf(" The SYN had come again, packet %d: this may be the answer to that, which was on its way for as long; or an ACK of the first one has not come to it.", a.Evidence[0])
	case a.Cause == facts.WrongAnswer:
		return fmt.Sprintf(": packet %d acknowledges another number", a.Evidence[0]), fmt.Sprintf(" Packet %d, a SYN,ACK, acknowledges another number than that of the SYN, and so is no answer to it (RFC 9293 §3.10.7.3).", a.Evidence[0])
	}
	return "", unexplained(m, a)
}

// rules name what lets a sender repeat itself after duplicate ACKs.
var rules = map[facts.Cause]string{
	facts.Asked:     "fast retransmit, RFC 5681 §3.2",
	facts.Overtaken: "a segment sent later has arrived: RACK, RFC 8985 §6.2",
}

// acknowledged speaks of a repetition of what had been acknowledged before.
func acknowledged(m *run.Moment, a *facts.Again) (why, because string) {
	switch {
	case m.Events.Has(flow.SYN):
		return fmt.Sprintf(", though packet %d had answered", a.Acked), fmt.Sprintf(" Packet %d, captured before, answers the SYN: it has not reached %s, or too late.", a.Acked, sentence.From(m))
	case m.Events.Has(flow.SYNACK):
		return fmt.Sprintf(", though packet %d had acknowledged it", a.Acked), fmt.Sprintf(" Packet %d, captured before, had acknowledged it: %s has not taken that ACK, or not yet.", a.Acked, sentence.From(m))
	}
	return fmt.Sprintf(", for nothing: packet %d had acknowledged it", a.Acked), fmt.Sprintf(" Packet %d, captured before, had acknowledged all of it (a spurious retransmission): that ACK was late for %s, or did not reach it.", a.Acked, sentence.From(m))
}

// timeout speaks of a retransmission timer that has run out.
func timeout(m *run.Moment, a *facts.Again) (why, because string) {
	noun, ranOut := "ACK", sentence.From(m)+"'s timer ran out"
	if m.Events.Has(flow.SYN) {
		noun = "answer"
	}
	counted := ""
	if slices.Contains(m.Facts.Kernel, "TCPTimeouts") {
		counted = ": the kernel counts it (TCPTimeouts)"
	}
	if a.Acked > 0 {
		return ": " + ranOut, fmt.Sprintf(" Its retransmission timer has run out (RFC 6298)%s.", counted)
	}
	why = ": no " + noun + ", " + ranOut
	if len(a.Of) > 1 || len(a.Evidence) > 0 || a.Held > 0 {
		why = ": " + ranOut
	}
	if len(a.Of) > 1 {
		why = ": a timeout"
	}
	switch {
	case len(a.Evidence) > 0:
		return why, fmt.Sprintf(" Packet %d had shown the hole by SACK, and it does not come because of that, which was too long before: its retransmission timer has run out (RFC 6298)%s.", a.Evidence[0], counted)
	case a.Covered.Len() > 0:
		noun += " of the rest"
	case a.Held > 0:
		noun += " of it"
	}
	return why, fmt.Sprintf(" No %s has come: its retransmission timer has run out (RFC 6298)%s.", noun, counted)
}

// tooBig speaks of a repetition of what did not fit.
func tooBig(m *run.Moment, a *facts.Again) (why, because string) {
	n, again := a.Evidence[0], "it is sent again"
	switch {
	case a.AsLarge:
		return fmt.Sprintf(": as large as before, in spite of packet %d", n), fmt.Sprintf(" Packet %d, an ICMP error, had said that it did not fit, and it comes no smaller: as if its sender had not learned of that (RFC 1191).", n)
	case m.Packet.PayloadLength < a.First.Length:
		again += " in smaller segments"
	}
	return fmt.Sprintf(": it did not fit (packet %d)", n), fmt.Sprintf(" Packet %d, an ICMP error, has said that it did not fit: %s (path MTU discovery, RFC 1191).", n, again)
}

// unexplained says what is not known of a repetition whose cause nothing shows.
func unexplained(m *run.Moment, a *facts.Again) string {
	switch {
	case a.After == 0 || a.Acked > 0:
		return ""
	case a.First.Facts.Probe != nil:
		return " That was a window probe, whose byte had not been taken: there was no room."
	case a.After >= facts.ShortestTimeout && (m.Events.Has(flow.SYN) || m.Events.Has(flow.SYNACK)):
		return " Nothing in the capture shows why; its timer cannot have run out so soon: it starts with a second (RFC 6298 §2.1)."
	case a.After < facts.ShortestTimeout:
		return " Nothing in the capture shows why; its timer cannot have run out so soon."
	case a.Alone:
		return " No ACK of it was captured in between. That is long enough for a retransmission timer (RFC 6298) and for a tail loss probe (RFC 8985): the packets alone do not tell which."
	}
	return " No ACK of it was captured in between."
}
