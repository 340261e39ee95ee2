package cmd_test

import "wireladder/capture/capturetest"

// repairVariants are retransmissions that are cut otherwise than what they repeat, and
// those of which the first was not captured.
var repairVariants = []variant{
	{"three segments in one", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		conn.Client.Data("one ")
		conn.Client.Data("two ")
		conn.Client.Data("three ")
		c.Wait(210 * ms)
		conn.Client.Part(1, 15, "one two three ")
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
7 * {again}
7 + 1-14
7 + packets? 4(-|, 5,? and | to )6
7 - {unseen}|{copy}|tail loss
sum + \b1 sent again
`},
	{"one segment in two halves", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		text := capturetest.Filler(1000)
		conn.Client.Data(text)
		c.Wait(210 * ms)
		conn.Client.Part(1, 501, text)
		conn.Client.Part(501, 1001, text[500:])
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
5,6 * {again}
5 + 1-500
6 + 501-1000
5,6 - {unseen}|late|{copy}
`},
	{"old and new bytes in one", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		conn.Client.Data("hello")
		c.Wait(210 * ms)
		conn.Client.Part(1, 11, "helloworld")
		conn.Client.Next = 11
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
5 * {again}
5 + 1-5
5 + 6-10
5 + \bnew\b|first time
5 - {unseen}|late|{copy}
6 - {unseen}
`},
	{"half of it had been acknowledged", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		f := conn.Client.Data("helloworld")
		c.Wait(10 * ms)
		conn.Server.ACK().Ack(6)
		c.Wait(210 * ms)
		f.Again()
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
-- bytes 1-5 were acknowledged, 6-10 were not
6 * {again}
6 + 6-10
6 - for nothing|no (ack|answer) (came|has come)|{unseen}
`},
	{"with other bytes", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("safe!")
		c.Wait(210 * ms)
		conn.Client.Part(1, 6, "evil!")
		conn.Server.ACK()
	}, `
-- RFC 9293 §3.10.7.4 keeps what came first; the two disagree
5 * other (bytes|content|text)|differ|conflict|not the same
5 + #4
5 - {copy}|{unseen}
`},
	{"with other bytes, in part", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("12345")
		conn.Client.Part(3, 8, "xx567")
		conn.Client.Next = 8
		conn.Server.ACK()
	}, `
5 * other (bytes|content|text)|differ|conflict|not the same
5 + 3-4|3-5
5 - {unseen}|late
6 - {unseen}
`},
	{"the first was not captured", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		lost := conn.Client.Bytes(100)
		conn.Client.Bytes(100)
		lost.Lose()
		c.Wait(10 * ms)
		conn.Server.ACK().Ack(1).With(capturetest.SACK(101, 201))
		c.Put(lost.Again().Lose())
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
-- bytes 1-100 stand in the file once
4 * gap|not captured|missing|out of order
6 * gap|not captured before|missing|late
6 - no (ack|answer)|timer|for nothing|{copy}
7 - {unseen}
sum - [1-9]\d* sent again
`},
	{"a partial ACK, then the next hole", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		one := conn.Client.Bytes(1000)
		two := conn.Client.Bytes(1000)
		conn.Client.Bytes(1000)
		conn.Client.Bytes(1000)
		c.Wait(7 * ms)
		conn.Server.ACK().Ack(1).With(capturetest.SACK(2001, 4001))
		one.Again()
		c.Wait(10 * ms)
		conn.Server.ACK().Ack(1001).With(capturetest.SACK(2001, 4001))
		two.Again()
		c.Wait(10 * ms)
		conn.Server.ACK()
	}, `
-- RFC 6675 §5 (RFC 6582 §3.2 without SACK): both were lost, neither by a timer
9,11 * {again}
9,11 + SACK
9,11 - {timer}|tail loss|for nothing
10 - {unseen}
`},
	{"by both sides at once", func(c *capturetest.Capture) {
		conn := openedFar(c, 10*ms)
		a := conn.Client.Data("ping")
		c.Wait(5 * ms)
		b := conn.Server.Data("pong").Ack(1)
		c.Wait(205 * ms)
		a.Again().Ack(1)
		b.Again().Ack(1)
		c.Wait(10 * ms)
		conn.Server.ACK()
		conn.Client.ACK()
	}, `
6,7 * {again}
6 + #4
7 + #5
6,7 - {copy}|for nothing|tail loss
sum + \b2 sent again
`},
}
