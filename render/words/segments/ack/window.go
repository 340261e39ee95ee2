package ack

import (
	"fmt"
	"strings"

	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// ofWindow speaks of a window update.
func ofWindow(m *run.Moment) sentence.Sentence {
	w, from := m.Facts.Window, sentence.From(m)
	to, span := " to "+quantity.Count(w.Now, "byte"), fmt.Sprintf(" from %d to %s", w.Before, quantity.Count(w.Now, "byte"))
	if w.Unscaled { // nobody can tell how many bytes that is
		to, span = "", ""
	}
	var s sentence.Sentence
	switch {
	case w.Before == 0:
		s = sentence.New(
			"window update: the zero window reopens"+strings.Replace(to, " to", ",", 1),
			fmt.Sprintf("A window update: %s's window was zero, and reopens%s. %s may send again.", from, strings.Replace(to, " to", ":", 1), sentence.Capital(sentence.Peer(m))),
		)
	case w.Now > w.Before:
		s = sentence.New("window update: the window grew"+to, fmt.Sprintf("A window update: %s's window grew%s.", from, span))
	case m.Facts.Shrinks > 0 && !w.Unscaled:
		s = sentence.New(
			fmt.Sprintf("window update: the window shrinks by %s%s", quantity.Count(m.Facts.Shrinks, "byte"), to),
			fmt.Sprintf("A window update: %s's window shrank%s.", from, span),
		)
	default:
		s = sentence.New("window update: the window shrank"+to, fmt.Sprintf("A window update: %s's window shrank%s.", from, span))
	}
	s.Full += " Nothing new is acknowledged."
	if c := w.Read; c != nil {
		took := quantity.Count(c.Result, "byte")
		s.Add(fmt.Sprintf("; %s() is taking %s", c.Name, took), fmt.Sprintf(" The program reads: %s() is taking %s out of the receive buffer, and returns only after this.", c.Name, took))
	}
	return s
}
