package scenario

import (
	"fmt"
	"math"
	"net/netip"

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
			script:  backlog,
		},
		{
			Name: "refused", Group: TCP, Protocols: overTCP,
			Title:  "no server at that port: RST, and ECONNREFUSED",
			script: refused,
		},
		{
			Name: "reuseaddr", Group: TCP, Protocols: overTCP,
			Title:   "server restarts: EADDRINUSE, and SO_REUSEADDR",
			Choices: Choices{Text: true},
			script:  reuseaddr,
		},
		{
			Name: "ephemeral-ports", Group: TCP, Protocols: overTCP,
			Title:   "the client's port: the kernel picks it, or bind() does",
			Choices: Choices{Text: true},
			script:  ephemeralPorts,
		},
		{
			Name: "bind-any", Group: TCP, Protocols: overTCP,
			Wire:    &WireOptions{},
			Title:   "bind() to 127.0.0.1 or 0.0.0.0: whom a client reaches",
			Choices: Choices{Text: true},
			script:  bindAny,
		},
		{
			Name: "self-connect", Group: TCP, Protocols: overTCP,
			Title:   "no server, and connected: a client meets itself",
			Choices: Choices{Text: true},
			script:  selfConnect,
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
		p.until(after(queued(admitted), knocked(p.Clients)))
		for range p.Clients {
			l.accept()
		}
		p.forEver(func() { l.accept() })
	})
	for n := 1; n <= st.Clients; n++ {
		st.client(st.role(n), func(p *program) {
			p.until(done("server", "listen", 1))
			if n > 1 {
				p.until(after(queued(n-1), made(p.role(n-1), "recv", 1)))
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
		s := p.connectedTo("server")
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

// ephemeralPorts has one client after the other come. The last one asks for a port of its own, which
// is free for the next run: the server closes first.
func ephemeralPorts(st *stage) error {
	const clients = 3
	st.server("server", func(p *program) {
		l := p.listening()
		for range clients {
			conn := l.accept()
			conn.send(upper(conn.recvLine()))
			conn.close()
		}
		p.forEver(func() { l.accept() })
	})
	for n := 1; n <= clients; n++ {
		name := fmt.Sprintf("client %d", n)
		st.client(name, func(p *program) {
			p.until(made("server", "accept", n))
			if n > 1 {
				p.until(ended(fmt.Sprintf("client %d", n-1)))
			}
			s := p.socket(capture.TCP)
			if n == clients {
				s.bind(p.beside())
			}
			s.connect(p.address())
			p.until(made("server", "recv", n))
			s.send(fmt.Sprintf("%s %d\n", p.Text, n))
			s.recvLine()
			s.awaitEnd()
			s.close()
		})
	}
	return nil
}

// bindAny has two servers on one host: at its loopback, and at all its addresses. Their clients are
// on another host.
func bindAny(st *stage) error {
	st.server("server 1", func(p *program) { p.standAt(p.inside()) })
	st.server("server 2", func(p *program) {
		p.until(made("server 1", "accept", 1))
		p.standAt(p.beside())
	})
	st.client("client 1", func(p *program) {
		p.until(made("server 2", "accept", 1))
		s := p.socket(capture.TCP)
		p.whatever(func() { s.connect(p.address()) })
		s.close()
	})
	st.client("client 2", func(p *program) {
		p.until(ended("client 1"))
		s := p.socket(capture.TCP)
		s.connect(netip.AddrPortFrom(p.Host, p.beside().Port()))
		p.until(made("server 2", "recv", 1))
		s.send(p.Text + "\n")
		s.recvLine()
		p.until(made("server 2", "recv", 2))
		s.close()
	})
	return st.await(after(ended("client 2"), made("server 2", "accept", 2)))
}

// standAt serves clients that come to an address, one after the other, for ever.
func (p *program) standAt(at netip.AddrPort) {
	l := p.socket(capture.TCP)
	l.reuse()
	l.bind(at)
	l.listen(servers.DefaultBacklog)
	p.forEver(func() {
		for p.trouble == nil {
			conn := l.accept()
			conn.send(upper(conn.recvLine()))
			conn.recv(bufferSize)
			conn.close()
		}
	})
}

// inside is the server's port at the loopback address.
func (p *program) inside() netip.AddrPort { return p.local(p.Host.Is6()) }

// selfConnect has a client ask for the address that is its own: SYN and answer meet in one socket
// (RFC 9293, section 3.5, simultaneous open).
func selfConnect(st *stage) error {
	st.start("client", servers.ProgramOptions{Host: st.Hosts.Server, Before: st.Before}, func(p *program) {
		s := p.socket(capture.TCP)
		s.bind(p.address())
		s.connect(p.address())
		s.send(p.Text + "\n")
		s.recvLine()
		s.close()
	})
	return nil
}

// beside is the port next to the server's, at whatever address the client's host has.
func (p *program) beside() netip.AddrPort {
	everywhere := netip.IPv4Unspecified()
	if p.Host.Is6() {
		everywhere = netip.IPv6Unspecified()
	}
	if p.Port == math.MaxUint16 {
		return netip.AddrPortFrom(everywhere, p.Port-1)
	}
	return netip.AddrPortFrom(everywhere, p.Port+1)
}
