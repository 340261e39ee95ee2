package runtest

import (
	"net/netip"
	"time"

	"wireladder/capture"
)

// ClientHost and ServerHost are the addresses of the two hosts.
var (
	ClientHost = netip.MustParseAddr("10.0.0.1")
	ServerHost = netip.MustParseAddr("10.0.0.2")
)

// Hosts is a TCP connection, or an exchange of datagrams, between two hosts:
// what is sent arrives only when it is told to.
type Hosts struct {
	*exchange
	accepting *capture.Call
}

// NewHosts begins a script of a TCP client and server on hosts of their own, up
// to the server's accept().
func NewHosts(scenario string) *Hosts { return newHosts(scenario, ClientHost, ServerHost) }

// NewHosts6 does so with IPv6 addresses.
func NewHosts6(scenario string) *Hosts {
	return newHosts(scenario, netip.MustParseAddr("fd00::1"), netip.MustParseAddr("fd00::2"))
}

func newHosts(scenario string, client, server netip.Addr) *Hosts {
	s := NewScript(scenario)
	h := &Hosts{exchange: &exchange{
		Script: s, client: capture.Process{Name: "client"}, server: capture.Process{Name: "server"}, fd: 4,
		from: netip.AddrPortFrom(client, 50001), to: netip.AddrPortFrom(server, ServerPort), cseq: 1000, sseq: 77000,
	}}
	h.Call(capture.Call{Process: h.server, Name: "socket", Proto: capture.TCP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_STREAM, 0"), Result: 3})
	listener := capture.Call{Process: h.server, Proto: capture.TCP, FD: 3, Local: h.to}
	for _, c := range [][2]string{{"bind", h.to.String()}, {"listen", "5"}} {
		listener.Name, listener.Args = c[0], capture.ParseArguments(c[0], c[1])
		h.Call(listener)
	}
	listener.Name, listener.Args = "accept", capture.Arguments{}
	h.accepting = h.Enter(listener)
	return h
}

// hop is how long an undisturbed packet is on the wire.
const hop = 10 * time.Microsecond

// Through lets a frame arrive undisturbed, and returns its number.
func (h *Hosts) Through(n int) int {
	h.Wait(hop)
	h.Arrive(n)
	return n
}

// Forth and Back send a segment of the client, and of the server.
func (h *Hosts) Forth(f capture.Flags, data string) int { return h.forth(f, []byte(data)) }

// Back is Forth for the server.
func (h *Hosts) Back(f capture.Flags, data string) int { return h.back(f, []byte(data)) }

// Unheard sends a segment of the server as if the last n octets of the client had not
// come.
func (h *Hosts) Unheard(n int, f capture.Flags, data string) int {
	h.cseq = h.cseq.Add(-n)
	defer func() { h.cseq = h.cseq.Add(n) }()
	return h.Back(f, data)
}

// Again moves the client's numbers back by n, for what it sends again.
func (h *Hosts) Again(n int) { h.cseq = h.cseq.Add(-n) }

// BackAgain moves the server's numbers back by n.
func (h *Hosts) BackAgain(n int) { h.sseq = h.sseq.Add(-n) }

// Dial makes the client's socket and begins to connect.
func (h *Hosts) Dial() *capture.Call {
	h.Call(capture.Call{Process: h.client, Name: "socket", Proto: capture.TCP, FD: -1, Args: capture.ParseArguments("socket", "AF_INET, SOCK_STREAM, 0"), Result: int64(h.fd)})
	c := h.of(h.client, "connect")
	c.Args = capture.Arguments{Address: h.to}
	return h.Enter(c)
}

// Accepted lets accept() return.
func (h *Hosts) Accepted() {
	h.accepting.Result, h.accepting.Local, h.accepting.Remote = int64(h.fd+1), h.to, h.from
	h.Return(h.accepting)
}

// Connect connects undisturbed, from socket() to accept().
func (h *Hosts) Connect() {
	connect := h.Dial()
	h.Through(h.Forth(capture.SYN, ""))
	h.Through(h.Back(capture.SYN|capture.ACK, ""))
	n := h.Forth(capture.ACK, "")
	h.Return(connect)
	h.Through(n)
	h.Accepted()
}

// Asks begins a call of the client or, with server set, of the server.
func (h *Hosts) Asks(server bool, name string) *capture.Call {
	who := h.client
	if server {
		who = h.server
	}
	c := h.of(who, name)
	if name == "recv" {
		c.Size = 4096
	}
	return h.Enter(c)
}

// Gets lets a recv() return.
func (h *Hosts) Gets(c *capture.Call, data string) {
	c.Data, c.Result = []byte(data), int64(len(data))
	h.Return(c)
}

// Fails lets a call return with an error.
func (h *Hosts) Fails(c *capture.Call, errno string) {
	c.Errno, c.Result = errno, -1
	h.Return(c)
}

// Says begins a send() and sends its segment; the call has returned.
func (h *Hosts) Says(server bool, data string) int {
	c := h.Asks(server, "send")
	c.Data, c.Size, c.Result = []byte(data), len(data), int64(len(data))
	var n int
	if server {
		n = h.Back(capture.PSH|capture.ACK, data)
	} else {
		n = h.Forth(capture.PSH|capture.ACK, data)
	}
	h.Return(c)
	return n
}

// Closes begins and ends a close() that sends a FIN.
func (h *Hosts) Closes(server bool) int {
	c := h.Asks(server, "close")
	var n int
	if server {
		n = h.Back(capture.FIN|capture.ACK, "")
	} else {
		n = h.Forth(capture.FIN|capture.ACK, "")
	}
	h.Return(c)
	return n
}
