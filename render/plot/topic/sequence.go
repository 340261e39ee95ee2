package topic

import (
	"fmt"
	"math"

	"wireladder/capture/facts"
	"wireladder/render/figure"
	"wireladder/render/plot/axis"
	"wireladder/render/plot/series"
	"wireladder/render/quantity"
)

// again says how segments that are sent again are shown, by why.
var again = map[series.Why]struct {
	kind figure.CurveKind
	said string
}{
	series.Fast:        {figure.FastMark, "sent again: duplicate ACKs or SACK asked for it (fast retransmit)"},
	series.TailProbe:   {figure.TailMark, "sent again: a tail loss probe, by the kernel's count or its timing"},
	series.TimedOut:    {figure.TimeoutMark, "sent again: the retransmission timer ran out (RTO)"},
	series.ForNothing:  {figure.NothingMark, "sent again for nothing: it had been acknowledged (spurious)"},
	series.Unexplained: {figure.AgainMark, "sent again; nothing that was captured shows why"},
	series.OtherCause:  {figure.CauseMark, "sent again for another cause, which -v tells"},
	series.TooLate:     {figure.LateMark, "late: below numbers that were captured before"},
}

// sequence fills in the plot of tcptrace: numbers over time.
func (c *Data) sequence(course *series.Course) {
	c.Counts, c.Unit = "relative sequence number", axis.Octets
	c.Lo, c.Hi = math.Inf(1), math.Inf(-1)
	repeats := c.numbers(course)
	c.acknowledgments(course)
	c.Bars = append(c.Bars, repeats) // nothing lies upon it
	if c.Lo > c.Hi {
		c.Lo, c.Hi = 0, 1
		c.Notes = append(c.Notes, fmt.Sprintf("The %s sends nothing that has a number, and nothing of its is acknowledged.", c.Side))
	}
	c.edges(course)
	c.sendings(course)
	c.Facts = append(c.Facts, totals(course))
}

// totals says how much there is of a course.
func totals(course *series.Course) string {
	segments, repeated := 0, 0
	for i := range course.Sendings {
		x := &course.Sendings[i]
		if x.Span.Len() > 0 && !x.Probe {
			segments++
		}
		if x.Why > series.TooLate {
			repeated++
		}
	}
	said := fmt.Sprintf("%s in %s with numbers of their own", quantity.Octets(course.Octets), quantity.Count(segments, "segment"))
	if repeated == 0 {
		return said + ", none of them sent again."
	}
	return said + fmt.Sprintf(", %d of them sent again (%s).", repeated, quantity.Octets(course.Repeated))
}

// numbers fills in what is sent for the first time, and returns what is sent again.
func (c *Data) numbers(course *series.Course) Bars {
	first, more := Bars{Kind: figure.SentCurve}, Bars{Kind: figure.RepeatedCurve}
	for i := range course.Sendings {
		x := &course.Sendings[i]
		if x.RST || x.Probe || x.Span.Len() == 0 {
			continue
		}
		c.reach(float64(x.Span.From), float64(x.Span.To))
		to := &first
		if x.Why > series.TooLate {
			to = &more
		}
		to.Bars = append(to.Bars, Rod{X: x.At.Seconds(), Lo: float64(x.Span.From), Hi: float64(x.Span.To)})
	}
	c.Bars = append(c.Bars, first)
	if n := len(first.Bars); n > 0 {
		c.tell(figure.SentCurve, "a segment, from its first number up to its last", n)
	}
	if n := len(more.Bars); n > 0 {
		c.tell(figure.RepeatedCurve, "a segment that is sent again", n)
	}
	return more
}

// acknowledgments fills in what is acknowledged, and what SACK names.
func (c *Data) acknowledgments(course *series.Course) {
	var line stairs
	held, twice := Bars{Kind: figure.HeldCurve}, Bars{Kind: figure.TwiceCurve}
	for i := range course.Receipts {
		r := &course.Receipts[i]
		c.reach(float64(r.Number))
		line.to(r.At, float64(r.Number))
		for _, s := range r.Holds {
			held.Bars = append(held.Bars, c.block(r, s))
		}
		if r.Twice.Len() > 0 {
			twice.Bars = append(twice.Bars, c.block(r, r.Twice))
		}
	}
	line.until(c.To)
	c.Trails = append(c.Trails, Trail{figure.AckedCurve, line.points})
	c.Bars = append(c.Bars, held, twice)
	for _, e := range []struct {
		n    int
		kind figure.CurveKind
		said string
	}{
		{len(course.Receipts), figure.AckedCurve, "acknowledged by " + c.receiver() + ", up to here"},
		{len(held.Bars), figure.HeldCurve, "SACK: it has come, and something before it has not"},
		{len(twice.Bars), figure.TwiceCurve, "D-SACK: it has come twice"},
	} {
		if e.n > 0 {
			c.tell(e.kind, e.said, 0)
		}
	}
}

