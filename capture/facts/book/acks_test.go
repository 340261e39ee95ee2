package book_test

import (
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
)

// What made an ACK repeat itself.
func TestDuplicates(t *testing.T) {
	checkAll(t, []script{
		{"a gap", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one").Lose()
			n.Client.Data("two")
			n.Server.ACK().Ack(1)
			n.Server.ACK().Ack(1)
		}, map[int]string{5: "dup by 4; asks", 6: "dup by 0"}},
		{"a gap, with SACK", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one").Lose()
			n.Client.Data("two")
			n.Server.ACK().Ack(1).With(capturetest.SACK(4, 7))
		}, map[int]string{5: "dup by 4; asks; SACK"}},
		{"SACK, and another window", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one").Lose()
			n.Client.Data("two")
			n.Server.ACK().Ack(1).Win(900).With(capturetest.SACK(4, 7))
		}, map[int]string{5: "dup by 4; asks; SACK"}},
		{"an old timestamp", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one").With(capturetest.Timestamps(500, 70))
			n.Server.ACK().With(capturetest.Timestamps(71, 500))
			n.Client.Data("two").With(capturetest.Timestamps(499, 71))
			n.Server.ACK().Ack(4).With(capturetest.Timestamps(72, 500))
			n.Client.Data("three").With(capturetest.Timestamps(501, 72))
			n.Server.ACK().Ack(4).With(capturetest.Timestamps(73, 500))
		}, map[int]string{7: "dup by 6; stale", 9: "dup by 8; asks"}},
		{"nothing new", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("one")
			n.Server.ACK()
			f.Again()
			n.Server.ACK()
		}, map[int]string{7: "dup by 6; old"}},
		{"nothing came that was captured", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK().Ack(1)
			n.Server.ACK().Ack(1)
		}, map[int]string{6: "dup by 0"}},
		{"nothing is under way", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Server.ACK()
			n.Server.ACK()
		}, map[int]string{5: ""}},
		{"D-SACK within the next block", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one").Lose()
			f := n.Client.Data("two")
			n.Server.ACK().Ack(1).With(capturetest.SACK(4, 7))
			f.Again()
			n.Server.ACK().Ack(1).With(capturetest.SACK(4, 7, 4, 7))
		}, map[int]string{6: "again 4 after 2ms: early probe; twice 7; alone; held 5", 7: "dup by 6; asks; SACK; D-SACK 4-6"}},
		{"the FIN again, in TIME-WAIT", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.FIN()
			f := n.Server.FIN()
			n.Client.ACK()
			f.Again()
			n.Client.ACK()
		}, map[int]string{8: "dup by 7; old; in TIME-WAIT"}},
	})
}

// Windows are told from the handshake on, and only where they are all that changes.
func TestWindows(t *testing.T) {
	checkAll(t, []script{
		{"grows", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK()
			n.Server.ACK().Win(65200)
			n.Server.ACK().Win(100)
		}, map[int]string{5: "", 6: "window 65160>65200", 7: "window 65200>100"}},
		{"from zero", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK().Win(0)
			n.Server.ACK().Win(500)
		}, map[int]string{6: "window 0>500"}},
		{"with an acknowledgment", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK().Win(500)
		}, map[int]string{5: ""}},
		{"under way", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.UnderWay(100, 100)
			n.Client.Data("one")
			n.Server.ACK().Win(500)
			n.Server.ACK().Win(600)
		}, map[int]string{3: "window 500>600; unscaled"}},
		{"scaled", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Client.Options = append(n.Client.Options, capturetest.WindowScale(2))
			n.Server.Options = append(n.Server.Options, capturetest.WindowScale(1))
			n.Open()
			n.Client.Data("one")
			n.Server.ACK().Win(500)
			n.Server.ACK().Win(600)
		}, map[int]string{6: "window 1000>1200"}},
	})
}

