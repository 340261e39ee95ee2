package scenario

// streams returns the scenario of what a stream does to messages.
func streams() []Scenario {
	return []Scenario{{
		Name: "stream", Group: TCP, Protocols: overTCP,
		Title:  "three sends and one recv, one send and many recvs",
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
		s := p.connectedTo("server")
		s.noDelay()
		p.until(done("server", "accept", 1))
		for _, piece := range pieces {
			s.send(piece)
		}
		s.awaitData(total)
		s.recvAll(total, smallBuffer)
		s.close()
	})
	return nil
}
