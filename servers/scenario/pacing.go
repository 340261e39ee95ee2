package scenario

import (
	"fmt"
	"strings"
	"time"

	"wireladder/capture"
)

// pacing returns the scenarios of what TCP holds back: small segments, ACKs, and what there is no
// room for.
func pacing() []Scenario {
	return []Scenario{
		{
			Name: "nagle", Group: TCP, Protocols: overTCP,
			Wire:   &WireOptions{Delay: 50 * time.Millisecond},
			Title:  "small pieces wait for an ACK (Nagle), or TCP_NODELAY",
			script: nagle,
		},
		{
			Name: "delayed-ack", Group: TCP, Protocols: overTCP, Choices: Choices{Text: true},
			Waits:  "an ACK that is held back (0.04 s)",
			Title:  "an ACK rides with the answer, or comes late by itself",
			script: delayedACK,
		},
		{
			Name: "partial-send", Group: TCP, Protocols: overTCP,
			Title:  "send() takes a part: the rest is the program's to send",
			script: partialSend,
		},
	}
}

// nagle has two clients send the same pieces, the second one with TCP_NODELAY.
func nagle(st *stage) error {
	total := 0
	for _, piece := range pieces {
		total += len(piece)
	}
	st.server("server", func(p *program) {
		l := p.listening()
		for range 2 {
			conn := l.accept()
			conn.awaitData(total)
			conn.send(upper(conn.recv(bufferSize)))
			conn.recv(bufferSize)
			conn.close()
		}
		p.forEver(func() { l.accept() })
	})
	in := func(p *program, n int, hasty bool) {
		p.until(made("server", "accept", n))
		s := p.socket(capture.TCP)
		if hasty {
			s.noDelay()
		}
		s.connect(p.address())
		for _, piece := range pieces {
			s.send(piece)
		}
		s.recvLine()
		s.close()
	}
	st.client("client 1", func(p *program) { in(p, 1, false) })
	st.client("client 2", func(p *program) { in(p, 2, true) })
	return nil
}

// delayedACK has the server answer twice, and then only when the kernel has acknowledged what it
// has received.
func delayedACK(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listening()
		conn := l.accept()
		for range 2 {
			conn.send(upper(conn.recvLine()))
		}
		text := conn.recvLine()
		p.until(st.acknowledged(3))
		conn.send(upper(text))
		conn.recv(bufferSize)
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		s := p.connectedTo("server")
		for n := 1; n <= 3; n++ {
			p.until(made("server", "recv", n))
			s.send(fmt.Sprintf("%s %d\n", p.Text, n))
			s.recvLine()
		}
		s.close()
	})
	return nil
}

// acknowledged is the condition that the server's side has acknowledged the n-th segment of its
// client that carries data.
func (st *stage) acknowledged(n int) condition {
	return func(m *Monitor) bool {
		var end capture.Seq
		seen := 0
		for i := range m.packets {
			p := &m.packets[i]
			switch fromServer := p.Src.Port() == st.Port; {
			case p.Proto != capture.TCP:
			case !fromServer && p.PayloadLength > 0 && seen < n:
				seen, end = seen+1, p.TCP.Seq.Add(p.PayloadLength)
			case fromServer && seen == n && p.TCP.Ack == end:
				return true
			}
		}
		return false
	}
}

// partialSend has a client that does not wait in send(), and a server that does not read until
// the client has nowhere to put its bytes.
func partialSend(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listeningWith(slowBuffer)
		conn := l.accept()
		p.until(made("client", "select", 1))
		conn.recvAll(slowTotal, bufferSize)
		conn.recv(bufferSize)
		conn.close()
		p.forEver(func() { l.accept() })
	})
	st.client("client", func(p *program) {
		p.until(made("server", "accept", 1))
		s := p.socket(capture.TCP)
		s.do(func() error { return s.real.SetSendBuffer(slowBuffer) })
		s.connect(p.address())
		s.do(s.real.SetNonblocking)
		p.until(done("server", "accept", 1))
		for rest := strings.Repeat("wireladder", slowTotal/10); rest != "" && p.trouble == nil; {
			n := s.sendSome(rest)
			if rest = rest[n:]; n == 0 {
				s.awaitRoom()
			}
		}
		s.close()
	})
	return nil
}
