package words

import (
	"fmt"
	"slices"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
)

// ofAgain speaks of a segment that repeats numbers: which packet it repeats, and why if
// something shows it.
func ofAgain(m *run.Moment) Sentence {
	a := m.Facts.Again
	if a.First == nil {
		return forgotten(m, a)
	}
	if a.Conflict.Len() > 0 {
		return conflict(m, a)
	}
	why, because := cause(m, a)
	s := Sentence{
		repeated(m, a) + " again" + since(a) + why,
		fmt.Sprintf("The %s sends %s again, with the same numbers as %s%s.", m.Observation.From, named(m), listOf(a), inTime(a.After)) + because,
	}
	if n := a.New; n.Len() > 0 {
		old := facts.Span{From: m.Seq, To: n.From}
		s.Brief += "; " + bytesOf(n) + " new"
		s.Full = fmt.Sprintf("The %s sends %s again (%s)%s, and with them %s, which %s new.", m.Observation.From, bytesOf(old), listOf(a), inTime(a.After), bytesOf(n), isAre(n.Len())) + because
	}
	if c := a.Covered; c.Len() > 0 {
		s.Full += fmt.Sprintf(" Of that, %s %s been acknowledged before; %s %s not.", bytesOf(c), hasHave(c.Len()), bytesFromTo(c.To, m.Next), hasHave(m.Next-c.To))
	}
	if m.Facts.Open.Has(facts.WithoutECN) {
		s.add("; without ECN now", " This time it does not ask for ECN, in case that was why no answer came (RFC 3168 §6.1.1.1).")
	}
	s = outcome(m, a, s)
	if a.Twice > 0 {
		s.add("", fmt.Sprintf(" All of it had come before: packet %d, later, reports that by D-SACK (RFC 2883).", a.Twice))
	}
	if a.First.Facts.Full && !m.Facts.Full {
		s.add("; the accept queue was full", fmt.Sprintf(" The accept queue was full when packet %d was sent.", a.First.Number))
	}
	if m.Facts.Full {
		s.add("; the accept queue is full", " "+dropped(m))
	}
	return s
}

// forgotten speaks of a segment that repeats what was captured so long ago that the
// packet is remembered no more.
func forgotten(m *run.Moment, a *facts.Again) Sentence {
	s := Sentence{"again: " + named(m), fmt.Sprintf("The %s sends %s again, which were captured long before.", m.Observation.From, named(m))}
	if a.Acked > 0 {
		s.add(fmt.Sprintf(", for nothing: packet %d had acknowledged it", a.Acked), fmt.Sprintf(" Packet %d had acknowledged that.", a.Acked))
	}
	return s
}

// since says how long after the first copy it comes, in a line. Where something else than
// time made the sender repeat itself, that does not matter.
func since(a *facts.Again) string {
	switch a.Cause {
	case facts.Asked, facts.Overtaken, facts.Holes, facts.TooBig, facts.SYNAgain, facts.NoSYNACK:
		return ""
	}
	return inTime(a.After)
}

// repeated names what is repeated, by its packets.
func repeated(m *run.Moment, a *facts.Again) string {
	if m.Packet.PayloadLength == 0 && m.Events.Has(flow.FIN) {
		return "the FIN of " + listOf(a)
	}
	return listOf(a)
}

// listOf names the packets that are repeated.
func listOf(a *facts.Again) string {
	if len(a.Of) > 1 {
		return listPackets(a.Of)
	}
	return fmt.Sprintf("packet %d", a.First.Number)
}

func hasHave(n int64) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// named names what a segment holds: "its SYN,ACK", "bytes 1-6".
func named(m *run.Moment) string {
	switch {
	case m.Events.Has(flow.SYN):
		return "its SYN"
	case m.Events.Has(flow.SYNACK):
		return "its SYN,ACK"
	}
	return spanOf(m)
}

