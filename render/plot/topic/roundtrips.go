package topic

import (
	"fmt"
	"slices"
	"time"

	"wireladder/render/figure"
	"wireladder/render/plot/axis"
	"wireladder/render/plot/series"
	"wireladder/render/quantity"
)

// roundTrips fills in a point for each sample.
func (c *Data) roundTrips(s *series.Stream, course *series.Course) {
	c.Counts, c.Unit = "round trip", axis.Seconds
	samples := Signs{Kind: figure.SampleMark, Many: true}
	for _, t := range course.Trips {
		c.reach(t.Took.Seconds())
		samples.At = append(samples.At, figure.Point{X: t.At.Seconds(), Y: t.Took.Seconds()})
	}
	if len(course.Trips) == 0 {
		c.Hi = 1
		c.Notes = append(c.Notes, fmt.Sprintf("No round trip was seen: of what the %s sends, no segment that was sent once is acknowledged by another that was captured later.", c.Side))
		return
	}
	c.Signs = append(c.Signs, samples)
	c.tell(figure.SampleMark, "from a segment of "+c.sender()+" that was sent once to the first ACK that covers it; it stands where that comes", len(course.Trips))
	c.Facts = append(c.Facts, spread(course.Trips), measuredAt(s, c))
}

// spread says how samples lie.
func spread(trips []series.Trip) string {
	all := make([]time.Duration, len(trips))
	for i := range trips {
		all[i] = trips[i].Took
	}
	slices.Sort(all)
	if len(all) == 1 {
		return "One sample, of " + quantity.Duration(all[0]) + "."
	}
	return fmt.Sprintf("%d samples: at least %s, half of them up to %s, at most %s.",
		len(all), quantity.Duration(all[0]), quantity.Duration(all[(len(all)-1)/2]), quantity.Duration(all[len(all)-1]))
}

// measuredAt says what a sample holds, and what it does not.
func measuredAt(s *series.Stream, c *Data) string {
	if s.Watched {
		return fmt.Sprintf("Measured at the %s: until the ACK has arrived there. What was sent twice gives no sample (Karn's algorithm).", c.Side)
	}
	return fmt.Sprintf("Measured where it was captured: the way between there and the %s is not in it. What was sent twice gives no sample (Karn's algorithm).", c.Side)
}
