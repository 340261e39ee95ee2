package cmd_test

import (
	"wireladder/capture"
	"wireladder/capture/capturetest"
)

// underWay returns a connection that was open before the capture began.
func underWay(c *capturetest.Capture) *capturetest.Conn {
	conn := unopened(c)
	conn.UnderWay(5000, 9000)
	return conn
}

// beginVariants are captures that begin in the middle of a connection, by their first packet.
var beginVariants = []variant{
	{"ACK", func(c *capturetest.Capture) {
		conn := underWay(c)
		conn.Client.ACK()
		conn.Server.Data("hello")
		conn.Client.ACK()
	}, "1 - {dupack}|{unseen} bytes|handshake is done|both ends are connected|covers the server's SYN\nsum + began before|under way\n"},
	{"data of the client", func(c *capturetest.Capture) {
		conn := underWay(c)
		conn.Client.Data("hello")
		conn.Server.ACK()
	}, "1 * (bytes|5 bytes)\n2 - {unseen}\nsum + began before|under way\nsum + data\n"},
	{"data of the server", func(c *capturetest.Capture) {
		conn := underWay(c)
		conn.Server.Data("hello")
		conn.Client.ACK()
	}, `
-- the lower, known port serves
sum + began before|under way
sum + 10\.0\.0\.1:50000 +10\.0\.0\.2:80
`},
	{"one byte, one below the next", func(c *capturetest.Capture) {
		conn := underWay(c)
		conn.Client.Data("x")
		conn.Server.ACK()
	}, "1 - keep-?alive|probe\n2 - {unseen}\nsum + data\n"},
	{"keep-alive", func(c *capturetest.Capture) {
		conn := underWay(c)
		probe(conn.Client, "")
		conn.Server.ACK()
		c.Wait(60_000 * ms)
		probe(conn.Client, "")
		conn.Server.ACK()
	}, "2 - after a gap|missing|lost\n3 * keep-?alive\n4 - {dupack}\nsum + began before|under way\n"},
	{"FIN", func(c *capturetest.Capture) {
		conn := underWay(c)
		conn.Client.FIN()
		conn.Server.FIN()
		conn.Client.ACK()
	}, `
-- one FIN each, both covered: it is closed
1 - number -|uses up number 0\b
3 - {unseen}
sum + began before|under way
sum + clos|FIN
sum - still open
`},
	{"FIN with data", func(c *capturetest.Capture) {
		conn := underWay(c)
		conn.Client.Send(capture.FIN|capture.PSH|capture.ACK, "bye")
		conn.Server.ACK()
	}, "1 + FIN\n1 + 3 bytes|bytes \\d+-\\d+\n2 - {unseen}\nsum + data\nsum + FIN|clos\n"},
	{"second FIN", func(c *capturetest.Capture) {
		conn := underWay(c)
		conn.Server.FIN()
		conn.Client.ACK()
	}, "sum + began before|under way\nsum + 10\\.0\\.0\\.1:50000 +10\\.0\\.0\\.2:80\n"},
	{"last ACK", func(c *capturetest.Capture) { underWay(c).Client.ACK() }, "1 - {dupack}|both ends are connected\nsum + began before|under way\n"},
	{"RST", func(c *capturetest.Capture) { underWay(c).Client.RST().Win(0) }, `
1 * reset|RST|abort
1 - number -|LINGER.*unread.*certain
sum + began before|under way
sum + reset by the client
`},
	{"RST,ACK of the server", func(c *capturetest.Capture) { underWay(c).Server.RSTACK().Win(0) }, `
-- a RST,ACK with other numbers than 0 and 1 need not be a refusal; alone it is not known which
1 - {nobody}
sum + reset by the server
`},
	{"refusal without its SYN", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().Lose()
		conn.Server.Send(capture.RST|capture.ACK, "").Seq(-5_000_000).Win(0)
	}, `
-- RFC 9293 §3.10.7.1: <SEQ=0> and an ACK: the mark of a refused SYN
1 - abort(s|ed) the connection
`},
	{"SYN,ACK", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().Lose()
		conn.SYNACK()
		conn.ACK()
		conn.Client.Data("hi")
		conn.Server.ACK()
	}, `
-- the SYN was missed; client and server are known all the same
1 - simultaneous|{again}
sum + 10\.0\.0\.1:50000 +10\.0\.0\.2:80
`},
	{"one direction, end of the other", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().Lose()
		conn.SYNACK()
		conn.ACK().Lose()
		conn.Client.Data("hi").Lose()
		conn.Server.ACK()
		conn.Client.FIN().Lose()
		conn.Server.ACK()
	}, `
-- number 3 may be a byte or a FIN
2 + 1-2
3 * number 3
3 - byte 3
`},
	{"urgent data", func(c *capturetest.Capture) {
		underWay(c).Client.Data("ab!").Urgent(3)
	}, "1 * urgent\n"},
	{"retransmission", func(c *capturetest.Capture) {
		conn := underWay(c)
		f := conn.Client.Data("hello")
		c.Wait(300 * ms)
		f.Again()
		conn.Server.ACK()
	}, "2 * {again}\n2 - tail loss|out of order\n3 - {unseen}\nsum + \\b1 sent again\n"},
	{"duplicate ACKs", func(c *capturetest.Capture) {
		conn := underWay(c)
		for range 3 {
			conn.Client.ACK()
		}
		conn.Server.Data("hello")
	}, "1 - {dupack}\n4 - {unseen}|gap\n"},
	{"SYN is the last packet", func(c *capturetest.Capture) { unopened(c).SYN() }, "sum - no answer came in\nsum + SYN|no answer|unanswered\n"},
	{"SYN cut within its options", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().With(capturetest.WindowScale(7), capturetest.Timestamps(1, 0)).Snap(60)
		conn.SYNACK().With(capturetest.WindowScale(7)).Snap(60)
		conn.ACK().Snap(60)
	}, `
-- the options beyond 60 octets are unknown, not absent
1 * SYN|asks
1 - (no|without) (window scal|timestamp)
3 - window (is )?(now )?(8222720|64240) bytes
sum + handshake
`},
}
