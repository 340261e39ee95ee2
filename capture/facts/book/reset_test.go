package book_test

import (
	"fmt"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
)

// Why a RST was sent, as its numbers and what came before show it.
func TestResets(t *testing.T) {
	checkAll(t, []script{
		{"refuses a SYN", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			n.Server.RSTACK().Seq(0)
		}, map[int]string{2: "refuses; answers 1"}},
		{"refuses the second SYN", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			c.Wait(time.Second)
			f.Again()
			n.Server.RSTACK().Seq(0)
		}, map[int]string{3: "refuses; answers 2"}},
		{"refuses with a number of its own", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			n.Server.RSTACK().Seq(50)
		}, map[int]string{2: "refuses; answers 1"}},
		{"wants no connection", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			n.SYNACK()
			n.Client.RST()
		}, map[int]string{3: "refuses back; answers 2; asked by 1"}},
		{"the socket is gone", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("hello")
			n.Server.RST()
		}, map[int]string{5: "socket gone; answers 4"}},
		{"the socket is gone, and the FIN has come again", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.FIN()
			c.Wait(300 * ms)
			f.Again()
			n.Server.RST()
		}, map[int]string{5: "again 4 after 300ms: ?; alone", 6: "socket gone; answers 5"}},
		{"the socket is gone since its FIN", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Server.FIN()
			n.Client.Data("hello")
			n.Server.RST()
		}, map[int]string{6: "socket gone; answers 5; FIN 4"}},
		{"aborts", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("hello")
			n.Server.RSTACK()
		}, map[int]string{5: "aborts; 5 bytes"}},
		{"aborts, not all came", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("hello")
			n.Server.RSTACK().Ack(3)
		}, map[int]string{5: "aborts; 2 bytes"}},
		{"aborts, a FIN came", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("hello")
			n.Client.FIN()
			n.Server.RSTACK()
		}, map[int]string{6: "aborts; 5 bytes"}},
		{"answers what came after a RST", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("hello")
			n.Server.RSTACK()
			n.Client.Data("again")
			n.Server.RST()
		}, map[int]string{6: "after RST 5", 7: "socket gone; answers 6; RST 5"}},
		{"aborts without a word", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.RSTACK()
		}, map[int]string{4: "aborts"}},
		{"aborts after its FIN", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.FIN()
			n.Client.RSTACK()
		}, map[int]string{5: "aborts; FIN 4"}},
		{"again", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.RSTACK()
			n.Client.RSTACK()
		}, map[int]string{5: "aborts; RST 4"}},
		{"out of window", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("hello")
			n.Server.ACK()
			n.Server.RSTACK().Seq(900_000)
			n.Client.Data("more")
		}, map[int]string{6: "aborts; 5 bytes; ignored"}},
		{"text", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("x")
			n.Server.Send(capture.RST|capture.ACK, "no")
		}, map[int]string{5: "aborts; 1 bytes; text"}},
	})
}

