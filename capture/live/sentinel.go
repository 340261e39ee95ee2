package live

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net"
	"net/netip"

	"wireladder/capture"
)

// Sentinel is a UDP socket on 127.0.0.1 that sends itself a datagram nobody
// else can know. On loopback, where frames keep their order, a capture that has
// shown the datagram has shown all that was sent before it.
//
// Make it before the capture, so that its port can be named in the filter.
type Sentinel struct {
	conn  *net.UDPConn
	addr  netip.AddrPort
	token []byte
}

// NewSentinel opens the socket, on a port that the kernel picks. It needs a
// loopback interface that is up.
func NewSentinel() (*Sentinel, error) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, fmt.Errorf("sentinel: %w", err)
	}
	token := make([]byte, 16)
	_, _ = rand.Read(token) // never fails
	local := conn.LocalAddr().(*net.UDPAddr).AddrPort()
	return &Sentinel{conn: conn, addr: netip.AddrPortFrom(local.Addr().Unmap(), local.Port()), token: token}, nil
}

// Port returns the UDP port that a filter must let through.
func (s *Sentinel) Port() uint16 { return s.addr.Port() }

// Close gives the port back.
func (s *Sentinel) Close() error { return s.conn.Close() }

// send sends the datagram. The socket never reads: once its buffer is full the
// kernel throws datagrams away, after they were on the wire.
func (s *Sentinel) send() error {
	_, err := s.conn.WriteToUDPAddrPort(s.token, s.addr)
	return err
}

// concerns reports whether a decoded packet is from or to the sentinel.
func (s *Sentinel) concerns(p *capture.Packet) bool {
	return p.Proto == capture.UDP && (p.Src == s.addr || p.Dst == s.addr)
}

// is reports whether a decoded packet is the datagram, as far as the snap length
// left it.
func (s *Sentinel) is(p *capture.Packet) bool {
	return p.Proto == capture.UDP && p.Src == s.addr && p.Dst == s.addr &&
		p.PayloadLength == len(s.token) && bytes.HasPrefix(s.token, p.Payload)
}
