package runtest

import (
	"net/netip"
	"time"

	"wireladder/capture"
)

// ResetOnTheWire records a server that closes with data unread, and a client
// whose data crosses the RST on the wire.
func ResetOnTheWire() *capture.Recording {
	h := NewHosts("reset")
	h.Connect()
	h.Through(h.Says(false, "hello\n"))
	h.Through(h.Back(capture.ACK, ""))
	c := h.Asks(true, "close")
	rst := h.Back(capture.RST|capture.ACK, "")
	h.Return(c)
	h.Wait(2 * time.Millisecond)
	late := h.Says(false, "more\n")
	h.Wait(8 * time.Millisecond)
	h.Arrive(rst)
	h.Fails(h.Asks(false, "recv"), "ECONNRESET")
	h.Wait(2 * time.Millisecond)
	h.Arrive(late)
	h.sseq = h.sseq.Add(-1)
	again := h.Back(capture.RST, "")
	c = h.Asks(false, "send")
	c.Data, c.Size = []byte("more\n"), 5
	h.Fails(c, "EPIPE")
	h.Through(again)
	h.Call(h.of(h.client, "close"))
	return h.Recording()
}

// RefusedDatagram records datagrams to a port that nobody has, from a socket
// that is not connected and from one that is; an ICMP error is lost.
func RefusedDatagram() *capture.Recording {
	m := NewMail("udp-refused")
	m.Call(m.of(true, "close"))
	m.Through(m.Post(false, "hello"))
	m.Through(m.refuse())
	c := m.of(false, "connect")
	c.Args = capture.Arguments{Address: m.to}
	m.Call(c)
	m.Through(m.Post(false, "again"))
	m.Lose(m.refuse(), "drop 2nd ICMP error")
	m.Through(m.Post(false, "and again"))
	m.Through(m.refuse())
	c = m.of(false, "recv")
	c.Size, c.Errno, c.Result = 2048, "ECONNREFUSED", -1
	m.Call(c)
	return m.Recording()
}

// refuse answers with ICMP port unreachable.
func (m *Mail) refuse() int {
	return m.Packet(capture.Packet{
		Proto: capture.ICMP, Src: netip.AddrPortFrom(m.to.Addr(), 0), Dst: netip.AddrPortFrom(m.from.Addr(), 0),
		ICMP: capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: capture.UDP, Src: m.from, Dst: m.to}},
	})
}

// Through lets a frame arrive undisturbed.
func (m *Mail) Through(n int) {
	m.Wait(hop)
	m.Arrive(n)
}

// PortReused records two connections between the same two ports, and the bind
// that fails between them. The addresses are IPv6 ones.
func PortReused() *capture.Recording {
	h := NewHosts6("reuseaddr")
	h.Connect()
	h.Through(h.Closes(true))
	h.Through(h.Closes(false))
	h.Through(h.Acks(true))
	second := capture.Process{Name: "server 2"}
	h.Call(capture.Call{Process: second, Name: "socket", Proto: capture.TCP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET6, SOCK_STREAM, 0"), Result: 3})
	h.Call(capture.Call{Process: h.server, Name: "close", Proto: capture.TCP, FD: 3, Local: h.to})
	h.Call(capture.Call{Process: second, Name: "bind", Proto: capture.TCP, FD: 3, Args: capture.Arguments{Address: h.to}, Result: -1, Errno: "EADDRINUSE"})
	h.Call(capture.Call{Process: second, Name: "setsockopt", Proto: capture.TCP, FD: 3, Args: capture.ParseArguments("setsockopt", "SOL_SOCKET, SO_REUSEADDR, 1")})
	h.Call(capture.Call{Process: second, Name: "bind", Proto: capture.TCP, FD: 3, Args: capture.Arguments{Address: h.to}, Local: h.to})
	h.Call(capture.Call{Process: second, Name: "listen", Proto: capture.TCP, FD: 3, Args: capture.ParseArguments("listen", "5"), Local: h.to})
	h.server, h.cseq, h.sseq, h.fd = second, 500000, 900000, 6
	accept := capture.Call{Process: second, Name: "accept", Proto: capture.TCP, FD: 3, Local: h.to}
	h.accepting = h.Enter(accept)
	h.Connect()
	h.Through(h.Says(false, "hello\n"))
	h.Through(h.Acks(true))
	return h.Recording()
}

// Selecting records three clients that talk at the same time to a server that
// waits for all of them in select(2), each of which gets its answer late.
func Selecting() *capture.Recording {
	s := NewScript("tcp-select")
	srv, server := capture.Process{Name: "server"}, Loopback(ServerPort)
	listener := capture.Call{Process: srv, Proto: capture.TCP, FD: 3, Local: server}
	call := func(name, args string, result int64) {
		c := listener
		c.Name, c.Args, c.Result = name, capture.ParseArguments(name, args), result
		s.Call(c)
	}
	s.Call(capture.Call{Process: srv, Name: "socket", Proto: capture.TCP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_STREAM, 0"), Result: 3})
	call("bind", server.String(), 0)
	call("listen", "5", 0)
	var all []*exchange
	for i := range 3 {
		waits := listener
		waits.Name, waits.Args = "select", capture.ParseArguments("select", "9, {3}, NULL, NULL, NULL")
		waiting := s.Enter(waits)
		e := backlogClient(s, i)
		e.fd = 10 + 2*i
		e.connect()
		waiting.Result, waiting.Args.ReadyRead = 1, []int{3}
		s.Return(waiting)
		accept := listener
		accept.Name, accept.Result, accept.Remote = "accept", int64(e.fd+1), e.from
		s.Call(accept)
		all = append(all, e)
	}
	for _, e := range all {
		e.send(e.client, []byte("hello\n"))
	}
	call("select", "16, {3, 11, 13, 15}, NULL, NULL, NULL; ready: {11, 13, 15}", 3)
	for _, e := range all {
		e.received(e.Enter(e.of(e.server, "recv")), []byte("hello\n"))
		e.send(e.server, []byte("HELLO\n"))
	}
	for _, e := range all {
		e.received(e.Enter(e.of(e.client, "recv")), []byte("HELLO\n"))
		e.close(ThreeSegments)
	}
	call("select", "16, {3}, NULL, NULL, {1, 0}", 0)
	return s.Recording()
}
