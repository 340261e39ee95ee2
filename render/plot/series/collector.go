package series

import (
	"cmp"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// Collector takes the moments of one stream, in their order. The zero value has seen nothing.
type Collector struct {
	stream Stream
	order  int
}

// Of returns the conversation whose moments are taken: that of the first one. nil: none was.
func (c *Collector) Of() *flow.Conversation { return c.stream.Conversation }

// Add takes a moment of a packet; others tell nothing here. It keeps nothing of it.
func (c *Collector) Add(m *run.Moment) {
	s := &c.stream
	if m.Kind != run.Packet || m.Conversation == nil || m.Packet.Proto != m.Conversation.Proto {
		return
	}
	s.Conversation = m.Conversation
	switch {
	case m.CopyOf > 0:
		s.Copies++
	case m.Facts.Old != nil:
		s.Old++
	case m.Packet.Time.IsZero():
		s.Untimed++
	default:
		c.take(m)
	}
}

// take takes a packet that is shown.
func (c *Collector) take(m *run.Moment) {
	s := &c.stream
	if s.Began.IsZero() {
		s.Began = m.Packet.Time
	}
	s.Watched = s.Watched || m.Facts.Fate != nil
	c.order++
	c.sending(m)
	if flags := m.Packet.TCP.Flags; m.Packet.Proto == capture.TCP && flags.Has(capture.ACK) && !flags.Has(capture.RST) {
		c.receipt(m)
	}
}

// furthest is how far from the first packet others stand at most: of files whose times make no
// sense.
const furthest = time.Duration(1 << 61)

// at returns when something happened, and widens what is shown.
func (c *Collector) at(t time.Time) time.Duration {
	d := min(max(t.Sub(c.stream.Began), -furthest), furthest)
	c.stream.First, c.stream.Last = min(c.stream.First, d), max(c.stream.Last, d)
	return d
}

// sending takes what a packet sends.
func (c *Collector) sending(m *run.Moment) {
	course, flags := &c.stream.Courses[m.Observation.From], m.Packet.TCP.Flags
	at := c.at(m.Packet.Time)
	x := Sending{
		At: at, Number: m.Packet.Number, Payload: m.Packet.PayloadLength, Repeated: m.Packet.PayloadLength - m.Fresh,
		Why: whyOf(m.Facts), Probe: m.Facts.Probe != nil, Lost: m.Facts.Fate.Lost(), Between: m.Facts.Fate.LostBetween(), order: c.order,
	}
	if m.Packet.Proto == capture.TCP {
		x.SYN, x.FIN, x.RST = flags.Has(capture.SYN), flags.Has(capture.FIN), flags.Has(capture.RST)
		x.Span = facts.Span{From: m.Seq, To: m.Next}
		if x.Span.Len() == 0 && !x.RST && !x.Probe {
			return // an acknowledgment alone
		}
	}
	if !x.RST && !x.Probe {
		course.highest = max(course.highest, m.Next)
	}
	if x.Why > TooLate {
		course.resent = append(course.resent, x.Span)
	}
	course.Octets += int64(x.Payload)
	course.Repeated += int64(x.Repeated)
	course.Sendings = append(course.Sendings, x)
}

// receipt takes what an acknowledgment says of the other side's numbers.
func (c *Collector) receipt(m *run.Moment) {
	course, acked := &c.stream.Courses[m.Observation.From.Peer()], m.Acked
	if acked.To > acked.From {
		if !course.based {
			course.base, course.based = acked.From, true
		}
		course.believed = max(course.believed, acked.To)
	}
	at, ok := c.arrives(m)
	switch {
	case !ok:
		course.Unheard++
		return
	case m.Ack > max(course.highest, course.believed, 1) && !acked.Any():
		course.Wild++
		return
	}
	r := Receipt{
		At: at, Number: m.Ack, Window: int64(m.Window), Zero: m.Events.Has(flow.ZeroWindow), Twice: facts.DSACKed(&m.Observation),
		order: c.order, reaches: min(m.Ack, course.believed),
	}
	for _, s := range facts.SACKed(&m.Observation) {
		if s.From > m.Ack && s.Len() > 0 {
			r.Holds = append(r.Holds, s)
		}
	}
	course.Receipts = append(course.Receipts, r)
	if once := course.sentOnce(m.Ack); m.RTT > 0 && once {
		course.Trips = append(course.Trips, Trip{At: at, Took: m.RTT + at - c.at(m.Packet.Time)})
	}
}

// sentOnce reports whether nothing that is acknowledged up to a number, and was not before, was
// sent again: else nobody knows which copy the acknowledgment is of (RFC 6298 §3, Karn's
// algorithm), whatever the numbers on the wire looked like to flow.Observation.RTT.
func (c *Course) sentOnce(ack int64) bool {
	open := slices.DeleteFunc(c.resent, func(s facts.Span) bool { return s.From < ack })
	once := len(open) == len(c.resent)
	c.resent = open
	return once
}

// arrives returns when a receipt comes to whom it is for: when it is captured, unless the wire
// was watched. ok says that it does.
func (c *Collector) arrives(m *run.Moment) (at time.Duration, ok bool) {
	switch fate := m.Facts.Fate; {
	case fate == nil:
		return c.at(m.Packet.Time), true
	case len(fate.Arrivals) == 0:
		return 0, false
	default:
		return c.at(fate.Arrivals[0].Time), true
	}
}

// Stream returns what was taken, after the last moment.
func (c *Collector) Stream() *Stream {
	s := &c.stream
	for side := range s.Courses {
		course := &s.Courses[side]
		if s.Watched { // receipts may have overtaken each other
			slices.SortStableFunc(course.Receipts, func(a, b Receipt) int { return cmp.Compare(a.At, b.At) })
			slices.SortStableFunc(course.Trips, func(a, b Trip) int { return cmp.Compare(a.At, b.At) })
		}
		course.scaled = s.Conversation != nil && s.Conversation.ScaleKnown(flow.Side(side).Peer()) //nolint:gosec // there are 2
		course.cover()
	}
	return s
}

// cover finds out how many octets each receipt is the first to cover.
func (c *Course) cover() {
	reached := c.base
	for i := range c.Receipts {
		r := &c.Receipts[i]
		if c.based && r.reaches > reached {
			r.Covers, reached = r.reaches-reached, r.reaches
		}
	}
}
