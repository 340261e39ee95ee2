package book_test

import (
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
	"wireladder/capture/facts"
	"wireladder/capture/runtest"
)

// What lies just on one side of a rule, and just on the other.
func TestRulesOfRepetition(t *testing.T) {
	synAfter := func(d time.Duration) func(c *capturetest.Capture, n *capturetest.Conn) {
		return func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.SYN()
			c.Wait(d)
			f.Again()
		}
	}
	asks := func(times int, wait time.Duration) func(c *capturetest.Capture, n *capturetest.Conn) {
		return func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			lost := n.Client.Data("two")
			n.Server.ACK().Ack(4)
			for range times {
				n.Client.Data("next")
				n.Server.ACK().Ack(4)
			}
			c.Wait(wait)
			lost.Again()
			c.Wait(300 * ms)
			lost.Again()
		}
	}
	checkAll(t, []script{
		{"a SYN after a second", synAfter(time.Second), map[int]string{2: "again 1 after 1s: timeout"}},
		{"a SYN sooner than any timeout", synAfter(199 * ms), map[int]string{2: "again 1 after 199ms: ?"}},
		{"two duplicate ACKs", asks(2, ms), map[int]string{11: "again 5 after 6ms: overtaken; by [8 10]", 12: "again 11 after 300ms: timeout"}},
		{"one, but late", asks(1, 300*ms), map[int]string{9: "again 5 after 303ms: timeout"}},
		{"asked for before, and not since", asks(3, ms), map[int]string{13: "again 5 after 8ms: asked; by [8 10 12]", 14: "again 13 after 300ms: timeout"}},
		{"partly acknowledged, soon", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			n.Server.ACK().Ack(3)
			c.Wait(30 * ms)
			f.Again()
		}, map[int]string{6: "again 4 after 31ms: ?; alone"}},
		{"backoff is over with an ACK of news", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			c.Wait(220 * ms)
			f.Again()
			n.Server.ACK()
			g := n.Client.Data("world")
			c.Wait(440 * ms)
			g.Again()
		}, map[int]string{8: "again 7 after 440ms: ?; alone"}},
		{"reported twice by D-SACK", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("hello")
			n.Server.ACK()
			f.Again()
			n.Server.ACK().With(capturetest.SACK(1, 6))
			n.Server.ACK().With(capturetest.SACK(1, 6))
		}, map[int]string{6: "again 4 after 2ms: ?; acked 5; twice 7"}},
		{"the SYN,ACK does not cover the data of the SYN", func(c *capturetest.Capture, n *capturetest.Conn) {
			f := n.Client.Send(capture.SYN, "hello").With(capturetest.FastOpen("12345678"))
			n.SYNACK().Ack(1)
			c.Wait(time.Second)
			f.Again()
		}, map[int]string{3: "data in SYN; again 1 after 1.001s: ?; acked 2"}},
		{"not taken, and again not taken", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			f := n.SYNACK()
			n.ACK()
			for range 2 {
				c.Wait(time.Second)
				f.Again()
			}
		}, map[int]string{3: "not taken: 4"}},
		{"one byte in the SYN", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Client.Send(capture.SYN, "x").With(capturetest.FastOpen("12345678"))
			n.SYNACK()
		}, map[int]string{2: "data taken"}},
	})
}

// The same for ACKs, windows, probes and waits.
func TestRulesOfACKs(t *testing.T) {
	checkAll(t, []script{
		{"what is expected has come, and is not acknowledged", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK().Ack(1)
		}, map[int]string{5: "dup by 4"}},
		{"the first segment of a side is no repetition", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.UnderWay(100, 200)
			n.Client.Data("one")
			n.Server.ACK().Ack(100).With(capturetest.SACK(101, 103))
		}, map[int]string{2: ""}},
		{"an ICMP error changes no window", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("one")
			n.Server.ACK()
			c.Host("10.0.0.9").ICMP(f, capturetest.TimeExceeded)
			n.Server.ACK().Win(65200)
		}, map[int]string{7: "window 65160>65200"}},
		{"a RST offers no window", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK()
			n.Server.RST().Seq(900_000).Win(0)
			n.Client.ACK().Seq(3)
		}, map[int]string{7: "keep-alive; challenges 6"}},
		{"the shortest round trip counts", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			c.Wait(10 * ms)
			n.SYNACK()
			c.Wait(10 * ms)
			n.ACK()
			n.Client.Data("one")
			n.Server.ACK() // 1 ms later
			n.Client.Data("two")
			c.Wait(40 * ms)
			n.Server.ACK()
		}, map[int]string{7: "delayed ACK 40ms after 6"}},
		{"its own data does not make it wait", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.Data("x").Ack(1)
			c.Wait(40 * ms)
			n.Server.ACK()
		}, map[int]string{6: ""}},
		{"a RST for data, though the SYN,ACK has the same number", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("x").Ack(1)
			n.Client.RST().Seq(1)
		}, map[int]string{5: "aborts"}},
	})
}

// What a repetition has in common with the packet before.
func TestOverlap(t *testing.T) {
	for name, tt := range map[string]struct {
		from, to int
		want     facts.Span
	}{
		"all": {1, 6, facts.Span{From: 1, To: 6}}, "its end": {3, 6, facts.Span{From: 3, To: 6}},
		"its begin": {1, 3, facts.Span{From: 1, To: 3}}, "more behind it": {4, 9, facts.Span{From: 4, To: 6}},
	} {
		c, n := conn()
		n.Open()
		n.Client.Data("hello")
		n.Client.Part(tt.from, tt.to, capturetest.Filler(9))
		if a := know(c.Packets())[5].Again; a == nil || a.Overlap != tt.want {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// A segment that is on its way when a RST is sent is none that the RST answers.
func TestResetBeforeArrival(t *testing.T) {
	for _, arrives := range []bool{false, true} {
		h := runtest.NewHosts("")
		h.Connect()
		n := h.Says(false, "hello")
		if arrives {
			h.Through(n)
		}
		rst := h.Back(capture.RST, "")
		if r := watch(h.Recording())[rst].Reset; (r.Answers == n) != arrives {
			t.Errorf("it arrives before: %t; %+v", arrives, r)
		}
	}
}

// A host does not answer its own datagram to many; the frame's address is no sign of a
// broadcast where there are none.
func TestNoAnswerToOneself(t *testing.T) {
	c := capturetest.New()
	host, all := c.Host("10.0.0.1"), c.Group("255.255.255.255")
	host.Port(68).Send(all.Port(67), "discover")
	host.Port(67).Send(all.Port(68), "offer")
	captured(t, "oneself", c, "broadcast answers 0", "broadcast answers 0")
	for to, want := range map[string]facts.GroupKind{"10.0.0.255": facts.Broadcast, "fd00::1": facts.OneHost, "::ffff:10.0.0.255": facts.Broadcast} {
		p := &capture.Packet{Dst: netip.AddrPortFrom(netip.MustParseAddr(to), 7)}
		p.Sighting.Destination = [6]byte{255, 255, 255, 255, 255, 255}
		if got := facts.KindOf(p); got != want {
			t.Errorf("%s: %v, want %v", to, got, want)
		}
	}
}
