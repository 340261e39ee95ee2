package segments

import (
	"fmt"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// noteGaps adds to a sentence what the capture lacks before the segment, or of what it
// acknowledges.
func noteGaps(m *run.Moment, s sentence.Sentence) sentence.Sentence {
	if g := m.Facts.Before; g != nil {
		if g.Filled > 0 {
			s.Add(fmt.Sprintf("; %s missing until packet %d", sentence.Bytes(g.Span), g.Filled), fmt.Sprintf(" Before it, %s %s missing so far: packet %d, later, brings the last of them.", sentence.Bytes(g.Span), sentence.IsAre(g.Len()), g.Filled))
		} else if g.Partly > 0 {
			s.Add(fmt.Sprintf("; %s missing so far", sentence.Bytes(g.Span)), fmt.Sprintf(" Before it, %s %s missing so far: some of them come later, from packet %d on, others not at all.", sentence.Bytes(g.Span), sentence.IsAre(g.Len()), g.Partly))
		} else {
			s.Brief = "after a gap: " + s.Brief
			s.Full += fmt.Sprintf(" Before it, %s %s missing in the capture: lost on the way, or not captured.", sentence.Bytes(g.Span), sentence.IsAre(g.Len()))
		}
	}
	if g := m.Facts.Unseen; g != nil {
		if g.Filled > 0 {
			s.Add(fmt.Sprintf("; packet %d, captured later, holds that", g.Filled), fmt.Sprintf(" It was captured before what it acknowledges: %s stand%s in packet %d, further down.", sentence.Bytes(g.Span), plural(g.Len()), g.Filled))
		} else if g.Partly > 0 {
			s.Add("; some of that was captured later, some not", fmt.Sprintf(" Of what it acknowledges, %s %s not captured so far: some of them come later, from packet %d on, others not at all.", sentence.Bytes(g.Span), sentence.WasWere(int(g.Len())), g.Partly))
		} else {
			s.Add("; "+notCaptured(m, g.Span), fmt.Sprintf(" Of what it acknowledges, %s %s not captured.", unseen(g.Span), sentence.WasWere(int(g.Len()))))
		}
	}
	if r := m.Facts.Reneged; r != nil {
		s.Add(fmt.Sprintf("; lacks %s, which packet %d had named by SACK", sentence.Bytes(r.Span), r.Named), fmt.Sprintf(" Packet %d had named %s by SACK: they had come, and %s does not hold them any more. A receiver may throw away what it has named by SACK alone (reneging, RFC 2018 §8), and all of that must be sent again.", r.Named, sentence.Bytes(r.Span), sentence.From(m)))
	}
	return noteWindow(m, s)
}

// notCaptured says which of the numbers that a segment acknowledges were not captured. The
// brief sentence of a FIN does not say that it acknowledges any.
func notCaptured(m *run.Moment, s facts.Span) string {
	switch {
	case m.Events.Has(flow.FIN):
		return fmt.Sprintf("%s covers %s, not captured", sentence.Ack(m.Ack), unseen(s))
	case s.Len() == m.Acked.To-m.Acked.From:
		return "what it covers was not captured"
	}
	return fmt.Sprintf("of what it covers, %s not captured", unseen(s))
}

// unseen names numbers that were not captured: a single one may be a byte or a FIN.
func unseen(s facts.Span) string {
	if s.Len() == 1 {
		return sentence.Number(s.From)
	}
	return sentence.Bytes(s)
}

// plural returns "s" for one: "byte 5 comes", "bytes 5-6 come".
func plural(n int64) string {
	if n == 1 {
		return "s"
	}
	return ""
}

// ofLate speaks of numbers that come behind higher ones, and were not captured before.
func ofLate(m *run.Moment) sentence.Sentence {
	l, what := m.Facts.Late, sentence.SpanOf(m)
	switch {
	case m.Facts.Fate.Appears():
		return sentence.New("carries "+what, fmt.Sprintf("It carries %s%s: whether it was sent before or after that nobody can tell.", what, behind(l)))
	case l.Acked > 0:
		return sentence.New(
			fmt.Sprintf("carries %s, captured after its ACK (packet %d)", what, l.Acked),
			fmt.Sprintf("It carries %s for the first and only time. Packet %d, which acknowledges that, stands above it: the order of the capture is not that of the wire.", what, l.Acked),
		)
	case l.InTrip:
		return sentence.New(
			"out of order: "+what+behind(l),
			fmt.Sprintf("It carries %s for the first time%s, less than a round trip after bytes that follow them: segments overtook each other on the way. TCP hands the bytes to the program in order all the same.", what, behind(l)),
		)
	case len(l.Asked) > 0:
		return sentence.New(
			fmt.Sprintf("fills the gap: %s, asked for by %s", what, quantity.Count(len(l.Asked), "duplicate ACK")),
			fmt.Sprintf("It carries %s, which %s had asked for: they were missing so far. The capture holds these bytes only here.", what, quantity.List("packet", l.Asked)),
		)
	}
	return sentence.New(
		"fills the gap: "+what+behind(l),
		fmt.Sprintf("It carries %s for the first time in this capture%s: it was late, or was sent again and its first copy lost before this point.", what, behind(l)),
	)
}

// behind returns the packet with higher numbers that was captured before.
func behind(l *facts.Late) string {
	if l.Behind == 0 {
		return ""
	}
	return fmt.Sprintf(", behind packet %d", l.Behind)
}
