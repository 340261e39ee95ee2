package series

import "time"

// Rates are octets of payload in spans of time that follow each other. Each is Every long, the
// first begins with Stream.First.
type Rates struct {
	Every    time.Duration
	Sent     []int64 // with what was sent again
	Repeated []int64 // of Sent, what was captured before
	Covered  []int64 // acknowledged for the first time
}

// MostSpans is how many spans there are at most.
const MostSpans = 4096

// Rates counts the octets of a course in spans that are so long; longer, where there would be
// more than MostSpans.
func (s *Stream) Rates(of *Course, every time.Duration) *Rates {
	long := s.Last - s.First
	every = max(every, 1, long/MostSpans+1)
	n := int(long/every) + 1
	r := &Rates{Every: every, Sent: make([]int64, n), Repeated: make([]int64, n), Covered: make([]int64, n)}
	for i := range of.Sendings {
		x := &of.Sendings[i]
		span := (x.At - s.First) / every
		r.Sent[span] += int64(x.Payload)
		r.Repeated[span] += int64(x.Repeated)
	}
	for i := range of.Receipts {
		r.Covered[(of.Receipts[i].At-s.First)/every] += of.Receipts[i].Covers
	}
	return r
}

// Rate returns octets a second.
func (r *Rates) Rate(octets int64) float64 { return float64(octets) / r.Every.Seconds() }
