package words_test

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/render/words"
)

// Beside an arrow it is not said once more what its label says, nor what was said of a datagram before it.
func TestBesideAnArrow(t *testing.T) {
	refused := icmp(capture.UDP, facts.Error{Kind: facts.PortUnreachable, About: 8})
	alike := datagram(func(m *run.Moment) { m.Facts.Alike, m.Counts = true, [2]uint32{3, 2} })
	kept := datagram(func(m *run.Moment) { m.Facts.Alike, m.Facts.Kept, m.Counts = true, true, [2]uint32{3, 2} })
	for want, m := range map[string]*run.Moment{
		"no UDP socket at 10.0.0.2:53; about packet 8": refused, "": alike, "it waits in the receive buffer": kept,
	} {
		if got := words.Beside(m); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if words.Brief(m) == words.Beside(m) {
			t.Errorf("%q in a list, too", words.Brief(m))
		}
	}
}
