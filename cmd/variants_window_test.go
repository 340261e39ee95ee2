package cmd_test

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
)

// probe sends a segment one number below the next: a keep-alive, or Linux's window probe.
func probe(e *capturetest.End, payload string) *frame {
	next := e.Next
	f := e.Send(capture.ACK, payload).Seq(next - 1)
	e.Next = next
	return f
}

// shut returns a connection in which the server's window is 0: packets 4 and 5. A
// second passes.
func shut(c *capturetest.Capture) *capturetest.Conn {
	conn := opened(c)
	conn.Server.Window = 0
	conn.Client.Bytes(1000)
	conn.Server.ACK()
	c.Wait(time.Second)
	return conn
}

// windowVariants are keep-alives, window probes and windows that change.
var windowVariants = []variant{
	{"keep-alive, Linux", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("hello")
		conn.Server.ACK()
		c.Wait(7200 * time.Second)
		probe(conn.Client, "")
		conn.Server.ACK()
	}, `
-- RFC 9293 §3.8.4
6 * keep-?alive
7 * still there|alive|answers
6,7 - {dupack}|window probe|{resent}
sum - sent again
`},
	{"keep-alive with a byte, Windows", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("hello")
		conn.Server.ACK()
		c.Wait(7200 * time.Second)
		probe(conn.Client, "\x00")
		conn.Server.ACK().With(capturetest.SACK(5, 6))
	}, `
-- RFC 1122 §4.2.3.6: one garbage byte below the window; the D-SACK (RFC 2883) is only its echo
6 * keep-?alive
6 - other (bytes|content)|conflict|{resent}|for nothing
7 - {dupack}|sent again|came twice
sum - sent again|conflict
`},
	{"keep-alives of the server", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("hello")
		conn.Server.Data("HELLO")
		conn.Client.ACK()
		for range 2 {
			c.Wait(60 * time.Second)
			probe(conn.Server, "")
			conn.Client.ACK()
		}
	}, "7,9 * keep-?alive\n7,9 - window probe|the client asks\n8,10 - {dupack}\n"},
	{"one byte sent again, not a keep-alive", func(c *capturetest.Capture) {
		conn := opened(c)
		f := conn.Client.Data("x")
		c.Wait(210 * ms)
		f.Again()
		c.Wait(420 * ms)
		f.Again()
		conn.Server.ACK()
	}, `
-- the byte was never acknowledged: what repeats it is no keep-alive (RFC 9293 §3.8.4 has that of an idle connection)
5,6 * {again}
5,6 - {probe}|keep-alive
5 + #4
sum + 2 sent again
`},
	{"zero window, Linux probe", func(c *capturetest.Capture) {
		conn := shut(c)
		probe(conn.Client, "")
		conn.Server.ACK()
		c.Wait(2 * time.Second)
		probe(conn.Client, "")
		conn.Server.Window = 5000
		conn.Server.ACK()
		conn.Client.Data("rest")
	}, `
-- RFC 9293 §3.8.6.1: Linux asks with an old number and no byte
5 * zero window|window (is )?0
6,8 * {probe}
6,8 - keep-?alive|{resent}
7 * zero window|window (is )?(still )?0|closed|shut
9 * reopen|room|opens|5000
7,9 - {dupack}
10 + 1001-1004
sum - sent again
`},
	{"zero window, probes of one byte, not taken", func(c *capturetest.Capture) {
		conn := shut(c)
		f := conn.Client.Send(capture.ACK, "r")
		conn.Server.ACK().Ack(1001)
		c.Wait(2 * time.Second)
		f.Again()
		conn.Server.Window = 5000
		conn.Server.ACK()
		conn.Client.Data("est")
		conn.Server.ACK()
	}, `
-- RFC 9293 §3.8.6.1: the byte is new; it is probed with until it is taken
6,8 * {probe}
6,8 - no (ack|answer)|{timer}|{unseen}
9 + 1001
9,10,11 - {unseen}
sum - not captured
`},
	{"zero window, probe of one byte not taken, its byte among others", func(c *capturetest.Capture) {
		conn := shut(c)
		conn.Client.Send(capture.ACK, "r")
		conn.Server.ACK().Ack(1001)
		conn.Server.Window = 5000
		c.Wait(500 * ms)
		conn.Server.ACK().Ack(1001)
		conn.Client.Next = 1001
		conn.Client.Data("rest")
		conn.Server.ACK()
	}, `
6 * {probe}
9 * #6
9 * 1002-1004
9 - {timer}|no ack|{unseen}
10 + 1001-1004
`},
	{"zero window, probe of one byte taken at once", func(c *capturetest.Capture) {
		conn := shut(c)
		conn.Client.Send(capture.ACK, "r")
		conn.Server.ACK()
		c.Wait(2 * time.Second)
		conn.Client.Send(capture.ACK, "e")
		conn.Server.Window = 5000
		conn.Server.ACK()
		conn.Client.Data("st")
	}, `
6,8 * {probe}
7 + 1001
7-10 - {unseen}|{dupack}
sum - not captured|sent again
`},
	{"zero window, no answer to the probes", func(c *capturetest.Capture) {
		conn := shut(c)
		for wait := 200 * ms; wait < time.Second; wait *= 2 {
			c.Wait(wait)
			probe(conn.Client, "")
		}
	}, "6-8 * {probe}\n6-8 - keep-?alive|answers\n"},
	{"window reopens by itself", func(c *capturetest.Capture) {
		conn := shut(c)
		conn.Server.ACK().Win(30000)
	}, `
-- RFC 9293 §3.8.6.2.2
6 * reopen|room|opens
6 + 30000
6 - {dupack}|(program|application|server) has read
`},
	{"window grows", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Bytes(1000)
		conn.Server.ACK().Win(4000)
		c.Wait(30 * ms)
		conn.Server.ACK().Win(9000)
	}, `
-- it was not 0: it grew; no recv() was seen
6 * window (update|grow|grew|has grown)|grow|grew|larger|more room
6 + 9000
6 - reopen|room again|(program|application|server) has read|{dupack}
`},
	{"window grows right after the handshake, macOS", func(c *capturetest.Capture) {
		c.Link = capture.LinkNull
		conn := unopened(c)
		conn.SYN()
		conn.SYNACK()
		conn.ACK().Win(6379)
		conn.Server.ACK().Win(65535)
	}, "4 * window (update|grow|grew|has grown)|grow|grew|larger|more room\n4 - reopen|room again|has read|{dupack}\n"},
	{"window shrinks", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Server.ACK().Win(10000)
		conn.Client.Bytes(1000)
		conn.Server.ACK().Win(3000)
	}, `
-- RFC 9293 §3.8.6: the right edge moves left, from 10000 to 4000
6 + shrink|shrank|takes? .*back|smaller|moves? (back|left)
`},
	{"window fills up without shrinking", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Server.ACK().Win(10000)
		conn.Client.Bytes(1000)
		conn.Server.ACK().Win(9000)
	}, `
-- the right edge stays: bytes wait to be read
6 - shrink|shrank|takes? .*back
`},
	{"window full", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN()
		conn.SYNACK().Win(2000)
		conn.ACK()
		conn.Client.Bytes(1000)
		conn.Client.Bytes(1000)
		c.Wait(5 * ms)
		conn.Server.ACK().Win(0)
	}, "5 + (fills|full|exhaust|uses up)[^.]*window|window[^.]*(full|filled|exhaust|used up)\n6 * zero window|window (is )?0\n"},
	{"RST has no window", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.RSTACK().Win(0)
	}, "4 - zero window|window (is )?0|: stop\n"},
	{"scale unknown", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.UnderWay(1000, 2000)
		conn.Client.Data("hello")
		conn.Server.ACK().Win(100)
		c.Wait(50 * ms)
		conn.Server.ACK().Win(501)
	}, `
-- RFC 7323 §2.2: without the SYNs the factor is unknown
2,3 - (100|501) bytes
3 - {dupack}|reopen
`},
}