// conflict speaks of a segment that holds other bytes for the same numbers.
func conflict(m *run.Moment, a *facts.Again) Sentence {
	s := Sentence{
		fmt.Sprintf("%s again, with other content than packet %d", bytesOf(a.Overlap), a.First.Number),
		fmt.Sprintf("It has %s in common with packet %d, but other content: they differ in %s. A TCP never changes what it has sent: somebody else may have sent one of the two, and which of them the receiver keeps is not seen here.", bytesOf(a.Overlap), a.First.Number, bytesOf(a.Conflict)),
	}
	if a.New.Len() > 0 {
		s.add("; "+bytesOf(a.New)+" new", fmt.Sprintf(" %s are new.", capital(bytesOf(a.New))))
	}
	return s
}

// cause says what made a sender repeat itself, where something shows that.
func cause(m *run.Moment, a *facts.Again) (why, sentence string) {
	switch {
	case a.Acked > 0 && a.Cause == facts.NoCause:
		return acknowledged(m, a)
	case a.Cause == facts.Asked || a.Cause == facts.Overtaken:
		acks := quantity.Count(len(a.Evidence), "duplicate ACK")
		return ": " + acks + " asked for it", fmt.Sprintf(" It comes at once, for %s (%s) said that %s is missing (%s).", acks, listPackets(a.Evidence), number(m.Seq), rules[a.Cause])
	case a.Cause == facts.Holes:
		return fmt.Sprintf(": packet %d shows the hole by SACK", a.Evidence[0]), fmt.Sprintf(" It comes at once: packet %d names by SACK what was sent after it and has come, and this has not (RFC 6675, RFC 8985).", a.Evidence[0])
	case a.Cause == facts.LossProbe:
		return ": a tail loss probe", " A tail loss probe (RFC 8985 §7): the kernel counts it (TCPLossProbes). It sends the last segment again when no ACK has come for about two round trips (with one segment alone under way some 200 ms more, for an ACK that is delayed), without waiting for its retransmission timer."
	case a.Cause == facts.EarlyProbe:
		return ": by its timing a tail loss probe", " No retransmission timer is that short, and it is the last segment that comes again: by its timing a tail loss probe (RFC 8985 §7)."
	case a.Cause == facts.Timeout:
		return timeout(m, a)
	case a.Cause == facts.Backoff:
		return ", twice as long as before: its timer ran out", " It has waited about twice as long as before: the retransmission timer backs off so (RFC 6298 §5.5)."
	case a.Cause == facts.AfterProbe:
		return fmt.Sprintf(": its probe (packet %d) had no answer, its timer ran out", a.Evidence[0]), fmt.Sprintf(" The tail loss probe, packet %d, had no answer, and there is only one: now the retransmission timer has run out (RFC 8985 §7, RFC 6298).", a.Evidence[0])
	case a.Cause == facts.TooBig:
		return fmt.Sprintf(": it did not fit (packet %d)", a.Evidence[0]), fmt.Sprintf(" Packet %d, an ICMP error, has said that it did not fit: it is sent again in smaller segments (path MTU discovery, RFC 1191).", a.Evidence[0])
	case a.Cause == facts.SYNAgain:
		return fmt.Sprintf(": the SYN came again (packet %d)", a.Evidence[0]), fmt.Sprintf(" The client's SYN has come again (packet %d), so it answers that once more.", a.Evidence[0])
	case a.Cause == facts.SYNTwice:
		return fmt.Sprintf(": the SYN (packet %d) has arrived twice", a.Evidence[0]), fmt.Sprintf(" The SYN, packet %d, has arrived twice, and each copy has its answer.", a.Evidence[0])
	case a.Cause == facts.NoSYNACK:
		return fmt.Sprintf(": the answer, packet %d, was no SYN,ACK", a.Evidence[0]), fmt.Sprintf(" What came in answer, packet %d, was no SYN,ACK: the connection is not set up yet.", a.Evidence[0])
	case a.Cause == facts.NewTry:
		return fmt.Sprintf(": a new try; packet %d refused the last", a.Evidence[0]), fmt.Sprintf(" The try before was refused by packet %d: this is a new one.", a.Evidence[0])
	}
	return "", unexplained(m, a)
}

