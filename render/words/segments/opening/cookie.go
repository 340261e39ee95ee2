package opening

import (
	"fmt"

	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// addCookie adds that a SYN,ACK is one that its kernel forgets, if it has counted that: nothing in the packet
// tells.
func addCookie(m *run.Moment, s *sentence.Sentence) {
	if !m.Forgotten() {
		return
	}
	if others := m.Facts.Unfinished; len(others) > 0 {
		full := quantity.List("packet", others)
		s.Brief = "agrees, and keeps no state (SYN cookie): its list of unfinished handshakes is full"
		s.Full += fmt.Sprintf(" Its list of unfinished handshakes is full, as it counts (TCPReqQFullDoCookies): the ACK of %s has not come yet.", full)
		if len(others) == 1 {
			s.Brief += " (" + full + ")"
		}
	} else {
		s.Brief += "; a SYN cookie: no state is kept"
	}
	s.Add("", " Its kernel counts a SYN cookie (SyncookiesSent): it keeps nothing of this connection, and stays in LISTEN. What it must know again stands in the number that it has chosen, and comes back with the ACK (RFC 4987 §3.6).")
	if m.Facts.Open.Has(facts.WithoutOptions) {
		s.Full += " Window scale and selective ACKs, which the SYN has offered, have no room there: without timestamps they are lost."
	}
}
