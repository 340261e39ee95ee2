package scenario

// streams returns the scenarios of what a stream does to messages, and to a byte that is in a hurry.
func streams() []Scenario {
	return []Scenario{
		{
			Name: "stream", Group: TCP, Protocols: overTCP,
			Title:  "three sends and one recv, one send and many recvs",
			script: stream,
		},
		{
			Name: "urgent", Group: TCP, Protocols: overTCP,
			Title:  "MSG_OOB: a byte beside the stream, and a mark in it",
			script: urgent,
		},
	}
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

// urgent has the server receive when all has come: what stands before the mark, the urgent byte, and the
// rest.
func urgent(st *stage) error {
	const before, octet, behind = "one, ", "!", "two\n"
	st.server("server", func(p *program) {
		l := p.listening()
		conn := l.accept()
		p.until(made("client", "recv", 1))
		conn.awaitData(len(before + octet + behind))
		text := conn.recv(bufferSize)
		conn.recvUrgent()
		conn.send(upper(text + conn.recv(bufferSize)))
		conn.recv(bufferSize)
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.connectedTo("server")
		s.noDelay()
		p.until(done("server", "accept", 1))
		s.send(before)
		s.sendUrgent(octet)
		s.send(behind)
		s.recvLine()
		s.close()
	})
	return nil
}
