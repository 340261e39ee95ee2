package cmd_test

import (
	"slices"

	"wireladder/capture/capturetest"
)

// large sends a datagram of 2500 octets, in two fragments that are not in the capture.
func large(c *capturetest.Capture) []*frame {
	return c.Host("10.0.0.1").Port(4000).Send(c.Host("10.0.0.2").Port(5000), capturetest.Filler(2500)).Fragment(1480)
}

// datagramVariants are fragments, and datagrams of odd lengths.
var datagramVariants = []variant{
	{"fragments in order", func(c *capturetest.Capture) { c.Put(large(c)...) }, `
-- RFC 791 §3.2
1 * fragment
2 + 2500
2 + fragment
2 + #1
sum - not decoded
`},
	{"fragments reversed", func(c *capturetest.Capture) {
		all := large(c)
		slices.Reverse(all)
		c.Put(all...)
	}, `
-- the frame that completes it has the headers
1 * fragment
2 + 2500
2 + fragment
2 - {resent}
sum - not decoded
`},
	{"fragments of IPv6", func(c *capturetest.Capture) {
		client, server, _ := v6(c)
		c.Put(client.Port(4000).Send(server.Port(5000), capturetest.Filler(2500)).Fragment(1232)...)
	}, `
-- RFC 8200 §4.5
1,2 * fragment
3 + 2500
`},
	{"fragments that overlap", func(c *capturetest.Capture) {
		f := c.Host("10.0.0.1").Port(4000).Send(c.Host("10.0.0.2").Port(5000), capturetest.Filler(2500)).Lose()
		c.Put(f.Piece(0, 1480), f.Piece(1200, 2508))
	}, `
-- RFC 5722 forbids it in IPv6; in IPv4 it is an attack or a fault
2 + overlap
`},
	{"first fragment missing", func(c *capturetest.Capture) { c.Put(large(c)[1]) }, `
1 * fragment
1 + first
1 - no answer|{nobody}
sum - 10\.0\.0\.1:0|:0\b
`},
	{"last fragment missing", func(c *capturetest.Capture) { c.Put(large(c)[0]) }, `
1 * fragment
1 + 2500|incomplete|not (all|whole|complete)|rest|missing|\bonly\b
1 - carries the message, 2500|one datagram, sent
`},
	{"last fragment missing, told by the receiver", func(c *capturetest.Capture) {
		all := large(c)
		c.Put(all[0])
		c.Host("10.0.0.2").ICMP(all[0], capturetest.Error{Type: 11, Code: 1})
	}, `
-- RFC 792: the error quotes the first fragment
2 * reassembly
2 * #1
2 - not (in the capture|captured)
`},
	{"answers of a name server alone", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1"), c.Host("10.0.0.2").Port(53)
		b.Send(a.Port(40000), "one")
		b.Send(a.Port(40001), "two")
	}, `
1,2 - without asking
1,2 * question
sum + 10\.0\.0\.1:40000 +10\.0\.0\.2:53
sum - no answer
`},
	{"fragmented ask, answered", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.2").Port(5000)
		c.Put(a.Send(b, capturetest.Filler(2500)).Fragment(1480)...)
		b.Send(a, "ok")
	}, "3 - without asking\nsum + asked 1|answered|1 UDP conversation\nsum - no answer|not decoded\n"},
	{"fragmented TCP segment", func(c *capturetest.Capture) {
		conn := opened(c)
		c.Put(conn.Client.Bytes(2000).Fragment(1480)...)
		conn.Server.ACK()
	}, "4 * fragment\n5 + 1-2000\n6 - {unseen}\n"},
	{"length beyond the packet", func(c *capturetest.Capture) {
		c.Host("10.0.0.1").Port(4000).Send(c.Host("10.0.0.2").Port(5000), "0123456789").Claims(500)
	}, `
-- RFC 768, RFC 1122 §4.1.3.4
1 * malformed|bogus|length|claims
1 + 492|500
1 - carries the message, 492|one datagram, sent without
`},
	{"length below its own header", func(c *capturetest.Capture) {
		c.Host("10.0.0.1").Port(4000).Send(c.Host("10.0.0.2").Port(5000), "0123456789").Claims(4)
	}, "1 * malformed|bogus|length|claims\n1 - -\\d\n"},
	{"length short of the packet", func(c *capturetest.Capture) {
		c.Host("10.0.0.1").Port(4000).Send(c.Host("10.0.0.2").Port(5000), "0123456789").Claims(12)
	}, "1 + \\b4 bytes\n1 - 10 bytes\n"},
	{"empty datagram", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.2").Port(5000)
		a.Send(b, "")
		b.Send(a, "ok")
	}, `
-- RFC 768: a datagram without data is a message
1 + empty|no bytes|0 bytes|without
2 - without asking
sum - no answer
`},
	{"cut by the snap length", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.2").Port(5000)
		a.Send(b, capturetest.Filler(600)).Snap(68)
		b.Send(a, "ok").Snap(68)
	}, "1 + 600\n1 - malformed|{unseen} (datagram|packet)\n"},
	{"TCP cut by the snap length", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Bytes(1460).Snap(68)
		conn.Client.Bytes(1460).Snap(68)
		conn.Server.ACK()
	}, "4 + 1-1460\n5 + 1461-2920\n4-6 - after a gap|missing\nsum - not captured\n"},
	{"three asked, two answered", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.2").Port(53)
		for _, answered := range []bool{true, false, true} {
			a.Send(b, "who?")
			if answered {
				b.Send(a, "me")
			}
		}
	}, "sum + asked 3\nsum + answered 2\n"},
}
