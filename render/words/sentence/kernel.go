package sentence

import (
	"fmt"
	"slices"

	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// Counted says which of some counters of the kernel grew for a packet, "" if none did.
func Counted(m *run.Moment, names ...string) string {
	for _, name := range m.Facts.Kernel {
		if slices.Contains(names, name) {
			return fmt.Sprintf(" The kernel counts it (%s).", name)
		}
	}
	return ""
}

// AddDropped adds that a SYN comes when the accept queue is full, if it does: that the kernel has dropped
// it, if it has counted that.
func (s *Sentence) AddDropped(m *run.Moment) {
	switch {
	case m.Events.Has(flow.SYN) && m.Facts.Overflowed():
		s.Mark = "; dropped: accept queue full"
		s.Add(fmt.Sprintf("%s; %s's kernel must send it again", s.Mark, From(m)), fmt.Sprintf(" %s's kernel has dropped it without a word, for its accept queue is full: it counts that (ListenOverflows). %s's kernel must send it again when its timer runs out.", Capital(Peer(m)), Capital(From(m))))
	case m.Facts.Full:
		s.Add("; the accept queue is full", fmt.Sprintf(" %s's kernel has said that its accept queue is full: then it drops a SYN without a word, and %s's kernel must send it again when its timer runs out.", Capital(Peer(m)), From(m)))
	}
}
