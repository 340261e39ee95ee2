package scenario

import (
	"strings"
	"time"
)

// losses returns the scenarios of TCP on a wire that loses a packet.
func losses() []Scenario {
	text := Choices{Text: true}
	return []Scenario{
		{
			Name: "syn-loss", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:   &WireOptions{Faults: []string{"drop 1st SYN"}},
			Waits:  "a SYN that is sent again (about 1 s)",
			Title:  "the SYN is lost, and sent again after a second",
			script: closeClient,
		},
		{
			Name: "synack-loss", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:   &WireOptions{Delay: 10 * time.Millisecond, Faults: []string{"drop 1st SYN-ACK"}},
			Waits:  "a SYN-ACK that is sent again (about 1 s)",
			Title:  "the SYN-ACK is lost, and must come again",
			script: closeClient,
		},
		{
			Name: "data-loss", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:   &WireOptions{Faults: []string{"drop 1st client data segment"}},
			Waits:  "a segment that is sent again (about 0.2 s)",
			Title:  "the only data segment is lost, and sent again by a probe",
			script: closeClient,
		},
		{
			Name: "fast-retransmit", Group: TCP, Protocols: overTCP,
			Wire:   &WireOptions{Faults: []string{"drop 3rd client data segment"}},
			Title:  "a lost segment, and duplicate ACKs that tell of it",
			script: fastRetransmit,
		},
		{
			Name: "fin-loss", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:   &WireOptions{Faults: []string{"drop 1st client FIN"}},
			Waits:  "a FIN that is sent again (about 0.2 s)",
			Title:  "the FIN is lost, and sent again by a closed socket",
			script: closeClient,
		},
	}
}

// burst returns how many octets fast-retransmit sends: six segments of 1,448 each, which
// is what an Ethernet frame has room for beside 52 of headers and timestamps; over IPv6,
// with a header of 20 more, 1,428. A new connection may have ten on their way (RFC 6928),
// and three behind the lost one are needed.
func (st *stage) burst() int {
	if st.Host.Is6() {
		return 6 * 1428
	}
	return 6 * 1448
}

// fixedBuffer keeps the server's window from growing with each segment: an ACK
// that opens the window is no duplicate ACK (RFC 5681 §2).
const fixedBuffer = 32 << 10

func fastRetransmit(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listeningWith(fixedBuffer)
		conn := l.accept()
		conn.recvAll(p.burst(), bufferSize)
		conn.send("GOT IT ALL\n")
		conn.recv(bufferSize)
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.connectedTo("server")
		p.until(made("server", "recv", 1))
		s.talk(strings.Repeat("wireladder", p.burst())[:p.burst()-1])
	})
	return nil
}
