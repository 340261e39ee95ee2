package cmd_test

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
)

// openVariants are handshakes that do not go as in the textbook.
var openVariants = []variant{
	{"simultaneous", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.Client.SYN()
		conn.Server.SYN()
		conn.Client.Send(capture.SYN|capture.ACK, "").Seq(0)
		conn.Server.Send(capture.SYN|capture.ACK, "").Seq(0).Ack(1)
		conn.Client.Next, conn.Server.Next = 1, 1
		conn.Client.Data("hi")
		conn.Server.ACK()
	}, `
-- RFC 9293 §3.5 figure 7
2 * simultaneous|same time|at once|both
3,4 - {again}|no answer
3,4 - {unseen}
sum - sent again|began before
`},
	{"simultaneous, the second SYN,ACK as a plain ACK", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.Client.SYN()
		conn.Server.SYN()
		conn.Client.Send(capture.SYN|capture.ACK, "").Seq(0)
		conn.Client.Next = 1
		conn.Server.ACK()
		conn.Client.Data("hi")
		conn.Server.ACK()
	}, `
2 * simultaneous|same time|at once|both
3 - {again}|no answer
4 - {dupack}
sum - sent again
`},
	{"same ports in TIME-WAIT", func(c *capturetest.Capture) {
		old := opened(c)
		old.Close()
		c.Wait(10 * ms)
		fresh := c.TCP(old.Ports())
		fresh.Client.ISN, fresh.Server.ISN = 2_000_000, 9_000_000
		fresh.Open()
		fresh.Close()
	}, `
-- RFC 9293 §3.6.1, RFC 6191 §2: a greater number is accepted
7 * same port|port .*again|reuse
7 - no answer|{copy}|{timer}
8,9 - {unseen}
sum + \b2 TCP conversations
sum - sent again
`},
	{"same address and ports by another host", func(c *capturetest.Capture) {
		old := opened(c)
		old.Close()
		c.Wait(200 * ms)
		other := c.Host("10.0.0.1")
		other.TTL = 128
		_, server := old.Ports()
		fresh := c.TCP(other.Port(50000), server)
		fresh.Client.ISN, fresh.Server.ISN = 900_000, 9_000_000
		fresh.Open()
		fresh.Client.Data("hi")
		fresh.Server.ACK()
	}, `
7 - no answer|{copy}|{timer}
10,11 - {unseen}
sum + \b2 TCP conversations
sum - sent again
`},
	{"two hosts with the same ports, interleaved", func(c *capturetest.Capture) {
		one := unopened(c)
		_, server := one.Ports()
		two := c.TCP(c.Host("10.0.0.1").Port(50000), server)
		two.Client.ISN, two.Server.ISN = 300_000_000, 700_000_000
		one.SYN()
		two.SYN()
		one.SYNACK()
		two.SYNACK()
		one.ACK()
		two.ACK()
		one.Client.Data("first")
		two.Client.Data("second")
		one.Server.ACK()
		two.Server.ACK()
	}, `
-- told apart by ISN and MAC
all - {resent}|{unseen}|{dupack}
sum - sent again|not captured
`},
	{"full accept queue", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN()
		synack := conn.SYNACK()
		conn.ACK()
		data := conn.Client.Data("hello\n")
		c.Wait(210 * ms)
		data.Again()
		c.Wait(800 * ms)
		synack.Again().Ack(1)
		conn.Client.ACK()
		c.Wait(400 * ms)
		data.Again()
		conn.Server.ACK()
	}, `
-- Linux drops the last ACK, and what follows, while the queue is full: the server is still SYN-RECEIVED
3 * not take
3 + #6
3 - both ends are connected
4 - both ends are connected
5 * {again}
6 * {again}
6 + #3|queue
6 - ack (that ends the handshake )?(has|did) not come
7 - {unseen}|{dupack}
9 + 1-6
`},
	{"SYN,ACK again crosses the ACK", func(c *capturetest.Capture) {
		conn := unopened(c)
		syn := conn.SYN()
		synack := conn.SYNACK().Lose()
		c.Wait(time.Second)
		syn.Again()
		c.Put(synack)
		conn.ACK()
		c.Wait(5 * ms)
		synack.Again().Ack(1)
		conn.Client.ACK()
		conn.Client.Data("hello\n")
		conn.Server.ACK()
	}, `
-- the SYN that came again was answered, and the timer of the lost SYN,ACK ran out as well
4 - not take
4 + connected|established
`},
	{"never accepted, SYN dropped", func(c *capturetest.Capture) {
		conn := unopened(c)
		syn := conn.SYN()
		c.Wait(time.Second)
		syn.Again()
		conn.SYNACK()
		conn.ACK()
	}, `
2 * {again}
2 + no answer|unanswered|not answered
3 - {again}
sum + \b1 sent again
`},
	{"ACK of the handshake with data", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN()
		conn.SYNACK()
		conn.Client.Data("GET")
		conn.Server.ACK()
	}, `
3 + 1-3
3 + (covers|acknowledges) .*SYN
3 - {unseen}
`},
	{"to itself", func(c *capturetest.Capture) {
		p := c.Host("127.0.0.1").Port(12000)
		conn := c.TCP(p, p)
		conn.Server.ISN = conn.Client.ISN
		conn.SYN()
		conn.Client.Next = 0
		conn.Client.Send(capture.SYN|capture.ACK, "").Ack(1)
		conn.Server.Next = 1
		conn.Client.ACK()
		conn.Client.Data("me")
		conn.Client.ACK().Ack(3)
	}, `
-- RFC 9293 §3.5: one socket; its SYN meets itself
1 + itself|\bown (socket|port|address)
2 - {resent}|{timer}
3,5 - {dupack}|reopen|room again
all - {unseen}
`},
}
