package plot_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run/builder"
	"wireladder/capture/savefile"
	"wireladder/render/figure"
	"wireladder/render/plot"
	"wireladder/render/plot/series"
	"wireladder/render/plot/topic"
	"wireladder/render/svg"
)

// stored are captures of one TCP stream that come with the tree.
var stored = []string{
	"scenarios/fast-retransmit.pcapng.gz", "scenarios/zero-window.pcapng.gz", "scenarios/data-loss.pcapng.gz", "scenarios/fin-loss.pcapng.gz",
	"cases/no_sack_two_lost.pcap", "cases/midstream_wscale_unknown.pcap", "cases/seq_wrap.pcap", "cases/one_direction_only.pcap",
	"cases/first-is-rst.pcap", "cases/zwp_one_byte.pcap", "cases/time-backwards.pcap", "cases/rst_unread.pcap", "scenarios/close-crossing.pcapng.gz",
}

// streamOf returns the first TCP stream of a stored capture.
func streamOf(t testing.TB, name string) *series.Stream {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../cmd/testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	var in io.Reader = bytes.NewReader(data)
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(in); err != nil {
			t.Fatal(err)
		}
	}
	r, err := savefile.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	rec := &capture.Recording{Origin: r.Origin()}
	for e, err := r.Next(); err == nil; e, err = r.Next() {
		rec.Entries = append(rec.Entries, e)
	}
	var c series.Collector
	for _, m := range builder.Of(rec).Moments {
		if m.Conversation != nil && m.Conversation.Proto == capture.TCP && (c.Of() == nil || c.Of() == m.Conversation) {
			c.Add(m)
		}
	}
	if c.Of() == nil {
		t.Fatalf("%s has no TCP stream", name)
	}
	return c.Stream()
}

