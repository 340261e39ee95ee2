package cmd_test

import (
	"time"

	"wireladder/capture/capturetest"
)

// slowAck sends a small segment, which is acknowledged after some time.
func slowAck(c *capturetest.Capture, wait time.Duration) *capturetest.Conn {
	conn := opened(c)
	conn.Client.Data("a")
	c.Wait(wait)
	conn.Server.ACK()
	return conn
}

// stalls sends messages in two small segments, of which the second waits for the
// ACK of the first.
func stalls(c *capturetest.Capture, wait time.Duration) {
	conn := opened(c)
	for range 3 {
		conn.Client.Data("head")
		c.Wait(wait)
		conn.Server.ACK()
		c.Wait(30 * µs)
		conn.Client.Data("body")
		c.Wait(300 * µs)
		conn.Server.Data("answer")
		c.Wait(100 * µs)
	}
}

// waitVariants are ACKs that are delayed, senders that wait for them, and times that
// only look alike.
var waitVariants = []variant{
	{"ACK delayed by 40 ms", func(c *capturetest.Capture) { slowAck(c, 40*ms) }, `
-- RFC 9293 §3.8.6.3, RFC 5681 §4.2: Linux 40 ms
5 + delayed ACK
5 + 40(\.\d+)? ms
5 - Nagle
`},
	{"ACK delayed by 200 ms", func(c *capturetest.Capture) { slowAck(c, 200*ms) }, `
-- BSD and Windows: 200 ms
5 + delayed ACK
5 + 200(\.\d+)? ms
`},
	{"ACK after the round trip", func(c *capturetest.Capture) {
		conn := openedFar(c, 40*ms)
		conn.Client.Data("a")
		c.Wait(40 * ms)
		conn.Server.ACK()
	}, `
-- 40 ms is the round trip time here: nobody waits
5 - delayed|Nagle
`},
	{"answer after 60 ms of thought", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("question")
		c.Wait(60 * ms)
		conn.Server.Data("answer")
	}, "5 - Nagle|lost\n"},
	{"Nagle and delayed ACK, 40 ms", func(c *capturetest.Capture) { stalls(c, 40*ms) }, `
-- RFC 9293 §3.7.4 (RFC 896): a small segment waits for the ACK of the one before
5,9,13 + delayed ACK
6,10,14 + Nagle
6,10,14 - {again}|late\b
`},
	{"Nagle and delayed ACK, 200 ms", func(c *capturetest.Capture) { stalls(c, 200*ms) }, `
5,9,13 + delayed ACK
6,10,14 + Nagle
9 + 200(\.\d+)? ms
`},
	{"full segments do not wait", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Bytes(1460)
		c.Wait(40 * ms)
		conn.Server.ACK()
		c.Wait(30 * µs)
		conn.Client.Bytes(1460)
	}, `
-- RFC 9293 §3.7.4 holds back small segments only
6 - Nagle
`},
	{"one ACK for two segments", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Bytes(1460)
		conn.Client.Bytes(1460)
		conn.Server.ACK()
	}, "6 + 1-2920\n6 - {dupack}|{unseen}\n"},
	{"silence of the user", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("a")
		conn.Server.Data("A")
		conn.Client.ACK()
		c.Wait(5 * time.Second)
		conn.Client.Data("b")
	}, `
-- nothing was outstanding: no protocol waits
7 - Nagle|delayed|{timer}
`},
}
