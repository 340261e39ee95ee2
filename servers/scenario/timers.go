package scenario

import (
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/servers"
)

// timers returns the scenarios of connections that stand still, and of a server
// that is stopped.
func timers() []Scenario {
	return []Scenario{
		{
			Name: "zero-window", Group: TCP, Protocols: overTCP,
			Title:  "a slow reader: the window closes, and opens again",
			Waits:  "a window probe (about 0.2 s)",
			script: zeroWindow,
		},
		{
			Name: "keepalive", Group: TCP, Protocols: overTCP, Choices: Choices{Text: true},
			Title:  "nobody says anything: is the peer still there?",
			Waits:  "a keep-alive probe (about 1 s)",
			script: keepAlive,
		},
		{
			Name: "interrupt", Group: TCP, Protocols: overTCP,
			Title:   "^C on a server with clients: drain, or reset",
			Choices: Choices{Clients: 3, Text: true, Signal: true}, AtInterrupt: []string{servers.Drain.String(), servers.Reset.String()},
			script: interrupt,
		},
		{
			Name: "interrupt-threads", Group: TCP, Protocols: overTCP,
			Title:   "^C on a server with threads: the main thread alone ends",
			Choices: Choices{Text: true, Signal: true}, AtInterrupt: []string{closesListener, leavesListener},
			script: interruptThreads,
		},
	}
}

// What zero-window sends, and the buffer that it is too much for. The kernel
// doubles a buffer and uses part of it for itself.
const (
	slowTotal  = 20_000
	slowBuffer = 4096
)

// zeroWindow lets the server read when the client has asked in vain.
func zeroWindow(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listeningWith(slowBuffer)
		conn := l.accept()
		p.until(sent(2, p.isClosedWindow))
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
		p.until(done("server", "accept", 1))
		s.send(strings.Repeat("wireladder", slowTotal/10))
		s.close()
	})
	return nil
}

// isClosedWindow reports whether the server says that it has no room.
func (st *stage) isClosedWindow(p *capture.Packet) bool {
	return p.Proto == capture.TCP && p.Src.Port() == st.Port && p.TCP.Window == 0 && p.TCP.Flags&(capture.RST|capture.SYN) == 0
}

// keepIdle is how long the server lets its client be silent.
const keepIdle = time.Second

// keepAlive ends when a probe was sent and answered: a segment of the server's
// without data, behind the client's last ACK, and one of the client's.
func keepAlive(st *stage) error {
	st.server("server", func(p *program) {
		l := p.listening()
		conn := l.accept()
		conn.do(func() error { return conn.real.SetKeepAlive(keepIdle, keepIdle, 3) })
		conn.send(upper(conn.recvLine()))
		p.forEver(func() { conn.recv(bufferSize) })
	})
	st.client("client", func(p *program) {
		s := p.served("server")
		p.forEver(func() { s.recv(bufferSize) })
	})
	return st.await(st.probed)
}

// probed is the condition that the server has sent a segment with a number that it
// had used before, and the client has answered it.
func (st *stage) probed(m *Monitor) bool {
	var next capture.Seq // of the server's
	asked := false
	for i := range m.packets {
		p := &m.packets[i]
		switch {
		case p.Proto != capture.TCP:
		case p.Src.Port() != st.Port:
			if asked {
				return true
			}
		case p.PayloadLength == 0 && p.TCP.Flags == capture.ACK && p.TCP.Seq+1 == next:
			asked = true
		default:
			next = p.TCP.Seq + capture.Seq(p.PayloadLength) //nolint:gosec // at most 64 KiB
		}
	}
	return false
}
