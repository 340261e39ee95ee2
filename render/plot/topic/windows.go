package topic

import (
	"fmt"
	"math"

	"wireladder/render/figure"
	"wireladder/render/plot/axis"
	"wireladder/render/plot/series"
	"wireladder/render/quantity"
)

// windows fills in what the receiver takes, and what is under way.
func (c *Data) windows(s *series.Stream, course *series.Course) {
	c.Counts, c.Unit, c.Hi = "window, and what is under way", axis.Octets, 1
	var underWay stairs
	most := int64(0)
	flight := s.Flight(course)
	for _, a := range flight {
		underWay.to(a.At, float64(a.Octets))
		most = max(most, a.Octets)
	}
	c.reach(float64(most))
	underWay.until(c.To)
	c.offers(course)
	if len(flight) > 0 {
		c.Trails = append(c.Trails, Trail{figure.SentCurve, underWay.points})
		c.tell(figure.SentCurve, "under way: sent by "+c.sender()+" and not acknowledged (what SACK names and what is lost counts; SYN and FIN count as one)", 0)
		c.Facts = append(c.Facts, fmt.Sprintf("At most %s under way.", quantity.Octets(most)))
	} else {
		c.Notes = append(c.Notes, fmt.Sprintf("What the %s has under way is not known: no acknowledgment of it was captured, nor its SYN.", c.Side))
	}
	for i := range course.Receipts {
		if r := &course.Receipts[i]; r.Zero {
			c.mark(figure.ClosedMark, r.At, 0)
		}
	}
	c.tellMarks()
}

// offers fills in the windows that the receiver offers, as far as they are known.
func (c *Data) offers(course *series.Course) {
	switch {
	case len(course.Receipts) == 0:
		c.Notes = append(c.Notes, fmt.Sprintf("No window of the %s was captured.", c.Side.Peer()))
		return
	case !course.Scaled():
		c.Notes = append(c.Notes, unscaled(c))
		return
	}
	var line stairs
	least, most := int64(math.MaxInt64), int64(0)
	for i := range course.Receipts {
		r := &course.Receipts[i]
		line.to(r.At, float64(r.Window))
		least, most = min(least, r.Window), max(most, r.Window)
	}
	c.reach(float64(most))
	line.until(c.To)
	c.Trails = append(c.Trails, Trail{figure.WindowCurve, line.points})
	c.tell(figure.WindowCurve, "the receive window that "+c.receiver()+" offers, scaled", 0)
	c.Facts = append(c.Facts, fmt.Sprintf("The %s offers windows of %s.", c.Side.Peer(), between(least, most)))
}
