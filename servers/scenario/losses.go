package scenario

import (
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/servers"
)

// losses returns the scenarios of TCP on a wire that loses a packet.
func losses() []Scenario {
	text := Choices{Text: true}
	return []Scenario{
		{
			Name: "syn-loss", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:  &Wire{Faults: []string{"drop 1st SYN"}},
			Waits: "a SYN that is sent again (about 1 s)",
			Title: "the SYN is lost, and sent again after a second",
			Help: `
The wire loses the client's first SYN. connect() waits, and the kernel sends the
SYN again after about 1 s: it knows nothing of this wire yet, and 1 s is the
time-out that RFC 6298 has for that.

- It is the same SYN: the same sequence number, the same ports.
- The server never learns that there was a first one.
- To the program it is a connect() that took a second.`,
			script: closeClient,
		},
		{
			Name: "synack-loss", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:  &Wire{Delay: 10 * time.Millisecond, Faults: []string{"drop 1st SYN-ACK"}},
			Waits: "a SYN-ACK that is sent again (about 1 s)",
			Title: "the SYN-ACK is lost, and both ends send again",
			Help: `
The SYN arrives, and the wire loses the answer. Now *both* ends miss something:
the client an answer to its SYN, and the server an ACK of its SYN-ACK. Both send
again after about 1 s.

- A delay of 10 ms keeps the two from meeting before both are on their way.
- The client cannot tell a lost SYN from a lost SYN-ACK.
- The server is in SYN-RECEIVED meanwhile, and accept() knows nothing of it.
- Which of the two comes first differs from run to run.`,
			script: closeClient,
		},
		{
			Name: "data-loss", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:  &Wire{Faults: []string{"drop 1st client data segment"}},
			Waits: "a segment that is sent again (about 0.2 s)",
			Title: "the only data segment is lost: the timer sends it again",
			Help: `
The wire loses the segment with the client's message. Nothing follows it, so the
server cannot notice that something is missing: only the client's timer can.

- After about 0.2 s without an ACK the client's kernel sends the same bytes
  again, with the same sequence number.
- send() has returned long ago: it only hands the bytes to the kernel, which
  keeps them until they are acknowledged.
- Compare with fast-retransmit, where later segments tell of the gap at once,
  and with contrast-loss, where UDP does nothing at all.`,
			script: closeClient,
		},
		{
			Name: "fast-retransmit", Group: TCP, Protocols: overTCP,
			Wire:  &Wire{Faults: []string{"drop 3rd client data segment"}},
			Title: "a lost segment, and duplicate ACKs that tell of it",
			Help: `
The client sends 8,688 bytes at once: six segments, and a new connection may
have ten on their way. The wire loses the third.

- Each segment behind the gap makes the server say again what it expects: the
  same ACK number, again and again. These are duplicate ACKs.
- With the third of them the client knows enough: it sends the segment again at
  once, without waiting for its timer. Compare with data-loss.
- The ACKs also carry SACK blocks: "I have these bytes *behind* the gap". So
  nothing else is sent again.
- recv() returns what is before the gap, waits, and then gets all the rest in
  one: the program sees no gap.`,
			script: fastRetransmit,
		},
		{
			Name: "fin-loss", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:  &Wire{Faults: []string{"drop 1st client FIN"}},
			Waits: "a FIN that is sent again (about 0.2 s)",
			Title: "the FIN is lost, and sent again by a closed socket",
			Help: `
The client closes, and the wire loses its FIN. The program has no socket any
more and may even have ended: it is the kernel that sends the FIN again.

- A FIN uses up a sequence number, so that it can be acknowledged, and missed,
  like data.
- The server waits in recv() meanwhile: for it the connection is as it was.`,
			script: closeClient,
		},
	}
}

// burst is what fast-retransmit sends: six segments of 1,448 octets each, which is
// what an Ethernet frame has room for beside 52 of headers and timestamps. A new
// connection may have ten on their way (RFC 6928), and three behind the lost one
// are needed.
const burst = 6 * 1448

// fixedBuffer keeps the server's window from growing with each segment: an ACK
// that opens the window is no duplicate ACK (RFC 5681 §2).
const fixedBuffer = 32 << 10

func fastRetransmit(st *stage) error {
	st.server("server", func(p *program) {
		l := p.socket(capture.TCP)
		l.reuse()
		l.do(func() error { return l.real.SetRecvBuffer(fixedBuffer) })
		l.bind(p.address())
		l.listen(servers.DefaultBacklog)
		conn := l.accept()
		for got := 0; got < burst && p.trouble == nil; {
			got += len(conn.recv(bufferSize))
		}
		conn.send("GOT IT ALL\n")
		conn.recv(bufferSize)
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		p.until(made("server", "accept", 1))
		s := p.connected()
		p.until(made("server", "recv", 1))
		s.talk(strings.Repeat("wireladder", burst)[:burst-1])
	})
	return nil
}
