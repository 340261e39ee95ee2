package scenario

import (
	"time"

	"wireladder/capture"
	"wireladder/servers"
)

// closings returns the scenarios of how a connection ends in good order.
func closings() []Scenario {
	text := Choices{Text: true}
	return []Scenario{
		{
			Name: "shutdown-rd", Group: TCP, Protocols: overTCP, Choices: text,
			Title: "shutdown(SHUT_RD): nothing on the wire",
			Help: `
The server says that it will not read any more, before the client has said
anything. Look for the packet of that shutdown(): there is none.

- The client cannot know. It sends, and the server's kernel acknowledges.
- On Linux the server may even read what has come, and then gets 0 at once
  instead of waiting.
- TCP has a way to say "I am done sending" (FIN). It has none to say "I am done
  reading".`,
			script: shutdownRead,
		},
		{
			Name: "shutdown-wr", Group: TCP, Protocols: overTCP, Choices: text,
			Title: "shutdown(SHUT_WR): FIN, and half a connection goes on",
			Help: `
The client sends its message and then shuts down its own direction: that sends a
FIN. The socket stays open.

- The server's recv() returns 0: the end of what the client says. It need not
  look for a newline to know that the message is complete.
- The other direction is alive: the server sends its answer *after* the client's
  FIN, and the client reads it (FIN-WAIT-2, CLOSE-WAIT).
- If the client tries to send after its own shutdown: EPIPE, and no packet.`,
			script: shutdownWrite,
		},
		{
			Name: "shutdown-rdwr", Group: TCP, Protocols: overTCP, Choices: text,
			Title: "shutdown(SHUT_RDWR): FIN, and RST for later data",
			Help: `
The client sends its message and shuts down both directions. On the wire that is
a FIN, just like SHUT_WR: the peer cannot see the difference.

- The difference comes with the answer. Nobody is there to read it, and the
  client's kernel answers it with RST.
- The server's send() has succeeded all the same: it only handed the bytes to
  its kernel. The next call on that socket fails.
- The client's socket is still a descriptor until close(), which sends nothing
  any more.`,
			script: shutdownBoth,
		},
		{
			Name: "close-client", Group: TCP, Protocols: overTCP, Choices: text,
			Title: "the client closes first",
			Help: `
The client closes when it has its answer. Its FIN makes the server's recv()
return 0, and then the server closes, too.

- The client's end goes through FIN-WAIT and ends in TIME-WAIT; the server's
  goes through CLOSE-WAIT and LAST-ACK.
- Count the segments: three if the server's FIN carries the ACK of the client's,
  four if its kernel acknowledged before the program closed. Both are right.
- CLOSE-WAIT lasts until the *program* calls close(). A server that forgets to
  has a socket in CLOSE-WAIT for each client that left.`,
			script: closeClient,
		},
		{
			Name: "close-server", Group: TCP, Protocols: overTCP, Choices: text,
			Title: "the server closes first",
			Help: `
The server closes when it has sent its answer. The client reads the answer, then
recv() returns 0, and it closes, too.

- This time TIME-WAIT is the server's: its port is held for a minute, though its
  program has closed everything. See reuseaddr for what comes of that.
- The ports tell: the end whose FIN came first is the one that waits.`,
			script: closeServer,
		},
		{
			Name: "close-crossing", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:  &Wire{Delay: 20 * time.Millisecond},
			Title: "both close at the same time: the FINs cross",
			Help: `
A wire with a delay of 20 ms lies between the two, and both programs close at
the same moment. The two FINs cross: each end has sent its own before it sees
the other's.

- Both ends go from FIN-WAIT-1 to CLOSING, and with the ACK to TIME-WAIT: both
  of them, which happens in no other way.
- Each FIN is acknowledged by an ACK of its own: four segments.
- Nothing goes wrong. RFC 9293 has a figure for it (3.6, figure 13).`,
			script: closeCrossing,
		},
		{
			Name: "time-wait", Group: TCP, Protocols: overTCP, Choices: text,
			Wire:  &Wire{Faults: []string{"drop 2nd client ACK"}},
			Waits: "a FIN that is sent again (about 0.2 s)",
			Title: "the last ACK is lost: what TIME-WAIT is for",
			Help: `
The client sends its message and closes, and the wire loses the very last ACK of
the connection. The program has no socket any more, but its kernel has kept the
connection, in TIME-WAIT.

- The server, in LAST-ACK, hears nothing and sends its FIN again. There must be
  somebody to answer it: that is what TIME-WAIT is for.
- Without it the answer would be RST, and the server would take a connection
  that went well for a broken one.
- The price: the port is held for a minute. The client tries to bind() it again,
  and gets EADDRINUSE.`,
			script: timeWait,
		},
	}
}

// talking is a client that says its line when the server stands in recv, and has
// received the answer.
func (p *program) talking(server string) *sock {
	p.until(made(server, "accept", 1))
	s := p.connected()
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
		conn.shutdown(servers.ShutRD)
		p.until(after(made("client", "recv", 1), sent(1, isData)))
		line := conn.recv(bufferSize)
		conn.recv(bufferSize)
		conn.send(upper(line))
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		p.until(made("server", "accept", 1))
		s := p.connected()
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
		p.until(made("server", "accept", 1))
		s := p.connected()
		p.until(made("server", "recv", 1))
		s.send(p.Text)
		p.until(made("server", "recv", 2))
		s.shutdown(servers.ShutWR)
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
		p.until(made("server", "accept", 1))
		s := p.connected()
		p.until(made("server", "recv", 1))
		s.send(p.Text)
		p.until(made("server", "recv", 2))
		s.shutdown(servers.ShutRDWR)
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
// SYN-ACK and the FIN. The client goes on when the FIN was sent again.
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
		p.until(made("server", "accept", 1))
		s := p.connected()
		p.until(made("server", "recv", 1))
		s.send(p.Text + "\n")
		p.until(made("server", "recv", 2))
		held := s.real.LocalAddr()
		s.close()
		p.until(sent(3, isFIN))
		again := p.socket(capture.TCP)
		p.whatever(func() { again.bind(held) })
		again.close()
	})
	return nil
}
