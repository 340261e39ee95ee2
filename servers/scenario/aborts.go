package scenario

// aborts returns the scenarios of how a connection ends with a RST.
func aborts() []Scenario {
	text := Choices{Text: true}
	return []Scenario{
		{
			Name: "reset", Group: TCP, Protocols: overTCP, Choices: text,
			Title: "close() with unread data: RST instead of FIN",
			Help: `
The client sends, and the server closes without having read it. Its kernel has
acknowledged those bytes; now it has to throw them away. It says so: RST, and no
FIN.

- There is no goodbye: the connection is gone at once on both ends, and nobody
  is in TIME-WAIT.
- The client's recv() fails with ECONNRESET. To be acknowledged did not mean to
  be read.
- A server that answers early and closes, with part of the request unread, can
  destroy its own answer that way.`,
			script: reset,
		},
		{
			Name: "linger0", Group: TCP, Protocols: overTCP, Choices: text,
			Title: "SO_LINGER of 0 seconds: close() sends RST",
			Help: `
The exchange goes well. Then the client sets SO_LINGER to 0 seconds and closes:
that sends RST, though nothing is unread and nothing unsent.

- The server waits in recv() for more, and gets ECONNRESET instead of 0.
- No FIN, no TIME-WAIT: that is why some programs do it. What they give up is
  the certainty that the last bytes have arrived.`,
			script: lingerZero,
		},
		{
			Name: "write-after-close", Group: TCP, Protocols: overTCP, Choices: text,
			Title: "send() to a peer that has closed: the first one succeeds",
			Help: `
The server accepts, and closes at once. The client does not read, so it does not
notice, and sends.

- The first send() succeeds: the FIN only said that the server *sends* nothing
  more. The data goes out, finds no socket, and is answered with RST.
- The second send() fails with EPIPE (and with SIGPIPE, which ends a C program
  that does not ignore it). No packet.
- One learns of a peer's close by recv(), not by send().`,
			script: writeAfterClose,
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
		p.until(made("server", "accept", 1))
		s := p.connected()
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
		p.until(made("server", "accept", 1))
		s := p.connected()
		s.awaitEnd()
		p.until(stands("server", "accept", 1))
		s.send(p.Text + " 1\n")
		s.awaitBreak()
		p.whatever(func() { s.send(p.Text + " 2\n") })
		s.close()
	})
	return nil
}
