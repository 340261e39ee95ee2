package scenario

// streams returns the scenario of what a stream does to messages.
func streams() []Scenario {
	return []Scenario{{
		Name: "stream", Group: TCP, Protocols: overTCP,
		Title: "three sends and one recv, one send and many recvs",
		Help: `
TCP carries bytes, and forgets how they were handed over.

- The client calls send() three times (with TCP_NODELAY, so that each becomes a
  segment of its own). The server calls recv() once, and has it all.
- The server answers with one send(), one segment. The client reads it with a
  small buffer: recv(6) returns 6 bytes, and the rest waits for the next one.
- So a recv() is no message. Programs must say where a message ends: by a
  newline, a length, or the end of the stream.
- Compare with contrast-boundaries and udp-truncate.`,
		script: stream,
	}}
}

// pieces are what the client of stream sends.
var pieces = [...]string{"one, ", "two, ", "three\n"}

// smallBuffer is what its recv asks for.
const smallBuffer = 6

func stream(st *stage) error {
	total := 0
	for _, piece := range pieces {
		total += len(piece)
	}
	st.server("server", func(p *program) {
		l := p.listening()
		conn := l.accept()
		p.until(done("client", "send", len(pieces)))
		conn.awaitData(total)
		conn.send(upper(conn.recv(bufferSize)))
		conn.recv(bufferSize)
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		p.until(made("server", "accept", 1))
		s := p.connected()
		s.noDelay()
		p.until(done("server", "accept", 1))
		for _, piece := range pieces {
			s.send(piece)
		}
		s.awaitData(total)
		for got := 0; got < total && s.trouble == nil; {
			got += len(s.recv(smallBuffer))
		}
		s.close()
	})
	return nil
}
