package runtest

import (
	"bytes"
	"fmt"
	"net/netip"

	"wireladder/capture"
)

// ServerPort is the port of the servers in these recordings.
const ServerPort = 12000

// Close says how a TCP connection ends.
type Close int

// The ways to close.
const (
	ThreeSegments Close = iota
	FourSegments
	CrossingFINs
)

// Run is an uppercase run to be recorded.
type Run struct {
	Clients int // 0: 1
	Text    string
	Close   Close
}

func (r Run) clients() int { return max(1, r.Clients) }

func (r Run) name(i int) string {
	if r.clients() == 1 {
		return "client"
	}
	return fmt.Sprintf("client %d", i+1)
}

// UDP records the run over UDP.
func (r Run) UDP() *capture.Recording {
	s := NewScript("udp")
	r.udp(s)
	return s.Recording()
}

// TCP records the run over TCP.
func (r Run) TCP() *capture.Recording {
	s := NewScript("tcp")
	r.tcp(s)
	return s.Recording()
}

// Contrast records the run over both.
func (r Run) Contrast() *capture.Recording {
	s := NewScript("contrast")
	r.udp(s)
	r.tcp(s)
	return s.Recording()
}

func (r Run) udp(s *Script) {
	srv, line, answer := capture.Process{Name: "server"}, []byte(r.Text), bytes.ToUpper([]byte(r.Text))
	server := Loopback(ServerPort)
	s.Call(capture.Call{Process: srv, Name: "socket", Proto: capture.UDP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_DGRAM, 0"), Result: 6})
	s.Call(capture.Call{Process: srv, Name: "bind", Proto: capture.UDP, FD: 6, Args: capture.Arguments{Address: server}, Local: server})
	recv := capture.Call{Process: srv, Name: "recvfrom", Proto: capture.UDP, FD: 6, Size: 65536, Local: server}
	waiting := s.Enter(recv)
	for i := range r.clients() {
		me, fd, local := capture.Process{Name: r.name(i)}, 7+i, Loopback(uint16(40001+i))
		s.Call(capture.Call{Process: me, Name: "socket", Proto: capture.UDP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_DGRAM, 0"), Result: int64(fd)})
		send := s.Enter(capture.Call{Process: me, Name: "sendto", Proto: capture.UDP, FD: fd, Args: capture.Arguments{Address: server}, Data: line, Size: len(line), Local: local, Remote: server})
		s.Packet(capture.Packet{Proto: capture.UDP, Src: local, Dst: server, Payload: line})
		send.Result = int64(len(line))
		s.Return(send)
		receive := s.Enter(capture.Call{Process: me, Name: "recvfrom", Proto: capture.UDP, FD: fd, Size: 65536, Local: local})
		waiting.Result, waiting.Data, waiting.Remote = int64(len(line)), line, local
		s.Return(waiting)
		reply := s.Enter(capture.Call{Process: srv, Name: "sendto", Proto: capture.UDP, FD: 6, Args: capture.Arguments{Address: local}, Data: answer, Size: len(answer), Local: server, Remote: local, Result: int64(len(answer))})
		s.Packet(capture.Packet{Proto: capture.UDP, Src: server, Dst: local, Payload: answer})
		s.Return(reply)
		receive.Result, receive.Data, receive.Remote = int64(len(answer)), answer, server
		s.Return(receive)
		waiting = s.Enter(recv)
		s.Call(capture.Call{Process: me, Name: "close", Proto: capture.UDP, FD: fd, Local: local})
	}
	s.rec.Entries = append(s.rec.Entries, capture.Entry{Call: waiting})
}

func (r Run) tcp(s *Script) {
	srv, server := capture.Process{Name: "server"}, Loopback(ServerPort)
	s.Call(capture.Call{Process: srv, Name: "socket", Proto: capture.TCP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_STREAM, 0"), Result: 8})
	s.Call(capture.Call{Process: srv, Name: "setsockopt", Proto: capture.TCP, FD: 8, Args: capture.ParseArguments("setsockopt", "SOL_SOCKET, SO_REUSEADDR, 1")})
	s.Call(capture.Call{Process: srv, Name: "bind", Proto: capture.TCP, FD: 8, Args: capture.Arguments{Address: server}, Local: server})
	s.Call(capture.Call{Process: srv, Name: "listen", Proto: capture.TCP, FD: 8, Args: capture.ParseArguments("listen", "5"), Local: server})
	accept := capture.Call{Process: srv, Name: "accept", Proto: capture.TCP, FD: 8, Local: server}
	waiting := s.Enter(accept)
	for i := range r.clients() {
		e := &exchange{
			Script: s, client: capture.Process{Name: r.name(i)}, server: srv, fd: 9 + 2*i,
			from: Loopback(uint16(50001 + i)), to: server, cseq: 1000, sseq: 77000,
		}
		e.connect()
		waiting.Result, waiting.Local, waiting.Remote = int64(e.fd+1), server, e.from
		s.Return(waiting)
		e.talk([]byte(r.Text + "\n"))
		e.close(r.Close)
		waiting = s.Enter(accept)
	}
	s.rec.Entries = append(s.rec.Entries, capture.Entry{Call: waiting})
}

// exchange is one client's TCP connection.
type exchange struct {
	*Script
	client, server capture.Process
	fd             int // the client's; the accepted socket's is the next
	from, to       netip.AddrPort
	cseq, sseq     capture.Seq // next numbers
}

// forth sends a segment of the client, back one of the server. They return the
// frame's number.
func (e *exchange) forth(flags capture.Flags, payload []byte) int {
	n := e.segment(e.from, e.to, flags, e.cseq, e.sseq, payload)
	e.cseq = e.cseq.Add(occupied(flags, payload))
	return n
}

func (e *exchange) back(flags capture.Flags, payload []byte) int {
	n := e.segment(e.to, e.from, flags, e.sseq, e.cseq, payload)
	e.sseq = e.sseq.Add(occupied(flags, payload))
	return n
}

func occupied(flags capture.Flags, payload []byte) int {
	n := len(payload)
	if flags&(capture.SYN|capture.FIN) != 0 {
		n++
	}
	return n
}

func (e *exchange) segment(src, dst netip.AddrPort, flags capture.Flags, seq, ack capture.Seq, payload []byte) int {
	h := capture.TCPHeader{Seq: seq, Flags: flags, Window: 512}
	if flags.Has(capture.ACK) {
		h.Ack = ack
	}
	if flags.Has(capture.SYN) {
		h.Options = capture.TCPOptions{MSS: 65495}
	}
	return e.Packet(capture.Packet{Proto: capture.TCP, Src: src, Dst: dst, TCP: h, Payload: payload})
}

// of fills in what all calls on the connection share.
func (e *exchange) of(who capture.Process, name string) capture.Call {
	c := capture.Call{Process: who, Name: name, Proto: capture.TCP, FD: e.fd, Local: e.from, Remote: e.to}
	if who == e.server {
		c.FD, c.Local, c.Remote = e.fd+1, e.to, e.from
	}
	return c
}

func (e *exchange) connect() {
	e.Call(capture.Call{Process: e.client, Name: "socket", Proto: capture.TCP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_STREAM, 0"), Result: int64(e.fd)})
	c := e.of(e.client, "connect")
	c.Args = capture.Arguments{Address: e.to}
	connect := e.Enter(c)
	e.forth(capture.SYN, nil)
	e.back(capture.SYN|capture.ACK, nil)
	e.forth(capture.ACK, nil)
	e.Return(connect)
}

// talk sends line to the server and its capitals back.
func (e *exchange) talk(line []byte) {
	recv := e.Enter(e.of(e.server, "recv"))
	e.send(e.client, line)
	answer := e.Enter(e.of(e.client, "recv"))
	e.received(recv, line)
	e.send(e.server, bytes.ToUpper(line))
	e.received(answer, bytes.ToUpper(line))
}

func (e *exchange) send(who capture.Process, data []byte) {
	c := e.of(who, "send")
	c.Data, c.Size, c.Result = data, len(data), int64(len(data))
	call := e.Enter(c)
	if who == e.client {
		e.forth(capture.PSH|capture.ACK, data)
		e.back(capture.ACK, nil)
	} else {
		e.back(capture.PSH|capture.ACK, data)
		e.forth(capture.ACK, nil)
	}
	e.Return(call)
}

func (e *exchange) received(call *capture.Call, data []byte) {
	call.Data, call.Size, call.Result = data, 65536, int64(len(data))
	e.Return(call)
}

// close ends the connection, the server first.
func (e *exchange) close(how Close) {
	server := e.Enter(e.of(e.server, "close"))
	switch how {
	case ThreeSegments:
		e.back(capture.FIN|capture.ACK, nil)
		e.Return(server)
		client := e.Enter(e.of(e.client, "close"))
		e.forth(capture.FIN|capture.ACK, nil)
		e.back(capture.ACK, nil)
		e.Return(client)
	case FourSegments:
		e.back(capture.FIN|capture.ACK, nil)
		e.forth(capture.ACK, nil)
		e.Return(server)
		client := e.Enter(e.of(e.client, "close"))
		e.forth(capture.FIN|capture.ACK, nil)
		e.back(capture.ACK, nil)
		e.Return(client)
	case CrossingFINs:
		e.crossingFINs(server)
	}
}

func (e *exchange) crossingFINs(server *capture.Call) {
	client := e.Enter(e.of(e.client, "close"))
	before := e.sseq
	e.back(capture.FIN|capture.ACK, nil)
	after := e.sseq
	e.sseq = before // the client has not seen it
	e.forth(capture.FIN|capture.ACK, nil)
	e.sseq = after
	e.back(capture.ACK, nil)
	e.forth(capture.ACK, nil)
	e.Return(server)
	e.Return(client)
}
