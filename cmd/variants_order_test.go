package cmd_test

import "wireladder/capture/capturetest"

// orderVariants are segments that the capture, or the network, has out of order.
var orderVariants = []variant{
	{"ACK before the data that it covers", func(c *capturetest.Capture) {
		conn := opened(c)
		data := conn.Client.Bytes(1000).Lose()
		conn.Server.ACK()
		c.Wait(3 * µs)
		c.Put(data)
		conn.Client.Bytes(1000)
		conn.Server.ACK()
	}, `
-- the directions pass two queues: each byte stands here once
5 + after|later|order
4,5 - {resent}|for nothing|spurious|not captured|is missing
sum - [1-9]\d* sent again
`},
	{"SYN,ACK before the SYN", func(c *capturetest.Capture) {
		conn := unopened(c)
		syn := conn.SYN().Lose()
		conn.SYNACK()
		c.Wait(3 * µs)
		c.Put(syn)
		conn.ACK()
		conn.Client.Data("hi")
		conn.Server.ACK()
	}, `
2 - {resent}|simultaneous|new (connection|attempt)|same ports
2 * asks to (connect|open)|SYN
all - {unseen}
sum + \b1 TCP conversation\b
`},
	{"answer before the question, whole exchange", func(c *capturetest.Capture) {
		conn := opened(c)
		ask := conn.Client.Data("who").Lose()
		conn.Server.Data("me")
		c.Put(ask)
		conn.Client.ACK()
	}, `
4 - {unseen}
5 - {resent}|for nothing|spurious|{unseen}
sum - [1-9]\d* sent again
`},
	{"two segments swapped on the way", func(c *capturetest.Capture) {
		conn := openedFar(c, 20*ms)
		late := conn.Client.Bytes(100).Lose()
		conn.Client.Bytes(100)
		c.Wait(200 * µs)
		c.Put(late)
		conn.Server.ACK()
	}, `
-- the identification is smaller: it was sent first
5 * out of order|late|overtak|overtook
5 - {resent}|{nothing}|{timer}
6 - {unseen}
sum - [1-9]\d* sent again
`},
	{"FIN before the last data", func(c *capturetest.Capture) {
		conn := openedFar(c, 20*ms)
		late := conn.Client.Data("end").Lose()
		conn.Client.FIN()
		c.Wait(100 * µs)
		c.Put(late)
		conn.Server.ACK()
	}, `
4 - {resent}
5 * out of order|late|overtak|overtook|gap
5 - {resent}|after (the|its) (FIN|close)|{nothing}
sum - [1-9]\d* sent again
`},
	{"time runs back", func(c *capturetest.Capture) {
		conn := opened(c)
		c.Wait(-500 * ms)
		conn.Client.Data("hello")
		conn.Server.ACK()
		conn.Close()
	}, `
all - -\d+(\.\d+)? ?(ms|s|µs)\b
sum - -\d+(\.\d+)? ?(ms|s|µs)\b
sum - [1-9]\d* sent again
sum + \b50\d(\.\d+)? ms|\b49\d(\.\d+)? ms
`},
	{"time runs back at a retransmission", func(c *capturetest.Capture) {
		conn := opened(c)
		f := conn.Client.Data("hello")
		c.Wait(-20 * ms)
		f.Again()
		conn.Server.ACK()
	}, `
5 * {again}
5 - [ (]-\d|{timer}|tail loss|{copy}
`},
	{"segments that the receiver's card has merged", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Server.Bytes(4380)
		conn.Client.ACK().Ack(1461)
		conn.Client.ACK().Ack(4381)
	}, `
-- GRO: one frame of three segments; an ACK may stand within it
4 + 1-4380
5 + 1-1460
5,6 - {unseen}|{dupack}
4 - {resent}
`},
	{"merged segments that come again one by one", func(c *capturetest.Capture) {
		conn := opened(c)
		text := capturetest.Filler(2920)
		conn.Server.Data(text)
		c.Wait(250 * ms)
		conn.Server.Part(1, 1461, text)
		conn.Server.Part(1461, 2921, text[1460:])
		conn.Client.ACK()
	}, `
5,6 * {again}
5,6 + #4
5,6 - {unseen}|late|out of order
`},
	{"one direction only, the client's", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN()
		conn.SYNACK().Lose()
		conn.ACK()
		conn.Client.Data("GET")
		conn.Server.Data(capturetest.Filler(3000)).Lose()
		conn.Client.ACK().Ack(1461)
		conn.Client.ACK()
		conn.Client.FIN()
		conn.Server.FIN().Lose()
		conn.Client.ACK()
	}, `
all - {resent}
2 - no (answer|SYN,ACK) (came|has come)
sum - no answer|unanswered
sum + one (direction|side)|only (the client|one)|other (direction|side)|not captured|is missing
`},
	{"one direction only, the server's", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().Lose()
		conn.SYNACK()
		conn.ACK().Lose()
		conn.Client.Data("GET").Lose()
		conn.Server.ACK()
		conn.Server.Data(capturetest.Filler(1000))
		conn.Client.ACK().Lose()
		conn.Server.FIN()
	}, `
-- a SYN,ACK without SYN: a direction is missing, not the beginning
all - {resent}
1 - simultaneous
sum - began before|under way
sum + 10\.0\.0\.1:50000 +10\.0\.0\.2:80
sum + one (direction|side)|only (the server|one)|other (direction|side)|not captured|is missing
`},
}
