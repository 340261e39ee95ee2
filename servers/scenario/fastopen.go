package scenario

import (
	"fmt"
	"time"

	"wireladder/capture"
	"wireladder/servers"
)

// cookies returns the scenarios of a server that keeps no state, or has no round trip, for who brings a cookie.
func cookies() []Scenario {
	return []Scenario{
		{
			Name: "fast-open", Group: TCP, Protocols: overTCP, Choices: Choices{Text: true},
			Wire:     &WireOptions{Delay: 10 * time.Millisecond},
			Settings: map[string]string{"net.ipv4.tcp_fastopen": "3"}, // for clients and servers
			Title:    "TCP Fast Open: a cookie, and then data in the SYN",
			script:   fastOpen,
		},
		{
			Name: "syn-cookies", Group: TCP, Protocols: overTCP, Choices: Choices{Text: true},
			Wire:     &WireOptions{Delay: 10 * time.Millisecond, Faults: []string{"delay 500ms 1st SYN-ACK"}},
			Settings: map[string]string{"net.ipv4.tcp_syncookies": "1", "net.ipv4.tcp_timestamps": "0"},
			Title:    "the SYN queue is full: an answer that keeps no state",
			Waits:    "a SYN-ACK that is on its way for long (0.5 s)",
			script:   synCookies,
		},
	}
}

// fastOpen has two clients of one host come, one after the other: the cookie that the first one gets is their
// kernel's, and the second one uses it.
func fastOpen(st *stage) error {
	const clients = 2
	st.server("server", func(p *program) {
		l := p.socket(capture.TCP)
		l.reuse()
		l.do(func() error { return l.real.SetFastOpen(servers.DefaultBacklog) })
		l.bind(p.address())
		l.listen(servers.DefaultBacklog)
		for range clients {
			conn := l.accept()
			conn.send(upper(conn.recvLine()))
			conn.recv(bufferSize)
			conn.close()
		}
		p.forEver(func() { l.accept() })
	})
	for n := 1; n <= clients; n++ {
		st.client(nthClient(n), func(p *program) {
			p.until(after(made("server", "accept", n), p.farewells(n-1)))
			s := p.socket(capture.TCP)
			s.sendFast(fmt.Sprintf("%s %d\n", p.Text, n))
			s.recvLine()
			s.close()
		})
	}
	return st.await(st.farewells(clients))
}

// synCookies has a client come whose handshake takes half a second: the queue of such has room for one. Another
// client comes meanwhile.
func synCookies(st *stage) error {
	const clients, halfOpen = 2, 1
	st.server("server", func(p *program) {
		l := p.socket(capture.TCP)
		l.reuse()
		l.bind(p.address())
		l.listen(halfOpen - 1)
		for range clients {
			conn := l.accept()
			conn.send(upper(conn.recvLine()))
			conn.recv(bufferSize)
			conn.close()
		}
		p.forEver(func() { l.accept() })
	})
	st.client(nthClient(1), func(p *program) {
		p.until(made("server", "accept", 1))
		s := p.connected()
		s.speak(1)
	})
	st.client(nthClient(2), func(p *program) {
		p.until(sent(halfOpen, isSYNACK))
		s := p.connected()
		s.speak(2)
	})
	return st.await(st.farewells(clients))
}

// speak says a line of the n-th client and closes, each when the server stands in a recv().
func (s *sock) speak(n int) {
	s.until(stands("server", "recv", 1))
	s.send(fmt.Sprintf("%s %d\n", s.Text, n))
	s.recvLine()
	s.until(stands("server", "recv", 1))
	s.close()
}

// isSYNACK reports whether the packet agrees to a connection.
func isSYNACK(p *capture.Packet) bool {
	return p.Proto == capture.TCP && p.TCP.Flags&(capture.SYN|capture.ACK) == capture.SYN|capture.ACK
}

// farewells is the condition that so many FINs of the server's have been acknowledged, and that it has learned it.
func (st *stage) farewells(n int) condition {
	return func(m *Monitor) bool {
		fins, covered := map[capture.Seq]bool{}, 0
		for i := range m.packets {
			p := &m.packets[i]
			switch {
			case p.Proto != capture.TCP:
			case p.Src.Port() == st.Port && p.TCP.Flags.Has(capture.FIN):
				fins[p.TCP.Seq.Add(p.PayloadLength+1)] = true
			case p.Dst.Port() == st.Port && fins[p.TCP.Ack] && (p.arrived || !m.wire):
				delete(fins, p.TCP.Ack)
				covered++
			}
		}
		return covered >= n
	}
}
