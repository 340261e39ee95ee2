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
			Title: "one message a client, then the next client",
			Help: `
The textbook's first TCP server: accept(), one message, close(), next client.
Three clients connect. Client 1 is slow: it is connected, and says nothing yet.

- The handshakes of clients 2 and 3 are complete long before the server calls
  accept() for them: that is the kernel's work. connect() returned, and even
  their messages are acknowledged.
- But nobody serves them. They wait in recv() until client 1 has spoken and is
  served: one slow client holds up all others.
- A new socket (and lifeline) begins at each accept(); the listening one stays.
- With --clients 1 you see one connection from the first SYN to the last ACK.`,
			script: inTurn(servers.Once),
		},
		{
			Name: "tcp-loop", Group: TCP, Protocols: overTCP, Choices: three,
			Title: "talks with one client until it closes, then the next",
			Help: `
The server stays with a client until that one closes: after each answer it calls
recv() again, and only a recv() of 0 makes it go on to the next accept().

- Clients 2 and 3 wait even longer than in tcp: until client 1 has closed.
- The client closes first here, so it is the client that enters TIME-WAIT.
- A client that never closes would keep this server for itself for ever.`,
			script: inTurn(servers.Loop),
		},
		{
			Name: "tcp-select", Group: TCP, Protocols: overTCP, Choices: three,
			Title: "one thread for all clients, with select()",
			Help: `
One thread, many sockets: select() waits for all of them at once and says which
one is ready. Client 1 is slow again, and this time nobody minds.

- While client 1 says nothing, clients 2 and 3 come, are served, and go.
- The server never waits in recv() or accept(): it calls them when select() has
  said that they will not wait.
- The sockets that select() watches become more and fewer with the clients.`,
			script: atOnce(servers.Select),
		},
		{
			Name: "tcp-thread", Group: TCP, Protocols: overTCP, Choices: three,
			Title: "a thread for each client",
			Help: `
The server gives each client a thread of its own, which may wait in recv() as
long as it likes: the main thread is back in accept() at once.

- While client 1 says nothing, clients 2 and 3 come, are served, and go.
- Several calls of the one server wait at the same time: a bar in each lifeline.
- On the wire it looks like tcp-select: which model a server uses is nothing
  that the packets tell.`,
			script: atOnce(servers.Thread),
		},
	}
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
			st.client(st.role(n), func(p *program) { p.queueUp(n) })
		}
		return st.await(after(done("server", "close", st.Clients), stands("server", "accept", 1)))
	}
}

// queueUp is the n-th client of a server that serves in turn.
func (p *program) queueUp(n int) {
	taken := made("server", "recv", 1)
	if n == 1 {
		p.until(made("server", "accept", 1))
	} else {
		p.until(after(done(p.role(1), "connect", 1), taken, p.queued(2, n)))
	}
	s := p.connected()
	if n == 1 {
		p.until(after(taken, p.queued(2, p.Clients+1)))
	}
	s.talk(p.line(n, 1))
}

// queued is the event that the clients from the first up to, not including, the
// last wait for their answers.
func (st *stage) queued(first, last int) event {
	var waiting []event
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

// atOnce plays a model that serves all clients at the same time. The first one
// speaks when all others have gone.
func atOnce(model servers.Model) func(*stage) error {
	return func(st *stage) error {
		if err := st.serve(capture.TCP, servers.ServerOptions{Model: model}); err != nil {
			return err
		}
		for n := 1; n <= st.Clients; n++ {
			st.client(st.role(n), func(p *program) { p.dropIn(n, waitsIn(model)) })
		}
		return st.await(after(done("server", "close", st.Clients), stands("server", waitsIn(model), 1)))
	}
}

// dropIn is the n-th client of a server that serves all at once.
func (p *program) dropIn(n int, waitsIn string) {
	idle := stands("server", waitsIn, 1)
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
	if n == 1 {
		p.until(p.gone())
	}
	s.talk(p.line(n, 1))
}

// gone is the event that all clients but the first have been served and have
// gone.
func (st *stage) gone() event {
	events := []event{done("server", "close", st.Clients-1)}
	for n := 2; n <= st.Clients; n++ {
		events = append(events, ended(st.role(n)))
	}
	return after(events...)
}
