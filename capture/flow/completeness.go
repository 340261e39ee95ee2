package flow

import "wireladder/capture"

// Completeness is how much of a TCP connection's life was captured, with the
// values of Wireshark's tcp.completeness. (What Wireshark shows beside a segment
// is the value before it.)
type Completeness uint8

// The parts of a life.
const (
	HasSYN    Completeness = 1 << iota // a SYN, as the very first segment
	HasSYNACK                          // a SYN,ACK
	HasACK                             // a segment with nothing but an acknowledgment
	HasData                            // a segment with payload
	HasFIN                             // a FIN
	HasRST                             // a reset
)

// completed returns the completeness after the segment. As in Wireshark, a SYN
// counts only as the first segment, and a first segment that is none counts for
// nothing.
func (c *Conversation) completed(s *segment) Completeness {
	if c.Packets[Initiator]+c.Packets[Responder] == 1 {
		return beginning(s)
	}
	now := c.Completeness
	switch {
	case s.has(capture.SYN | capture.ACK):
		now |= HasSYNACK
	case !s.has(capture.ACK) || s.has(capture.SYN):
	case s.payload > 0:
		now |= HasData
	default:
		now |= HasACK
	}
	if s.has(capture.FIN | capture.ACK) {
		now |= HasFIN
	}
	if s.has(capture.RST) {
		now |= HasRST
	}
	return now
}

// beginning returns the completeness after the first segment.
func beginning(s *segment) Completeness {
	switch {
	case !opens(s.flags):
		return 0
	case s.payload > 0:
		return HasSYN | HasData
	}
	return HasSYN
}