// figureOf draws a stream.
func figureOf(t testing.TB, s *series.Stream, o plot.Options) *figure.Figure {
	t.Helper()
	f, err := plot.Of(s, o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// topics are all that there are.
var topics = []topic.Topic{topic.Sequence, topic.Throughput, topic.RoundTrips, topic.Windows}

// In every plot of every capture, at any width, no text stands on another, and nothing leaves
// the picture.
func TestNothingOverlaps(t *testing.T) {
	for _, name := range stored {
		s := streamOf(t, name)
		for _, topic := range topics {
			for _, width := range []float64{0, 480, 640, 1600} {
				for _, whose := range []plot.Whose{plot.TheLarger, plot.TheClients, plot.TheServers, plot.Both} {
					f := figureOf(t, s, plot.Options{Topic: topic, Whose: whose, Width: width, Interface: "eth0"})
					if problem := check(f); problem != "" {
						t.Errorf("%s, %s, %d, %g points: %s", name, topic, whose, width, problem)
					}
				}
			}
		}
	}
}

// check says what is wrong with where things stand; "" if nothing is.
func check(f *figure.Figure) string {
	inside := func(p figure.Point) bool { return p.X >= 0 && p.X <= f.Width && p.Y >= 0 && p.Y <= f.Height }
	for i := range f.Texts {
		if corners := f.Texts[i].Corners(); !inside(corners[0]) || !inside(corners[2]) {
			return fmt.Sprintf("%q leaves the picture", f.Texts[i].S)
		}
		for j := range i {
			if figure.Overlap(f.Texts[i].Corners(), f.Texts[j].Corners()) {
				return fmt.Sprintf("%q stands on %q", f.Texts[i].S, f.Texts[j].S)
			}
		}
	}
	for _, c := range f.Curves {
		for _, stroke := range c.Strokes {
			if len(stroke) < 2 || slices.ContainsFunc(stroke, func(p figure.Point) bool { return !inside(p) }) {
				return fmt.Sprintf("a curve of kind %d leaves the picture, or is a point: %v", c.Kind, stroke)
			}
		}
	}
	if f.Title == "" || f.Summary == "" || f.Height < f.Width*9/16-1 {
		return "it has no title or summary, or is too low"
	}
	return ""
}

// said returns all that a figure says.
func said(f *figure.Figure) string {
	var all []string
	for i := range f.Texts {
		all = append(all, f.Texts[i].S)
	}
	return strings.Join(all, " ")
}

// strokes counts the strokes of a kind.
func strokes(f *figure.Figure, kind figure.CurveKind) (n int) {
	for _, c := range f.Curves {
		if c.Kind == kind {
			n += len(c.Strokes)
		}
	}
	return n
}

// What must be in the plots of what has happened, and in their legends.
func TestWhatIsShown(t *testing.T) {
	for _, tt := range []struct {
		file  string
		topic topic.Topic
		has   map[figure.CurveKind]int // without the signs of the legend
		says  []string
	}{
		{"scenarios/fast-retransmit.pcapng.gz", topic.Sequence,
			map[figure.CurveKind]int{figure.FastMark: 1, figure.LostMark: 2, figure.SYNMark: 1, figure.FINMark: 1},
			[]string{"the wire was watched at both ends", "a segment that is sent again: 1", "fast retransmit", "SACK: it has come"}},
		{"scenarios/zero-window.pcapng.gz", topic.Sequence, map[figure.CurveKind]int{figure.ClosedMark: 2, figure.ProbeMark: 2},
			[]string{"zero window: the receiver takes nothing: 2", "a probe of the window", `captured on "lo"`}},
		{"scenarios/zero-window.pcapng.gz", topic.Windows, map[figure.CurveKind]int{figure.ClosedMark: 2, figure.WindowCurve: 1, figure.SentCurve: 1},
			[]string{"The server offers windows of 0 B to 4.10 kB.", "scaled"}},
		{"scenarios/zero-window.pcapng.gz", topic.Throughput, map[figure.CurveKind]int{figure.SentCurve: 1, figure.CoveredCurve: 1},
			[]string{"20.0 kB of payload sent, 20.0 kB acknowledged", "on average"}},
		{"cases/midstream_wscale_unknown.pcap", topic.Sequence, map[figure.CurveKind]int{figure.WindowCurve: 0, figure.AckedCurve: 1},
			[]string{"The window scale of the server is not known"}},
		{"cases/midstream_wscale_unknown.pcap", topic.Windows, map[figure.CurveKind]int{figure.WindowCurve: 0}, []string{"The window scale of the server is not known"}},
		{"scenarios/fin-loss.pcapng.gz", topic.RoundTrips, nil, []string{"Measured at the", "Karn"}},
		{"cases/seq_wrap.pcap", topic.RoundTrips, nil, []string{"Measured where it was captured: the way between there and the"}},
		{"cases/one_direction_only.pcap", topic.RoundTrips, map[figure.CurveKind]int{figure.SampleMark: 0}, []string{"No round trip was seen"}},
	} {
		f := figureOf(t, streamOf(t, tt.file), plot.Options{Topic: tt.topic, Interface: "lo"})
		for kind, want := range tt.has {
			if got := strokes(f, kind) - signs(f, kind); got != want {
				t.Errorf("%s, %s: %d strokes of kind %d, want %d", tt.file, tt.topic, got, kind, want)
			}
		}
		for _, s := range tt.says {
			if !strings.Contains(said(f), s) || !strings.Contains(strings.ToLower(f.Summary), strings.ToLower(s)) {
				t.Errorf("%s, %s: it does not say %q:\n%s\n%s", tt.file, tt.topic, s, said(f), f.Summary)
			}
		}
	}
}

// signs counts the strokes of a kind that stand in the legend: the last curve of the kind, if
// there are several or nothing has the kind.
func signs(f *figure.Figure, kind figure.CurveKind) int {
	last, n := 0, 0
	for _, c := range f.Curves {
		if c.Kind == kind {
			n++
			last = len(c.Strokes)
		}
	}
	if n < 2 {
		return 0
	}
	return last
}

// bulk returns a stream of so many segments, of which each hundredth is sent again, and each
// thousandth acknowledgment offers no window.
func bulk(n int) *series.Stream {
	s := &series.Stream{Conversation: &flow.Conversation{Proto: capture.TCP}, Began: time.Unix(1_700_000_000, 0)}
	c := &s.Courses[flow.Initiator]
	for i := range n {
		x := series.Sending{At: time.Duration(i) * time.Millisecond, Span: facts.Span{From: int64(i) * 1000, To: int64(i+1) * 1000}, Payload: 1000}
		if i%100 == 0 {
			x.Why = series.Fast
		}
		c.Sendings = append(c.Sendings, x)
		c.Receipts = append(c.Receipts, series.Receipt{At: x.At, Number: x.Span.To, Zero: i%1000 == 0})
		c.Trips = append(c.Trips, series.Trip{At: x.At, Took: time.Duration(i%977) * time.Microsecond})
		c.Octets += 1000
		s.Last = x.At
	}
	return s
}

// Of a hundred thousand segments no more is drawn than can be seen, and the legend says so; but
// each place at which something is sent again, and each window of zero, has its mark.
func TestBulk(t *testing.T) {
	s := bulk(100_000)
	for _, topic := range topics {
		f := figureOf(t, s, plot.Options{Topic: topic})
		points := 0
		for _, c := range f.Curves {
			for _, stroke := range c.Strokes {
				points += len(stroke)
			}
		}
		if points > 30_000 {
			t.Errorf("%s: %d points", topic, points)
		}
		var b bytes.Buffer
		if err := (&svg.Painter{}).PaintFigure(&b, f); err != nil || b.Len() > 400_000 {
			t.Errorf("%s: %d octets of SVG, %v", topic, b.Len(), err)
		}
	}
	f := figureOf(t, s, plot.Options{})
	if got := strokes(f, figure.ClosedMark); got != 100+1 {
		t.Errorf("%d windows of zero", got)
	}
	if got := strokes(f, figure.FastMark); got != 1000+1 {
		t.Errorf("%d marks of what is sent again", got)
	}
	for _, want := range []string{"sent again: duplicate ACKs or SACK asked for it (fast retransmit): 1000", "one stands for several", "a segment, from its first number up to its last: 99000"} {
		if !strings.Contains(said(f), want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if few := figureOf(t, bulk(20), plot.Options{}); strings.Contains(said(few), "one stands for several") {
		t.Error("of 20 segments some are thinned out")
	}
}

// What a file says of where it comes from is text, whatever it is.
func TestHostileNames(t *testing.T) {
	f := figureOf(t, bulk(3), plot.Options{Interface: "\x1b[31m</text>\u202e\n"})
	for _, s := range append([]string{f.Title, f.Summary}, said(f)) {
		if strings.ContainsAny(s, "\x1b\u202e\n") {
			t.Errorf("%q has controls", s)
		}
	}
	if problem := check(f); problem != "" {
		t.Error(problem)
	}
}

// What the capture has lost is said, and what stands in a plot of very many samples.
func TestWhatIsMissing(t *testing.T) {
	if got := said(figureOf(t, bulk(3), plot.Options{Lost: 1})); !strings.Contains(got, "The capture lost 1 packet,") {
		t.Errorf("it does not say so: %s", got)
	}
	got := said(figureOf(t, bulk(100_000), plot.Options{Topic: topic.RoundTrips}))
	if !strings.Contains(got, "Of those above each other the lowest and the highest are drawn.") || strings.Contains(got, "None is left out") {
		t.Errorf("it does not say so: %s", got)
	}
}

// A stream of which there is next to nothing has its plots, too.
func TestLittle(t *testing.T) {
	for name, s := range map[string]*series.Stream{
		"nothing": {Conversation: &flow.Conversation{Proto: capture.TCP}},
		"one":     bulk(1),
		"far":     {Conversation: &flow.Conversation{Proto: capture.TCP}, First: -1 << 61, Last: 1 << 61},
	} {
		for _, topic := range topics {
			if problem := check(figureOf(t, s, plot.Options{Topic: topic, Whose: plot.Both})); problem != "" {
				t.Errorf("%s, %s: %s", name, topic, problem)
			}
		}
	}
}

// Topics have names.
func TestNames(t *testing.T) {
	if got := topic.Names(); !slices.Equal(got, []string{"sequence", "throughput", "rtt", "window"}) {
		t.Errorf("%q", got)
	}
	for i, name := range topic.Names() {
		if topic := topic.Named(name); topic != topics[i] || topic.String() != name {
			t.Errorf("%q is %d, %q", name, topic, topic)
		}
	}
	if topic.Named("seq") != topic.NoTopic || topic.Named("") != topic.NoTopic {
		t.Error("what is no name has a topic")
	}
}

func BenchmarkSequence(b *testing.B) {
	s := bulk(100_000)
	for b.Loop() {
		figureOf(b, s, plot.Options{})
	}
}
