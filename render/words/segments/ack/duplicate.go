package ack

import (
	"fmt"
	"strings"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/words/sentence"
)

// ofDup speaks of an ACK that says again what its sender expects.
func ofDup(m *run.Moment) sentence.Sentence {
	d, from := m.Facts.Dup, sentence.From(m)
	expects := fmt.Sprintf(" says again what it expects: %s.", sentence.Number(m.Ack))
	switch t := d.Trigger; {
	case d.DSACK.Len() > 0:
		s := sentence.New(
			fmt.Sprintf("a duplicate ACK: %s came twice (D-SACK)", twice(d)),
			fmt.Sprintf("By D-SACK %s reports that %s came twice (RFC 2883), and", from, twice(d))+expects,
		)
		return s
	case t != nil && t.Events.Has(flow.SYNACK):
		return sentence.New(
			fmt.Sprintf("covers the SYN,ACK once more (packet %d)", t.Number),
			fmt.Sprintf("The SYN,ACK has come again, packet %d, and %s acknowledges it once more.", t.Number, from),
		)
	case t != nil && d.Stale:
		return sentence.New(
			fmt.Sprintf("a duplicate ACK: the timestamp of packet %d is old (PAWS); expects %s", t.Number, sentence.Which(m.Ack)),
			fmt.Sprintf("Packet %d has come, and its timestamp is older than the last one that %s has taken, which this ACK echoes: it is taken for a segment of long ago and thrown away (PAWS, RFC 7323 §5). %s", t.Number, from, sentence.Capital(from))+expects,
		)
	case t != nil && d.Twice:
		return sentence.New(
			fmt.Sprintf("a duplicate ACK: packet %d came twice; still expects %s", t.Number, sentence.Which(m.Ack)),
			fmt.Sprintf("Packet %d has come a second time. %s throws the copy away and", t.Number, sentence.Capital(from))+expects,
		)
	case t != nil && d.Old && d.Waits && t.Events.Has(flow.FIN):
		return sentence.New(
			fmt.Sprintf("answers the FIN that came again (packet %d): TIME-WAIT is there for that", t.Number),
			fmt.Sprintf("The FIN has come again (packet %d), because its ACK was late or lost. %s has closed long ago, but its kernel remembers the connection in TIME-WAIT, and can answer.", t.Number, sentence.Capital(from)),
		)
	case t != nil && d.Old:
		return sentence.New(
			fmt.Sprintf("a duplicate ACK: packet %d brought nothing new; expects %s", t.Number, sentence.Which(m.Ack)),
			fmt.Sprintf("A duplicate ACK: packet %d holds nothing that %s did not have. It throws it away and", t.Number, from)+expects,
		)
	case t != nil && d.Asks && t.Seq > m.Ack:
		return asksAgain(m, d)
	}
	why := " What made it say so was not captured."
	if d.Behind > 0 {
		why = fmt.Sprintf(" What made it say so may be packet %d, or one after it, that has come and lies behind that number: which, it does not tell.", d.Behind)
	}
	s := sentence.New(
		fmt.Sprintf("a duplicate ACK: still waits for %s", sentence.Which(m.Ack)),
		fmt.Sprintf("A duplicate ACK: %s%s", from, expects)+why,
	)
	return noteSACK(d, s)
}

// twice names what D-SACK reports. The number of a FIN, which the segment that came again shows it to be, is
// no byte's.
func twice(d *facts.Dup) string {
	t, s := d.Trigger, d.DSACK
	switch {
	case t == nil || !t.Events.Has(flow.FIN) || t.Next != s.To:
		return sentence.Bytes(s)
	case s.Len() == 1:
		return "the FIN"
	}
	return sentence.BytesFromTo(s.From, s.To-1) + " and the FIN"
}

// asksAgain speaks of an ACK that tells of a gap.
func asksAgain(m *run.Moment, d *facts.Dup) sentence.Sentence {
	n, from := d.Trigger.Number, sentence.From(m)
	return noteSACK(d, sentence.New(
		fmt.Sprintf("a duplicate ACK: packet %d came, but %s is missing", n, sentence.Number(m.Ack)),
		fmt.Sprintf("A duplicate ACK: packet %d has come, but %s, before it, has not: %s can only say again that it waits for that.", n, sentence.Number(m.Ack), from),
	))
}

// come says of bytes that they have come, and of many spans how many.
func come(spans []facts.Span) string {
	switch len(spans) {
	case 1:
		return sentence.Bytes(spans[0]) + " " + sentence.HasHave(spans[0].Len()) + " come"
	case 2:
		return fmt.Sprintf("%d-%d, %d-%d have come", spans[0].From, spans[0].To-1, spans[1].From, spans[1].To-1)
	}
	return fmt.Sprintf("%d spans have come", len(spans))
}

// noteSACK adds that an ACK names what lies behind the gap.
func noteSACK(d *facts.Dup, s sentence.Sentence) sentence.Sentence {
	if len(d.Holds) == 0 {
		return s
	}
	names := make([]string, len(d.Holds))
	for i, h := range d.Holds {
		names[i] = sentence.Bytes(h)
	}
	holds := strings.Join(names, " and ")
	s.Add("; SACK: "+come(d.Holds), fmt.Sprintf(" By SACK it names what it holds behind the gap, %s, so that only the gap need be sent again (RFC 2018).", holds))
	return s
}
