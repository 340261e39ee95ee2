package flow

import (
	"time"

	"wireladder/capture"
)

// history is what the events of one direction are judged by: what its last
// segments said. The rules are those of Wireshark 4.0 (TCP Analysis, Wireshark
// User's Guide §7.5), read for what they mean; where they take a number of 0 for
// one that was not seen, seen tells the two apart here.
type history struct {
	nextAt int64 // when next was reached, ns
	ackAt  int64 // when the last segment was seen, ns

	next    capture.Seq // after the highest number sent, valid if seen
	ack     capture.Seq // of the last segment, valid if acked
	highest capture.Seq // up to here nothing is missing that the peer could acknowledge, valid if seen

	window  uint16 // of the last segment, as on the wire
	repeats int16  // how often ack was repeated since it changed; unseen if it is of what was not captured
	scale   int8   // the shift count of window plus one, or one of the constants below

	seen      bool // a segment was seen
	acked     bool // ack says something
	opening   bool // its SYN was seen and no acknowledgment since: its window is not scaled
	keptAlive bool // the last segment was a keep-alive
	probed    bool // the last segment was a zero-window probe
}

// What scale is where it is no shift count, which is kept plus one.
const (
	scaleUnknown int8 = 0  // no SYN was seen
	scaleNone    int8 = -1 // windows are not scaled
)

// unseen is the number of repeats after an acknowledgment of what was not
// captured.
const unseen = -1

// The times by which Wireshark tells one kind of repetition from another.
const (
	fastRetransmission = 20 * time.Millisecond // after the last duplicate ACK
	reordering         = 3 * time.Millisecond  // after what was overtaken, where no round trip is known
)

// shift returns by how many bits windows of this direction are shifted.
func (h *history) shift() uint8 {
	if h.scale <= 0 {
		return 0
	}
	return uint8(h.scale) - 1 //nolint:gosec // it is above 0
}

// negotiate notes the window scale of a SYN or SYN,ACK of this direction. Windows
// are scaled only where both sides ask for it (RFC 7323 §2.2), so that one who
// does not tells of both; after a lost SYN the SYN,ACK is believed.
func (h *history) negotiate(rev *history, s *segment) {
	switch {
	case s.header.Scale > 0:
		h.scale = int8(min(s.header.Scale-1, maxShift)) + 1 //nolint:gosec // at most 15
		if s.has(capture.ACK) && rev.scale == scaleNone {
			h.scale = scaleNone
		}
	case h.scale == scaleUnknown:
		h.scale, rev.scale = scaleNone, scaleNone
	}
}

// remember keeps of a segment, which was judged to be e, what the next ones are
// judged by.
func (h *history) remember(s *segment, e Events) {
	h.keptAlive, h.probed = e.Has(KeepAlive), e.Has(ZeroWindowProbe)
	if !h.probed {
		h.advance(s)
	}
	h.window, h.ack, h.ackAt = s.header.Window, s.header.Ack, s.at
	h.acked = s.header.Ack != 0 || s.has(capture.ACK)
}

// advances reports whether no segment with numbers as high was seen.
func (h *history) advances(s *segment) bool {
	if !h.seen {
		return !s.has(capture.RST) || s.header.Seq != 0
	}
	return h.next.Less(s.after)
}

// advance notes that the segment's numbers were sent.
func (h *history) advance(s *segment) {
	first := !h.seen
	if first && s.has(capture.RST) && s.header.Seq == 0 {
		return // it refuses a SYN, and has no number of its own: RFC 9293 §3.10.7.1
	}
	if h.advances(s) {
		h.next, h.nextAt, h.seen = s.after, s.at, true
	}
	if first || h.highest == s.header.Seq {
		h.highest = h.next
	}
}

// offer returns the window of a segment of this direction, in octets. That of a
// SYN is never scaled (RFC 7323 §2.2).
func (h *history) offer(s *segment) int {
	if s.has(capture.SYN) {
		return int(s.header.Window)
	}
	return int(s.header.Window) << h.shift()
}