// What a SYN, its answer and other segments are besides.
func TestOpens(t *testing.T) {
	const ecn = capture.ECE | capture.CWR
	checkAll(t, []script{
		{"ECN", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.SYN().Flags(capture.SYN | ecn)
			n.SYNACK().Flags(capture.SYN | capture.ACK | capture.ECE)
			n.ACK()
			n.Client.Data("x").ECN(3)
			n.Server.ACK().Flags(capture.ACK | capture.ECE)
			n.Client.Data("y").Flags(capture.ACK | capture.CWR).ECN(2)
		}, map[int]string{1: "asks ECN", 2: "agrees ECN", 3: "", 4: "CE", 5: "echoes", 6: "reduces"}},
		{"no ECN", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.SYN().Flags(capture.SYN | capture.ECE)
			n.SYNACK().Flags(capture.SYN | capture.ACK | ecn)
		}, map[int]string{1: "", 2: ""}},
		{"a cookie is asked for", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.SYN().With(capturetest.FastOpen(""))
			n.SYNACK().With(capturetest.FastOpen("12345678"))
		}, map[int]string{1: "asks cookie", 2: "gives cookie"}},
		{"data in the SYN, taken", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Client.Send(capture.SYN, "hello").With(capturetest.FastOpen("12345678"))
			n.SYNACK()
		}, map[int]string{1: "data in SYN", 2: "data taken"}},
		{"data in the SYN, not taken", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Client.Send(capture.SYN, "hello").With(capturetest.FastOpen("12345678"))
			n.SYNACK().Ack(1)
		}, map[int]string{1: "data in SYN", 2: "data not taken"}},
		{"a plain SYN instead", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Client.Send(capture.SYN, "hello").With(capturetest.FastOpen("12345678"))
			c.Wait(time.Second)
			n.Client.Send(capture.SYN, "").Seq(0)
			n.Server.Send(capture.SYN|capture.ACK, "").Seq(0).Ack(1)
		}, map[int]string{2: "plain now; again 1 after 1s: timeout", 3: "data not taken"}},
		{"a plain SYN instead, and the first one is answered", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Client.Send(capture.SYN, "hello").With(capturetest.FastOpen("12345678"))
			c.Wait(time.Second)
			n.Client.Send(capture.SYN, "").Seq(0)
			n.Server.Send(capture.SYN|capture.ACK, "").Seq(0).Ack(6)
		}, map[int]string{2: "plain now; again 1 after 1s: timeout", 3: "data taken"}},
		{"MPTCP", func(_ *capturetest.Capture, n *capturetest.Conn) { n.SYN().With(capturetest.MPTCP(1, 0)) }, map[int]string{1: "MPTCP"}},
		{"urgent", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("x").Urgent(1)
			n.Client.Data("y").Urgent(0)
		}, map[int]string{4: "urgent", 5: ""}},
		{"both open", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			n.Server.SYN()
			n.Client.Send(capture.SYN|capture.ACK, "").Seq(0).Ack(1)
			n.Server.Send(capture.SYN|capture.ACK, "").Seq(0).Ack(1)
		}, map[int]string{1: "", 2: "crossing"}},
	})
}

// A socket that is connected to itself.
func TestToItself(t *testing.T) {
	c := capturetest.New()
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
	all := know(c.Packets())
	for i, want := range []string{"to itself", "to itself", "to itself; self again", "to itself", "to itself", "to itself", "to itself; self FIN"} {
		if got := describe(all[i+1]); got != want {
			t.Errorf("packet %d: %q, want %q", i+1, got, want)
		}
	}
}

// Ports that are used again, and segments of the connection that had them before.
func TestOldConnections(t *testing.T) {
	again := func(n *capturetest.Conn, c *capturetest.Capture) *capturetest.Conn {
		client, server := n.Ports()
		m := c.TCP(client, server)
		m.Client.ISN, m.Server.ISN = 700_000_000, 800_000_000
		return m
	}
	checkAll(t, []script{
		{"in TIME-WAIT", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Close()
			again(n, c).SYN()
		}, map[int]string{7: "old waits"}},
		{"still open", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			again(n, c).SYN()
		}, map[int]string{4: "old lives"}},
		{"reset", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.RSTACK()
			again(n, c).SYN()
		}, map[int]string{5: ""}},
		{"half-open: a challenge ACK in the old numbers, and its RST", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("hello")
			n.Server.ACK()
			again(n, c).SYN()
			n.Server.ACK()
			n.Client.RST()
		}, map[int]string{6: "old lives", 7: "challenges 6", 8: "socket gone; answers 7; asks by 6"}},
		{"in TIME-WAIT: a challenge ACK in the old numbers, and its RST", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Close()
			again(n, c).SYN()
			n.Server.ACK()
			n.Client.RST()
		}, map[int]string{7: "old waits", 9: "socket gone; answers 8; FIN 4; asks by 7"}},
		{"data of the old one", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			m := again(n, c)
			m.SYN()
			m.SYNACK()
			m.ACK()
			n.Client.Data("hello")
			m.Client.Data("new")
		}, map[int]string{7: "", 8: ""}},
	})
}

