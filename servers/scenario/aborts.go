package scenario

import "wireladder/capture"

// aborts returns the scenarios of how a connection ends with a RST.
func aborts() []Scenario {
	text := Choices{Text: true}
	return []Scenario{
		{
			Name: "reset", Group: TCP, Protocols: overTCP, Choices: text,
			Title:  "close() with unread data: RST instead of FIN",
			script: reset,
		},
		{
			Name: "linger0", Group: TCP, Protocols: overTCP, Choices: text,
			Title:  "SO_LINGER of 0 seconds: close() sends RST",
			script: lingerZero,
		},
		{
			Name: "write-after-close", Group: TCP, Protocols: overTCP, Choices: text,
			Title:  "send() to a peer that has closed: the first one succeeds",
			script: writeAfterClose,
		},
		{
			Name: "half-open", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:   &WireOptions{Faults: []string{"drop 1st RST"}},
			Title:  "one end has forgotten the connection: who says so",
			script: halfOpen,
		},
	}
}

func reset(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listening()
		conn := l.accept()
		p.until(made("client", "recv", 1))
		conn.awaitData(1)
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.connectedTo("server")
		p.until(done("server", "accept", 1))
		s.send(p.Text + "\n")
		p.whatever(func() { s.recv(bufferSize) })
		s.close()
	})
	return nil
}

func lingerZero(st *stage) error {
	st.server("server", func(p *program) {
		l, conn := p.answering()
		p.whatever(func() { conn.recv(bufferSize) })
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.served("server")
		s.do(func() error { return s.real.SetLinger(0) })
		s.close()
	})
	return nil
}

func writeAfterClose(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listening()
		conn := l.accept()
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.connectedTo("server")
		s.awaitEnd()
		p.until(stands("server", "accept", 1))
		s.send(p.Text + " 1\n")
		s.awaitBreak()
		p.whatever(func() { s.send(p.Text + " 2\n") })
		s.close()
	})
	return nil
}

// halfOpen has the server abort the connection, which the client does not learn: the wire loses
// the RST. So it is when a host has been switched off and on again.
func halfOpen(st *stage) error {
	st.server("server", func(p *program) {
		l, conn := p.answering()
		p.until(after(done("client", "recv", 1), arrived(2, p.isClientsACK))) // of the handshake, and of the answer: else that would be answered
		conn.do(func() error { return conn.real.SetLinger(0) })
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.talking("server")
		p.until(after(done("server", "close", 1), made("server", "accept", 2), sent(1, isRST)))
		s.send("still there?\n")
		p.whatever(func() { s.recv(bufferSize) })
		s.close()
	})
	return nil
}

// isClientsACK reports whether the client acknowledges, and sends nothing.
func (st *stage) isClientsACK(p *capture.Packet) bool {
	return p.Proto == capture.TCP && p.Dst.Port() == st.Port && p.TCP.Flags == capture.ACK && p.PayloadLength == 0
}

// isRST reports whether the packet aborts a connection.
func isRST(p *capture.Packet) bool { return p.TCP.Flags.Has(capture.RST) }
