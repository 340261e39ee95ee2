package capturetest

import (
	"strings"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
)

// Conn is a TCP connection.
type Conn struct{ Client, Server *End }

// End is one end of a connection. It counts what it sends.
type End struct {
	ISN     uint32   // the initial sequence number; to be changed before it sends
	Next    int      // the relative number that it sends next
	Window  uint16   // what it advertises, before scaling
	Options []Option // of its SYN
	Usual   []Option // of everything else that it sends: timestamps

	peer *End
	port Port
}

// TCP returns a connection on which nothing has been sent yet. Its ends ask for
// segments of 1460 octets and permit SACK.
func (c *Capture) TCP(client, server Port) *Conn {
	usual := []Option{MSS(1460), SACKPermitted}
	n := &Conn{
		Client: &End{ISN: 1_000_000, Window: 64240, Options: usual, port: client},
		Server: &End{ISN: 5_000_000, Window: 65160, Options: usual, port: server},
	}
	n.Client.peer, n.Server.peer = n.Server, n.Client
	return n
}

// UnderWay makes both ends have sent some octets before the capture began.
func (n *Conn) UnderWay(client, server int) {
	n.Client.Next, n.Server.Next = client, server
}

// SYN sends the client's SYN.
func (n *Conn) SYN() *Frame { return n.Client.SYN() }

// SYNACK sends the server's answer to the SYN.
func (n *Conn) SYNACK() *Frame {
	f := n.Server.SYN()
	f.Flags(capture.SYN | capture.ACK).Ack(n.Client.Next)
	return f
}

// ACK sends the ACK that ends the handshake.
func (n *Conn) ACK() *Frame { return n.Client.ACK() }

// Open makes a whole handshake: three frames.
func (n *Conn) Open() {
	n.SYN()
	n.SYNACK()
	n.ACK()
}

// Close makes a whole close, which the client begins: three frames.
func (n *Conn) Close() {
	n.Client.FIN()
	n.Server.FIN()
	n.Client.ACK()
}

// SYN sends a SYN without ACK.
func (e *End) SYN() *Frame {
	f := e.Send(capture.SYN, "")
	f.tcp.Options = nil
	return f.With(e.Options...)
}

// ACK sends a bare ACK of all that the other side has sent.
func (e *End) ACK() *Frame { return e.Send(capture.ACK, "") }

// Data sends text with PSH.
func (e *End) Data(text string) *Frame { return e.Send(capture.PSH|capture.ACK, text) }

// Bytes sends n octets without PSH: one segment of many.
func (e *End) Bytes(n int) *Frame { return e.Send(capture.ACK, Filler(n)) }

// FIN sends FIN,ACK.
func (e *End) FIN() *Frame { return e.Send(capture.FIN|capture.ACK, "") }

// RST sends a RST without ACK, as it answers a segment that has an ACK.
func (e *End) RST() *Frame { return e.Send(capture.RST, "") }

// RSTACK sends RST,ACK: an abort, or the refusal of a SYN.
func (e *End) RSTACK() *Frame { return e.Send(capture.RST|capture.ACK, "") }

// Send sends a segment with the control bits, and counts what it takes up.
func (e *End) Send(flags capture.Flags, payload string) *Frame {
	c := e.port.Host.capture
	f := c.newFrame(e.port.Host, e.port.addrPort(), e.peer.port.addrPort(), e.peer.port.Host.MAC)
	f.end, f.payload = e, payload
	f.tcp = &layers.TCP{Window: e.Window}
	f.Flags(flags).Seq(e.Next).With(e.Usual...)
	if flags&capture.ACK != 0 {
		f.Ack(e.peer.Next)
	}
	e.Next += len(payload)
	if flags&(capture.SYN|capture.FIN) != 0 {
		e.Next++
	}
	return c.Put(f)
}

// Filler returns n octets of text in which each part looks different.
func Filler(n int) string {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789\n"
	return strings.Repeat(letters, n/len(letters)+1)[:n]
}

// Ports returns the two ends of the connection, for another one between them.
func (n *Conn) Ports() (client, server Port) { return n.Client.port, n.Server.port }