// block returns the bar of numbers that a receipt names.
func (c *Data) block(r *series.Receipt, s facts.Span) Rod {
	c.reach(float64(s.From), float64(s.To))
	return Rod{X: r.At.Seconds(), Lo: float64(s.From), Hi: float64(s.To)}
}

// mostEmpty is how many times as high as its data a picture is at most, to show the window.
const mostEmpty = 2.0

// edges fills in where the receive window ends, as far as that is known.
func (c *Data) edges(course *series.Course) {
	if len(course.Receipts) == 0 {
		return
	}
	if !course.Scaled() {
		c.Notes = append(c.Notes, unscaled(c))
		return
	}
	var line stairs
	lowest, top, least, most := math.Inf(1), c.Hi, int64(math.MaxInt64), int64(0)
	for i := range course.Receipts {
		r := &course.Receipts[i]
		edge := float64(r.Edge())
		line.to(r.At, edge)
		lowest, top, least, most = min(lowest, edge), max(top, edge), min(least, r.Window), max(most, r.Window)
	}
	line.until(c.To)
	c.Trails = append(c.Trails, Trail{figure.WindowCurve, line.points})
	c.tell(figure.WindowCurve, "end of the receive window (ACK + window)"+c.makeRoom(lowest, top), 0)
	c.Facts = append(c.Facts, fmt.Sprintf("The %s offers windows of %s.", c.Side.Peer(), between(least, most)))
}

// makeRoom makes the picture as high as a line that reaches so far up, unless the rest would be
// too low then. It returns what is to be said of where the line is not.
func (c *Data) makeRoom(lowest, top float64) string {
	room := c.Hi - c.Lo
	if top-c.Lo <= mostEmpty*room {
		c.Hi = top
		return ""
	}
	if c.Hi += room * 0.15; lowest > c.Hi {
		return ": above the picture"
	}
	return "; above the picture where no line is"
}

// between tells a range of octets.
func between(least, most int64) string {
	from, to := quantity.Octets(least), quantity.Octets(most)
	if from == to {
		return to
	}
	return from + " to " + to
}

// unscaled says why there is no window.
func unscaled(c *Data) string {
	return fmt.Sprintf("The window scale of the %s is not known: its SYN was not captured. How much it takes can't be told (RFC 7323), so that no window is drawn; a window of zero is zero all the same.", c.Side.Peer())
}

// sendings marks what is special of segments, and windows of zero.
func (c *Data) sendings(course *series.Course) {
	for i := range course.Sendings {
		c.sending(&course.Sendings[i])
	}
	for i := range course.Receipts {
		if r := &course.Receipts[i]; r.Zero {
			c.mark(figure.ClosedMark, r.At, float64(r.Number))
		}
	}
	c.tellMarks()
}

// sending marks what is special of a segment. The numbers of RSTs and probes may be any: they
// stand at the edge where they can't be seen.
func (c *Data) sending(x *series.Sending) {
	from, to := c.within(x.Span.From), c.within(x.Span.To)
	if x.Lost {
		c.mark(figure.LostMark, x.At, (from+to)/2)
		if c.lost = "lost on the wire"; x.Between {
			c.lost = "lost between the two captures"
		}
	}
	switch {
	case x.RST:
		c.mark(figure.RSTMark, x.At, from)
		return
	case x.Probe:
		c.mark(figure.ProbeMark, x.At, from)
		return
	case x.SYN:
		c.mark(figure.SYNMark, x.At, from)
	}
	if x.FIN {
		c.mark(figure.FINMark, x.At, to)
	}
	if how, ok := again[x.Why]; ok {
		c.mark(how.kind, x.At, to)
	}
}

// within returns a number, or the edge of the picture that is next to it.
func (c *Data) within(n int64) float64 { return min(max(float64(n), c.Lo), c.Hi) }

// tellMarks explains the marks that there are, each with its number.
func (c *Data) tellMarks() {
	said := map[figure.CurveKind]string{
		figure.LostMark: c.lost, figure.ClosedMark: "zero window: the receiver takes nothing",
		figure.ProbeMark: "a probe of the window, or of the other side", figure.SYNMark: "SYN", figure.FINMark: "FIN",
		figure.RSTMark: "RST, at its number if that can be seen",
	}
	for _, how := range again {
		said[how.kind] = how.said
	}
	for kind := figure.FastMark; kind <= figure.RSTMark; kind++ {
		for i := range c.Signs {
			if c.Signs[i].Kind == kind {
				c.tell(kind, said[kind], len(c.Signs[i].At))
			}
		}
	}
}
