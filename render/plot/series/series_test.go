package series_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wireladder/capture"
	"wireladder/capture/capturetest"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/render/plot/series"
)

// ms is the time between two frames of a capture by hand.
const ms = time.Millisecond

// of returns what plots show of a capture that holds one stream.
func of(c *capturetest.Capture) *series.Stream {
	rec := &capture.Recording{}
	for _, p := range c.Packets() {
		rec.Entries = append(rec.Entries, capture.Entry{Packet: p})
	}
	return taken(builder.Of(rec))
}

func taken(r *run.Run) *series.Stream {
	var c series.Collector
	for _, m := range r.Moments {
		c.Add(m)
	}
	return c.Stream()
}

// connection returns a capture, and a connection in it that scales windows by 2 bits.
func connection() (*capturetest.Capture, *capturetest.Conn) {
	c := capturetest.New()
	n := c.TCP(c.Host("10.0.0.1").Port(5000), c.Host("10.0.0.2").Port(80))
	for _, e := range []*capturetest.End{n.Client, n.Server} {
		e.Options = append(slices.Clone(e.Options), capturetest.WindowScale(2))
		e.Window = 1000
	}
	return c, n
}

// same compares what can be seen of values.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(series.Sending{}, series.Receipt{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// A loss that SACK tells of, and its repair, number by number.
func TestLoss(t *testing.T) {
	c, n := connection()
	n.Open()                                                 // 1-3, at 0, 1 and 2 ms
	n.Client.Bytes(100)                                      // 4, at 3 ms: 1-100
	n.Client.Bytes(100).Lose()                               // 101-200, which would have come by at 4 ms
	n.Client.Bytes(100)                                      // 5, at 5 ms: 201-300
	n.Server.ACK().Ack(101)                                  // 6, at 6 ms
	n.Server.ACK().Ack(101).With(capturetest.SACK(201, 301)) // 7, at 7 ms
	n.Client.Bytes(100).Seq(101)                             // 8, at 8 ms: 101-200 at last
	n.Client.Next -= 100
	n.Server.ACK().Ack(301) // 9, at 9 ms
	s := of(c)

	up := &s.Courses[flow.Initiator]
	same(t, "sendings", up.Sendings, []series.Sending{
		{At: 0, Number: 1, Span: facts.Span{From: 0, To: 1}, SYN: true},
		{At: 3 * ms, Number: 4, Span: facts.Span{From: 1, To: 101}, Payload: 100},
		{At: 5 * ms, Number: 5, Span: facts.Span{From: 201, To: 301}, Payload: 100},
		{At: 8 * ms, Number: 8, Span: facts.Span{From: 101, To: 201}, Payload: 100, Why: series.TooLate},
	})
	same(t, "receipts", up.Receipts, []series.Receipt{
		{At: 1 * ms, Number: 1, Window: 1000},
		{At: 6 * ms, Number: 101, Window: 4000, Covers: 100},
		{At: 7 * ms, Number: 101, Window: 4000, Holds: []facts.Span{{From: 201, To: 301}}},
		{At: 9 * ms, Number: 301, Window: 4000, Covers: 200},
	})
	same(t, "round trips", up.Trips, []series.Trip{{At: 1 * ms, Took: 1 * ms}, {At: 6 * ms, Took: 3 * ms}})
	same(t, "under way", s.Flight(up), []series.Amount{
		{At: 0, Octets: 1}, {At: 1 * ms, Octets: 0}, {At: 3 * ms, Octets: 100}, {At: 5 * ms, Octets: 300}, {At: 6 * ms, Octets: 200}, {At: 9 * ms, Octets: 0},
	})
	if !up.Scaled() || up.Octets != 300 || up.Repeated != 0 || s.Larger() != flow.Initiator || s.Last != 9*ms || s.First != 0 || !s.Began.Equal(capturetest.Start) {
		t.Errorf("%+v", s)
	}
	if down := &s.Courses[flow.Responder]; len(down.Sendings) != 1 || down.Octets != 0 {
		t.Errorf("the server sends %+v", down.Sendings)
	}
}

// Octets fall into the spans of time in which they were sent and acknowledged.
func TestRates(t *testing.T) {
	c, n := connection()
	n.Open()                    // at 0, 1, 2 ms
	first := n.Client.Bytes(60) // at 3 ms
	n.Client.Bytes(40)          // at 4 ms
	c.Wait(300 * ms)
	first.Again()  // at 304 ms
	n.Server.ACK() // at 305 ms
	s := of(c)
	up := &s.Courses[flow.Initiator]
	if up.Octets != 160 || up.Repeated != 60 {
		t.Errorf("%d octets, %d of them again", up.Octets, up.Repeated)
	}
	r := s.Rates(up, 100*ms)
	same(t, "rates", r, &series.Rates{Every: 100 * ms, Sent: []int64{100, 0, 0, 60}, Repeated: []int64{0, 0, 0, 60}, Covered: []int64{0, 0, 0, 100}})
	if got := r.Rate(60); got != 600 {
		t.Errorf("60 octets in 100 ms are %g a second", got)
	}
	if many := s.Rates(up, 1); len(many.Sent) > series.MostSpans+1 {
		t.Errorf("%d spans", len(many.Sent))
	}
	if len(up.Trips) != 1 { // that of the SYN: what was sent twice gives none
		t.Errorf("round trips %v", up.Trips)
	}
}

