package topic_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
	"wireladder/capture/flow"
	"wireladder/capture/run/builder"
	"wireladder/render/figure"
	"wireladder/render/plot/series"
	"wireladder/render/plot/topic"
)

// transfer returns a stream of three segments of 100 octets each, at 3, 4 and 5 ms, that are
// acknowledged at 6 ms by a server that offers a window.
func transfer(window uint16) *series.Stream {
	c := capturetest.New()
	n := c.TCP(c.Host("10.0.0.1").Port(5000), c.Host("10.0.0.2").Port(80))
	n.Server.Window = window
	n.Open()
	for range 3 {
		n.Client.Bytes(100)
	}
	n.Server.ACK()
	return stream(c)
}

// stream returns what plots show of a capture.
func stream(c *capturetest.Capture) *series.Stream {
	rec := &capture.Recording{}
	for _, p := range c.Packets() {
		rec.Entries = append(rec.Entries, capture.Entry{Packet: p})
	}
	var all series.Collector
	for _, m := range builder.Of(rec).Moments {
		all.Add(m)
	}
	return all.Stream()
}

// trail returns the points of the lines of a kind, in ms and octets.
func trail(d *topic.Data, kind figure.CurveKind) string {
	var said []string
	for _, t := range d.Trails {
		if t.Kind == kind {
			for _, p := range t.Points {
				said = append(said, fmt.Sprintf("%.0f:%.0f", p.X*1000, p.Y))
			}
		}
	}
	return strings.Join(said, " ")
}

// The ACKs and the end of the window are stairs; the picture is as high as the window where that
// is no more than twice its data, and says so where it is not.
func TestWindowInSequence(t *testing.T) {
	for window, tt := range map[uint16]struct {
		edge  string
		hi    float64
		above bool
	}{
		250:   {"1:251 6:251 6:551", 551, false},
		60000: {"1:60001 6:60001 6:60301", 301 * 1.15, true},
	} {
		d := topic.Of(transfer(window), topic.Sequence, flow.Initiator, true)
		if got, want := trail(d, figure.AckedCurve), "1:1 6:1 6:301"; got != want {
			t.Errorf("window %d: acknowledged %s, want %s", window, got, want)
		}
		if got := trail(d, figure.WindowCurve); got != tt.edge {
			t.Errorf("window %d: it ends at %s, want %s", window, got, tt.edge)
		}
		if d.Lo != 0 || d.Hi != tt.hi {
			t.Errorf("window %d: from %g to %g, want up to %g", window, d.Lo, d.Hi, tt.hi)
		}
		above := slices.ContainsFunc(d.Captions, func(c topic.Caption) bool { return strings.Contains(c.Text(), "above the picture") })
		if above != tt.above {
			t.Errorf("window %d: it is said to be above the picture: %t", window, above)
		}
	}
}

// A RST whose number is none of the stream's does not make the picture higher.
func TestRSTOfAnyNumber(t *testing.T) {
	c := capturetest.New()
	n := c.TCP(c.Host("10.0.0.1").Port(5000), c.Host("10.0.0.2").Port(80))
	n.Open()
	n.Client.Bytes(100)
	n.Server.ACK()
	n.Client.RST().Seq(1 << 30)
	d := topic.Of(stream(c), topic.Sequence, flow.Initiator, true)
	if d.Hi > 1000 {
		t.Errorf("it is %g high", d.Hi)
	}
	at := slices.IndexFunc(d.Signs, func(s topic.Signs) bool { return s.Kind == figure.RSTMark })
	if at < 0 || len(d.Signs[at].At) != 1 || d.Signs[at].At[0].Y > d.Hi {
		t.Errorf("the marks are %+v", d.Signs)
	}
}

// Rates are levels over their span of time, and what is told of them is what was counted.
func TestThroughput(t *testing.T) {
	d := topic.Of(transfer(250), topic.Throughput, flow.Initiator, true)
	if got, want := trail(d, figure.SentCurve), "0:0 1:0 1:0 2:0 2:0 3:0 3:100000 4:100000 4:100000 5:100000 5:100000 6:100000 6:0 7:0"; got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
	if got, want := trail(d, figure.CoveredCurve), "0:0 1:0 1:0 2:0 2:0 3:0 3:0 4:0 4:0 5:0 5:0 6:0 6:300000 7:300000"; got != want {
		t.Errorf("covered %s, want %s", got, want)
	}
	if d.Per != " a second, over 1 ms each" || d.To != 0.007 || d.Hi != 300_000 {
		t.Errorf("%q, up to %g s and %g", d.Per, d.To, d.Hi)
	}
	if want := "300 B of payload sent, 300 B acknowledged, in 6 ms: on average 50.0 kB a second acknowledged."; d.Facts[0] != want {
		t.Errorf("%q, want %q", d.Facts[0], want)
	}
}

// What is under way stands below the window, number by number.
func TestWindows(t *testing.T) {
	d := topic.Of(transfer(250), topic.Windows, flow.Initiator, true)
	if got, want := trail(d, figure.SentCurve), "0:1 1:1 1:0 3:0 3:100 4:100 4:200 5:200 5:300 6:300 6:0"; got != want {
		t.Errorf("under way %s, want %s", got, want)
	}
	if got, want := trail(d, figure.WindowCurve), "1:250 6:250"; got != want {
		t.Errorf("the window is %s, want %s", got, want)
	}
}

// Of two sides the legend says what holds for both, and names neither.
func TestBothSides(t *testing.T) {
	for _, c := range topic.Of(transfer(250), topic.Sequence, flow.Initiator, false).Captions {
		if strings.Contains(c.Text(), "client") || strings.Contains(c.Text(), "server") {
			t.Errorf("%q", c.Text())
		}
	}
}

// A round trip stands where its ACK comes.
func TestRoundTrips(t *testing.T) {
	d := topic.Of(transfer(250), topic.RoundTrips, flow.Initiator, true)
	want := []figure.Point{{X: 0.001, Y: 0.001}, {X: 0.006, Y: 0.001}}
	if len(d.Signs) != 1 || !slices.Equal(d.Signs[0].At, want) || !d.Signs[0].Many {
		t.Errorf("%+v, want %v", d.Signs, want)
	}
	if !strings.HasPrefix(d.Facts[0], "2 samples: at least 1 ms, half of them up to 1 ms, at most 1 ms.") {
		t.Errorf("%q", d.Facts)
	}
	if d.Unit(d.Hi).Name != "ms" || d.Hi != time.Millisecond.Seconds() {
		t.Errorf("%g, in %s", d.Hi, d.Unit(d.Hi).Name)
	}
}
