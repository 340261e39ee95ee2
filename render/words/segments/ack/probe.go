package ack

import (
	"fmt"

	"wireladder/capture/run"
	"wireladder/render/words/sentence"
)

// answersProbe speaks of an ACK that a probe has asked for.
func answersProbe(m *run.Moment) sentence.Sentence {
	from := sentence.From(m)
	n := m.Facts.AnswersProbe
	if w := m.Facts.Window; w != nil {
		s := ofWindow(m)
		return sentence.New(
			fmt.Sprintf("answers the probe (packet %d); ", n)+s.Brief,
			fmt.Sprintf("%s answers the probe, packet %d. ", sentence.Capital(from), n)+s.Full,
		)
	}
	return sentence.New(
		fmt.Sprintf("answers the probe (packet %d): expects %s next", n, sentence.Which(m.Ack)),
		fmt.Sprintf("%s answers packet %d, which was sent to be answered: it is still there and expects %s next.", sentence.Capital(from), n, sentence.Number(m.Ack)),
	)
}

// Probe speaks of segments that are sent only to be answered.
func Probe(m *run.Moment) sentence.Sentence {
	p, from := m.Facts.Probe, sentence.From(m)
	peer := sentence.Peer(m)
	var s sentence.Sentence
	switch {
	case p.Carries:
		s = sentence.New(
			"window probe with one byte: is there room again?",
			fmt.Sprintf("A window probe: %s's window was zero. With one byte %s asks whether there is room again, in case the news of that got lost (RFC 9293 §3.8.6.1).", peer, from),
		)
	case p.Window:
		s = sentence.New(
			"window probe with an old number: asks whether there is room again",
			fmt.Sprintf("A window probe: %s's window was zero. %s repeats a number that was acknowledged before, so that %s must answer and say its window, in case the news of that got lost (RFC 9293 §3.8.6.1).", peer, sentence.Capital(from), peer),
		)
	default:
		s = sentence.New(
			"keep-alive with an old number: is the other side there?",
			fmt.Sprintf("A keep-alive: %s repeats a number that was acknowledged before, so that %s must answer if it is still there (RFC 9293 §3.8.4).", from, peer),
		)
	}
	if p.Without > 0 {
		s.Add(fmt.Sprintf("; %s before had no answer", probes(p.Without)), fmt.Sprintf(" %s before it had no answer.", sentence.Capital(probes(p.Without))))
	}
	return s
}

func probes(n int) string {
	if n == 1 {
		return "the one"
	}
	return fmt.Sprintf("the %d", n)
}