// rules name what lets a sender repeat itself after duplicate ACKs.
var rules = map[facts.Cause]string{
	facts.Asked:     "fast retransmit, RFC 5681 §3.2",
	facts.Overtaken: "a segment sent later has arrived: RACK, RFC 8985 §6.2",
}

// acknowledged speaks of a repetition of what had been acknowledged before.
func acknowledged(m *run.Moment, a *facts.Again) (why, sentence string) {
	switch {
	case m.Events.Has(flow.SYN):
		return fmt.Sprintf(", though packet %d had answered", a.Acked), fmt.Sprintf(" Packet %d, captured before, answers the SYN: it has not reached the %s, or too late.", a.Acked, m.Observation.From)
	case m.Events.Has(flow.SYNACK):
		return fmt.Sprintf(", though packet %d had acknowledged it", a.Acked), fmt.Sprintf(" Packet %d, captured before, had acknowledged it: the %s has not taken that ACK, or not yet.", a.Acked, m.Observation.From)
	}
	return fmt.Sprintf(", for nothing: packet %d had acknowledged it", a.Acked), fmt.Sprintf(" Packet %d, captured before, had acknowledged all of it (a spurious retransmission): that ACK was late for the %s, or did not reach it.", a.Acked, m.Observation.From)
}

// timeout speaks of a retransmission timer that has run out.
func timeout(m *run.Moment, a *facts.Again) (why, sentence string) {
	noun := "ACK"
	if m.Events.Has(flow.SYN) {
		noun = "answer"
	}
	counted := ""
	if slices.Contains(m.Facts.Kernel, "TCPTimeouts") {
		counted = ": the kernel counts it (TCPTimeouts)"
	}
	if a.Acked > 0 {
		return ": its timer ran out", fmt.Sprintf(" Its retransmission timer has run out (RFC 6298)%s.", counted)
	}
	return ": no " + noun + " came, its timer ran out", fmt.Sprintf(" No %s has come: its retransmission timer has run out (RFC 6298)%s.", noun, counted)
}

// unexplained says what is not known of a repetition whose cause nothing shows.
func unexplained(m *run.Moment, a *facts.Again) string {
	switch {
	case a.After == 0 || a.Acked > 0:
		return ""
	case m.Events.Has(flow.SYN) || m.Events.Has(flow.SYNACK):
		return " Nothing in the capture shows why; its timer, which starts with a second (RFC 6298 §2.1), cannot have run out so soon."
	case a.After < facts.ShortestTimeout:
		return " Nothing in the capture shows why; its timer cannot have run out so soon."
	case a.Alone:
		return " No ACK of it was captured in between. That is long enough for a retransmission timer (RFC 6298) and for a tail loss probe (RFC 8985): the packets alone do not tell which."
	}
	return " No ACK of it was captured in between."
}

// outcome adds what had become of the first copy, where the wire was watched.
func outcome(m *run.Moment, a *facts.Again, s Sentence) Sentence {
	fate, n := a.First.Facts.Fate, a.First.Number
	switch {
	case fate == nil:
		return s
	case fate.Lost():
		s.add(fmt.Sprintf("; packet %d was lost", n), fmt.Sprintf(" Packet %d was lost on the wire.", n))
		return s
	case !fate.ArrivedBy(m.Packet.Time):
		s.add("; that is still on its way", fmt.Sprintf(" Packet %d is still on its way: it is late, not lost.", n))
		return s
	}
	if ack := a.Answer; ack != nil && ack.Facts.Fate.Lost() {
		noun := "ACK"
		if m.Events.Has(flow.SYN) {
			noun = "answer"
		}
		s.add(fmt.Sprintf("; it had arrived, but its %s (packet %d) was lost", noun, ack.Number), fmt.Sprintf(" Packet %d had arrived; what was lost is its %s, packet %d.", n, noun, ack.Number))
		return s
	}
	s.add("; it had arrived", fmt.Sprintf(" Packet %d had arrived, but the %s does not know that yet.", n, m.Observation.From))
	return s
}
