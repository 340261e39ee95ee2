package retransmission

import (
	"fmt"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// Of speaks of a segment that repeats numbers: which packet it repeats, and why if
// something shows it.
func Of(m *run.Moment) sentence.Sentence {
	a := m.Facts.Again
	if a.First == nil {
		return forgotten(m, a)
	}
	if a.Conflict.Len() > 0 {
		return conflict(a)
	}
	why, because := cause(m, a)
	s := sentence.New(
		repeated(m, a)+" again"+since(a)+why,
		fmt.Sprintf("%s sends %s again, with the same numbers as %s%s.", sentence.Capital(sentence.From(m)), named(m), listOf(a), sentence.InTime(a.After))+because,
	)
	if n := a.New; n.Len() > 0 {
		old := facts.Span{From: m.Seq, To: n.From}
		s.Brief += "; " + sentence.Bytes(n) + " new"
		s.Full = fmt.Sprintf("%s sends %s again (%s)%s, and with them %s, which %s new.", sentence.Capital(sentence.From(m)), sentence.Bytes(old), listOf(a), sentence.InTime(a.After), sentence.Bytes(n), sentence.IsAre(n.Len())) + because
	}
	if c := a.Covered; c.Len() > 0 {
		s.Full += fmt.Sprintf(" Of that, %s %s been acknowledged before; %s %s not.", sentence.Bytes(c), sentence.HasHave(c.Len()), sentence.BytesFromTo(c.To, m.Next), sentence.HasHave(m.Next-c.To))
	}
	if a.Held > 0 && a.Acked == 0 {
		s.Add(fmt.Sprintf("; packet %d names it by SACK", a.Held), fmt.Sprintf(" Packet %d had named it by SACK: it had come. After a timeout a sender relies on that no more (RFC 2018 §5).", a.Held))
	}
	if a.Damaged {
		s.Add(fmt.Sprintf("; the checksum of packet %d is wrong", a.First.Number), fmt.Sprintf(" The TCP checksum of packet %d is wrong: its receiver throws such a segment away.", a.First.Number))
	}
	if a.NoACK {
		s.Add(", with a wrong checksum", fmt.Sprintf(" But the TCP checksum of packet %d is wrong: its receiver throws such a segment away.", a.Acked))
	}
	inCase := ", in case that was why no answer came"
	if a.Acked > 0 {
		inCase = ""
	}
	if m.Facts.Open.Has(facts.WithoutECN) {
		s.Add("; without ECN now", " This time it does not ask for ECN"+inCase+" (RFC 3168 §6.1.1.1).")
	}
	if m.Facts.Open.Has(facts.WithoutFast) {
		s.Add("; plain SYN now", " This time it is a plain SYN, without Fast Open and without bytes"+inCase+" (RFC 7413).")
	}
	s = outcome(m, a, s)
	if a.Twice > 0 {
		s.Add("", fmt.Sprintf(" All of it had come before: packet %d, later, reports that by D-SACK (RFC 2883).", a.Twice))
	}
	if a.First.Facts.Full && !m.Facts.Full {
		s.Add("; the accept queue was full", fmt.Sprintf(" The accept queue was full when packet %d was sent.", a.First.Number))
	}
	s.AddDropped(m)
	return s
}

// forgotten speaks of a segment that repeats what was captured so long ago that the
// packet is remembered no more.
func forgotten(m *run.Moment, a *facts.Again) sentence.Sentence {
	s := sentence.New("again: "+named(m), fmt.Sprintf("%s sends %s again, which were captured long before.", sentence.Capital(sentence.From(m)), named(m)))
	if a.Acked > 0 {
		s.Add(fmt.Sprintf(", for nothing: packet %d had acknowledged it", a.Acked), fmt.Sprintf(" Packet %d had acknowledged that.", a.Acked))
	}
	return s
}

// since says how long after the first copy it comes, in a line. Where something else than
// time made the sender repeat itself, that does not matter.
func since(a *facts.Again) string {
	switch a.Cause {
	case facts.Asked, facts.Overtaken, facts.Holes, facts.TooBig, facts.SYNAgain, facts.NoSYNACK, facts.NotTaken, facts.WrongAnswer, facts.ThrownAway:
		return ""
	}
	if a.After <= 0 || a.Cause != facts.LossProbe || a.Acked > 0 || a.Held > 0 || len(a.Of) > 1 {
		return sentence.InTime(a.After)
	}
	return ", unacknowledged for " + quantity.Duration(a.After)
}

// repeated names what is repeated, by its packets.
func repeated(m *run.Moment, a *facts.Again) string {
	if m.Packet.PayloadLength == 0 && m.Events.Has(flow.FIN) {
		return "the FIN of " + listOf(a)
	}
	if whole := a.First; len(a.Of) < 2 && m.Packet.PayloadLength > 0 && m.Next-m.Seq < whole.Next-whole.Seq {
		return sentence.SpanOf(m) + " of " + listOf(a)
	}
	return listOf(a)
}

// listOf names the packets that are repeated.
func listOf(a *facts.Again) string {
	if len(a.Of) > 1 {
		return quantity.List("packet", a.Of)
	}
	return fmt.Sprintf("packet %d", a.First.Number)
}

// named names what a segment holds: "its SYN,ACK", "bytes 1-6".
func named(m *run.Moment) string {
	switch {
	case m.Events.Has(flow.SYN):
		return "its SYN"
	case m.Events.Has(flow.SYNACK):
		return "its SYN,ACK"
	}
	return sentence.SpanOf(m)
}

// conflict speaks of a segment that holds other bytes for the same numbers.
func conflict(a *facts.Again) sentence.Sentence {
	s := sentence.New(
		fmt.Sprintf("%s again, with other content than packet %d", sentence.Bytes(a.Overlap), a.First.Number),
		fmt.Sprintf("It has %s in common with packet %d, but other content: they differ in %s. A TCP never changes what it has sent: somebody else may have sent one of the two, and which of them the receiver keeps is not seen here.", sentence.Bytes(a.Overlap), a.First.Number, sentence.Bytes(a.Conflict)),
	)
	if a.New.Len() > 0 {
		s.Add("; "+sentence.Bytes(a.New)+" new", fmt.Sprintf(" %s are new.", sentence.Capital(sentence.Bytes(a.New))))
	}
	return s
}

// outcome adds what had become of the first copy, where the wire was watched.
func outcome(m *run.Moment, a *facts.Again, s sentence.Sentence) sentence.Sentence {
	fate, n := a.First.Facts.Fate, a.First.Number
	switch {
	case fate == nil, fate.Unseen().HidesArrival():
		return s
	case fate.Lost():
		s.Add(fmt.Sprintf("; packet %d was lost", n), fmt.Sprintf(" Packet %d was lost %s.", n, sentence.Lost(fate)))
		return s
	case !fate.ArrivedBy(m.Packet.Time):
		s.Add(fmt.Sprintf("; packet %d is still on its way", n), fmt.Sprintf(" Packet %d is still on its way: it is late, not lost.", n))
		return s
	}
	if ack := a.Answer; ack != nil && ack.Facts.Fate.Lost() {
		noun := "ACK"
		if m.Events.Has(flow.SYN) {
			noun = "answer"
		}
		s.Add(fmt.Sprintf("; it had arrived, but its %s (packet %d) was lost", noun, ack.Number), fmt.Sprintf(" Packet %d had arrived; what was lost is its %s, packet %d.", n, noun, ack.Number))
		return s
	}
	if a.Untaken > 0 {
		peer := sentence.Peer(m)
		s.Add(
			fmt.Sprintf("; it had come, and %s's TCP had not taken it by packet %d", peer, a.Untaken),
			fmt.Sprintf(" Packet %d had come to %s's host, but its TCP had not taken it by packet %d, which it sent later and which still expects number %d. Why, packets do not tell.", n, peer, a.Untaken, a.First.Seq),
		)
		return s
	}
	if a.Answer == nil && a.Twice == 0 {
		s.Add(fmt.Sprintf("; packet %d had arrived", n), fmt.Sprintf(" Packet %d had arrived; no ACK of it was sent before: whether %s's TCP has taken it, nothing tells.", n, sentence.Peer(m)))
		return s
	}
	s.Add(fmt.Sprintf("; packet %d had arrived", n), fmt.Sprintf(" Packet %d had arrived, but %s does not know that yet.", n, sentence.From(m)))
	return s
}
