package book_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
)

// Why a segment was sent again, where packets show it.
func TestAgain(t *testing.T) {
	checkAll(t, []script{
		{"the last segment, soon", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			c.Wait(31 * ms)
			f.Again()
		}, map[int]string{5: "again 4 after 31ms: ?; alone"}},
		{"sooner than a round trip", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			c.Wait(50 * ms)
			n.SYNACK()
			c.Wait(50 * ms)
			n.ACK()
			f := n.Client.Data("hello")
			c.Wait(31 * ms)
			f.Again()
		}, map[int]string{5: "again 4 after 31ms: ?; alone"}},
		{"the last segment, late: a probe or a timeout", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			c.Wait(300 * ms)
			f.Again()
		}, map[int]string{5: "again 4 after 300ms: ?; alone"}},
		{"the first of two, late", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			n.Client.Data("world")
			c.Wait(300 * ms)
			f.Again()
		}, map[int]string{6: "again 4 after 301ms: timeout"}},
		{"the first of two, soon", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			n.Client.Data("world")
			c.Wait(100 * ms)
			f.Again()
		}, map[int]string{6: "again 4 after 101ms: ?"}},
		{"the second of three, late: not the one that the other side waits for", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			f := n.Client.Data("two")
			n.Client.Data("three")
			c.Wait(300 * ms)
			f.Again()
		}, map[int]string{7: "again 5 after 301ms: ?"}},
		{"after a probe", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			c.Wait(31 * ms)
			f.Again()
			c.Wait(250 * ms)
			f.Again()
			c.Wait(500 * ms)
			f.Again()
			c.Wait(800 * ms)
			f.Again()
		}, map[int]string{
			6: "again 5 after 250ms: ?; alone", 7: "again 6 after 500ms: backoff; alone", 8: "again 7 after 800ms: ?; alone",
		}},
		{"backoff", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			for _, d := range []time.Duration{220, 440, 1100} {
				c.Wait(d * ms)
				f.Again()
			}
		}, map[int]string{5: "again 4 after 220ms: ?; alone", 6: "again 5 after 440ms: backoff; alone", 7: "again 6 after 1.1s: ?; alone"}},
		{"for nothing", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			n.Server.ACK()
			c.Wait(31 * ms)
			f.Again()
		}, map[int]string{6: "again 4 after 32ms: ?; acked 5"}},
		{"partly acknowledged is not for nothing", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			n.Server.ACK().Ack(3)
			c.Wait(300 * ms)
			f.Again()
		}, map[int]string{6: "again 4 after 301ms: ?; alone"}},
		{"three duplicate ACKs", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			lost := n.Client.Data("two")
			n.Server.ACK().Ack(4)
			for range 3 {
				n.Client.Data("next")
				n.Server.ACK().Ack(4)
			}
			lost.Again()
		}, map[int]string{8: "dup by 7; asks", 13: "again 5 after 8ms: asked; by [8 10 12]"}},
		{"one duplicate ACK", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			lost := n.Client.Data("two")
			n.Server.ACK().Ack(4)
			n.Client.Data("next")
			n.Server.ACK().Ack(4)
			lost.Again()
		}, map[int]string{9: "again 5 after 4ms: overtaken; by [8]"}},
		{"several in one", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Client.Data("two")
			c.Wait(300 * ms)
			n.Client.Part(1, 7, "onetwo")
		}, map[int]string{6: "again 5 after 300ms: timeout; of [4 5]; alone"}},
		{"old and new", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Client.Send(capture.PSH|capture.ACK, "onetwo").Seq(1)
		}, map[int]string{5: "again 4 after 1ms: ?; new 4-6"}},
		{"other content", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("hello")
			n.Client.Part(1, 6, "heLLo")
			n.Client.Part(3, 6, "llo")
		}, map[int]string{5: "again 4 after 1ms: ?; differs 3-4; alone", 6: "again 5 after 1ms: ?; differs 3-4; alone"}},
		{"it did not fit", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Bytes(1400)
			c.Host("10.0.0.9").ICMP(f, capturetest.FragmentationNeeded(1300))
			n.Client.Part(1, 1201, capturetest.Filler(1400))
		}, map[int]string{6: "again 4 after 2ms: too big; by [5]"}},
		{"the window is open again", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			n.Server.ACK().Ack(1).Win(0)
			c.Wait(700 * ms)
			n.Server.ACK().Ack(1).Win(900)
			f.Again()
		}, map[int]string{6: "window 0>900", 7: "again 4 after 702ms: room again; by [6]; alone"}},
		{"a FIN", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.FIN()
			c.Wait(40 * ms)
			f.Again()
		}, map[int]string{5: "again 4 after 40ms: ?; alone"}},
		{"reported by D-SACK", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			n.Server.ACK()
			c.Wait(300 * ms)
			f.Again()
			n.Server.ACK().With(capturetest.SACK(1, 6))
		}, map[int]string{6: "again 4 after 301ms: ?; acked 5; twice 7", 7: "dup by 6; old; D-SACK 1-5"}},
	})
}

