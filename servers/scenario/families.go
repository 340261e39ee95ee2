package scenario

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/servers"
)

// families returns the scenario of a server for IPv4 and IPv6.
func families() []Scenario {
	return []Scenario{{
		Name: "ipv6", Group: TCP, Protocols: overTCP, Choices: Choices{Text: true},
		Title:  "one socket for IPv4 and IPv6, or IPV6_V6ONLY",
		Limits: Limits{IPv6: "its clients use both families", Wire: "a wire has addresses of one family, and its clients use both", Host: "it listens at every address"},
		script: bothFamilies,
	}}
}

// bothFamilies has a server listen at :: twice: for both families, and then for IPv6 alone.
func bothFamilies(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listeningEverywhere(false)
		for range 2 {
			conn := l.accept()
			conn.send(upper(conn.recvLine()))
			conn.recv(bufferSize)
			conn.close()
		}
		l.close()
		l = p.listeningEverywhere(true)
		p.forEver(func() { l.accept() })
	})
	for n, name := range []string{"client 1", "client 2"} {
		st.client(name, func(p *program) {
			p.until(made("server", "accept", n+1))
			to := p.local(n == 1)
			s := p.socketFor(capture.TCP, to.Addr())
			s.connect(to)
			p.until(made("server", "recv", 2*n+1))
			s.send(p.Text + "\n")
			s.recvLine()
			p.until(made("server", "recv", 2*n+2))
			s.close()
		})
	}
	st.client("client 3", func(p *program) {
		p.until(after(made("server", "accept", 3), ended("client 2")))
		to := p.local(false)
		s := p.socketFor(capture.TCP, to.Addr())
		p.whatever(func() { s.connect(to) })
		s.close()
	})
	return nil
}

// local is the server's port at the loopback address of a family.
func (p *program) local(ipv6 bool) netip.AddrPort {
	if ipv6 {
		return netip.AddrPortFrom(netip.IPv6Loopback(), p.Port)
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), p.Port)
}

// listeningEverywhere returns a socket that takes connections at every address, of both families or of
// IPv6 only.
func (p *program) listeningEverywhere(only bool) *sock {
	s := p.socketFor(capture.TCP, netip.IPv6Unspecified())
	s.reuse()
	s.do(func() error { return s.real.SetIPv6Only(only) })
	s.bind(netip.AddrPortFrom(netip.IPv6Unspecified(), p.Port))
	s.listen(servers.DefaultBacklog)
	return s
}
