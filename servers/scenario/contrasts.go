package scenario

import (
	"wireladder/capture"
	"wireladder/servers"
)

var overBoth = []capture.Protocol{capture.UDP, capture.TCP}

// contrasts returns the scenarios that put UDP beside TCP.
func contrasts() []Scenario {
	text := Choices{Text: true}
	return []Scenario{
		{
			Name: "contrast", Group: Contrasts, Protocols: overBoth, Choices: Choices{Clients: 1, Text: true},
			Title:  "the same line of text over UDP and over TCP",
			script: contrast,
		},
		{
			Name: "contrast-clients", Group: Contrasts, Protocols: overBoth, Choices: Choices{Clients: 3, Text: true},
			Title:  "three clients each: one socket, or one for each",
			script: contrastClients,
		},
		{
			Name: "contrast-loss", Group: Contrasts, Protocols: overBoth, Choices: text,
			Wire:   &WireOptions{Faults: []string{"drop 1st client datagram", "drop 1st client data segment"}},
			Waits:  "a segment that is sent again (about 0.2 s)",
			Title:  "the client's message is lost on each",
			script: contrastLoss,
		},
		{
			Name: "contrast-refused", Group: Contrasts, Protocols: overBoth, Choices: text,
			Title:  "no server at the port: ICMP, or RST",
			script: contrastRefused,
		},
		{
			Name: "contrast-boundaries", Group: Contrasts, Protocols: overBoth, Choices: text,
			Title:  "three messages, against a stream",
			script: contrastBoundaries,
		},
		{
			Name: "contrast-close", Group: Contrasts, Protocols: overBoth, Choices: text,
			Title:  "the client closes: who learns of it",
			script: contrastClose,
		},
	}
}

// contrast has both servers stand before the first client comes; the clients of
// TCP come when those of UDP have gone.
func contrast(st *stage) error {
	if err := st.openBoth(); err != nil {
		return err
	}
	turn := after() // nobody comes before the first
	for n := 1; n <= st.Clients; n++ {
		turn = st.visit("UDP "+st.role(n), turn, n, (*program).visitUDP)
	}
	for n := 1; n <= st.Clients; n++ {
		turn = st.visit("TCP "+st.role(n), turn, n, (*program).visitTCP)
	}
	return st.await(made("TCP server", "accept", st.Clients+1))
}

// visit lets the n-th client come at its turn, and returns the turn of the next.
func (st *stage) visit(name string, turn condition, n int, come func(*program, int, condition)) condition {
	st.client(name, func(p *program) { come(p, n, turn) })
	return ended(name)
}

// openBoth returns when a server of each protocol waits for its first client.
func (st *stage) openBoth() error {
	st.server("UDP server", udpServer)
	if err := st.await(made("UDP server", "recvfrom", 1)); err != nil {
		return err
	}
	if err := st.serve(capture.TCP, servers.ServerOptions{}); err != nil {
		return err
	}
	return st.await(made("TCP server", "accept", 1))
}

// visitUDP is the n-th client, who comes when the one before has gone.
func (p *program) visitUDP(n int, before condition) {
	p.until(after(before, made("UDP server", "recvfrom", n)))
	s := p.socket(capture.UDP)
	s.ask(p.line(n, 1))
	p.until(made("UDP server", "recvfrom", n+1))
	s.close()
}

// visitTCP is the n-th client. It says its line when the server stands in recv for it, as it would with
// a person at the keyboard: a program's line might come before accept has
// returned, or after, as it happens.
func (p *program) visitTCP(n int, before condition) {
	p.until(after(before, made("TCP server", "accept", n)))
	s := p.connected()
	p.until(done("TCP server", "accept", n))
	p.until(stands("TCP server", "recv", 1))
	s.talkUntilEnd(p.line(n, 1))
}

// contrastClients has all clients of a protocol be there before the first one speaks. Over TCP who closes
// first is the client.
func contrastClients(st *stage) error {
	st.server("UDP server", udpServer)
	st.server("TCP server", func(p *program) {
		p.until(made("UDP server", "recvfrom", 1))
		p.serveTogether()
	})
	for n := 1; n <= st.Clients; n++ {
		st.client("UDP "+st.role(n), func(p *program) { p.stayUDP(n) })
		st.client("TCP "+st.role(n), func(p *program) { p.stayTCP(n) })
	}
	return st.await(done("TCP server", "close", st.Clients))
}