// Each cause of a repetition has its sign.
func TestWhy(t *testing.T) {
	for name, tt := range map[string]struct {
		facts facts.Facts
		want  series.Why
	}{
		"once":             {facts.Facts{}, series.FirstTime},
		"late":             {facts.Facts{Late: &facts.Late{}}, series.TooLate},
		"three duplicates": {facts.Facts{Again: &facts.Again{Cause: facts.Asked}}, series.Fast},
		"RACK":             {facts.Facts{Again: &facts.Again{Cause: facts.Overtaken}}, series.Fast},
		"SACK":             {facts.Facts{Again: &facts.Again{Cause: facts.Holes}}, series.Fast},
		"probe, counted":   {facts.Facts{Again: &facts.Again{Cause: facts.LossProbe}}, series.TailProbe},
		"probe, by time":   {facts.Facts{Again: &facts.Again{Cause: facts.EarlyProbe}}, series.TailProbe},
		"timer":            {facts.Facts{Again: &facts.Again{Cause: facts.Timeout}}, series.TimedOut},
		"timer, again":     {facts.Facts{Again: &facts.Again{Cause: facts.Backoff}}, series.TimedOut},
		"behind a probe":   {facts.Facts{Again: &facts.Again{Cause: facts.AfterProbe}}, series.TimedOut},
		"acknowledged":     {facts.Facts{Again: &facts.Again{Acked: 7}}, series.ForNothing},
		"D-SACK":           {facts.Facts{Again: &facts.Again{Twice: 9}}, series.ForNothing},
		"timer, D-SACK":    {facts.Facts{Again: &facts.Again{Cause: facts.Timeout, Twice: 9}}, series.TimedOut},
		"unknown":          {facts.Facts{Again: &facts.Again{}}, series.Unexplained},
		"too big":          {facts.Facts{Again: &facts.Again{Cause: facts.TooBig}}, series.OtherCause},
		"SYN again":        {facts.Facts{Again: &facts.Again{Cause: facts.SYNAgain}}, series.OtherCause},
	} {
		var c series.Collector
		m := &run.Moment{Kind: run.Packet, Facts: &tt.facts}
		m.Conversation = &flow.Conversation{Proto: capture.TCP}
		m.Packet = &capture.Packet{Proto: capture.TCP, Time: capturetest.Start, PayloadLength: 1}
		m.Seq, m.Next = 1, 2
		c.Add(m)
		if got := c.Stream().Courses[flow.Initiator].Sendings[0].Why; got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}

// Of a capture under way nothing is said of windows, and nothing of what is under way until an
// acknowledgment tells where it begins.
func TestUnderWay(t *testing.T) {
	c, n := connection()
	n.UnderWay(5000, 3000)
	n.Client.Bytes(10)       // at 0 ms: 1-10
	n.Client.Bytes(10)       // at 1 ms: 11-20
	n.Server.ACK().Ack(5010) // at 2 ms
	n.Server.ACK().Win(0)    // at 3 ms
	s := of(c)
	up := &s.Courses[flow.Initiator]
	if up.Scaled() || s.Courses[flow.Responder].Scaled() {
		t.Error("the scale is known")
	}
	same(t, "under way", s.Flight(up), []series.Amount{{At: 2 * ms, Octets: 10}, {At: 3 * ms, Octets: 0}})
	if len(up.Receipts) != 2 || up.Receipts[0].Zero || !up.Receipts[1].Zero {
		t.Errorf("receipts %+v", up.Receipts)
	}
}

// FIN, RST, probes and D-SACK are told; acknowledgments of what nobody has sent are not taken.
func TestMarks(t *testing.T) {
	c, n := connection()
	n.Open()
	n.Client.Bytes(10)
	n.Server.ACK().Ack(2_000_000_000)
	n.Server.ACK().With(capturetest.SACK(1, 11))
	n.Client.FIN()
	n.Server.RST().Seq(1)
	s := of(c)
	up, down := &s.Courses[flow.Initiator], &s.Courses[flow.Responder]
	if last := up.Sendings[len(up.Sendings)-1]; !last.FIN || last.Span != (facts.Span{From: 11, To: 12}) {
		t.Errorf("the FIN is %+v", last)
	}
	if last := down.Sendings[len(down.Sendings)-1]; !last.RST {
		t.Errorf("the RST is %+v", last)
	}
	if up.Wild != 1 {
		t.Errorf("%d wild acknowledgments, of %+v", up.Wild, up.Receipts)
	}
	if r := up.Receipts[len(up.Receipts)-1]; r.Twice != (facts.Span{From: 1, To: 11}) || len(r.Holds) != 0 {
		t.Errorf("the D-SACK is %+v", r)
	}
}

// Datagrams have octets, and no numbers.
func TestDatagrams(t *testing.T) {
	c := capturetest.New()
	client, server := c.Host("10.0.0.1").Port(5000), c.Host("10.0.0.2").Port(53)
	client.Send(server, "hello")
	server.Send(client, "HELLO, WORLD")
	s := of(c)
	if s.Larger() != flow.Responder || s.Courses[flow.Initiator].Octets != 5 || s.Courses[flow.Responder].Octets != 12 {
		t.Errorf("%+v", s.Courses)
	}
	if len(s.Courses[flow.Initiator].Receipts)+len(s.Courses[flow.Responder].Receipts) > 0 {
		t.Error("datagrams are acknowledged")
	}
}

// Copies and packets without a time are counted, and left out.
func TestLeftOut(t *testing.T) {
	c, n := connection()
	n.Open()
	n.Client.Bytes(10).Copy()
	packets := c.Packets()
	packets[0].Time = time.Time{}
	rec := &capture.Recording{}
	for _, p := range packets {
		rec.Entries = append(rec.Entries, capture.Entry{Packet: p})
	}
	s := taken(builder.Of(rec))
	if s.Copies != 1 || s.Untimed != 1 || len(s.Courses[flow.Initiator].Sendings) != 1 {
		t.Errorf("%d copies, %d without a time, %+v", s.Copies, s.Untimed, s.Courses[flow.Initiator].Sendings)
	}
	if (&series.Collector{}).Stream().Conversation != nil {
		t.Error("nothing has a conversation")
	}
}

// Where the wire is watched, receipts stand where they arrive, with the way back in the round
// trip; those that never do are left out.
func TestWatched(t *testing.T) {
	c, n := connection()
	n.Open()            // 1-3
	n.Client.Bytes(100) // 4, at 3 ms
	n.Server.ACK()      // 5, at 4 ms: lost
	n.Server.ACK()      // 6, at 5 ms: arrives 7 ms later
	rec := &capture.Recording{Origin: capture.Origin{Interface: "client", Second: "server"}}
	for _, p := range c.Packets() {
		rec.Entries = append(rec.Entries, capture.Entry{Packet: p})
		late := map[int]time.Duration{5: 0, 6: 7 * ms}[p.Number]
		rec.Entries = append(rec.Entries, capture.Entry{Delivery: &capture.Delivery{Packet: p, Time: p.Time.Add(late), Lost: p.Number == 5}})
	}
	s := taken(builder.Of(rec))
	up := &s.Courses[flow.Initiator]
	if !s.Watched || up.Unheard != 1 {
		t.Fatalf("watched: %t, %d unheard", s.Watched, up.Unheard)
	}
	last := up.Receipts[len(up.Receipts)-1]
	if last.At != 12*ms || last.Covers != 100 || last.Number != 101 {
		t.Errorf("the ACK is %+v", last)
	}
	if got := s.Flight(up); got[len(got)-1] != (series.Amount{At: 12 * ms, Octets: 0}) {
		t.Errorf("under way %v", got)
	}
}

// Of what was sent again there is no round trip, whatever it looked like on the wire: here the
// second of two holes is filled as soon as an ACK shows it, in less than a round trip.
func TestKarn(t *testing.T) {
	c, n := connection()
	n.SYN()
	c.Wait(100 * ms)
	n.SYNACK()
	n.ACK() // at 101 ms
	var sent []*capturetest.Frame
	for range 5 {
		sent = append(sent, n.Client.Bytes(100)) // 1-500, at 102 to 106 ms
	}
	for _, edges := range [][]int{{101, 201}, {301, 401}, {401, 501}} { // at 107, 108, 109 ms
		n.Server.ACK().Ack(1).With(capturetest.SACK(edges...))
	}
	sent[0].Again()                                          // at 110 ms
	n.Server.ACK().Ack(201).With(capturetest.SACK(301, 501)) // at 111 ms
	sent[2].Again()                                          // at 112 ms
	n.Server.ACK().Ack(501)                                  // at 113 ms
	n.Client.Bytes(100)                                      // at 114 ms
	n.Server.ACK().Ack(601)                                  // at 115 ms
	up := &of(c).Courses[flow.Initiator]
	same(t, "round trips", up.Trips, []series.Trip{{At: 100 * ms, Took: 100 * ms}, {At: 115 * ms, Took: ms}})
}
