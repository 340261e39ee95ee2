package cmd_test

import (
	"wireladder/capture"
	"wireladder/capture/capturetest"
)

// groupVariants are datagrams to many: broadcast and multicast.
var groupVariants = []variant{
	{"DHCP by broadcast", func(c *capturetest.Capture) {
		client, server, all := c.Host("0.0.0.0").Port(68), c.Host("10.0.0.1").Port(67), c.Group("255.255.255.255")
		client.Send(all.Port(67), "DISCOVER")
		server.Send(all.Port(68), "OFFER")
		client.Send(all.Port(67), "REQUEST")
		server.Send(all.Port(68), "ACK")
	}, `
-- RFC 2131 §4.1: the answers are broadcast as well
1-4 * broadcast
1-4 - no answer|{copy}
2 + answer|#1
sum - no answer|unanswered
sum - 255\.255\.255\.255:67 .* server
`},
	{"DHCP, answered to the new address", func(c *capturetest.Capture) {
		client, server, all := c.Host("0.0.0.0").Port(68), c.Host("10.0.0.1").Port(67), c.Group("255.255.255.255")
		client.Send(all.Port(67), "DISCOVER")
		server.Send(c.Host("10.0.0.77").Port(68), "OFFER")
	}, "1 * broadcast\n2 - broadcast\nsum - no answer\n"},
	{"subnet broadcast, answered", func(c *capturetest.Capture) {
		a, b, all := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.2").Port(12000), c.Group("10.0.0.255")
		a.Send(all.Port(12000), "who?")
		b.Send(a, "me")
	}, `
-- the MAC ff:ff:ff:ff:ff:ff tells that .255 is a broadcast address
1 * broadcast
2 + answer|#1
2 - without asking|no answer
sum - no answer
`},
	{"address that ends in 255 is no broadcast", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1").Port(4000), c.Host("10.0.0.255").Port(12000)
		a.Send(b, "who?")
		b.Send(a, "me")
	}, "1 - broadcast\n"},
	{"multicast, two answers", func(c *capturetest.Capture) {
		a, group := c.Host("10.0.0.1").Port(4000), c.Group("239.1.2.3")
		a.Send(group.Port(12000), "who?")
		c.Host("10.0.0.2").Port(12000).Send(a, "me")
		c.Host("10.0.0.3").Port(12000).Send(a, "me too")
	}, `
1 * multicast
2,3 + answer|#1
2,3 - without asking|multicast group
sum - no answer
`},
	{"multicast over IPv6", func(c *capturetest.Capture) {
		a, group := c.Host("fe80::1").Port(4000), c.Group("ff02::1:3")
		a.Send(group.Port(5355), "who?")
		c.Host("fe80::2").Port(5355).Send(a, "me")
	}, `
-- RFC 4291 §2.7
1 * multicast
2 + answer|#1
2 - without asking
sum - no answer
`},
	{"mDNS", func(c *capturetest.Capture) {
		group := c.Group("224.0.0.251").Port(5353)
		c.Host("10.0.0.1").Port(5353).Send(group, "who?")
		c.Host("10.0.0.2").Port(5353).Send(group, "me")
	}, `
-- RFC 6762 §6: the answer goes to the group as well
1,2 * multicast
1,2 - no answer
sum - no answer
`},
	{"mDNS over IPv6", func(c *capturetest.Capture) {
		group := c.Group("ff02::fb").Port(5353)
		c.Host("fe80::1").Port(5353).Send(group, "who?")
		c.Host("fe80::2").Port(5353).Send(group, "me")
	}, "1,2 * multicast\n1,2 - no answer\nsum - no answer\n"},
	{"SSDP", func(c *capturetest.Capture) {
		a, group := c.Host("10.0.0.1").Port(50000), c.Group("239.255.255.250").Port(1900)
		q := a.Send(group, "M-SEARCH * HTTP/1.1\r\n\r\n")
		c.Wait(500 * ms)
		q.Again()
		c.Host("10.0.0.9").Port(1900).Send(a, "HTTP/1.1 200 OK\r\n\r\n")
	}, `
1,2 * multicast
2 - {copy}
3 + answer|#(1|2)
3 - without asking
sum - no answer
`},
	{"syslog to a group, never answered", func(c *capturetest.Capture) {
		a, group := c.Host("10.0.0.1").Port(514), c.Group("239.0.0.5").Port(514)
		for range 3 {
			a.Send(group, "<13>hello")
		}
	}, "all * multicast\nall - no answer|{copy}\nsum - no answer\n"},
	{"multicast captured going out and looped back", func(c *capturetest.Capture) {
		c.Link = capture.LinkSLL2
		a, group := c.Host("10.0.0.1").Port(4000), c.Group("239.1.2.3")
		a.Send(group.Port(12000), "hi").On(2).Going(capture.Outbound).Copy().Going(capture.Inbound)
	}, "2 * {copy}\n2 - {resent}\n"},
}
