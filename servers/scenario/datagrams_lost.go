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
			Wire:    &Wire{Faults: []string{"drop 1st client datagram", "drop 2nd client datagram"}},
			Waits:   "an answer that does not come (0.3 s)",
			Choices: Choices{Text: true},
			Help: `
The wire loses the first datagram of each of two clients. Over UDP nobody finds
out: no acknowledgment is missed, and nothing is sent again by itself.

- Client 1 waits in recvfrom(), for ever. So does every client that forgets
  that datagrams can be lost.
- Client 2 has set a time-out (SO_RCVTIMEO). When recvfrom() fails with EAGAIN
  it sends the datagram again, and that one arrives.
- The server never knew that there was anything to answer.`,
			script: udpLoss,
		},
		{
			Name: "udp-reorder", Group: UDP, Protocols: overUDP,
			Title:   "two datagrams overtake each other",
			Wire:    &Wire{Faults: []string{"reorder 1st client datagram"}},
			Choices: Choices{Text: true},
			Help: `
The client sends two datagrams, and the wire lets the second one overtake the
first. Look where the arrows cross.

- The server receives them in the wrong order, and has no way to know: a UDP
  header has no number.
- The answers come back in that order, too. A client that takes the first
  answer for the answer to its first question is wrong.
- TCP puts segments in order again before recv() sees them.`,
			script: udpReorder,
		},
		{
			Name: "udp-duplicate", Group: UDP, Protocols: overUDP,
			Title:   "one datagram arrives twice",
			Wire:    &Wire{Faults: []string{"duplicate 1st client datagram"}},
			Choices: Choices{Text: true},
			Help: `
The client sends its first datagram once, and it arrives twice. The server
answers both.

- The client takes the first answer, asks something else, and receives the
  *second answer to the first question*. From here on it is always one behind.
- A protocol over UDP needs numbers of its own to tell answers apart.
- Over TCP the second copy is dropped by its sequence number.`,
			script: udpDuplicate,
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
		s.askAgain(p.Text + " 2")
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
		s.close()
	})
	return nil
}
