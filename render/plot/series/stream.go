package series

import (
	"time"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
)

// Stream is what was seen of one stream. The Collector that made it owns it. Times are since
// Began.
type Stream struct {
	Conversation *flow.Conversation // nil: nothing was seen
	Began        time.Time          // when the first packet that has a time was captured
	First, Last  time.Duration      // of the earliest and the latest thing that is shown
	Watched      bool               // the wire was watched at both ends: see the package
	Courses      [2]Course          // by flow.Side, of what that side sends

	// What is left out, in packets.
	Copies  int // captured before
	Old     int // of an earlier connection of the same ports
	Untimed int // without a time
}

// Larger returns the side that has sent more octets, or more segments where there are none.
func (s *Stream) Larger() flow.Side {
	a, b := &s.Courses[flow.Initiator], &s.Courses[flow.Responder]
	if b.Octets > a.Octets || b.Octets == a.Octets && len(b.Sendings) > len(a.Sendings) {
		return flow.Responder
	}
	return flow.Initiator
}

// Course is what one side sends, and what the other one says of that.
type Course struct {
	Sendings []Sending // in order of capture
	Receipts []Receipt // in order of capture, or of arrival on a watched wire
	Trips    []Trip    // as Receipts
	Octets   int64     // payload, with what was sent again
	Repeated int64     // of these, the octets that were captured before
	Unheard  int       // receipts that were not seen to arrive
	Wild     int       // receipts of numbers that nobody has sent

	scaled   bool  // the receiver's windows are in octets
	believed int64 // after the last octet that an acknowledgment has covered
	base     int64 // before the first one; valid if based
	based    bool
	highest  int64        // after the highest number that was captured
	resent   []facts.Span // numbers that were sent again, and were not acknowledged since
}

// Scaled reports whether windows that are offered in Receipts are known in octets.
func (c *Course) Scaled() bool { return c.scaled }

// Sending is a segment with numbers of its own, a probe, a RST, or a datagram.
type Sending struct {
	At       time.Duration
	Number   int        // of the packet
	Span     facts.Span // its numbers; of UDP none
	Payload  int        // octets
	Repeated int        // of these, octets that were captured before
	Why      Why
	SYN, FIN bool
	RST      bool // its numbers are those of what it answers
	Probe    bool // it is sent only to be answered
	Lost     bool // a watched wire has lost it
	Between  bool // it was lost between two captures: no more is known of that

	order int // in which it was captured
}

// Why is why a segment is sent, as far as a plot tells that apart.
type Why uint8

// The reasons. FirstTime, the zero value, is a segment that is not sent again.
const (
	FirstTime   Why = iota
	TooLate         // below numbers that were captured before, and not captured itself before
	Fast            // again: duplicate ACKs or SACK asked for it
	TailProbe       // again: a tail loss probe, by the kernel's count or its timing
	TimedOut        // again: the retransmission timer ran out
	ForNothing      // again, though it had been acknowledged, and nothing shows why
	Unexplained     // again, and nothing shows why
	OtherCause      // again, for another cause that is known
)

// reasons say what a cause is for a plot.
var reasons = map[facts.Cause]Why{
	facts.Asked: Fast, facts.Overtaken: Fast, facts.Holes: Fast,
	facts.LossProbe: TailProbe, facts.EarlyProbe: TailProbe,
	facts.Timeout: TimedOut, facts.Backoff: TimedOut, facts.AfterProbe: TimedOut,
}

// whyOf returns why a segment is sent, of which f is known.
func whyOf(f *facts.Facts) Why {
	a := f.Again
	switch {
	case a == nil && f.Late != nil:
		return TooLate
	case a == nil:
		return FirstTime
	case a.Cause == facts.NoCause && (a.Acked > 0 || a.Twice > 0):
		return ForNothing
	case a.Cause == facts.NoCause:
		return Unexplained
	}
	if why, ok := reasons[a.Cause]; ok {
		return why
	}
	return OtherCause
}

// Receipt is what the other side says of the numbers that it has got and takes.
type Receipt struct {
	At     time.Duration
	Number int64        // that it expects next
	Window int64        // octets that it offers from there on, as far as Course.Scaled
	Zero   bool         // it takes nothing for now
	Covers int64        // octets of payload that it acknowledges for the first time
	Holds  []facts.Span // what it names by SACK, behind a gap
	Twice  facts.Span   // what it reports to have come twice (D-SACK)

	order   int
	reaches int64 // the last octet that it can cover, plus one
}

// Edge returns the number behind the window.
func (r *Receipt) Edge() int64 { return r.Number + r.Window }

// Trip is a round trip, as it is seen from where it was captured: from a segment that was sent
// once to the first acknowledgment that covers it (RFC 6298 §3, Karn's algorithm).
type Trip struct {
	At   time.Duration // when the acknowledgment came
	Took time.Duration
}

// Amount is how many octets there are from a time on.
type Amount struct {
	At     time.Duration
	Octets int64
}
