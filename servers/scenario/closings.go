package scenario

import (
	"time"

	"wireladder/capture"
)

// closings returns the scenarios of how a connection ends in good order.
func closings() []Scenario {
	text := Choices{Text: true}
	return []Scenario{
		{
			Name: "shutdown-rd", Group: TCP, Protocols: overTCP, Choices: text,
			Title:  "shutdown(SHUT_RD): nothing on the wire",
			script: shutdownRead,
		},
		{
			Name: "shutdown-wr", Group: TCP, Protocols: overTCP, Choices: text,
			Title:  "shutdown(SHUT_WR): FIN, and half a connection goes on",
			script: shutdownWrite,
		},
		{
			Name: "shutdown-rdwr", Group: TCP, Protocols: overTCP, Choices: text,
			Title:  "shutdown(SHUT_RDWR): FIN, and RST for later data",
			script: shutdownBoth,
		},
		{
			Name: "close-client", Group: TCP, Protocols: overTCP, Choices: text,
			Title:  "the client closes first",
			script: closeClient,
		},
		{
			Name: "close-server", Group: TCP, Protocols: overTCP, Choices: text,
			Title:  "the server closes first",
			script: closeServer,
		},
		{
			Name: "close-crossing", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:   &WireOptions{Delay: 50 * time.Millisecond}, // the other one closes in that time, also where it is slow
			Title:  "both close at the same time: the FINs cross",
			script: closeCrossing,
		},
		{
			Name: "time-wait", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:   &WireOptions{Faults: []string{"drop 2nd client ACK"}},
			Waits:  "a FIN that is sent again (about 0.2 s)",
			Title:  "the last ACK is lost: what TIME-WAIT is for",
			script: timeWait,
		},
	}
}

// talking is a client that says its line when the server stands in recv, and has
// received the answer.
func (p *program) talking(server string) *sock {
	s := p.connectedTo(server)
	p.until(made(server, "recv", 1))
	s.send(p.Text + "\n")
	s.recvLine()
	return s
}

// served is like talking, and goes on when the server waits for what comes next.
func (p *program) served(server string) *sock {
	s := p.talking(server)
	p.until(made(server, "recv", 2))
	return s
}

// answering is the server of one connection that has answered one line.
func (p *program) answering() (l, conn *sock) {
	l = p.listening()
	conn = l.accept()
	conn.send(upper(conn.recvLine()))
	return l, conn
}

func shutdownRead(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listening()
		conn := l.accept()
		conn.shutdown(capture.ShutRead)
		p.until(after(made("client", "recv", 1), sent(1, isData)))
		line := conn.recv(bufferSize)
		conn.recv(bufferSize)
		conn.send(upper(line))
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.connectedTo("server")
		p.until(done("server", "shutdown", 1))
		s.talk(p.Text)
	})
	return nil
}

// isData reports whether the packet carries octets of a stream.
func isData(p *capture.Packet) bool { return p.Proto == capture.TCP && p.PayloadLength > 0 }

func shutdownWrite(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listening()
		conn := l.accept()
		line := conn.recv(bufferSize)
		conn.recv(bufferSize)
		p.until(made("client", "recv", 1))
		conn.send(upper(line))
		p.until(made("client", "recv", 2))
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.connectedTo("server")
		p.until(made("server", "recv", 1))
		s.send(p.Text)
		p.until(made("server", "recv", 2))
		s.shutdown(capture.ShutWrite)
		s.recv(bufferSize)
		p.whatever(func() { s.send("more") })
		s.recv(bufferSize)
		s.close()
	})
	return nil
}

func shutdownBoth(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listening()
		conn := l.accept()
		line := conn.recv(bufferSize)
		conn.recv(bufferSize)
		conn.send(upper(line))
		conn.awaitBreak()
		p.whatever(func() { conn.send(upper(line)) })
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.connectedTo("server")
		p.until(made("server", "recv", 1))
		s.send(p.Text)
		p.until(made("server", "recv", 2))
		s.shutdown(capture.ShutBoth)
		p.until(made("server", "close", 1))
		s.close()
	})
	return nil
}

func closeClient(st *stage) error {
	st.server("server", func(p *program) {
		l, conn := p.answering()
		conn.recv(bufferSize)
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.served("server")
		s.close()
	})
	return nil
}

func closeServer(st *stage) error {
	st.server("server", func(p *program) {
		l, conn := p.answering()
		p.until(made("client", "recv", 2))
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.talking("server")
		s.recv(bufferSize)
		s.close()
	})
	return nil
}

// closeCrossing lets the server close when the client does: its FIN is on the
// wire long before the client's can arrive.
func closeCrossing(st *stage) error {
	st.server("server", func(p *program) {
		l, conn := p.answering()
		p.until(made("client", "close", 1))
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.talking("server")
		s.close()
	})
	return st.await(sent(2, isFIN))
}

// isFIN reports whether the packet says that its sender is done sending.
func isFIN(p *capture.Packet) bool { return p.Proto == capture.TCP && p.TCP.Flags.Has(capture.FIN) }

// timeWait has no answer in it, so that the client acknowledges two things: the
// SYN-ACK and the FIN, with which it enters TIME-WAIT. It binds then, and stays
// until the FIN was sent again: should that happen twice before an answer has got
// through, the second answer meets a closed socket, whose RST ends TIME-WAIT
// (RFC 1337).
func timeWait(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listening()
		conn := l.accept()
		conn.recvLine()
		conn.recv(bufferSize)
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.connectedTo("server")
		p.until(made("server", "recv", 1))
		s.send(p.Text + "\n")
		p.until(made("server", "recv", 2))
		held := s.localAddr()
		s.close()
		p.until(sent(2, p.isClientACK))
		again := p.socket(capture.TCP)
		p.whatever(func() { again.bind(held) })
		again.close()
		p.until(sent(3, isFIN))
	})
	return nil
}

// isClientACK reports whether the packet is nothing but an acknowledgment of the
// client's.
func (st *stage) isClientACK(p *capture.Packet) bool {
	return p.Proto == capture.TCP && p.Src.Port() != st.Port && p.PayloadLength == 0 && p.TCP.Flags == capture.ACK
}
