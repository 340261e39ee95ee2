package sentence

import (
	"fmt"
	"slices"

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

// Dropped speaks of a SYN that comes when the accept queue is full.
func Dropped(m *run.Moment) string {
	return " The server's kernel has said that its accept queue is full: then it drops a SYN without a word, and the client's timer must send it again." + Counted(m, "ListenOverflows")
}
