package scenario

import (
	"wireladder/capture"
	"wireladder/servers"
)

var overTCP = []capture.Protocol{capture.TCP}

// models returns the scenarios of the four ways to serve several clients: the
// same three clients come to each.
func models() []Scenario {
	three := Choices{Clients: 3, Text: true}
	return []Scenario{
		{
			Name: "tcp", Group: TCP, Protocols: overTCP, Choices: three,
			Title:  "one message a client, then the next client",
			script: inTurn(servers.Once),
		},
		{
			Name: "tcp-many", Group: TCP, Protocols: overTCP, Choices: Choices{Text: true},
			Title:  "two messages for a server that takes one a connection",
			script: tcpMany,
		},
		{
			Name: "tcp-loop", Group: TCP, Protocols: overTCP, Choices: three,
			Title:  "talks with one client until it closes, then the next",
			script: inTurn(servers.Loop),
		},
		{
			Name: "tcp-select", Group: TCP, Protocols: overTCP, Choices: three,
			Title:  "one thread for all clients, with select()",
			script: atOnce(servers.Select),
		},
		{
			Name: "tcp-thread", Group: TCP, Protocols: overTCP, Choices: three,
			Title:  "a thread for each client",
			script: atOnce(servers.Thread),
		},
	}
}

// tcpMany has two clients with two messages each for a server that takes one from each connection: one
// says both in one connection, the other makes a new one.
func tcpMany(st *stage) error {
	const connections = 3
	st.server("server", func(p *program) {
		l := p.listening()
		for range connections {
			conn := l.accept()
			conn.send(upper(conn.recv(bufferSize)))
			conn.close()
		}
		p.forEver(func() { l.accept() })
	})
	st.client("client 1", func(p *program) {
		s := p.connectedTo("server")
		p.until(made("server", "recv", 1))
		s.send(p.Text + " 1 a\n")
		s.recvLine()
		s.awaitEnd()
		p.until(made("server", "accept", 2))
		s.send(p.Text + " 1 b\n")
		s.awaitBreak()
		p.whatever(func() { s.recv(bufferSize) })
		s.close()
	})
	st.client("client 2", func(p *program) {
		for n, text := range []string{" 2 a\n", " 2 b\n"} {
			p.until(after(ended("client 1"), made("server", "accept", n+2)))
			s := p.connected()
			p.until(made("server", "recv", n+2))
			s.send(p.Text + text)
			s.recvLine()
			s.awaitEnd()
			s.close()
		}
	})
	return nil
}

// waitsIn is the call in which a server of the model waits for clients.
func waitsIn(m servers.Model) string {
	if m == servers.Select {
		return "select"
	}
	return "accept"
}

// inTurn plays a model that serves one client after the other. The first one
// speaks when all others wait for their answers.
func inTurn(model servers.Model) func(*stage) error {
	return func(st *stage) error {
		queue := max(servers.DefaultBacklog, st.Clients) // else the last ones would not even be connected
		if err := st.serve(capture.TCP, servers.ServerOptions{Model: model, Backlog: queue}); err != nil {
			return err
		}
		for n := 1; n <= st.Clients; n++ {
			st.client(st.role(n), func(p *program) { p.queueUp(n, model) })
		}
		return st.await(after(done("server", "close", st.Clients), stands("server", "accept", 1)))
	}
}

// queueUp is the n-th client of a server that serves in turn.
func (p *program) queueUp(n int, model servers.Model) {
	taken := made("server", "recv", 1)
	if n == 1 {
		p.until(made("server", "accept", 1))
	} else {
		p.until(after(done(p.role(1), "connect", 1), taken, p.inLine(2, n)))
	}
	s := p.connected()
	if n == 1 {
		p.until(after(taken, p.inLine(2, p.Clients+1)))
	}
	if model == servers.Once {
		s.talkUntilEnd(p.line(n, 1))
	} else {
		s.talk(p.line(n, 1))
	}
}

// inLine is the condition that the clients from the first up to, not including, the
// last wait for their answers.
func (st *stage) inLine(first, last int) condition {
	var waiting []condition
	for n := first; n < last; n++ {
		waiting = append(waiting, made(st.role(n), "recv", 1))
	}
	return after(waiting...)
}

// talk sends a line, receives the answer and closes.
func (s *sock) talk(text string) {
	s.send(text + "\n")
	s.recvLine()
	s.close()
}

// talkUntilEnd is talk for a server that closes behind its answer: who closes first is no race.
func (s *sock) talkUntilEnd(text string) {
	s.send(text + "\n")
	s.recvLine()
	s.awaitEnd()
	s.close()
}

// atOnce plays a model that serves all clients at the same time. The first one
// speaks when all others have gone.
func atOnce(model servers.Model) func(*stage) error {
	return func(st *stage) error {
		if err := st.serve(capture.TCP, servers.ServerOptions{Model: model}); err != nil {
			return err
		}
		for n := 1; n <= st.Clients; n++ {
			st.client(st.role(n), func(p *program) { p.dropIn(n, model) })
		}
		return st.await(after(done("server", "close", st.Clients), stands("server", waitsIn(model), 1)))
	}
}

// dropIn is the n-th client of a server that serves all at once.
func (p *program) dropIn(n int, model servers.Model) {
	idle := stands("server", waitsIn(model), 1)
	switch n {
	case 1:
		p.until(idle)
	case 2:
		p.until(after(done(p.role(1), "connect", 1), done("server", "accept", 1), idle))
	default:
		p.until(after(ended(p.role(n-1)), done("server", "close", n-2), idle))
	}
	s := p.connected()
	p.until(after(done("server", "accept", n), idle))
	if model == servers.Thread {
		p.until(stands("server", "recv", min(n, 2))) // that of the first client, and its own
	}
	if n == 1 {
		p.until(p.gone())
	}
	s.talk(p.line(n, 1))
}

// gone is the condition that all clients but the first have been served and have
// gone.
func (st *stage) gone() condition {
	conditions := []condition{done("server", "close", st.Clients-1)}
	for n := 2; n <= st.Clients; n++ {
		conditions = append(conditions, ended(st.role(n)))
	}
	return after(conditions...)
}
