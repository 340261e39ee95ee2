package cmd_test

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
)

// answerVariants are RSTs, and challenge ACKs, that answer a segment.
var answerVariants = []variant{
	{"data after the other side's close", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Server.FIN()
		conn.Client.ACK()
		conn.Client.Data("more")
		conn.Server.RST().Win(0)
	}, `
-- RFC 9293 §3.6.1, RFC 1122 §4.2.2.13
7 + #6
7 * closed|gone|no (socket|one|program)|nobody
7 - abort|no FIN|LINGER|unread
sum + reset by the server
`},
	{"two writes after the other side's close", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Server.FIN()
		conn.Client.ACK()
		conn.Client.Data("one")
		conn.Client.Data("two")
		conn.Server.RST().Win(0).ID(0)
		c.Wait(25 * µs)
		conn.Server.RST().Win(0).ID(0)
	}, `
-- Linux sends RSTs with identification 0: equal octets, and yet two answers
8 + #6
9 + #7
8,9 - abort|no FIN|{copy}
`},
	{"FIN to a socket that is gone", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.FIN()
		conn.Server.RST().Seq(1).Win(0)
	}, `
-- the server's host had forgotten the connection (RFC 9293 §3.5.2)
5 + #4
5 - unread|LINGER|the server aborts
sum - complete
`},
	{"server rebooted, under way", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.UnderWay(1000, 2000)
		conn.Client.Data("hello")
		conn.Server.RST().Win(0)
	}, `
-- RFC 9293 §3.5.1: half-open, found out by sending
2 + #1
2 * (knows|has) no|gone|no (such )?(socket|connection)|half-open
2 - unread|LINGER|aborts
sum + reset by the server
`},
	{"SYN,ACK with a wrong number", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN()
		conn.Server.Send(capture.SYN|capture.ACK, "").Ack(7777)
		conn.Client.RST().Seq(7777).Win(0)
	}, `
-- RFC 9293 §3.10.7.3: <SEQ=SEG.ACK><CTL=RST>
2 - (covers|acknowledges) (the|its) SYN\b|agrees
2 + 7777
3 + #2
3 - {unseen}|abort
sum - complete|handshake,
`},
	{"client host came back, from the same port", func(c *capturetest.Capture) {
		old := opened(c)
		old.Client.Data("hello")
		old.Server.ACK()
		c.Wait(time.Second)
		fresh := c.TCP(old.Ports())
		fresh.Client.ISN, fresh.Server.ISN = 77_000_000, 99_000_000
		syn := fresh.SYN()
		old.Server.ACK()
		old.Client.RST().Win(0)
		c.Wait(11 * ms)
		syn.Again()
		fresh.SYNACK()
		fresh.ACK()
		fresh.Client.Data("again")
		fresh.Server.ACK()
	}, `
-- RFC 9293 §3.5.1 figure 9, RFC 5961 §4.2
6 - no answer|{timer}
6 + \bold\b|same port|earlier|before
7 * challenge
7 - {dupack}|{unseen}|covers
8 + #7
8 - abort|LINGER
9 * {again}
9 - no answer|{timer}
10,11,12,13 - {unseen}
sum + \b2 TCP conversations
`},
	{"RST outside of the window", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.RST().Seq(1_000_000).Win(0)
		conn.Client.Data("still here")
		conn.Server.ACK()
	}, `
-- RFC 5961 §3.2: dropped without a word
4 + outside|not in|beyond|ignore|no effect
4 - {unseen}|LINGER
4 - aborts the connection
5 - after the reset|{unseen}
5 + 1-10
sum - reset by|\breset:|not captured
`},
	{"RST within the window, challenged", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.RST().Seq(100).Win(0)
		conn.Server.ACK()
		conn.Client.Data("still here")
		conn.Server.ACK()
	}, `
-- RFC 5961 §3.2: not the very next number: a challenge ACK, no reset
4 - aborts the connection|LINGER
5 * challenge
5 + #4
5 - {dupack}
6 - after the reset|{unseen}
sum - reset by
`},
	{"RST within the window, challenged and proved", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.RST().Seq(100).Win(0)
		conn.Server.ACK()
		conn.Client.RST().Win(0)
	}, `
-- RFC 5961 §3.2: the answer to a challenge has the right number
5 * challenge
6 + #5
sum + reset
`},
	{"SYN into an open connection", func(c *capturetest.Capture) {
		conn := opened(c)
		blind := c.TCP(conn.Ports())
		blind.Client.ISN = 400_000_000
		blind.SYN()
		conn.Server.ACK()
		conn.Client.Data("still here")
		conn.Server.ACK()
	}, `
-- RFC 5961 §4.2: the challenge ACK has the numbers of the open connection, which goes on
5 * challenge
5 + #4
5 - {unseen}
6,7 - {unseen}
sum - reset by|\breset:
`},
	{"SYN in TIME-WAIT with a smaller number", func(c *capturetest.Capture) {
		old := opened(c)
		old.Server.FIN()
		old.Client.FIN()
		old.Server.ACK()
		c.Wait(2 * time.Second)
		fresh := c.TCP(old.Ports())
		fresh.Client.ISN, fresh.Server.ISN = 500_000, 99_000_000
		syn := fresh.SYN()
		old.Server.ACK()
		old.Client.RST().Win(0)
		c.Wait(time.Second)
		syn.Again()
		fresh.SYNACK()
		fresh.ACK()
	}, `
-- RFC 9293 §3.10.7.4 TIME-WAIT, RFC 6191 §2, RFC 1337: the old socket answers with its last ACK
7 - no answer
8 * TIME-WAIT|challenge|\bold\b
8 - {dupack}|{unseen}
9 + #8
9 - abort
10 * {again}
10 - no answer
sum + \b2 TCP conversations
`},
	{"answer to a SYN,ACK that comes too late", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN()
		c.Wait(30 * time.Second)
		conn.SYNACK()
		c.Wait(20 * µs)
		conn.Client.RST().Win(0)
	}, `
-- the client had given up: its socket is gone
3 + #2|SYN,ACK
3 - {nobody} at|abort(s|ed) the connection
sum - complete
`},
}
