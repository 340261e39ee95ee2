package words_test

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
)

// script is a capture by hand, of a connection between 10.0.0.1:50000 and 10.0.0.2:80.
type script struct {
	name  string
	build func(c *capturetest.Capture, n *capturetest.Conn)
}

// scripts are captures with what others seldom hold.
func scripts() []script {
	const ms, ecn = time.Millisecond, capture.ECE | capture.CWR
	return []script{
		{"under way", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.UnderWay(100, 200)
			n.Client.Data("hello")
			n.Server.ACK()
			n.Server.ACK().Win(600)
			n.Client.Part(90, 95, "early")
			n.Server.FIN()
			n.Client.ACK()
		}},
		{"repetitions", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			c.Wait(31 * ms)
			f.Again()
			c.Wait(250 * ms)
			f.Again()
			c.Wait(500 * ms)
			f.Again()
			n.Server.ACK()
			c.Wait(5 * ms)
			f.Again()
			n.Server.ACK().With(capturetest.SACK(1, 6))
			n.Client.Part(1, 9, "HELLO+++")
			n.Client.Part(4, 9, "lo+++")
			n.Client.FIN()
			c.Wait(300 * ms)
			n.Client.Part(1, 9, "helloyou").Flags(capture.FIN | capture.ACK)
		}},
		{"without a cause", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f, g := n.Client.Data("one"), n.Client.Data("two")
			n.Client.Data("three")
			c.Wait(10 * ms)
			g.Again()
			c.Wait(300 * ms)
			g.Again()
			c.Wait(300 * ms)
			f.Again()
		}},
		{"forgotten", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			for range 600 {
				n.Client.Data("x")
			}
			f.Again()
			n.Server.ACK()
			f.Again()
		}},
		{"a SYN again", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			c.Wait(time.Second)
			f.Again()
			n.Server.ACK().Ack(77)
			c.Wait(2 * time.Second)
			f.Again()
			g := n.SYNACK()
			c.Wait(time.Second)
			g.Again()
			f.Again()
			g.Again()
			n.ACK()
			c.Wait(time.Second)
			g.Again()
		}},
		{"refused, and tried again", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			n.Server.RSTACK().Seq(0)
			c.Wait(500 * ms)
			f.Again()
			n.SYNACK().Ack(9)
		}},
		{"gaps", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("one").Lose()
			g := n.Client.Data("2").Lose()
			n.Client.Data("three")
			n.Server.ACK().Ack(1).With(capturetest.SACK(5, 10))
			n.Server.ACK().Ack(1)
			c.Wait(20 * ms)
			c.Put(g)
			c.Wait(20 * ms)
			c.Put(f)
			n.Client.Data("four").Lose()
			n.Server.ACK()
			n.Client.Data("five")
			h := n.Client.Data("six").Lose()
			n.Server.ACK()
			n.Client.Data("seven")
			c.Put(h)
		}},
		{"it did not fit", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Bytes(1400)
			c.Host("10.0.0.9").ICMP(f, capturetest.FragmentationNeeded(1300))
			n.Client.Part(1, 1201, capturetest.Filler(1400))
		}},
		{"duplicate ACKs", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("one")
			n.Server.ACK()
			f.Again()
			n.Server.ACK()
			n.Client.Data("two")
			n.Server.ACK().Ack(4)
			n.Server.ACK().Ack(4)
			n.Client.FIN()
			g := n.Server.FIN()
			n.Client.ACK()
			g.Again()
			n.Client.ACK()
		}},
		{"windows", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Bytes(100)
			n.Server.ACK().Win(100)
			n.Client.Bytes(100)
			n.Server.ACK().Win(0)
			n.Client.ACK().Seq(200)
			n.Server.ACK().Win(0)
			n.Client.Part(201, 202, "x")
			n.Client.Part(201, 202, "x")
			n.Server.ACK().Win(9000)
			n.Server.ACK().Win(9500)
			n.Server.ACK().Win(9400)
			n.Client.ACK().Seq(200)
			n.Client.ACK().Seq(200)
			n.Client.ACK().Seq(200)
			n.Server.ACK().Win(9400)
		}},
		{"given up", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK()
			n.Client.ACK().Seq(3)
			n.Client.ACK().Seq(3)
			n.Client.RSTACK()
		}},
		{"waits", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			c.Wait(40 * ms)
			n.Server.ACK()
			n.Client.Data("two")
		}},
		{"resets", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK()
			n.Client.RSTACK().Seq(900_000)
			n.Server.FIN()
			n.Client.Data("two")
			n.Server.RST()
			n.Server.Send(capture.RST|capture.ACK, "bye")
		}},
		{"an abort", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK()
			n.Server.RSTACK()
			n.Server.RSTACK()
		}},
		{"an abort of nothing", func(_ *capturetest.Capture, n *capturetest.Conn) { n.Open(); n.Client.RSTACK() }},
		{"an abort after a FIN", func(_ *capturetest.Capture, n *capturetest.Conn) { n.Open(); n.Client.FIN(); n.Client.RSTACK() }},
		{"no connection wanted", func(_ *capturetest.Capture, n *capturetest.Conn) { n.SYN(); n.SYNACK(); n.Client.RST() }},
		{"challenges", func(_ *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			n.SYNACK()
			n.ACK()
			n.Client.Data("x")
			n.Server.ACK()
			f.Again()
			n.Server.ACK()
		}},
		{"options", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.SYN().Flags(capture.SYN|ecn).With(capturetest.FastOpen(""), capturetest.MPTCP(1, 0))
			n.SYNACK().Flags(capture.SYN | capture.ACK | capture.ECE).With(capturetest.FastOpen("12345678"))
			n.ACK()
			n.Client.Data("x").ECN(3)
			n.Server.ACK().Flags(capture.ACK | capture.ECE)
			n.Client.Data("yz").Flags(capture.ACK | capture.CWR).Urgent(2)
		}},
		{"data in the SYN", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Client.Send(capture.SYN, "hello").With(capturetest.FastOpen("12345678"))
			n.SYNACK()
		}},
		{"data in the SYN, not taken", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Client.Send(capture.SYN, "hello").With(capturetest.FastOpen("12345678"))
			n.SYNACK().Ack(1)
		}},
		{"both open", func(_ *capturetest.Capture, n *capturetest.Conn) { n.SYN(); n.Server.SYN() }},
		{"without the SYN", func(_ *capturetest.Capture, n *capturetest.Conn) { n.SYN().Lose(); n.SYNACK(); n.ACK() }},
		{"the ports again", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			client, server := n.Ports()
			m := c.TCP(client, server)
			m.Client.ISN, m.Server.ISN = 700_000_000, 800_000_000
			m.Open()
			n.Client.Data("hello").Seq(100_001)
			n.Client.ACK().Seq(100_006)
			n.Client.RST().Seq(100_006)
			m.Close()
			o := c.TCP(client, server)
			o.Client.ISN, o.Server.ISN = 1_700_000_000, 1_800_000_000
			o.SYN()
		}},
		{"a half-open connection", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			client, server := n.Ports()
			c.TCP(client, server).Client.SYN().Seq(9_000_000)
			n.Server.ACK()
			n.Client.RST()
		}},
		{"to itself", func(c *capturetest.Capture, _ *capturetest.Conn) {
			p := c.Host("127.0.0.1").Port(5000)
			n := c.TCP(p, p)
			n.Server.ISN = n.Client.ISN
			n.SYN()
			n.Client.Send(capture.SYN|capture.ACK, "").Seq(0).Ack(1)
			n.Client.Send(capture.ACK, "").Seq(1).Ack(1)
			n.Client.Send(capture.PSH|capture.ACK, "hello").Seq(1).Ack(1)
			n.Client.Send(capture.ACK, "").Seq(6).Ack(6)
			n.Client.Send(capture.FIN|capture.ACK, "").Seq(6).Ack(6)
			n.Client.Send(capture.ACK, "").Seq(7).Ack(7)
			n.Client.Send(capture.RST|capture.ACK, "").Seq(7).Ack(7)
		}},
		{"copies", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one").Copy()
			f := n.Client.Data("two")
			f.Copy().On(1)
			f.Copy().Hop()
			n.Server.ACK().Copy().MAC(7, 8)
			n.Client.Data("three").Copy().TTL(60)
		}},
		{"a FIN with data", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Send(capture.FIN|capture.ACK, "bye")
			n.Server.ACK()
			n.Server.FIN()
			n.Client.ACK()
		}},
		{"datagrams", func(c *capturetest.Capture, _ *capturetest.Conn) {
			a, b, router := c.Host("10.0.0.1"), c.Host("10.0.0.2"), c.Host("10.0.0.9")
			f := a.Port(5000).Send(b.Port(53), "one")
			b.Port(53).Send(a.Port(5000), "")
			a.Port(5000).Send(b.Port(53), "two")
			b.Port(53).Send(a.Port(5000), "2")
			for code := range uint8(14) {
				router.ICMP(f, capturetest.Error{Type: 3, Code: code, Rest: 576})
			}
			for _, e := range []capturetest.Error{{Type: 4}, {Type: 5}, {Type: 11}, {Type: 11, Code: 1}, {Type: 12}} {
				b.ICMP(f, e)
			}
			router.ICMP(a.Port(5000).Send(b.Port(53), "three").Lose(), capturetest.TimeExceeded)
			b.Port(53).Send(a.Port(5000), "short").Claims(99)
		}},
		{"datagrams of IPv6", func(c *capturetest.Capture, _ *capturetest.Conn) {
			a, b := c.Host("fd00::1"), c.Host("fd00::2")
			f := a.Port(5000).Send(b.Port(53), "one")
			for _, e := range []capturetest.Error{
				capturetest.NoRoute6, capturetest.AddrUnreachable6, capturetest.PacketTooBig(1280), capturetest.PortUnreachable6,
			} {
				b.ICMP(f, e)
			}
		}},
		{"a filter", func(c *capturetest.Capture, n *capturetest.Conn) {
			c.Host("10.0.0.9").ICMP(n.SYN(), capturetest.PortUnreachable)
		}},
		{"to many", func(c *capturetest.Capture, _ *capturetest.Conn) {
			a, b := c.Host("10.0.0.1"), c.Host("10.0.0.2")
			a.Port(5000).Send(c.Group("224.0.0.251").Port(5353), "who")
			b.Port(5353).Send(a.Port(5000), "me")
			all := c.Group("255.255.255.255")
			a.Port(68).Send(all.Port(67), "discover")
			b.Port(67).Send(all.Port(68), "offer")
		}},
		{"fragments", func(c *capturetest.Capture, _ *capturetest.Conn) {
			a, b := c.Host("10.0.0.1"), c.Host("10.0.0.2")
			whole := a.Port(5000).Send(b.Port(53), capturetest.Filler(3000)).Fragment(1480)
			part := a.Port(5000).Send(b.Port(53), capturetest.Filler(3000)).Fragment(1480)
			c.Put(whole[1], part[0], whole[0], whole[2], part[2])
			c.Put(a.Port(5000).Send(b.Port(53), capturetest.Filler(3000)).Fragment(1480)[0])
		}},
	}
}