// A SYN or RST that does not fit is answered by a challenge ACK.
func TestChallenges(t *testing.T) {
	checkAll(t, []script{
		{"an old SYN", func(_ *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			n.SYNACK()
			n.ACK()
			n.Client.Data("x")
			n.Server.ACK()
			f.Again()
			n.Server.ACK()
		}, map[int]string{7: "dup by 6; old; challenges 6"}},
		{"an old RST", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("x")
			n.Server.ACK()
			n.Client.RST().Seq(900_000)
			n.Server.ACK()
		}, map[int]string{6: "aborts; ignored", 7: "challenges 6"}},
		{"data is no challenge", func(_ *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			n.SYNACK()
			n.ACK()
			f.Again()
			n.Server.Data("y")
		}, map[int]string{5: ""}},
	})
}

// What a RST answers, and what it may be else.
func TestResetsByOthers(t *testing.T) {
	checkAll(t, []script{
		{"a while after the last segment it answers nothing", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("hello")
			n.Server.ACK()
			n.Client.ACK()
			c.Wait(350 * time.Second)
			n.Server.RST()
			n.Client.RST()
		}, map[int]string{7: "aborts; 5 bytes; idle 5m50s", 8: "aborts; crosses 7"}},
		{"its side goes on", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("hello")
			n.Server.RST().TTL(200)
			n.Server.Data("HELLO")
			n.Client.RST()
		}, map[int]string{5: "socket gone; answers 4; goes on 6", 7: "socket gone; answers 6; took 5"}},
		{"its side has sent that before", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("hello")
			n.Server.RST()
			n.Server.Data("HELLO")
		}, map[int]string{5: "socket gone; answers 4"}},
		{"for a segment without ACK", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Client.Send(capture.FIN, "")
			n.Server.RSTACK().Seq(-int(n.Server.ISN))
		}, map[int]string{2: "socket gone; answers 1; bare"}},
		{"of a FIN nothing had come", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK()
			n.Server.FIN()
			n.Client.Data("two").Ack(1)
			n.Server.RST().Seq(1)
		}, map[int]string{7: "crosses 6", 8: "socket gone; answers 7; 3 bytes; FIN 6"}},
	})
}

// A SYN,ACK that does not come from whom its receiver had asked.
func TestElsewhere(t *testing.T) {
	c := capturetest.New()
	client, asked, other := c.Host("10.0.0.1").Port(50000), c.Host("10.0.0.2").Port(80), c.Host("10.0.0.3").Port(80)
	n, m := c.TCP(client, asked), c.TCP(client, other)
	n.SYN()
	m.UnderWay(1, 0)
	m.SYNACK()
	m.Client.RST()
	captured(t, "another address", c, "", "1 had asked 10.0.0.2:80", "refuses back; answers 2; 1 had asked 10.0.0.2:80")
}

// A RST from another link-layer address than all that its sender has sent, and where routers take turns.
func TestResetFromAnotherMachine(t *testing.T) {
	for _, turns := range []bool{false, true} {
		c := capturetest.New()
		n := c.TCP(c.Host("10.0.0.1").Port(50000), c.Host("10.0.0.2").Port(80))
		n.SYN().MAC(1, 2)
		n.SYNACK().MAC(2, 1)
		n.Client.ACK().MAC(1, 2)
		n.Client.Data("hello").MAC(1, 2)
		answer := n.Server.ACK().MAC(2, 1)
		want := "aborts; 5 bytes; links 2 9"
		if turns {
			answer.MAC(3, 1)
			want = "aborts; 5 bytes"
		}
		n.Server.RST().MAC(9, 1)
		captured(t, fmt.Sprint("routers take turns: ", turns), c, "", "", "", "", "", want)
	}
}
