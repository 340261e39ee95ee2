package scenario

import (
	"wireladder/capture"
	"wireladder/servers"
)

// openings returns the scenarios of how a connection comes about, or does not.
func openings() []Scenario {
	return []Scenario{
		{
			Name: "backlog", Group: TCP, Protocols: overTCP,
			Title:   "listen(n): who gets in while nobody accepts",
			Waits:   "a SYN that is sent again (about 1 s)",
			Choices: Choices{Backlog: 1},
			Help: `
The server calls listen(1), and not accept(). Three clients come.

- Two are connected: listen(n) admits n+1, and the kernel shakes hands by
  itself. They wait in the accept queue; for connect() they are connected.
- The third one's SYN is dropped, without any answer: the queue is full. The
  client's kernel knows nothing of that and sends the SYN again after about 1 s.
- Only then the server calls accept(), the queue has room, and the third one
  gets in. Nobody was refused: a full queue looks like a lost packet.
- With --backlog 3 four clients get in and the fifth has to wait.`,
			script: backlog,
		},
		{
			Name: "refused", Group: TCP, Protocols: overTCP,
			Title: "no server at that port: RST, and ECONNREFUSED",
			Help: `
There is no server. The client's SYN reaches the host, where no socket listens
at that port, and the kernel itself answers it with RST.

- connect() fails with ECONNREFUSED one round trip later.
- That is an answer: the host is there. With no host, or a firewall that drops
  the SYN, there would be none, and connect() would wait for minutes.
- Compare with udp-refused, where an ordinary socket never learns.`,
			script: refused,
		},
		{
			Name: "reuseaddr", Group: TCP, Protocols: overTCP,
			Title:   "server restarts: EADDRINUSE, and SO_REUSEADDR",
			Choices: Choices{Text: true},
			Help: `
The server closes its connection first, ends, and is started again. The old
connection still stands in TIME-WAIT, with the server's port, though the program
is gone and its listening socket too.

- Without SO_REUSEADDR the new server's bind() fails: EADDRINUSE. That goes on
  for a minute.
- With SO_REUSEADDR the same bind() succeeds at once.
- The sockets of *both* servers need it: the old connection inherited it from
  the listening socket of the first one. Look for its setsockopt() at the start.
- Had the client closed first, TIME-WAIT would be the client's: see time-wait.`,
			script: reuseaddr,
		},
	}
}

// backlog lets one client more come than the queue has room for, and accepts
// when the last one's SYN was dropped.
func backlog(st *stage) error {
	admitted := st.Backlog + 1
	st.Clients = admitted + 1
	st.server("server", func(p *program) {
		l := p.socket(capture.TCP)
		l.reuse()
		l.bind(p.address())
		l.listen(p.Backlog)
		p.until(sent(p.Clients, isSYN))
		for range p.Clients {
			l.accept()
		}
		p.forEver(func() { l.accept() })
	})
	for n := 1; n <= st.Clients; n++ {
		st.client(st.role(n), func(p *program) {
			p.until(done("server", "listen", 1))
			if n > 1 {
				p.until(made(p.role(n-1), "recv", 1))
			}
			s := p.connected()
			p.forEver(func() { s.recv(bufferSize) })
		})
	}
	return nil
}

// isSYN reports whether the packet asks for a connection.
func isSYN(p *capture.Packet) bool {
	return p.Proto == capture.TCP && p.TCP.Flags&(capture.SYN|capture.ACK) == capture.SYN
}

func refused(st *stage) error {
	st.client("client", func(p *program) {
		s := p.socket(capture.TCP)
		p.whatever(func() { s.connect(p.address()) })
		s.close()
	})
	return nil
}

// reuseaddr starts a second server when the first has ended and its client, too:
// the connection is in TIME-WAIT.
func reuseaddr(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listening()
		conn := l.accept()
		conn.send(upper(conn.recvLine()))
		conn.close()
		l.close()
	})
	st.client("client", func(p *program) {
		p.until(made("server", "accept", 1))
		s := p.connected()
		p.until(made("server", "recv", 1))
		s.send(p.Text + "\n")
		s.recvLine()
		s.awaitEnd()
		s.close()
	})
	st.server("server 2", func(p *program) {
		p.until(after(ended("client"), ended("server")))
		l := p.socket(capture.TCP)
		p.whatever(func() { l.bind(p.address()) })
		l.reuse()
		l.bind(p.address())
		l.listen(servers.DefaultBacklog)
		p.forEver(func() { l.accept() })
	})
	return nil
}
