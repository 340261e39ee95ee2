package flow

import (
	"math"

	"wireladder/capture"
)

// judge returns what the next segment of direction h, whose other direction is
// rev, means by Wireshark's rules. It asks what was remembered of the segments
// before it, and counts repeated acknowledgments.
func (h *history) judge(rev *history, s *segment, opening *handshakeTime) Events {
	e := h.progress(rev, s)
	if s.header.Ack != h.ack {
		h.repeats = 0
	}
	if rev.seen && s.has(capture.ACK) && rev.highest.Less(s.header.Ack) {
		e |= rev.skipped()
	}
	if s.after != s.header.Seq && e&KeepAlive == 0 {
		e |= h.repetition(rev, s, opening)
	}
	return e
}

// progress compares the segment with the number that is due, and its window
// and acknowledgment with the last ones.
func (h *history) progress(rev *history, s *segment) Events {
	due := h.seen && s.header.Seq == h.next
	if s.payload == 1 && due && rev.seen && rev.window == 0 {
		return ZeroWindowProbe
	}
	var e Events
	if h.seen && h.next.Less(s.header.Seq) && !s.has(capture.RST) {
		e |= LostSegment
	}
	if s.controls() {
		return e
	}
	if s.header.Window == 0 {
		e |= ZeroWindow
	}
	if s.payload <= 1 && h.seen && s.header.Seq == h.next-1 {
		e |= KeepAlive
	}
	if s.payload > 0 && rev.fills(s.end) {
		e |= WindowFull
	}
	if s.payload == 0 && due {
		e |= h.answer(rev, s)
	}
	return e
}

// fills reports whether a segment of the other direction that ends at end uses
// the last octet of the window that h offers. Where it is not known how the
// window is scaled there is no telling.
func (h *history) fills(end capture.Seq) bool {
	if h.scale == scaleUnknown {
		return false
	}
	shift := h.shift()
	if h.opening {
		shift = 0
	}
	return end == h.ack+capture.Seq(uint32(h.window)<<shift)
}

// answer tells the kinds of segment that carry nothing and no number that is
// new: all they can say is in the window, or that something arrived again.
func (h *history) answer(rev *history, s *segment) Events {
	if !h.acked || s.header.Ack != h.ack {
		return 0
	}
	window := s.header.Window
	switch {
	case window != h.window:
		if window == 0 {
			return 0
		}
		return WindowUpdate
	case window == 0:
		if rev.probed {
			return ZeroWindowProbeACK
		}
		return 0
	case rev.keptAlive:
		return KeepAliveACK
	}
	h.repeats = min(max(h.repeats, 0), math.MaxInt16-1) + 1 // more of them say no more
	return DupACK
}

// skipped notes that numbers of h were acknowledged that were not captured, and
// returns what to say of it: it is said once for each gap, and where h says
// nothing but acknowledgments, once until these go on.
func (h *history) skipped() Events {
	if h.highest.Less(h.next) {
		h.highest = h.next
		return ACKLostSegment
	}
	said := h.repeats != 0
	h.repeats = unseen
	if said {
		return 0
	}
	return ACKLostSegment
}

// repetition tells why a segment occupies numbers that were passed already: none
// where it does not.
func (h *history) repetition(rev *history, s *segment, opening *handshakeTime) Events {
	seq := s.header.Seq
	if s.payload > 0 && rev.acked && s.end.LessEq(rev.ack) {
		return Retransmission | SpuriousRetransmission
	}
	// More than one octet from the one before the next is taken for new data: that
	// one octet was a window probe, which was not counted.
	behind := h.seen && seq.Less(h.next) && (s.payload <= 1 || seq != h.next-1)
	switch {
	case !behind:
		return 0
	case rev.asks(s):
		return Retransmission | FastRetransmission
	case h.overtaken(s, opening):
		return OutOfOrder
	}
	return Retransmission
}

// asks reports whether h has just asked for the segment of the other direction
// by duplicate acknowledgments. Two are enough, as one may be missing from the
// capture; and where it is known that segments of the other direction are
// missing, any number is.
func (h *history) asks(s *segment) bool {
	return (h.repeats >= 2 || h.repeats == unseen) && h.ack == s.header.Seq &&
		within(s.at, h.ackAt, int64(fastRetransmission))
}

// overtaken reports whether a segment that comes late may have been sent before
// those that were captured before it: if less than a round trip has passed.
func (h *history) overtaken(s *segment, opening *handshakeTime) bool {
	threshold := opening.firstRTT()
	if threshold == 0 {
		threshold = reordering
	}
	return s.after != h.next && within(s.at, h.nextAt, int64(threshold))
}

// within reports whether a time is less than limit after an earlier one. A time
// that lies before it is not.
func within(at, earlier, limit int64) bool { return uint64(at-earlier) < uint64(limit) } //nolint:gosec // negative is too long
