package standstill_test

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
	"wireladder/capture/run/findings/standstill"
	"wireladder/capture/runtest"
)

var serverAt, clientAt = runtest.Loopback(80), runtest.Loopback(40001)

// play writes a recording of a client and a server.
type play struct {
	*runtest.Script
	next [2]capture.Seq
}

// what is done to a call.
type what func(*capture.Call)

func args(text string) what {
	return func(c *capture.Call) { c.Args = capture.ParseArguments(c.Name, text) }
}

func gives(n int) what { return func(c *capture.Call) { c.Result = int64(n) } }

// moves is of a call that has sent or received a text.
func moves(text string) what {
	return func(c *capture.Call) { c.Data, c.Size, c.Result = []byte(text), 4096, int64(len(text)) }
}

func peer(a netip.AddrPort) what { return func(c *capture.Call) { c.Remote = a } }

func shared(c *capture.Call) { c.Shared = true }

// call returns a call of a program on a descriptor.
func call(who, name string, fd int, proto capture.Protocol, all []what) capture.Call {
	c := capture.Call{Process: capture.Process{Name: who}, Name: name, Proto: proto, FD: fd}
	switch {
	case proto == capture.TCP && fd == 4:
		c.Local, c.Remote = clientAt, serverAt
	case proto == capture.TCP && fd == 5:
		c.Local, c.Remote = serverAt, clientAt
	case proto == capture.TCP:
		c.Local = serverAt
	}
	for _, w := range all {
		w(&c)
	}
	return c
}

func (p *play) tcp(who, name string, fd int, all ...what) {
	p.Call(call(who, name, fd, capture.TCP, all))
}

// waits makes a call that never returns.
func (p *play) waits(who, name string, fd int, all ...what) {
	p.Unreturned(call(who, name, fd, capture.TCP, all))
}

// lasts makes a call that takes so long.
func (p *play) lasts(d time.Duration, who, name string, fd int, all ...what) {
	c := p.Enter(call(who, name, fd, capture.TCP, all))
	p.Wait(d)
	p.Return(c)
}

// segment sends a segment of the client, 0, or the server, 1.
func (p *play) segment(side int, f capture.Flags, data string) {
	ends := [2]netip.AddrPort{clientAt, serverAt}
	h := capture.TCPHeader{Seq: p.next[side], Flags: f, Window: 512}
	if f.Has(capture.ACK) {
		h.Ack = p.next[1-side]
	}
	p.next[side] = p.next[side].Add(len(data))
	if f&(capture.SYN|capture.FIN) != 0 {
		p.next[side] = p.next[side].Add(1)
	}
	p.Packet(capture.Packet{Proto: capture.TCP, Src: ends[side], Dst: ends[1-side], TCP: h, Payload: []byte(data)})
}

// connects has a client connect to a server, which accepts it, and send a request.
func (p *play) connects() {
	p.next = [2]capture.Seq{1000, 7000}
	p.tcp("server", "socket", -1, args("AF_INET, SOCK_STREAM, 0"), gives(3))
	p.tcp("server", "bind", 3, args(serverAt.String()))
	p.tcp("server", "listen", 3, args("5"))
	p.tcp("client", "socket", -1, args("AF_INET, SOCK_STREAM, 0"), gives(4))
	c := p.Enter(call("client", "connect", 4, capture.TCP, []what{args(serverAt.String())}))
	p.segment(0, capture.SYN, "")
	p.segment(1, capture.SYN|capture.ACK, "")
	p.segment(0, capture.ACK, "")
	p.Return(c)
	p.tcp("server", "accept", 3, peer(clientAt), gives(5))
	send := p.Enter(call("client", "send", 4, capture.TCP, []what{moves("hello")}))
	p.segment(0, capture.ACK|capture.PSH, "hello")
	p.Return(send)
}

// udp makes a call on a socket that has an address.
func (p *play) udp(who, name string, fd int, at netip.AddrPort, all ...what) {
	p.Call(call(who, name, fd, capture.UDP, append([]what{func(c *capture.Call) { c.Local = at }}, all...)))
}

// awaits waits for ever for a datagram.
func (p *play) awaits(who string, fd int, at netip.AddrPort) {
	p.Unreturned(call(who, "recvfrom", fd, capture.UDP, []what{func(c *capture.Call) { c.Local = at }}))
}

// mailboxes makes a server that is bound, and a client, which sends it a datagram.
func (p *play) mailboxes() {
	p.udp("server", "socket", -1, netip.AddrPort{}, args("AF_INET, SOCK_DGRAM, 0"), gives(3))
	p.udp("server", "bind", 3, serverAt, args(serverAt.String()))
	p.udp("client", "socket", -1, netip.AddrPort{}, args("AF_INET, SOCK_DGRAM, 0"), gives(4))
	p.posts("client", 4, clientAt, serverAt)
}

// posts sends a datagram.
func (p *play) posts(who string, fd int, from, to netip.AddrPort) {
	c := p.Enter(call(who, "sendto", fd, capture.UDP, []what{moves("hello"), args("0, " + to.String()), peer(to), func(c *capture.Call) { c.Local = from }}))
	p.Packet(capture.Packet{Proto: capture.UDP, Src: from, Dst: to, Payload: []byte("hello")})
	p.Return(c)
}

