package cmd_test

import (
	"wireladder/capture"
	"wireladder/capture/capturetest"
)

// Control bits of ECN (RFC 3168 §6.1.1).
const (
	ecnSYN = capture.SYN | capture.ECE | capture.CWR
	ecnOK  = capture.SYN | capture.ACK | capture.ECE
)

// subtypes of MPTCP, plus one: RFC 8684 §3.
const (
	capable, join, dss, addAddr = capture.MPTCP(1), capture.MPTCP(2), capture.MPTCP(3), capture.MPTCP(4)
)

// optionVariants are extensions: Fast Open, ECN, MPTCP, urgent data.
var optionVariants = []variant{
	{"ECN agreed, congestion told", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().Flags(ecnSYN)
		conn.SYNACK().Flags(ecnOK)
		conn.ACK()
		conn.Client.Data("one").ECN(3)
		conn.Server.ACK().Flags(capture.ACK | capture.ECE)
		conn.Client.Data("two").ECN(2).Flags(capture.ACK | capture.PSH | capture.CWR)
		conn.Server.ACK()
	}, `
-- RFC 3168 §6.1.1, §5, §6.1.3, §6.1.2
1 + ECN
2 + ECN
4 + congestion|\bCE\b
5 + ECE|congestion|ECN-Echo
6 + CWR|congestion window reduced|slow
5 - {dupack}
`},
	{"ECN refused", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().Flags(ecnSYN)
		conn.SYNACK()
		conn.ACK()
	}, `
2 + (not|no|without|refus|declin)[^.]*ECN|ECN[^.]*(not|no\b|refus|declin|without)
`},
	{"ECN bits echoed by a broken peer", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().Flags(ecnSYN)
		conn.SYNACK().Flags(capture.SYN | capture.ACK | capture.ECE | capture.CWR)
		conn.ACK()
	}, `
-- RFC 3168 §6.1.1.1: ECE and CWR in a SYN,ACK are no agreement
2 - agrees to (use )?ECN|ECN (is )?agreed|both .*ECN
`},
	{"ECN SYN again without ECN", func(c *capturetest.Capture) {
		conn := unopened(c)
		f := conn.SYN().Flags(ecnSYN)
		c.Wait(1000 * ms)
		f.Again().Flags(capture.SYN)
		conn.SYNACK()
	}, `
-- RFC 3168 §6.1.1.1: in case a box drops such SYNs
2 * {again}
2 + ECN
`},
	{"Fast Open cookie asked for and granted", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().With(capturetest.FastOpen(""))
		conn.SYNACK().With(capturetest.FastOpen("12345678"))
		conn.ACK()
	}, `
-- RFC 7413 §4.1.2
1 + cookie
1 + Fast Open
2 + cookie
`},
	{"Fast Open cookie asked for, not granted", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().With(capturetest.FastOpen(""))
		conn.SYNACK()
		conn.ACK()
	}, "1 + cookie\n2 - gives (it )?a cookie|grants\n"},
	{"Fast Open data taken", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.Client.Send(capture.SYN, "hello!").With(capturetest.MSS(1460), capturetest.FastOpen("12345678"))
		conn.SYNACK()
		conn.ACK()
		conn.Server.Data("HELLO!")
		conn.Client.ACK()
	}, `
1 + Fast Open
1 + cookie
1 + 1-6
2 + SYN
2 + 1-6
2 - number 1 is expected|expects 1\b
3 - no byte of a message
all - {resent}
`},
	{"Fast Open data not taken", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.Client.Send(capture.SYN, "hello!").With(capturetest.MSS(1460), capturetest.FastOpen("12345678"))
		conn.SYNACK().Ack(1)
		conn.Client.ACK().Seq(1)
		conn.Client.Next = 1
		conn.Client.Data("hello!")
		conn.Server.ACK()
	}, `
-- RFC 7413 §4.2.2: ack=1 covers the SYN alone; the data is sent again, as ordinary data
2 + \b(not|only|alone|without)\b
2 - covers[^.]* 1-6
4 * {again}
4 * 1-6
4 * #2
4 - {timer}|for nothing|tail loss
5 + 1-6
`},
	{"Fast Open data taken, answer in the SYN,ACK", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.Client.Send(capture.SYN, "hello!").With(capturetest.MSS(1460), capturetest.FastOpen("12345678"))
		conn.Server.Send(capture.SYN|capture.ACK, "HELLO").With(capturetest.MSS(1460))
		conn.ACK()
	}, `
-- RFC 7413 §4.2.2
2 + covers[^.]* 1-6
2 * carries bytes 1-5
all - {resent}|{unseen}
`},
	{"MPTCP capable and its control ACKs", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().With(capturetest.MPTCP(capable, 0x81))
		conn.SYNACK().With(capturetest.MPTCP(capable, 0x81, 1, 2, 3, 4, 5, 6, 7, 8))
		conn.ACK()
		conn.Client.Data("hello")
		conn.Server.ACK()
		conn.Server.ACK().With(capturetest.MPTCP(addAddr, 1, 10, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8))
		conn.Server.ACK().With(capturetest.MPTCP(dss, 0x01, 0, 0, 0, 9))
		conn.Client.ACK().With(capturetest.MPTCP(dss, 0x01, 0, 0, 0, 9))
	}, `
-- RFC 8684 §3.1, §3.4.1, §3.3.2: not duplicate ACKs (RFC 5681 §2: nothing is outstanding)
1 + MPTCP|Multipath
6 + ADD_ADDR|MPTCP|Multipath
7,8 + DSS|MPTCP|Multipath
6-8 - {dupack}|still waits|arrived, but
`},
	{"MPTCP join", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().With(capturetest.MPTCP(join, 1, 1, 2, 3, 4, 5, 6, 7, 8))
		conn.SYNACK()
	}, "1 + MP_JOIN|join|Multipath\n"},
	{"MPTCP not agreed", func(c *capturetest.Capture) {
		conn := unopened(c)
		conn.SYN().With(capturetest.MPTCP(capable, 0x81))
		conn.SYNACK()
		conn.ACK()
	}, `
-- RFC 8684 §3.1: without the option in the SYN,ACK it is plain TCP
1 + MPTCP|Multipath
2 - agrees to (use )?(MPTCP|Multipath)
`},
	{"urgent byte", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("abc!def").Urgent(4)
		conn.Server.ACK()
	}, `
-- RFC 6093 §2.1: the pointer names the octet behind the urgent one; that is number 4
4 * urgent
4 + (byte|number) 4\b
`},
	{"urgent byte yet to come", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.Data("abc").Urgent(5)
		conn.Client.Data("!").Urgent(2)
		conn.Server.ACK()
	}, `
-- RFC 9293 §3.8.5: the pointer may lie beyond the segment: byte 5
4 + urgent
4 - byte 3 is urgent
`},
	{"URG bit without pointer to anything", func(c *capturetest.Capture) {
		conn := opened(c)
		conn.Client.ACK().Urgent(0)
	}, "4 - -1|byte 0\\b\n"},
}
