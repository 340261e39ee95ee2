package topic

import (
	"fmt"
	"time"

	"wireladder/capture"
	"wireladder/render/figure"
	"wireladder/render/plot/axis"
	"wireladder/render/plot/series"
	"wireladder/render/quantity"
)

// Of how many spans of time the throughput is told at least and at most.
const (
	fewSpans  = 10
	mostSpans = 100
)

// throughput fills in octets of payload a second.
func (c *Data) throughput(s *series.Stream, course *series.Course) {
	long := s.Last - s.First
	spans := min(max(len(course.Sendings)+len(course.Receipts), fewSpans), mostSpans)
	r := s.Rates(course, axis.Span(long, spans))
	c.Counts, c.Per, c.Unit = "payload", fmt.Sprintf(" a second, over %s each", quantity.Duration(r.Every)), axis.Octets
	c.To = c.From + float64(len(r.Sent))*r.Every.Seconds()
	c.Hi = 1
	if s.Conversation.Proto == capture.UDP {
		c.rates(r, figure.SentCurve, r.Sent, "sent")
	} else {
		c.rates(r, figure.SentCurve, r.Sent, "sent, with what is sent again")
		c.rates(r, figure.CoveredCurve, r.Covered, "acknowledged by "+c.receiver()+" for the first time (goodput)")
	}
	if course.Repeated > 0 {
		c.repeats(r)
	}
	c.Facts = append(c.Facts, onAverage(course, long))
}

// rates adds a line of rates.
func (c *Data) rates(r *series.Rates, kind figure.CurveKind, octets []int64, said string) {
	var line []figure.Point
	for i, n := range octets {
		rate := r.Rate(n)
		c.reach(rate)
		line = append(line, c.span(r, i, rate)...)
	}
	c.Trails = append(c.Trails, Trail{kind, line})
	c.tell(kind, said, 0)
}

// repeats adds what is sent again, where there is some.
func (c *Data) repeats(r *series.Rates) {
	for i, n := range r.Repeated {
		if n == 0 {
			continue
		}
		level := c.span(r, i, r.Rate(n))
		from, to := level[0], level[1]
		from.Y, to.Y = 0, 0
		c.Trails = append(c.Trails, Trail{figure.RepeatedCurve, []figure.Point{from, level[0], level[1], to}})
	}
	c.tell(figure.RepeatedCurve, "of what is sent, sent again: captured before", 0)
}

// span returns the two ends of the level that a rate has in its span of time.
func (c *Data) span(r *series.Rates, i int, rate float64) []figure.Point {
	every := r.Every.Seconds()
	return []figure.Point{{X: c.From + float64(i)*every, Y: rate}, {X: c.From + float64(i+1)*every, Y: rate}}
}

// onAverage says how much was sent and acknowledged, all in all.
func onAverage(course *series.Course, long time.Duration) string {
	covered := int64(0)
	for i := range course.Receipts {
		covered += course.Receipts[i].Covers
	}
	said := quantity.Octets(course.Octets) + " of payload sent"
	if len(course.Receipts) > 0 {
		said += ", " + quantity.Octets(covered) + " acknowledged"
	}
	if long <= 0 {
		return said + ", all at one time: there is no rate."
	}
	said += ", in " + quantity.Duration(long)
	if len(course.Receipts) > 0 {
		return said + ": on average " + rate(covered, long) + " acknowledged."
	}
	return said + ": on average " + rate(course.Octets, long) + "."
}

// rate tells octets a second.
func rate(octets int64, long time.Duration) string {
	return quantity.Octets(int64(min(float64(octets)/long.Seconds(), 1e18))) + " a second"
}