// found returns what is found in a play, a line each.
func found(does func(p *play)) (all []string) {
	p := &play{Script: runtest.NewScript("")}
	does(p)
	x := accounts.New()
	for _, m := range builder.Of(p.Recording()).Moments {
		x.Add(m)
	}
	x.Close()
	d := docket.New(x)
	standstill.Faults(d)
	claimed := d.Claimed
	for _, f := range d.Found {
		if !claimed[x.Of[f.Who]] || !claimed[x.Of[f.Other]] {
			all = append(all, "not claimed")
		}
		var by []string
		for _, m := range f.Moments {
			if m.Call != nil {
				by = append(by, m.Call.Process.Name+" "+m.Call.Name)
			} else {
				by = append(by, fmt.Sprint("packet ", m.Packet.Number))
			}
		}
		all = append(all, fmt.Sprintf("%s, %s %d, %s %d, %s, %d of %d", f.Rule, f.Who.Process, f.Who.FD, f.Other.Process, f.Other.FD, strings.Join(by, " and "), f.Got, f.Of))
	}
	return all
}

// try plays what it is given.
func try(t *testing.T, rows map[string]struct {
	play func(p *play)
	want []string
}) {
	t.Helper()
	for name, r := range rows {
		if got := found(r.play); !slices.Equal(got, r.want) {
			t.Errorf("%s: %q, want %q", name, got, r.want)
		}
	}
}

type rows = map[string]struct {
	play func(p *play)
	want []string
}

// A server waits for others, and does not receive what a client has sent.
func TestElsewhere(t *testing.T) {
	elsewhere := func(server func(p *play)) func(p *play) {
		return func(p *play) { p.connects(); p.waits("client", "recv", 4); server(p) }
	}
	accepts := []string{"both-wait, client 4, server 5, client recv and server accept, 0 of 5"}
	try(t, rows{
		"in accept":                         {elsewhere(func(p *play) { p.waits("server", "accept", 3) }), accepts},
		"in accept, for long":               {elsewhere(func(p *play) { p.lasts(time.Second, "server", "accept", 3, peer(serverAt), gives(6)) }), accepts},
		"in accept, for a while":            {elsewhere(func(p *play) { p.lasts(time.Millisecond, "server", "accept", 3, peer(serverAt), gives(6)) }), nil},
		"in select, without it":             {elsewhere(func(p *play) { p.waits("server", "select", 3, args("4, {3}, NULL, NULL, NULL")) }), []string{"both-wait, client 4, server 5, client recv and server select, 0 of 5"}},
		"in select, with it":                {elsewhere(func(p *play) { p.waits("server", "select", 3, args("6, {3, 5}, NULL, NULL, NULL")) }), nil},
		"in select, with what is not known": {elsewhere(func(p *play) { p.waits("server", "select", 3, args("all of them")) }), nil},
		"another program in accept":         {elsewhere(func(p *play) { p.waits("other", "accept", 9) }), nil},
		"the server has closed":             {elsewhere(func(p *play) { p.tcp("server", "close", 5); p.waits("server", "accept", 3) }), nil},
		"the later of two": {elsewhere(func(p *play) {
			p.waits("server", "accept", 3)
			p.waits("server", "select", 8, args("9, {8}, NULL, NULL, NULL"))
		}), []string{"both-wait, client 4, server 5, client recv and server select, 0 of 5"}},
		"in accept, before the client waits": {func(p *play) {
			p.connects()
			p.lasts(time.Second, "server", "accept", 3, peer(serverAt), gives(6))
			p.waits("client", "recv", 4)
		}, nil},
		"in recv, which a signal has ended": {elsewhere(func(p *play) {
			p.tcp("server", "recv", 5, func(c *capture.Call) { c.Result, c.Errno = -1, "EINTR" })
			p.waits("server", "accept", 3)
		}), nil},
		"nowhere":                    {elsewhere(func(*play) {}), nil},
		"though it has received":     {elsewhere(func(p *play) { p.tcp("server", "recv", 5, moves("hello")); p.waits("server", "accept", 3) }), nil},
		"and it has received a part": {elsewhere(func(p *play) { p.tcp("server", "recv", 5, moves("hel")); p.waits("server", "accept", 3) }), []string{"both-wait, client 4, server 5, client recv and server accept, 3 of 5"}},
		"and in recv":                {elsewhere(func(p *play) { p.waits("server", "recv", 5); p.waits("server", "accept", 3) }), nil},
		"the client does not wait":   {func(p *play) { p.connects(); p.waits("server", "accept", 3) }, nil},
	})
}

