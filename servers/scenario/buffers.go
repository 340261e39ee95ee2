package scenario

import (
	"fmt"
	"strings"
	"time"

	"wireladder/capture"
)

// buffers returns the scenarios of datagrams that wait in a socket's receive buffer, and of one
// that is full.
func buffers() []Scenario {
	return []Scenario{
		{
			Name: "udp-serial", Group: UDP, Protocols: overUDP, Choices: Choices{Text: true},
			Title:  "a slow server: the next datagram waits in its socket",
			script: udpSerial,
		},
		{
			Name: "udp-overflow", Group: UDP, Protocols: overUDP,
			Title:  "more datagrams than the socket holds: arrived, and gone",
			Waits:  "a datagram that does not come (0.2 s)",
			script: udpOverflow,
		},
	}
}

// udpSerial has the server work on the first request until the second one has come.
func udpSerial(st *stage) error {
	st.server("server", func(p *program) {
		s := p.bound()
		text, from := s.recvFrom(bufferSize)
		s.awaitData(1)
		s.sendTo(upper(text), from)
		p.forEver(func() { s.echo(bufferSize) })
	})
	st.client("client 1", func(p *program) {
		p.until(made("server", "recvfrom", 1))
		s := p.socket(capture.UDP)
		s.ask(p.Text + " 1")
		s.close()
	})
	st.client("client 2", func(p *program) {
		p.until(after(done("server", "recvfrom", 1), made("client 1", "recvfrom", 1)))
		s := p.socket(capture.UDP)
		s.ask(p.Text + " 2")
		s.close()
	})
	return st.await(after(ended("client 1"), ended("client 2"), stands("server", "recvfrom", 1)))
}

// What udp-overflow sends, the buffer that it is too much for, and how long its server waits
// for more. The kernel doubles a buffer, and counts what it keeps beside the octets.
const (
	floodCount   = 8
	floodSize    = 1000
	floodBuffer  = 2304
	floodTimeout = 200 * time.Millisecond
)

// udpOverflow has the server read when all datagrams have come.
func udpOverflow(st *stage) error {
	st.server("server", func(p *program) {
		s := p.socket(capture.UDP)
		s.do(func() error { return s.real.SetRecvBuffer(floodBuffer) })
		s.do(func() error { return s.real.SetReceiveTimeout(floodTimeout) })
		s.bind(p.address())
		p.until(after(done("client", "sendto", floodCount), arrived(floodCount, func(d *capture.Packet) bool { return d.Proto == capture.UDP })))
		p.whatever(func() {
			for text := "-"; text != ""; {
				text, _ = s.recvFrom(bufferSize)
			}
		})
		s.close()
	})
	st.client("client", func(p *program) {
		p.until(done("server", "bind", 1))
		s := p.socket(capture.UDP)
		for n := 1; n <= floodCount; n++ {
			s.sendTo(fmt.Sprintf("%d %s", n, strings.Repeat(".", floodSize-2)), p.address())
		}
		p.until(ended("server"))
		s.close()
	})
	return nil
}