// Probes ask only to be answered: of a zero window for room, else whether anybody is there.
func TestProbes(t *testing.T) {
	keepAlive := func(n *capturetest.Conn) { n.Client.ACK().Seq(3) }
	checkAll(t, []script{
		{"keep-alive", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK()
			keepAlive(n)
			keepAlive(n)
			n.Server.ACK()
			keepAlive(n)
			n.Client.Part(3, 4, "e")
		}, map[int]string{6: "keep-alive", 7: "keep-alive; 1 before", 8: "", 9: "keep-alive", 10: "keep-alive; 1 before"}},
		{"window probe without a byte", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK().Win(0)
			keepAlive(n)
			n.Server.ACK().Win(0)
			keepAlive(n)
		}, map[int]string{6: "window probe", 8: "window probe"}},
		{"window probe with a byte", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK().Win(0)
			n.Client.Part(4, 5, "x")
		}, map[int]string{6: "window probe; carries"}},
		{"a window that has opened again", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK().Win(0)
			n.Server.ACK().Win(500)
			keepAlive(n)
		}, map[int]string{7: "keep-alive"}},
		{"given up", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Server.ACK()
			keepAlive(n)
			keepAlive(n)
			n.Client.RSTACK()
		}, map[int]string{8: "gives up; probes [6 7]"}},
	})
}

// What was not captured of what is acknowledged, and before a segment.
func TestGaps(t *testing.T) {
	checkAll(t, []script{
		{"acknowledged, not captured", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Client.Data("two").Lose()
			n.Server.ACK()
		}, map[int]string{5: "unseen 4-6"}},
		{"captured behind its ACK", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("one").Lose()
			n.Server.ACK()
			c.Put(f)
		}, map[int]string{4: "unseen 1-3; filled 5", 5: "late behind 0 by 0s; acked 4"}},
		{"captured behind its ACK, and behind what follows it", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("one").Lose()
			n.Client.Data("two")
			n.Server.ACK()
			c.Put(f)
		}, map[int]string{4: "before 1-3; filled 6", 5: "unseen 1-3; filled 6", 6: "late behind 4 by 2ms; acked 5"}},
		{"a gap before", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one").Lose()
			n.Client.Data("two")
		}, map[int]string{4: "before 1-3"}},
		{"filled in two pieces", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("one").Lose()
			g := n.Client.Data("two").Lose()
			n.Client.Data("three")
			c.Put(g)
			c.Wait(50 * ms)
			c.Put(f)
		}, map[int]string{4: "before 1-6; filled 6", 5: "late behind 4 by 1ms; in trip", 6: "late behind 5 by 51ms"}},
		{"a gap before a bare ACK", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one").Lose()
			n.Client.ACK()
		}, map[int]string{4: "before 1-3"}},
		{"asked for", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("one").Lose()
			n.Client.Data("two")
			n.Server.ACK().Ack(1)
			c.Wait(100 * ms)
			c.Put(f)
		}, map[int]string{6: "late behind 4 by 101ms; asked [5]"}},
		{"the first packet is no gap", func(_ *capturetest.Capture, n *capturetest.Conn) {
			n.UnderWay(100, 200)
			n.Client.Data("one")
			n.Server.ACK()
		}, map[int]string{1: "", 2: ""}},
	})
}