// serveTogether accepts all clients when all are connected, serves them in turn, and takes nobody else.
func (p *program) serveTogether() {
	l := p.socket(capture.TCP)
	l.reuse()
	l.bind(p.address())
	l.listen(max(servers.DefaultBacklog, p.Clients))
	p.until(done("TCP "+p.role(p.Clients), "connect", 1))
	var connections []*sock
	for range p.Clients {
		connections = append(connections, l.accept())
	}
	for _, conn := range connections {
		conn.send(upper(conn.recvLine()))
		conn.recv(bufferSize)
		conn.close()
	}
}

// stayUDP is the n-th client of several: it asks in turn, and closes in turn when all have been answered.
func (p *program) stayUDP(n int) {
	p.until(after(made("UDP server", "recvfrom", n), done("TCP server", "listen", 1)))
	s := p.socket(capture.UDP)
	s.ask(p.line(n, 1))
	p.until(made("UDP server", "recvfrom", p.Clients+1))
	if n > 1 {
		p.until(ended("UDP " + p.role(n-1)))
	}
	s.close()
}

// stayTCP is the n-th client of several, who come when those of UDP have gone: it connects in turn, speaks
// when the server listens to it, and closes when the server waits for more.
func (p *program) stayTCP(n int) {
	p.until(ended("UDP " + p.role(p.Clients)))
	if n > 1 {
		p.until(done("TCP "+p.role(n-1), "connect", 1))
	}
	s := p.connected()
	p.until(made("TCP server", "recv", 2*n-1))
	s.send(p.line(n, 1) + "\n")
	s.recvLine()
	p.until(made("TCP server", "recv", 2*n))
	s.close()
}

// contrastLoss lets the TCP client come when the UDP client waits for ever.
func contrastLoss(st *stage) error {
	if err := st.openBoth(); err != nil {
		return err
	}
	st.client("UDP client", func(p *program) {
		s := p.socket(capture.UDP)
		s.sendTo(p.Text, p.address())
		p.forEver(func() { s.recvFrom(bufferSize) })
	})
	st.client("TCP client", func(p *program) { p.visitTCP(1, settled("UDP client")) })
	return st.await(made("TCP server", "accept", 2))
}

func contrastRefused(st *stage) error {
	st.client("UDP client", func(p *program) {
		s := p.socket(capture.UDP)
		s.sendTo(p.Text, p.address())
		p.forEver(func() { s.recvFrom(bufferSize) })
	})
	st.client("TCP client", func(p *program) {
		p.until(settled("UDP client"))
		s := p.socket(capture.TCP)
		p.whatever(func() { s.connect(p.address()) })
		s.close()
	})
	return nil
}

// boundaries is how many messages contrast-boundaries sends.
const boundaries = 3

func contrastBoundaries(st *stage) error {
	st.server("UDP server", func(p *program) {
		s := p.bound()
		p.until(done("UDP client", "sendto", boundaries))
		for range boundaries {
			s.recvFrom(bufferSize)
		}
		p.forEver(func() { s.recvFrom(bufferSize) })
	})
	st.client("UDP client", func(p *program) {
		p.until(done("UDP server", "bind", 1))
		s := p.socket(capture.UDP)
		for n := range boundaries {
			s.sendTo(p.piece(n), p.address())
		}
		s.close()
	})
	st.server("TCP server", func(p *program) {
		p.until(after(ended("UDP client"), settled("UDP server")))
		l := p.listening()
		conn := l.accept()
		p.until(done("TCP client", "send", boundaries))
		conn.awaitData(boundaries * len(p.piece(0)))
		conn.recv(bufferSize)
		conn.recv(bufferSize)
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("TCP client", func(p *program) {
		s := p.connectedTo("TCP server")
		s.noDelay()
		p.until(done("TCP server", "accept", 1))
		for n := range boundaries {
			s.send(p.piece(n))
		}
		p.until(made("TCP server", "recv", 2))
		s.close()
	})
	return nil
}

// piece returns what is sent the n-th time, counted from 0: each has the same length.
func (st *stage) piece(n int) string { return st.Text + " " + string(rune('1'+n)) }

func contrastClose(st *stage) error {
	st.server("UDP server", udpServer)
	st.client("UDP client", func(p *program) { p.visitUDP(1, after()) })
	st.server("TCP server", func(p *program) {
		p.until(after(ended("UDP client"), settled("UDP server")))
		l, conn := p.answering()
		conn.recv(bufferSize)
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("TCP client", func(p *program) {
		s := p.served("TCP server")
		s.close()
	})
	return nil
}
