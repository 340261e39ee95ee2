package scenario

import (
	"wireladder/capture"
)

// faultyDatagrams returns the scenarios of UDP on a wire that is not perfect.
func faultyDatagrams() []Scenario {
	return []Scenario{
		{
			Name: "udp-loss", Group: UDP, Protocols: overUDP,
			Title:   "a datagram is lost: one client waits, one asks again",
			Wire:    &WireOptions{Faults: []string{"drop 1st client datagram", "drop 2nd client datagram"}},
			Waits:   "an answer that does not come (0.3 s)",
			Choices: Choices{Text: true},
			script:  udpLoss,
		},
		{
			Name: "udp-reorder", Group: UDP, Protocols: overUDP,
			Title:   "one datagram overtakes the other",
			Wire:    &WireOptions{Faults: []string{"reorder 1st client datagram"}},
			Choices: Choices{Text: true},
			script:  udpReorder,
		},
		{
			Name: "udp-duplicate", Group: UDP, Protocols: overUDP,
			Title:   "one datagram arrives twice",
			Wire:    &WireOptions{Faults: []string{"duplicate 1st client datagram"}},
			Choices: Choices{Text: true},
			script:  udpDuplicate,
		},
	}
}

func udpLoss(st *stage) error {
	st.server("server", udpServer)
	st.client("client 1", func(p *program) {
		p.until(made("server", "recvfrom", 1))
		s := p.socket(capture.UDP)
		s.sendTo(p.Text+" 1", p.address())
		p.forEver(func() { s.recvFrom(bufferSize) })
	})
	st.client("client 2", func(p *program) {
		p.until(settled("client 1"))
		s := p.socket(capture.UDP)
		s.askAgain(p.Text+" 2", p.address())
		s.close()
	})
	return nil
}

// udpReorder has the client wait until the server is done: else a late answer
// would find the client's port closed.
func udpReorder(st *stage) error {
	st.server("server", udpServer)
	st.client("client", func(p *program) {
		p.until(made("server", "recvfrom", 1))
		s := p.socket(capture.UDP)
		s.sendTo(p.Text+" 1", p.address())
		s.sendTo(p.Text+" 2", p.address())
		s.recvFrom(bufferSize)
		s.recvFrom(bufferSize)
		p.until(made("server", "recvfrom", 3))
		s.close()
	})
	return nil
}

func udpDuplicate(st *stage) error {
	st.server("server", udpServer)
	st.client("client", func(p *program) {
		p.until(made("server", "recvfrom", 1))
		s := p.socket(capture.UDP)
		s.sendTo(p.Text+" 1", p.address())
		s.recvFrom(bufferSize)
		s.sendTo(p.Text+" 2", p.address())
		s.recvFrom(bufferSize)
		s.recvFrom(bufferSize)
		p.until(made("server", "recvfrom", 4))
		s.close()
	})
	return nil
}
