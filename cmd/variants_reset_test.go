package cmd_test

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
)

// resetVariants are RSTs that end a connection, or an attempt, of their own accord.
var resetVariants = []variant{
	{"reset after a handshake whose SYN,ACK was not captured", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN()
		conn.SYNACK().Lose()
		conn.ACK()
		conn.Server.RSTACK().Win(0)
	}, `
-- packet 2 shows that the SYN had an answer
3 - {nobody}|refuses
sum - refused
`},
	{"RST without ACK after data that was acknowledged", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("hello\n")
		conn.Server.ACK()
		conn.Client.ACK().Lose()
		conn.Server.RST().Win(0)
	}, `
-- it acknowledges nothing itself: the six bytes were acknowledged before
6 + 6 bytes
sum + reset by the server
`},
	{"box on the way resets the client, the server goes on", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("GET /forbidden\n")
		conn.Server.ACK()
		conn.Server.RST().TTL(241)
		conn.Server.Next = 1
		conn.Server.Data("200 OK\n")
		conn.Client.RST().Win(0)
	}, `
-- the client took the RST of the box: it has no socket any more
6 + TTL[^.]*241
8 * #7
8 + gone
sum + reset by the server
sum - reset by the client
`},
	{"refusal", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN()
		conn.Server.RSTACK().Win(0)
	}, `
-- RFC 9293 §3.10.7.1
2 * {nobody}
2 + 10\.0\.0\.2:80\b
2 - abort|zero window|window 0
sum + refused
`},
	{"refusal over IPv6", func(c *capturetest.Capture) {
		conn := c.TCP(c.Host("2001:db8::1").Port(50000), c.Host("2001:db8::2").Port(80))
		conn.SYN()
		conn.Server.RSTACK().Win(0)
	}, `
2 * {nobody}
2 + \[2001:db8::2\]:80\b
sum + refused
`},
	{"three refusals of the same SYN, Windows", func(c *capturetest.Capture) {
		conn := unopened(c)
		syn := conn.SYN()
		rst := conn.Server.RSTACK().Win(0)
		for range 2 {
			c.Wait(500 * ms)
			syn.Again()
			rst.Again()
		}
	}, `
-- Windows asks three times in spite of the RST
3,5 - no answer|{timer}|{copy}
3,5 + {again}|new attempt
3 + #2|refus
4,6 * {nobody}
sum + refused
`},
	{"bytes were left unread", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("primes 2 3 4 5 7\n")
		conn.Server.ACK()
		conn.Server.Data("ERROR\n")
		conn.Client.ACK()
		conn.Server.RSTACK().Win(0)
	}, `
-- RFC 2525 §2.17, RFC 1122 §4.2.2.13; packets can't tell which
8 + unread
8 + LINGER
8 + kill|died|crash|exit|process
8 - zero window
sum + reset by the server
sum - complete
`},
	{"linger 0 by the client", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("ping")
		conn.Server.Data("pong")
		conn.Client.ACK()
		conn.Client.RSTACK().Win(0)
	}, `
7 + LINGER
7 - the server (aborts|resets)
sum + reset by the client
`},
	{"instead of a FIN, while bytes are on the way", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Server.RSTACK().Win(0)
		conn.Client.Data("more").Ack(1)
		conn.Server.RST().Win(0)
	}, `
-- the data crossed the RST; the second RST answers it
5 - {unseen}
6 + #5
6 - abort|LINGER
sum + reset by the server
`},
	{"of a client that asked for no connection", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN()
		conn.SYNACK()
		conn.Client.RST().Win(0)
	}, `
-- a SYN scan: RFC 9293 §3.10.7.4 SYN-RECEIVED goes back to LISTEN; nothing was established
3 + #2|SYN,ACK
3 - abort(s|ed) the connection|bytes on the way|{nobody}
sum - complete|refused
sum + reset by the client
`},
	{"from a box between, with another TTL", func(c *capturetest.Capture) {
		a, b := c.Host("10.0.0.1"), c.Host("192.0.2.9")
		b.TTL = 57
		conn := c.TCP(a.Port(50000), b.Port(80))
		conn.Open()
		conn.Client.Data("GET /forbidden")
		conn.Server.RSTACK().Win(0).TTL(120).ID(0x4242)
		conn.Server.ACK()
		conn.Server.Data("200 OK")
	}, `
-- the server's own packets come with TTL 57, and go on after the RST
5 + TTL|hop limit|hops
5 + 120
5 + 57
5 - unread|LINGER
`},
	{"after keep-alives without answer", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("hello")
		conn.Server.ACK()
		for range 3 {
			c.Wait(time.Second)
			probe(conn.Client, "")
		}
		c.Wait(time.Second)
		conn.Client.RSTACK()
	}, `
-- RFC 9293 §3.8.4
6-8 * keep-?alive
9 + (3|three) (keep-?alive )?(probes|keep-?alives)
9 * gives up|no answer|without (an )?answer|unanswered
9 - unread|LINGER
sum + reset by the client
`},
	{"after retransmissions without answer", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		f := conn.Client.Data("hello")
		for wait := 200 * ms; wait < 2*time.Second; wait *= 2 {
			c.Wait(wait)
			f.Again()
		}
		c.Wait(3 * time.Second)
		conn.Client.RSTACK()
	}, `
-- RFC 9293 §3.8.3: R2, or TCP_USER_TIMEOUT
5-8 * {again}
9 + gives up|no answer|without (an )?answer|unanswered|never acknowledged
sum + \b4 sent again
sum + reset by the client
`},
	{"with a text", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("hello")
		conn.Server.Send(capture.RST|capture.ACK, "server is going down")
	}, `
-- RFC 9293 §3.5.3: a RST may say why
5 + 20
5 - carries bytes 1-20
sum + reset by the server
`},
	{"both at once", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.RSTACK().Win(0)
		c.Wait(20 * µs)
		conn.Server.RSTACK().Win(0)
	}, `
5 - {unseen}|{again}
sum + reset
`},
}