// A SYN has one timer and no probe; what came in between shows what else it was.
func TestSYNAgain(t *testing.T) {
	checkAll(t, []script{
		{"no answer", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			c.Wait(time.Second)
			f.Again()
		}, map[int]string{2: "again 1 after 1s: timeout"}},
		{"no answer, but too soon", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			c.Wait(100 * ms)
			f.Again()
		}, map[int]string{2: "again 1 after 100ms: ?"}},
		{"an answer", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			n.SYNACK()
			c.Wait(time.Second)
			f.Again()
		}, map[int]string{3: "again 1 after 1.001s: ?; acked 2"}},
		{"refused before", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			n.Server.RSTACK().Seq(0)
			c.Wait(500 * ms)
			f.Again()
		}, map[int]string{3: "again 1 after 501ms: new try; by [2]; acked 2"}},
		{"an ICMP error", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			c.Host("10.0.0.9").ICMP(f, capturetest.Prohibited)
			c.Wait(time.Second)
			f.Again()
		}, map[int]string{3: "again 1 after 1.001s: in spite; by [2]"}},
		{"answered by an ACK", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			n.Server.ACK().Ack(77)
			c.Wait(time.Second)
			f.Again()
		}, map[int]string{3: "again 1 after 1.001s: no SYN,ACK; by [2]; acked 2"}},
		{"SYN,ACK: no ACK", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			f := n.SYNACK()
			c.Wait(time.Second)
			f.Again()
		}, map[int]string{3: "again 2 after 1s: timeout"}},
		{"SYN,ACK: the SYN came again", func(c *capturetest.Capture, n *capturetest.Conn) {
			syn := n.SYN()
			f := n.SYNACK()
			c.Wait(time.Second)
			syn.Again()
			f.Again()
		}, map[int]string{4: "again 2 after 1.001s: SYN again; by [3]"}},
		{"SYN,ACK: acknowledged", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			f := n.SYNACK()
			n.ACK()
			c.Wait(time.Second)
			f.Again()
		}, map[int]string{3: "not taken: 4", 4: "again 2 after 1.001s: ?; acked 3"}},
	})
}

// Bytes that were compared so long ago that they are not held any more do not differ; a
// repetition of what is forgotten names no packet.
func TestForgotten(t *testing.T) {
	c, n := conn()
	n.Open()
	n.Client.Data("hello")
	for range 600 {
		n.Client.Data("x")
	}
	n.Client.Part(1, 6, "HELLO")
	all := know(c.Packets())
	if got := describe(all[len(all)-1]); got != "again 0 after 0s: ?" {
		t.Errorf("%q", got)
	}
}

// Bodies are compared as long as they are held: 4 MiB of them.
func TestBodiesAreBounded(t *testing.T) {
	for _, between := range []int{10, 90} {
		c, n := conn()
		n.Open()
		n.Client.Data("hello")
		for range between {
			n.Client.Bytes(60_000)
		}
		n.Client.Part(1, 6, "HELLO")
		all := know(c.Packets())
		if got := all[len(all)-1].Again.Conflict.Len() > 0; got != (between == 10) {
			t.Errorf("%d segments later: differs %t", between, got)
		}
	}
}

