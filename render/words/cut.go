package words

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render/quantity"
)

// noteCut adds how many bytes the file holds of a packet that was not captured whole. Where
// the file says itself that the frame was longer that is no surprise, and no part of Brief.
func noteCut(m *run.Moment, s Sentence) Sentence {
	p := m.Packet
	kept, all := len(p.Payload), p.PayloadLength
	if kept >= all || p.Length == 0 || p.Fragments > 0 {
		return s
	}
	var o capture.Outline
	if o.Trace(p); o.Cut {
		s.Add(fmt.Sprintf("; %d of %s captured", kept, quantity.Count(all, "byte")),
			fmt.Sprintf(" By its headers the packet holds %s; the file has %d of them, and does not say that it was cut.", quantity.Count(all, "byte"), kept))
		return s
	}
	s.Add("", fmt.Sprintf(" The file has %d of its %s.", kept, quantity.Count(all, "byte")))
	return s
}
