package cmd_test

import (
	"time"

	"wireladder/capture/capturetest"
)

// againVariants are segments that were sent more than once, for whatever reason.
var againVariants = []variant{
	{"three duplicate ACKs without SACK, sent before the first ACK", func(c *capturetest.Capture) {
		conn := opened(c)
		for range 5 {
			conn.Client.Bytes(1000)
		}
		for range 4 {
			conn.Server.ACK().Ack(1001)
		}
		conn.Client.Bytes(1000).Seq(1001)
	}, `
-- RFC 5681 §3.2
10,11,12 * {dupack}
10,11,12 - {unseen}
10 + #6
13 * #5
13 * 3 duplicate ACKs
`},
	{"what follows the first after a timeout", func(c *capturetest.Capture) {
		conn := opened(c)
		for range 3 {
			conn.Client.Bytes(1000)
		}
		c.Wait(300 * ms)
		conn.Client.Bytes(1000).Seq(1)
		conn.Server.ACK().Ack(1001)
		conn.Client.Bytes(1000).Seq(1001)
	}, `
-- RFC 6298 §5.3, §5.5: the timer ran out for packet 4, and packet 8 has restarted it
7 * #4
7 + {timer}
9 * #5
9 - (ran|run) out|RFC 6298
`},
	{"one byte, under way, before any ACK was captured", func(c *capturetest.Capture) {
		conn := underWay(c)
		f := conn.Client.Data("l")
		c.Wait(210 * ms)
		f.Again()
		conn.Server.Data("l")
	}, `
2 * #1
2 - keep-alive
`},
	{"three duplicate ACKs without SACK", func(c *capturetest.Capture) {
		conn := opened(c)
		for range 4 {
			conn.Client.Bytes(1000)
		}
		for range 3 {
			conn.Server.ACK().Ack(1)
		}
		conn.Client.Bytes(1000).Seq(1)
	}, `
-- RFC 5681 §3.2: packets 5-7 came, 4 did not
8 * #5
9 * #6
10 * #7
11 * #4
11 * 3 duplicate ACKs
`},
	{"for nothing, D-SACK says so", func(c *capturetest.Capture) {
		conn := opened(c)
		f := conn.Client.Data("hello")
		conn.Server.ACK()
		c.Wait(250 * ms)
		f.Again()
		conn.Server.ACK().With(capturetest.SACK(1, 6))
	}, `
-- RFC 2883 §4: the first block lies below the ACK: the segment came twice
6 * {again}
6 * {nothing}
6 + #5
6 - no (ack|answer)|has not come|{unseen}
7 + D-?SACK|twice|second time|already had
7 - still waits|{unseen}
sum + \b1 sent again
`},
	{"for nothing, no SACK", func(c *capturetest.Capture) {
		conn := opened(c)
		f := conn.Client.Data("hello")
		conn.Server.ACK()
		c.Wait(250 * ms)
		f.Again()
		conn.Server.ACK()
	}, `
-- RFC 9293 §3.10.7.4: a segment outside the window is answered by an ACK
6 * {again}
6 * {nothing}
6 + #5
6 - no (ack|answer)|has not come
7 - still waits|{unseen}|byte 6 .* lost
`},
	{"tail loss probe", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		conn.Client.Bytes(1000)
		conn.Client.Bytes(1000)
		f := conn.Client.Data("end")
		c.Wait(22 * ms)
		f.Again()
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
-- RFC 8985 §7.2: PTO = 2*SRTT; an RTO is 1 s (RFC 6298 §2.4), 200 ms in Linux
7 * {again}
7 * tail loss probe
7 + #6
7 - \bRTO\b|retransmission timer|timer has run out
sum + \b1 sent again
`},
	{"tail loss probe of two segments in flight 40 ms away", func(c *capturetest.Capture) {
		conn := openedFar(c, 40*ms)
		conn.Client.Bytes(700)
		f := conn.Client.Data("end")
		c.Wait(82 * ms)
		f.Again()
		c.Wait(40 * ms)
		conn.Server.ACK().Ack(1).With(capturetest.SACK(701, 704))
	}, `
6 * tail loss probe
6 - \bRTO\b|timer has run out
7 + SACK|701
`},
	{"timeout, doubled", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		f := conn.Client.Data("hello")
		c.Wait(210 * ms)
		f.Again()
		c.Wait(420 * ms)
		f.Again()
		c.Wait(840 * ms)
		f.Again()
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
-- RFC 6298 §5.5: the timer is doubled each time. Linux may have sent 5 as a tail loss probe that
-- was put off to the RTO, but then 6 would have come 210 ms later
5-7 * {again}
5 + 210(\.\d+)? ms
6 + 420(\.\d+)? ms|twice|doubl
7 + 840(\.\d+)? ms|twice|doubl
5-7 - {copy}|for nothing
6,7 - tail loss
sum + \b3 sent again
`},
	{"probe at the timeout, then two timeouts", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		f := conn.Client.Data("hello")
		for _, wait := range []time.Duration{210 * ms, 212 * ms, 424 * ms} {
			c.Wait(wait)
			f.Again()
		}
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
-- RFC 8985 §7.2: a probe arms the RTO anew and does not back off: packets alone can't tell 5 from a timeout
5-7 * {again}
6 - doubl|twice
7 + 424(\.\d+)? ms|twice|doubl
sum + \b3 sent again
`},
	{"single segment again after two round trips", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		f := conn.Client.Data("hello")
		c.Wait(22 * ms)
		f.Again()
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
-- RFC 8985 §7.2: with one segment in flight the probe waits for a delayed ACK as well (Linux: 200 ms more)
5 * {again}
5 - tail loss|\bRTO\b|timer (has )?r[au]n out
`},
	{"5 ms later, without a reason", func(c *capturetest.Capture) {
		conn := openedFar(c, 50*ms)
		f := conn.Client.Data("hello")
		c.Wait(5 * ms)
		f.Again()
		c.Wait(45 * ms)
		conn.Server.ACK()
	}, `
-- no cause without evidence: sent again 5 ms after packet 4
5 * {again}
5 + 5(\.0+)? ms
5 + #4
5 - {timer}|tail loss|fast|{copy}
`},
	{"three duplicate ACKs", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		lost := conn.Client.Bytes(1000)
		for range 3 {
			conn.Client.Bytes(1000)
		}
		c.Wait(7 * ms)
		for range 3 {
			conn.Server.ACK().Ack(1)
		}
		c.Wait(30 * µs)
		lost.Again()
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
-- RFC 5681 §3.2: fast retransmit after three
8-10 * {dupack}
11 * {again}
11 + {dupack}|fast retransmi
11 - {timer}|tail loss
12 + 1-4000|1001|all
`},
	{"one duplicate ACK with SACK", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		lost := conn.Client.Bytes(1000)
		for range 3 {
			conn.Client.Bytes(1000)
		}
		c.Wait(7 * ms)
		conn.Server.ACK().Ack(1).With(capturetest.SACK(1001, 4001))
		c.Wait(30 * µs)
		lost.Again()
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
-- RFC 6675 §4: three segments' worth of SACK is as good as three duplicate ACKs
8 + SACK
8 + 1001-4000
9 * {again}
9 + SACK
9 + #8
9 - {timer}|tail loss|three duplicate
`},
	{"two duplicate ACKs with SACK, RACK", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		lost := conn.Client.Bytes(1000)
		conn.Client.Bytes(1000)
		conn.Client.Bytes(1000)
		c.Wait(8 * ms)
		conn.Server.ACK().Ack(1).With(capturetest.SACK(1001, 2001))
		c.Wait(100 * µs)
		conn.Server.ACK().Ack(1).With(capturetest.SACK(1001, 3001))
		c.Wait(2500 * µs)
		lost.Again()
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
-- RFC 8985 §6.2: a quarter RTT of reordering window, then lost by time
9 * {again}
9 + SACK
9 - {timer}|tail loss|three duplicate
`},
	{"FIN again", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		f := conn.Client.FIN()
		c.Wait(210 * ms)
		f.Again()
		c.Wait(420 * ms)
		f.Again()
		c.Wait(10 * ms)
		conn.Server.FIN()
		conn.Client.ACK()
	}, `
5,6 * {again}
5,6 * FIN
5,6 - \bbytes? 1\b|tail loss|{copy}
sum + \b2 sent again
`},
	{"SYN again after 1, 2, 4 s", func(c *capturetest.Capture) {
		f := unopened(c).SYN()
		for _, wait := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
			c.Wait(wait)
			f.Again()
		}
	}, `
-- RFC 6298 §2.1: the first RTO is 1 s
2-4 * {again}
2-4 + no answer|unanswered|not answered
2-4 - refuse|{copy}
sum + no answer|unanswered|not answered
`},
	{"SYN again although its SYN,ACK was captured", func(c *capturetest.Capture) {
		conn := unopened(c)
		syn := conn.SYN()
		synack := conn.SYNACK()
		c.Wait(time.Second)
		syn.Again()
		synack.Again()
		conn.ACK()
	}, `
-- RFC 9293 §3.10.7.4 SYN-RECEIVED: the SYN,ACK did not reach the client
3 * {again}
3 + #2|SYN,ACK
3 - no answer|has not answered|unanswered
4 * {again}
sum + \b2 sent again
`},
	{"SYN,ACK again although the ACK was captured", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN()
		synack := conn.SYNACK()
		conn.ACK()
		c.Wait(time.Second)
		synack.Again()
		conn.ACK()
		conn.Client.Data("hi")
		conn.Server.ACK()
	}, `
-- the ACK was lost behind the capture, or a full accept queue dropped it
4 * {again}
4 + #3
4 - ack (that ends the handshake )?(has|did) not come
5 - {unseen}|still waits
sum + \b1 sent again
`},
	{"numbers pass 2^32 within it", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.Client.ISN = 0xfffffff0
		conn.Open()
		f := conn.Client.Data(capturetest.Filler(40))
		c.Wait(250 * ms)
		f.Again()
		conn.Server.ACK()
	}, `
5 * {again}
5 + 1-40
5 - {unseen}|out of order|late
6 + 1-40
6 - {unseen}
`},
}