// SACK names a hole, and its sender acts at once; a timer that runs out later is another cause. What SACK has named
// has come, and may be thrown away again.
func TestAgainAndSACK(t *testing.T) {
	holes := func(n *capturetest.Conn) *capturetest.Frame {
		n.Open()
		f := n.Client.Data("one")
		n.Client.Data("two")
		n.Server.ACK().Ack(1).With(capturetest.SACK(4, 7))
		return f
	}
	checkAll(t, []script{
		{"at once", func(_ *capturetest.Capture, n *capturetest.Conn) {
			holes(n).Again()
		}, map[int]string{7: "again 4 after 3ms: holes; by [6]"}},
		{"too late", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := holes(n)
			c.Wait(200 * ms)
			f.Again()
		}, map[int]string{7: "again 4 after 202ms: timeout; by [6]"}},
		{"what was named", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			f := n.Client.Data("two")
			n.Server.ACK().Ack(1).With(capturetest.SACK(4, 7))
			c.Wait(300 * ms)
			f.Again()
		}, map[int]string{7: "again 5 after 301ms: ?; alone; held 6"}},
		{"what was thrown away", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			first := n.Client.Data("one")
			second := n.Client.Data("two")
			n.Server.ACK().Ack(1).With(capturetest.SACK(4, 7))
			first.Again()
			n.Server.ACK().Ack(4)
			c.Wait(300 * ms)
			second.Again()
		}, map[int]string{8: "lacks 4-6; named by 6", 9: "again 5 after 303ms: thrown away; by [8]; alone"}},
		{"a part of that", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Client.Data("two")
			n.Server.ACK().Ack(1).With(capturetest.SACK(4, 7))
			n.Server.ACK().Ack(4).With(capturetest.SACK(6, 7))
		}, map[int]string{7: "lacks 4-5; named by 6"}},
	})
}

// What did not fit comes again smaller, or its sender has not learned of that.
func TestTooBigAgain(t *testing.T) {
	for name, tt := range map[string]struct {
		again func(f *capturetest.Frame, e *capturetest.End)
		want  string
	}{
		"as large": {func(f *capturetest.Frame, _ *capturetest.End) { f.Again() }, "again 4 after 2ms: too big; by [5]; alone; as large"},
		"a part":   {func(_ *capturetest.Frame, e *capturetest.End) { e.Part(1, 3, "he") }, "again 4 after 2ms: too big; by [5]"},
	} {
		c, n := conn()
		n.Open()
		f := n.Client.Data("hello")
		c.Host("10.0.0.254").ICMP(f, capturetest.FragmentationNeeded(41))
		tt.again(f, n.Client)
		if got := describe(know(c.Packets())[6]); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// A SYN whose answer is another's, and an answer that may be another SYN's.
func TestAnswersOfSYN(t *testing.T) {
	checkAll(t, []script{
		{"with another number", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			n.SYNACK().Ack(700)
			c.Wait(time.Second)
			f.Again()
		}, map[int]string{3: "again 1 after 1.001s: wrong answer; by [2]"}},
		{"two answers", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			n.SYNACK()
			n.SYNACK().Seq(7000)
			n.Client.ACK().Ack(1)
		}, map[int]string{2: "", 3: "late behind 0 by 0s; rival 2", 4: "rival 2"}},
		{"of a long round trip", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			c.Wait(time.Second)
			f.Again()
			c.Wait(500 * ms)
			g := n.SYNACK()
			n.ACK()
			c.Wait(time.Second)
			g.Again()
		}, map[int]string{4: "", 5: "again 3 after 1.001s: perhaps SYN; by [2]; acked 4"}},
		{"asked for once", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			g := n.SYNACK()
			n.ACK()
			c.Wait(time.Second)
			g.Again()
		}, map[int]string{3: "not taken: 4", 4: "again 2 after 1.001s: ?; acked 3"}},
	})
}
