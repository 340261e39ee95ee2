package cmd_test

import (
	"time"

	"wireladder/capture/capturetest"
)

// translate sends a conversation through a NAT, behind which the client is
// 192.0.2.1:61000, captured on both sides. What the server sends meets the outer side
// first.
func translate(c *capturetest.Capture) {
	conn := unopened(c)
	sentTwice(conn, func(f *frame) {
		g := f.CopyAfter(15 * µs).Hop()
		if f.Sender() == conn.Client {
			g.From("192.0.2.1", 61000)
		} else {
			f.To("192.0.2.1", 61000)
		}
	})
}

// pathVariants are copies that a NAT has changed, and those that are no TCP.
var pathVariants = []variant{
	{"both sides of a NAT", translate, `
2,4,6,8,10,12,14,16,18,20 * {copy}
2,4,6,8,10,12,14,16,18,20 - {resent}|{timer}|asks to connect
2 + NAT|translat|192\.0\.2\.1:61000|10\.0\.0\.1:50000
2 = "copy_of":1\b
8 = "copy_of":7\b
4 = "copy_of":3\b
sum + {copy}
sum - [1-9]\d* sent again
sum - \b2 TCP conversations
`},
	{"both sides of a NAT, sent again", func(c *capturetest.Capture) {
		conn := unopened(c)
		out := func(f *frame) { f.CopyAfter(15*µs).Hop().From("192.0.2.1", 61000) }
		in := func(f *frame) { f.CopyAfter(15 * µs).Hop(); f.To("192.0.2.1", 61000) }
		out(conn.SYN())
		in(conn.SYNACK())
		out(conn.ACK())
		data := conn.Client.Data("hello\n")
		out(data)
		in(conn.Server.ACK())
		c.Wait(250 * ms)
		out(data.Again())
	}, `
-- the copy of the ACK, packet 10, went to the client, and the data, packet 8, came from 192.0.2.1
9 * 1-6
9 - {unseen}
11 * #7
11 * #10
11 - {timer}
`},
	{"UDP query captured twice", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.2").Port(53)
		a.Send(b, "who?").Copy()
		b.Send(a, "me").Copy()
	}, `
2,4 * {copy}
2,4 - {resent}|without asking
2 = "copy_of":1\b
sum + {copy}
sum - asked 2
`},
	{"UDP query sent twice", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.2").Port(53)
		q := a.Send(b, "who?")
		c.Wait(time.Second)
		q.Again()
		b.Send(a, "me")
	}, `
-- UDP has no retransmission (RFC 768): the program asks again
2 - {copy}
2 + {again}|the same (question|bytes|datagram|text)
2 + #1
sum - {copy}
sum + asked 2
sum + answered 1
`},
	{"UDP query sent twice, 10 us apart", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.2").Port(53)
		q := a.Send(b, "who?")
		c.Wait(10 * µs)
		q.Again()
		b.Send(a, "me")
		b.Send(a, "me")
	}, `
-- another identification: two packets, however near
2,4 - {copy}
sum - {copy}
`},
	{"UDP on both sides of a NAT", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("198.51.100.2").Port(53)
		a.Send(b, "who?").CopyAfter(20*µs).Hop().From("192.0.2.1", 61000)
		answer := b.Send(a, "me").To("192.0.2.1", 61000)
		answer.CopyAfter(20*µs).Hop().To("10.0.0.1", 4000)
	}, `
2,4 * {copy}
2,4 - without asking|{resent}
2 = "copy_of":1\b
4 = "copy_of":3\b
sum - 2 UDP conversations
`},
	{"UDP error captured twice", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1"), c.Host("10.0.0.2")
		q := a.Port(4000).Send(b.Port(9), "x")
		q.Copy()
		b.ICMP(q, capturetest.PortUnreachable).Copy()
	}, `
2,4 * {copy}
2,4 - {resent}
3 * port unreachable|{nobody}
`},
	{"fragments captured twice", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.2").Port(5000)
		for _, piece := range a.Send(b, capturetest.Filler(2500)).Fragment(1480) {
			c.Put(piece).Copy()
		}
	}, `
2,4 * {copy}
3 - {copy}
sum - \b2 datagrams
`},
	{"server's link doubled only after a router, out of phase", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("hello\n")
		ack := conn.Server.ACK()
		answer := conn.Server.Data("HELLO\n")
		ack.Copy().Hop()
		answer.Copy().Hop()
		conn.Client.ACK()
	}, `
7,8 * {copy}
7,8 - {resent}|{dupack}
7 = "copy_of":5\b
8 = "copy_of":6\b
sum - [1-9]\d* sent again
`},
	{"doubled by the network, and answered twice", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("hello").CopyAfter(50 * µs)
		conn.Server.ACK()
		c.Wait(40 * µs)
		conn.Server.ACK().With(capturetest.SACK(1, 6))
	}, `
-- RFC 2883 §4.1: it arrived twice; the identification says that it was sent once
5 * {copy}|doubled|duplicated
5 - {resent}|{timer}
7 + D-?SACK|twice|second time|already
7 - still waits|{unseen}
sum - [1-9]\d* sent again
`},
	{"router lowers the MSS", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.Client.Options = []capturetest.Option{capturetest.MSS(1460)}
		conn.SYN().CopyAfter(30 * µs).Hop().MSS(1400)
		conn.SYNACK()
		conn.ACK()
	}, `
2 * {copy}
2 - {resent}
2 = "copy_of":1\b
sum - sent again
`},
	{"router marks congestion", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("hello").ECN(2).CopyAfter(30 * µs).Hop().ECN(3)
		conn.Server.ACK()
	}, `
-- RFC 3168 §5: a router may change the two bits; the packet is the same
5 * {copy}
5 - {resent}
5 = "copy_of":4\b
sum - [1-9]\d* sent again
`},
	{"UDP with identification 0 twice in 2 us", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.2").Port(53)
		a.Send(b, "who?").ID(0).Copy()
		b.Send(a, "me")
	}, `
-- sent twice or captured twice: nothing tells
2 * #1
2 - another identification|sent again by
`},
	{"UDP with identification 0 twice in 1 s", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.2").Port(53)
		q := a.Send(b, "who?").ID(0)
		c.Wait(time.Second)
		q.Again().ID(0)
		b.Send(a, "me")
	}, `
-- RFC 6864 §4.1: Linux sends 0 with DF from a socket that is not connected: all octets are equal
2 - {copy}
sum - {copy}
sum + asked 2
`},
}
