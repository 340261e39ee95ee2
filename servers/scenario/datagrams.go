package scenario

import (
	"errors"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"wireladder/capture"
	"wireladder/servers"
)

var overUDP = []capture.Protocol{capture.UDP}

// datagrams returns the scenarios of UDP on a wire that loses nothing.
func datagrams() []Scenario {
	return []Scenario{
		{
			Name: "udp", Group: UDP, Protocols: overUDP,
			Title:   "datagrams without a connection",
			Choices: Choices{Clients: 1, Text: true},
			script:  udp,
		},
		{
			Name: "udp-many", Group: UDP, Protocols: overUDP,
			Title:   "many clients, many messages, one server socket",
			Choices: Choices{Clients: 3, Messages: 2, Text: true},
			script:  udpMany,
		},
		{
			Name: "udp-truncate", Group: UDP, Protocols: overUDP,
			Title:  "recvfrom(2048) against a datagram of 3,000 bytes",
			script: udpTruncate,
		},
		{
			Name: "udp-empty", Group: UDP, Protocols: overUDP,
			Title:  "an empty datagram is a message, too",
			script: udpEmpty,
		},
		{
			Name: "udp-refused", Group: UDP, Protocols: overUDP,
			Title:  "nobody at that port: who learns of it, and when",
			script: udpRefused,
		},
	}
}

// udpServer answers datagrams for ever.
func udpServer(p *program) {
	s := p.bound()
	p.forEver(func() { s.echo(bufferSize) })
}

// echo answers each datagram, or as much of it as size octets hold.
func (s *sock) echo(size int) {
	for s.trouble == nil {
		text, from := s.recvFrom(size)
		s.sendTo(upper(text), from)
	}
}

// What a client does that has reason to fear that its datagram is lost.
const (
	answerTimeout = 300 * time.Millisecond
	answerTries   = 3
)

// ask sends a datagram to the server and waits for the answer. Where the user
// has chosen what the wire does, it does not wait for ever.
func (s *sock) ask(text string) string { return s.askFor(text, s.address()) }

// askFor is ask for another address than the server's.
func (s *sock) askFor(text string, to netip.AddrPort) string {
	if s.Wire == nil {
		s.sendTo(text, to)
		answer, _ := s.recvFrom(bufferSize)
		return answer
	}
	return s.askAgain(text, to)
}

// askAgain sends a datagram again whenever its answer takes too long.
func (s *sock) askAgain(text string, to netip.AddrPort) (answer string) {
	s.do(func() error { return s.real.SetReceiveTimeout(answerTimeout) })
	for range answerTries {
		s.sendTo(text, to)
		late := false
		s.do(func() error {
			data, _, err := s.real.RecvFrom(bufferSize)
			answer, late = string(data), errors.Is(err, syscall.EAGAIN)
			if late {
				return nil
			}
			return err
		})
		if !late {
			break
		}
	}
	return answer
}

// udp lets the clients come one after the other.
func udp(st *stage) error {
	st.server("server", udpServer)
	for n := 1; n <= st.Clients; n++ {
		if err := st.await(made("server", "recvfrom", n)); err != nil {
			return err
		}
		st.client(st.role(n), func(p *program) {
			s := p.socket(capture.UDP)
			s.ask(p.line(n, 1))
			s.close()
		})
		if err := st.await(after(ended(st.role(n)), stands("server", "recvfrom", 1))); err != nil {
			return err
		}
	}
	return nil
}

// udpMany lets the clients speak in turn, each when the server is done with the
// one before.
func udpMany(st *stage) error {
	st.server("server", udpServer)
	for n := 1; n <= st.Clients; n++ {
		st.client(st.role(n), func(p *program) {
			p.until(made("server", "recvfrom", n))
			s := p.socket(capture.UDP)
			for m := 1; m <= p.Messages; m++ {
				p.until(made("server", "recvfrom", (m-1)*p.Clients+n))
				s.ask(p.line(n, m))
			}
			s.close()
		})
	}
	return nil
}

// truncateSize is what the server's buffer of udp-truncate holds, datagramSize
// what it is sent.
const (
	truncateSize = 2048
	datagramSize = 3000
)

func udpTruncate(st *stage) error {
	st.server("server", func(p *program) {
		s := p.bound()
		p.forEver(func() { s.echo(truncateSize) })
	})
	st.client("client", func(p *program) {
		p.until(made("server", "recvfrom", 1))
		s := p.socket(capture.UDP)
		s.ask(strings.Repeat("0123456789", datagramSize/10))
		p.until(made("server", "recvfrom", 2))
		s.close()
	})
	return nil
}

func udpEmpty(st *stage) error {
	st.server("server", udpServer)
	st.client("client", func(p *program) {
		p.until(made("server", "recvfrom", 1))
		s := p.socket(capture.UDP)
		s.ask("")
		p.until(made("server", "recvfrom", 2))
		s.close()
	})
	return nil
}

// udpRefused has no server at all.
func udpRefused(st *stage) error {
	st.client("client 1", func(p *program) {
		s := p.socket(capture.UDP)
		s.sendTo(p.Text, p.address())
		p.forEver(func() { s.recvFrom(bufferSize) })
	})
	st.client("client 2", func(p *program) {
		p.until(settled("client 1"))
		s := p.socket(capture.UDP)
		s.connect(p.address())
		s.send(p.Text)
		s.awaitBreak()
		p.whatever(func() { s.recv(servers.DefaultRecvSize) })
		s.close()
	})
	return nil
}