// A socket that one process closes, and another one has, too.
func TestKeptOpen(t *testing.T) {
	kept := func(closing ...what) func(p *play) {
		return func(p *play) {
			p.connects()
			p.tcp("server", "recv", 5, moves("hello"))
			p.waits("client", "recv", 4)
			p.tcp("server", "close", 5, closing...)
			p.waits("server", "accept", 3)
		}
	}
	try(t, rows{
		"kept":   {kept(shared), []string{"never-closed, server 5, client 4, server close and client recv, 5 of 1"}},
		"closed": {kept(), nil},
		"kept, and the process ends": {func(p *play) {
			p.connects()
			p.tcp("server", "recv", 5, moves("hello"))
			p.waits("client", "recv", 4)
			p.tcp("server", "close", 5, shared)
			p.tcp("server", "exit", 5, shared)
			p.waits("server", "accept", 3)
		}, []string{"never-closed, server 5, client 4, server close and client recv, 5 of 1"}},
		"the end comes": {func(p *play) {
			p.connects()
			p.tcp("server", "recv", 5, moves("hello"))
			p.waits("client", "recv", 4)
			p.tcp("server", "close", 5, shared)
			p.segment(1, capture.FIN|capture.ACK, "")
			p.waits("server", "accept", 3)
		}, nil},
		"one goes on": {func(p *play) {
			p.connects()
			p.waits("client", "recv", 4)
			p.tcp("server", "close", 5, shared)
			p.tcp("server", "recv", 5, moves("hello"))
		}, nil},
		"and nothing is received": {func(p *play) { p.connects(); p.waits("client", "recv", 4); p.tcp("server", "close", 5, shared) }, nil},
	})
}

// Programs that wait for datagrams.
func TestDatagrams(t *testing.T) {
	other := runtest.Loopback(40002)
	try(t, rows{
		"both wait": {func(p *play) {
			p.mailboxes()
			p.udp("server", "recvfrom", 3, serverAt, moves("hello"), peer(clientAt))
			p.awaits("server", 3, serverAt)
			p.awaits("client", 4, clientAt)
		}, []string{"both-wait, client 4, server 3, client recvfrom and server recvfrom, 0 of 0"}},
		"both wait, and so does a second client": {func(p *play) {
			p.mailboxes()
			p.udp("client 2", "socket", -1, netip.AddrPort{}, args("AF_INET, SOCK_DGRAM, 0"), gives(4))
			p.posts("client 2", 4, other, serverAt)
			for _, from := range []netip.AddrPort{clientAt, other} {
				p.udp("server", "recvfrom", 3, serverAt, moves("hello"), peer(from))
			}
			p.awaits("server", 3, serverAt)
			p.awaits("client", 4, clientAt)
			p.awaits("client 2", 4, other)
		}, []string{"both-wait, client 4, server 3, client recvfrom and server recvfrom, 0 of 0"}},
		"both wait, and there is another socket": {func(p *play) {
			p.mailboxes()
			p.udp("client", "socket", -1, netip.AddrPort{}, args("AF_INET, SOCK_DGRAM, 0"), gives(9))
			p.udp("client", "bind", 9, other, args(other.String()))
			p.udp("server", "recvfrom", 3, serverAt, moves("hello"), peer(clientAt))
			p.awaits("server", 3, serverAt)
			p.awaits("client", 4, clientAt)
		}, []string{"both-wait, client 4, server 3, client recvfrom and server recvfrom, 0 of 0"}},
		"the server has not received": {func(p *play) { p.mailboxes(); p.awaits("client", 4, clientAt); p.awaits("server", 3, serverAt) }, nil},
		"the server works": {func(p *play) {
			p.mailboxes()
			p.udp("server", "recvfrom", 3, serverAt, moves("hello"), peer(clientAt))
			p.awaits("client", 4, clientAt)
		}, nil},
		"the server has answered somebody": {func(p *play) {
			p.mailboxes()
			p.udp("server", "recvfrom", 3, serverAt, moves("hello"), peer(clientAt))
			p.posts("server", 3, serverAt, other)
			p.awaits("server", 3, serverAt)
			p.awaits("client", 4, clientAt)
		}, nil},
		"the server waits alone": {func(p *play) {
			p.mailboxes()
			p.udp("server", "recvfrom", 3, serverAt, moves("hello"), peer(clientAt))
			p.awaits("server", 3, serverAt)
		}, nil},
		"on another socket": {func(p *play) {
			p.mailboxes()
			p.udp("client", "socket", -1, netip.AddrPort{}, args("AF_INET, SOCK_DGRAM, 0"), gives(9))
			p.udp("server", "recvfrom", 3, serverAt, moves("hello"), peer(clientAt))
			p.posts("server", 3, serverAt, clientAt)
			p.awaits("client", 9, other)
			p.awaits("server", 3, serverAt)
		}, []string{"reply-wrong-address, client 9, client 4, client recvfrom and packet 2, 0 of 0"}},
		"on another socket, too": {func(p *play) {
			p.mailboxes()
			p.udp("client", "socket", -1, netip.AddrPort{}, args("AF_INET, SOCK_DGRAM, 0"), gives(9))
			p.posts("server", 3, serverAt, clientAt)
			p.udp("client", "recvfrom", 4, clientAt, moves("hello"), peer(serverAt))
			p.awaits("client", 9, other)
		}, nil},
	})
}
