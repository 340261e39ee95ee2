package cmd_test

import "wireladder/capture/capturetest"

// v6 returns two hosts, and between them a router, of IPv6.
func v6(c *capturetest.Capture) (client, server, router *capturetest.Host) {
	return c.Host("2001:db8::1"), c.Host("2001:db8:2::2"), c.Host("2001:db8::fe")
}

// far returns two hosts in other networks, and the router, of IPv4.
func far(c *capturetest.Capture) (client, server, router *capturetest.Host) {
	return c.Host("10.0.0.1"), c.Host("192.0.2.9"), c.Host("10.0.0.254")
}

// tooBig sends a segment that does not fit, and its halves after the error.
func tooBig(c *capturetest.Capture, client, server, router *capturetest.Host, e capturetest.Error) {
	conn := c.TCP(client.Port(50000), server.Port(80))
	conn.Open()
	text := capturetest.Filler(1400)
	f := conn.Client.Data(text)
	router.ICMP(f, e)
	conn.Client.Part(1, 1001, text)
	conn.Client.Part(1001, 1401, text[1000:])
	conn.Server.ACK()
}

// icmpVariants are ICMP errors: which, from whom, about what.
var icmpVariants = []variant{
	{"host unreachable for each of two SYNs", func(c *capturetest.Capture) {
		client, server, router := far(c)
		conn := c.TCP(client.Port(50000), server.Port(80))
		syn := conn.SYN()
		again := syn.Again()
		router.ICMP(syn, capturetest.HostUnreachable)
		router.ICMP(again, capturetest.HostUnreachable)
	}, `
-- both SYNs have the same number, and not the same identification
3 * #1
4 * #2
3 - #2
`},
	{"fragmentation needed, TCP", func(c *capturetest.Capture) {
		client, server, router := far(c)
		tooBig(c, client, server, router, capturetest.FragmentationNeeded(1100))
	}, `
-- RFC 1191 §3: the segment is cut anew at once; no timer
5 * fragmentation needed|too big
5 + 1100
5 + 10\.0\.0\.254
5 + #4|1-1400
6,7 * {again}
6,7 + #5|fragmentation needed|MTU
6,7 - {timer}|{unseen}|tail loss
`},
	{"fragmentation needed without MTU", func(c *capturetest.Capture) {
		client, server, router := far(c)
		tooBig(c, client, server, router, capturetest.FragmentationNeeded(0))
	}, `
-- RFC 1191 §5: old routers leave the field 0; it is no MTU
5 * fragmentation needed|too big
5 - MTU (of |is |= ?)?0\b
6,7 - {timer}
`},
	{"packet too big, TCP over IPv6", func(c *capturetest.Capture) {
		client, server, router := v6(c)
		tooBig(c, client, server, router, capturetest.PacketTooBig(1280))
	}, `
-- RFC 8201 §4
5 * packet too big
5 + 1280
5 + 2001:db8::fe
6,7 * {again}
6,7 - {timer}|{unseen}
`},
	{"fragmentation needed, UDP", func(c *capturetest.Capture) {
		client, server, router := far(c)
		f := client.Port(4000).Send(server.Port(53), capturetest.Filler(1400))
		router.ICMP(f, capturetest.FragmentationNeeded(1280))
	}, `
2 * fragmentation needed|too big
2 + 1280
2 - {nobody}
`},
	{"packet too big, UDP over IPv6", func(c *capturetest.Capture) {
		client, server, router := v6(c)
		f := client.Port(4000).Send(server.Port(53), capturetest.Filler(1400))
		router.ICMP(f, capturetest.PacketTooBig(1280))
	}, `
2 * packet too big
2 + 1280
2 - {nobody}
`},
	{"prohibited, UDP", func(c *capturetest.Capture) {
		client, server, router := far(c)
		f := client.Port(4000).Send(server.Port(53), "x")
		router.ICMP(f, capturetest.Prohibited)
	}, `
-- RFC 1812 §5.2.7.1
2 * prohibited
2 + 10\.0\.0\.254
2 - {nobody}|port unreachable
`},
	{"host prohibited, TCP", func(c *capturetest.Capture) {
		client, server, router := far(c)
		conn := c.TCP(client.Port(50000), server.Port(80))
		f := conn.SYN()
		router.ICMP(f, capturetest.Error{Type: 3, Code: 10})
	}, `
-- iptables REJECT --reject-with icmp-host-prohibited, the default of old Red Hat
2 * prohibited
2 + filter|firewall|10\.0\.0\.254
2 - {nobody}
sum - refused by the server|complete
`},
	{"prohibited, TCP over IPv6", func(c *capturetest.Capture) {
		client, server, router := v6(c)
		f := c.TCP(client.Port(50000), server.Port(80)).SYN()
		router.ICMP(f, capturetest.Prohibited6)
	}, `
-- RFC 4443 §3.1, code 1
2 * prohibited
2 + 2001:db8::fe
2 - {nobody}
`},
	{"port unreachable, TCP: a filter", func(c *capturetest.Capture) {
		client, server, _ := far(c)
		f := c.TCP(client.Port(50000), server.Port(80)).SYN()
		server.ICMP(f, capturetest.PortUnreachable)
	}, `
-- RFC 9293 §3.10.7.1 answers with a RST: ICMP 3/3 is iptables REJECT's default
2 * port unreachable|filter|firewall
2 + filter|firewall|REJECT
2 - {nobody}
`},
	{"port unreachable, TCP over IPv6: a filter", func(c *capturetest.Capture) {
		client, server, _ := v6(c)
		f := c.TCP(client.Port(50000), server.Port(80)).SYN()
		server.ICMP(f, capturetest.PortUnreachable6)
	}, `
2 + filter|firewall|REJECT
2 - {nobody}
`},
	{"port unreachable, UDP", func(c *capturetest.Capture) {
		client, server, _ := far(c)
		f := client.Port(4000).Send(server.Port(9), "x")
		server.ICMP(f, capturetest.PortUnreachable)
	}, `
-- RFC 1122 §4.1.3.1
2 * port unreachable|{nobody}
2 + 192\.0\.2\.9:9\b
2 + UDP
2 + port unreachable
sum + refused|unreachable|nobody
`},
	{"port unreachable, UDP over IPv6", func(c *capturetest.Capture) {
		client, server, _ := v6(c)
		f := client.Port(4000).Send(server.Port(9), "x")
		server.ICMP(f, capturetest.PortUnreachable6)
	}, `
2 * port unreachable|{nobody}
2 + \[2001:db8:2::2\]:9\b
`},
	{"host unreachable, TCP", func(c *capturetest.Capture) {
		client, server, router := far(c)
		f := c.TCP(client.Port(50000), server.Port(80)).SYN()
		router.ICMP(f, capturetest.HostUnreachable)
	}, `
-- RFC 9293 §3.9.2.2: a soft error; the SYN goes on
2 * host unreachable
2 + 10\.0\.0\.254
2 - {nobody}|refuse
`},
	{"host unreachable, from the own host", func(c *capturetest.Capture) {
		client, server, _ := far(c)
		f := client.Port(4000).Send(server.Port(9), "x")
		client.ICMP(f, capturetest.HostUnreachable)
	}, `
-- ARP got no answer: the sender's own kernel says so
2 * host unreachable
2 + 10\.0\.0\.1\b|\bown\b|itself
2 - {nobody}|router|the server (says|answers|sends)
`},
	{"network unreachable", func(c *capturetest.Capture) {
		client, server, router := far(c)
		f := client.Port(4000).Send(server.Port(9), "x")
		router.ICMP(f, capturetest.NetUnreachable)
	}, "2 * net(work)? unreachable|no route\n2 + 10\\.0\\.0\\.254\n2 - {nobody}\n"},
	{"address unreachable, IPv6", func(c *capturetest.Capture) {
		client, server, router := v6(c)
		f := client.Port(4000).Send(server.Port(9), "x")
		router.ICMP(f, capturetest.AddrUnreachable6)
	}, "2 * (address|host) unreachable\n2 + 2001:db8::fe\n2 - {nobody}\n"},
	{"no route, IPv6", func(c *capturetest.Capture) {
		client, server, router := v6(c)
		f := client.Port(4000).Send(server.Port(9), "x")
		router.ICMP(f, capturetest.NoRoute6)
	}, "2 * no route\n2 + 2001:db8::fe\n2 - {nobody}\n"},
	{"time exceeded, UDP", func(c *capturetest.Capture) {
		client, server, router := far(c)
		f := client.Port(4000).Send(server.Port(33434), "x").TTL(1)
		router.ICMP(f, capturetest.TimeExceeded)
	}, `
2 * time exceeded|TTL|hop limit
2 + time exceeded
2 + 10\.0\.0\.254
2 - {nobody}|the server
sum - refused
`},
	{"time exceeded, TCP SYN", func(c *capturetest.Capture) {
		client, server, router := far(c)
		f := c.TCP(client.Port(50000), server.Port(80)).SYN().TTL(1)
		router.ICMP(f, capturetest.TimeExceeded)
	}, "2 * time exceeded|TTL|hop limit\n2 + 10\\.0\\.0\\.254\n2 - {nobody}|refuse\n"},
	{"time exceeded, IPv6", func(c *capturetest.Capture) {
		client, server, router := v6(c)
		f := client.Port(4000).Send(server.Port(33434), "x").TTL(1)
		router.ICMP(f, capturetest.TimeExceeded6)
	}, "2 * time exceeded|hop limit\n2 + 2001:db8::fe\n2 - {nobody}\n"},
	{"reassembly time exceeded", func(c *capturetest.Capture) {
		client, server, _ := far(c)
		pieces := client.Port(4000).Send(server.Port(9), capturetest.Filler(2500)).Fragment(1480)
		c.Put(pieces[0])
		c.Wait(30_000 * ms)
		server.ICMP(pieces[0], capturetest.Error{Type: 11, Code: 1})
	}, `
-- RFC 792: code 1 is sent by the destination, which misses a fragment
2 * fragment|reassembl
2 - TTL|hop limit|{nobody}
`},
	{"about a packet that was not captured", func(c *capturetest.Capture) {
		client, server, router := far(c)
		f := client.Port(4000).Send(server.Port(9), "x").Lose()
		router.ICMP(f, capturetest.HostUnreachable)
	}, "1 * host unreachable\n1 + 192\\.0\\.2\\.9(:9)?\\b\n1 - #\\d\n"},
	{"about one of three datagrams", func(c *capturetest.Capture) {
		client, server, _ := far(c)
		client.Port(4000).Send(server.Port(9), "one")
		f := client.Port(4000).Send(server.Port(9), "two")
		client.Port(4000).Send(server.Port(9), "three")
		server.ICMP(f, capturetest.PortUnreachable)
	}, `
-- the quoted identification tells which
4 + #2
4 - #(1|3)\b
`},
}
