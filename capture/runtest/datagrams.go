package runtest

import (
	"net/netip"
	"time"

	"wireladder/capture"
)

// Mail is datagrams between two hosts.
type Mail struct {
	*Script
	client, server capture.Process
	from, to       netip.AddrPort
}

// NewMail begins a script with a UDP socket on each host.
func NewMail(scenario string) *Mail {
	m := &Mail{
		Script: NewScript(scenario), client: capture.Process{Name: "client"}, server: capture.Process{Name: "server"},
		from: netip.AddrPortFrom(ClientHost, 40001), to: netip.AddrPortFrom(ServerHost, ServerPort),
	}
	m.Call(capture.Call{Process: m.server, Name: "socket", Proto: capture.UDP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_DGRAM, 0"), Result: 3})
	m.Call(capture.Call{Process: m.server, Name: "bind", Proto: capture.UDP, FD: 3, Args: capture.Arguments{Address: m.to}, Local: m.to})
	m.Call(capture.Call{Process: m.client, Name: "socket", Proto: capture.UDP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_DGRAM, 0"), Result: 4})
	return m
}

func (m *Mail) of(server bool, name string) capture.Call {
	if server {
		return capture.Call{Process: m.server, Name: name, Proto: capture.UDP, FD: 3, Local: m.to, Remote: m.from}
	}
	return capture.Call{Process: m.client, Name: name, Proto: capture.UDP, FD: 4, Local: m.from, Remote: m.to}
}

// Post sends a datagram and returns its frame.
func (m *Mail) Post(server bool, text string) int {
	c := m.of(server, "sendto")
	c.Data, c.Size, c.Result = []byte(text), len(text), int64(len(text))
	c.Args = capture.Arguments{Address: c.Remote}
	call := m.Enter(c)
	n := m.Packet(capture.Packet{Proto: capture.UDP, Src: c.Local, Dst: c.Remote, Payload: []byte(text)})
	m.Return(call)
	return n
}

// Ask begins a recvfrom.
func (m *Mail) Ask(server bool) *capture.Call {
	c := m.of(server, "recvfrom")
	c.Size = 2048
	return m.Enter(c)
}

// Get ends it.
func (m *Mail) Get(c *capture.Call, text string) {
	c.Data, c.Result = []byte(text), int64(len(text))
	m.Return(c)
}

// LostDatagram records a client that waits for the answer to a lost datagram
// until its timeout.
func LostDatagram() *capture.Recording {
	m := NewMail("udp-loss")
	server := m.Ask(true)
	m.Lose(m.Post(false, "hello"), "drop 1st client datagram")
	c := m.Ask(false)
	m.Wait(time.Second)
	c.Errno, c.Result = "EAGAIN", -1
	m.Return(c)
	n := m.Post(false, "hello")
	m.Wait(hop)
	m.Arrive(n)
	m.Get(server, "hello")
	return m.Recording()
}

// CrossingDatagrams records three datagrams of which the first is overtaken.
func CrossingDatagrams() *capture.Recording {
	m := NewMail("udp-reorder")
	a := m.Post(false, "one")
	b := m.Post(false, "two")
	m.Wait(hop)
	m.Arrive(b)
	m.Get(m.Ask(true), "two")
	c := m.Post(false, "three")
	m.Wait(5 * time.Millisecond)
	m.ArriveBy(a, "reorder 1st client datagram")
	m.Get(m.Ask(true), "one")
	m.Wait(hop)
	m.Arrive(c)
	m.Get(m.Ask(true), "three")
	return m.Recording()
}

// DuplicateDatagram records a datagram that arrives twice.
func DuplicateDatagram() *capture.Recording {
	m := NewMail("udp-duplicate")
	n := m.Post(false, "hello")
	m.Wait(hop)
	m.Arrive(n)
	m.Get(m.Ask(true), "hello")
	m.ArriveBy(n, "duplicate 1st client datagram")
	m.Get(m.Ask(true), "hello")
	return m.Recording()
}

// From returns the client's address.
func (m *Mail) From() netip.AddrPort { return m.from }

// To returns the server's address.
func (m *Mail) To() netip.AddrPort { return m.to }