// A wait that a rule explains: much longer than a round trip, and no longer than the rule
// lets it be.
func TestWaits(t *testing.T) {
	delayed := func(d int) func(c *capturetest.Capture, n *capturetest.Conn) {
		return func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			c.Wait(time.Duration(d) * ms)
			n.Server.ACK()
			n.Client.Data("two")
			c.Wait(5 * ms)
			n.Client.Data("three")
		}
	}
	checkAll(t, []script{
		{"delayed", delayed(40), map[int]string{5: "delayed ACK 40ms after 4", 6: "Nagle 40ms after 4; until 5", 7: ""}},
		{"too short", delayed(19), map[int]string{5: "", 6: ""}},
		{"just long enough", delayed(20), map[int]string{5: "delayed ACK 20ms after 4"}},
		{"the longest", delayed(500), map[int]string{5: "delayed ACK 500ms after 4"}},
		{"too long", delayed(501), map[int]string{5: ""}},
		{"a slow wire", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			c.Wait(10 * ms)
			n.SYNACK()
			c.Wait(10 * ms)
			n.ACK()
			n.Client.Data("one")
			c.Wait(40 * ms)
			n.Server.ACK()
		}, map[int]string{5: ""}},
		{"an answer is no delayed ACK", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			c.Wait(40 * ms)
			n.Server.Data("ONE")
		}, map[int]string{5: ""}},
		{"the ACK of a repetition", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			f := n.Client.Data("one")
			f.Again()
			c.Wait(40 * ms)
			n.Server.ACK()
		}, map[int]string{6: ""}},
		{"what the window had no room for", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Server.Window, n.Server.Options = 4, nil
			n.Open()
			n.Client.Data("one")
			c.Wait(40 * ms)
			n.Server.ACK()
			n.Client.Data("two")
		}, map[int]string{5: "delayed ACK 40ms after 4", 6: ""}},
		{"what is not small, though segments may be larger", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Server.Options = []capturetest.Option{capturetest.RawOption(2, 0xff, 0xd7)}
			n.Open()
			n.Client.Data("one")
			c.Wait(40 * ms)
			n.Server.ACK()
			n.Client.Data(strings.Repeat("x", 1460))
		}, map[int]string{5: "delayed ACK 40ms after 4", 6: ""}},
		{"what is small", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			c.Wait(40 * ms)
			n.Server.ACK()
			n.Client.Data(strings.Repeat("x", 1459))
		}, map[int]string{6: "Nagle 40ms after 4; until 5"}},
		{"behind an ACK that was on its way", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.SYN()
			c.Wait(6 * ms)
			n.SYNACK()
			c.Wait(6 * ms)
			n.ACK()
			n.Client.Data("one")
			c.Wait(60 * ms)
			n.Server.ACK()
			c.Wait(4 * ms)
			n.Client.Data("two")
		}, map[int]string{6: "Nagle 60ms after 4; until 5"}},
		{"late behind the ACK", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			c.Wait(40 * ms)
			n.Server.ACK()
			c.Wait(2 * ms)
			n.Client.Data("two")
		}, map[int]string{6: ""}},
		{"what the ACK does not let go", func(c *capturetest.Capture, n *capturetest.Conn) {
			n.Open()
			n.Client.Data("one")
			n.Client.Data("two")
			c.Wait(40 * ms)
			n.Server.ACK().Ack(4)
			n.Client.Data("three")
		}, map[int]string{7: ""}},
	})
}

// An ACK that was overtaken says nothing new.
func TestOlder(t *testing.T) {
	checkAll(t, []script{{"overtaken", func(_ *capturetest.Capture, n *capturetest.Conn) {
		n.Open()
		n.Client.Data("one")
		n.Client.Data("two")
		n.Server.ACK()
		n.Server.ACK().Ack(4)
	}, map[int]string{6: "", 7: "older than 6"}}})
}

// An ACK of two full segments is not delayed, however late it comes.
func TestDue(t *testing.T) {
	for segments, want := range map[int]string{1: "delayed ACK 100ms after 4", 2: ""} {
		c, n := conn()
		n.Open()
		for range segments {
			n.Client.Bytes(1460)
		}
		c.Wait(100 * ms)
		n.Server.ACK()
		if got := describe(know(c.Packets())[4+segments]); got != want {
			t.Errorf("%d segments: %q, want %q", segments, got, want)
		}
	}
}

// Accurate ECN: the three bits are a number, and no echo.
func TestAccurateECN(t *testing.T) {
	const counts = capture.ACK | capture.ECE | capture.CWR
	checkAll(t, []script{{"agreed", func(_ *capturetest.Capture, n *capturetest.Conn) {
		n.SYN().Flags(capture.SYN | capture.ECE | capture.CWR | capture.AE)
		n.SYNACK().Flags(capture.SYN | capture.ACK | capture.CWR)
		n.Client.ACK().Flags(counts)
		n.Client.Data("one").Flags(counts)
	}, map[int]string{1: "asks counts", 2: "agrees counts", 3: "", 4: ""}}})
}
