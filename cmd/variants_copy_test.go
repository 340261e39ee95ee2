package cmd_test

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
)

type frame = capturetest.Frame

// twice sends a short conversation, and does something with each packet once it is sent.
func sentTwice(conn *capturetest.Conn, then func(*frame)) {
	then(conn.SYN())
	then(conn.SYNACK())
	then(conn.ACK())
	then(conn.Client.Data("hello\n"))
	then(conn.Server.ACK())
	then(conn.Server.Data("HELLO\n"))
	then(conn.Client.ACK())
	then(conn.Client.FIN())
	then(conn.Server.FIN())
	then(conn.Client.ACK())
}

// eachTwice is true of twice if each packet stands in the file two times.
const eachTwice = `
2,4,6,8,10,12,14,16,18,20 * {copy}
2,4,6,8,10,12,14,16,18,20 - {resent}|{timer}|{unseen}|probe|simultaneous
2 + #1
2 = "copy_of":1\b
8 + #7
8 = "copy_of":7\b
20 = "copy_of":19\b
1,3,5,7,9,11,13,15,17,19 - {resent}|{timer}
sum - [1-9]\d* sent again|duplicate ack
sum + {copy}
sum + complete
sum + \b1 TCP conversation\b
`

// copyVariants are packets that were sent once and captured more than once.
var copyVariants = []variant{
	{"bridge with other MACs", func(c *capturetest.Capture) {
		sentTwice(unopened(c), func(f *frame) { f.Copy().MAC(9, 8) })
	}, eachTwice},
	{"tag in one copy", func(c *capturetest.Capture) {
		sentTwice(unopened(c), func(f *frame) { f.Copy().VLAN(100) })
	}, eachTwice},
	{"another interface, later than the answer", func(c *capturetest.Capture) {
		conn := opened(c)
		fin, last := conn.Client.FIN(), conn.Server.FIN()
		ack := conn.Client.ACK()
		for _, f := range []*frame{fin, last, ack} {
			f.CopyAfter(ms).MAC(9, 8)
		}
	}, `
-- the copy of the client's FIN comes after its last ACK
7,8,9 * {copy}
9 = "copy_of":6\b
sum + 3 copies
`},
	{"window probes of one byte", func(c *capturetest.Capture) {
		conn := shut(c)
		conn.Client.Send(capture.ACK, "r").Copy()
		conn.Server.ACK().Ack(1001).Copy()
	}, `
7,9 * {copy}
7 = "copy_of":6\b
`},
	{"both sides of a router", func(c *capturetest.Capture) {
		sentTwice(unopened(c), func(f *frame) { f.CopyAfter(40 * µs).Hop() })
	}, eachTwice},
	{"IPv6 has no identification", func(c *capturetest.Capture) {
		conn := c.TCP(c.Host("2001:db8::1").Port(50000), c.Host("2001:db8::2").Port(80))
		sentTwice(conn, func(f *frame) { f.Copy() })
	}, eachTwice},
	{"IPv6 behind a router", func(c *capturetest.Capture) {
		conn := c.TCP(c.Host("2001:db8::1").Port(50000), c.Host("2001:db8::2").Port(80))
		sentTwice(conn, func(f *frame) { f.CopyAfter(30 * µs).Hop() })
	}, eachTwice},
	{"null loopback", func(c *capturetest.Capture) {
		c.Link = capture.LinkNull
		sentTwice(unopened(c), func(f *frame) { f.CopyAfter(9 * µs) })
	}, eachTwice},
	{"any with veth and bridge", func(c *capturetest.Capture) {
		c.Link = capture.LinkSLL2
		sentTwice(unopened(c), func(f *frame) {
			f.On(3).Going(capture.Inbound)
			f.Copy().On(4).Going(capture.Outbound)
		})
	}, eachTwice},
	{"two interfaces of a pcapng", func(c *capturetest.Capture) {
		sentTwice(unopened(c), func(f *frame) {
			f.On(0)
			f.CopyAfter(70 * µs).On(1)
		})
	}, eachTwice},
	{"slow second capture point", func(c *capturetest.Capture) {
		c.Step = 20 * ms
		sentTwice(unopened(c), func(f *frame) { f.CopyAfter(900 * µs).Hop() })
	}, eachTwice},
	{"three times", func(c *capturetest.Capture) {
		sentTwice(unopened(c), func(f *frame) {
			f.Copy()
			f.Copy().Hop()
		})
	}, `
2,3,5,6,8,9,11,12,14,15 * {copy}
2,3,5,6,8,9,11,12,14,15 - {resent}|{timer}|{unseen}
12 = "copy_of":10\b
sum - [1-9]\d* sent again
sum + complete
sum + 20 cop|{copy}
`},
	{"one direction only, by a mirror port", func(c *capturetest.Capture) {
		conn := unopened(c)
		sentTwice(conn, func(f *frame) {
			if f.Sender() == conn.Client {
				f.Copy()
			}
		})
	}, `
2,5,7,11,13,16 * {copy}
2,5,7,11,13,16 - {resent}|{timer}
8,14 - {resent}|{copy}
sum - [1-9]\d* sent again
sum + {copy}
`},
	{"burst A B A' B'", func(c *capturetest.Capture) {
		conn := opened(c)
		a := conn.Client.Bytes(1000)
		c.Wait(1 * µs)
		b := conn.Client.Bytes(1000)
		a.Copy()
		b.Copy()
		conn.Server.ACK()
	}, `
6,7 * {copy}
6,7 - {resent}|{timer}|out of order|{unseen}
6 = "copy_of":4\b
7 = "copy_of":5\b
8 - {dupack}
sum - [1-9]\d* sent again
`},
	{"retransmission that was captured twice", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		a := conn.Client.Data("hello\n")
		a.Copy()
		c.Wait(210 * ms)
		b := a.Again()
		b.Copy()
		c.Wait(10 * ms)
		conn.Server.ACK().Copy()
	}, `
5 * {copy}
5 - {resent}
6 * {again}
6 + #4
6 - {copy}
7 * {copy}
7 + #6
7 = "copy_of":6\b
7 - {resent}
9 * {copy}
9 - {dupack}
sum + \b1 sent again
sum + {copy}
`},
	{"SYN,ACK with identification 0 twice in 1 s", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN()
		f := conn.SYNACK().ID(0)
		c.Wait(time.Second)
		f.Again().ID(0)
		conn.ACK()
	}, `
-- RFC 6864 §4.1: the identification of a packet with DF means nothing; Linux sends 0 in a SYN,ACK
3 * {again}
3 - {copy}
sum + \b1 sent again
`},
	{"SYN,ACK with identification 0, captured twice", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().Copy()
		conn.SYNACK().ID(0).Copy()
		conn.ACK().Copy()
	}, `
2,4,6 * {copy}
2,4,6 - {resent}|{timer}
`},
	{"duplicate ACKs with identification 0 are no copies", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Bytes(1000).Lose()
		for range 3 {
			conn.Client.Bytes(1000)
			c.Wait(12 * µs)
			conn.Server.ACK().Ack(1).ID(0)
		}
	}, `
-- RFC 5681 §2: FreeBSD sends identification 0; each ACK answers another segment
7,9 * {dupack}|still (waits|expects)|expects 1
7,9 - {copy}
`},
	{"refusal captured twice", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().Copy()
		conn.Server.RSTACK().Copy()
	}, `
2,4 * {copy}
2,4 - {resent}|abort
3 * {nobody}
sum + refused
sum - sent again
`},
}
