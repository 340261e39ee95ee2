package flow

import "wireladder/capture"

// maxWindow is the largest window a TCP can offer: 65535 octets, scaled by the
// largest shift (RFC 7323 §2.3). Nothing that belongs to a connection lies
// further ahead.
const maxWindow = 65535 << maxShift

// maxShift is the largest window scale.
const maxShift = 14

// sequence is the sequence space of one direction of a conversation, in
// relative numbers: the SYN is 0, the first octet 1. The numbers are unwrapped:
// they go on counting where those on the wire start again after 2^32.
type sequence struct {
	base    capture.Seq // the absolute number of relative 0, valid if based
	based   bool
	synSent bool
	finSent bool

	next  int64 // after the highest number seen
	acked int64 // the peer has acknowledged all before it
	whole int64 // all before it was seen, or acknowledged
	fin   int64 // the FIN's number, valid if finSent
}

// relative returns the number of an absolute one. Of the many that wrap around
// to the same absolute number it is the one nearest to where the sequence is.
// A number before that of the first segment seen is negative where the
// handshake was not seen.
func (s *sequence) relative(abs capture.Seq) int64 {
	near := max(s.next, s.acked)
	return near + int64(abs.Sub(s.base+capture.Seq(uint32(near))))
}

// baseOnSegment fixes where the sequence begins, by a segment of its own. As in
// Wireshark, a SYN is number 0, and the first segment seen of a conversation
// without one begins with number 1.
func (s *sequence) baseOnSegment(seq capture.Seq, syn bool) {
	if syn {
		*s = sequence{based: true, base: seq}
		return
	}
	*s = sequence{based: true, base: seq - 1, next: 1, acked: 1, whole: 1}
}

// baseOnAck fixes where the sequence begins by the first acknowledgment of it,
// as Wireshark does: all before it is taken for a handshake. If the peer sent
// it with its SYN, it is that of a SYN that was not seen.
func (s *sequence) baseOnAck(ack capture.Seq, withSYN bool) {
	*s = sequence{based: true, base: ack - 1, next: 1, acked: 1, whole: 1}
	if withSYN {
		s.acked, s.synSent = 0, true
	}
}

// occupy notes that the segment's numbers were sent. The first FIN counts; a
// retransmission of it is the same FIN.
func (s *sequence) occupy(seg *segment) {
	if seg.has(capture.SYN) {
		s.synSent = true
	}
	if seg.has(capture.FIN) && !s.finSent {
		s.finSent, s.fin = true, seg.next-1
	}
	s.next = max(s.next, seg.next)
	if seg.seq <= s.whole {
		s.fill(seg.next)
	}
}

// fill notes that everything before to has reached the peer. A FIN that came
// too early counts as soon as the gap before it is closed.
func (s *sequence) fill(to int64) {
	s.whole = max(s.whole, to)
	if s.finSent && s.whole == s.fin {
		s.whole++
	}
}

// acknowledge notes that the peer acknowledges everything before to, and
// returns what of it is new.
func (s *sequence) acknowledge(to int64) Acknowledged {
	if to <= s.acked || to > s.limit() {
		return Acknowledged{}
	}
	a := Acknowledged{SYN: s.acked < 1, From: max(s.acked, 1), To: to}
	if s.finSent && to > s.fin {
		a.FIN = s.acked <= s.fin
		a.To = s.fin
	}
	if a.To <= a.From {
		a.From, a.To = 0, 0
	}
	s.acked = to
	s.fill(to)
	return a
}

// limit returns the highest number that an acknowledgment can cover. One of
// what the capture has missed is believed as far as a window reaches, but not
// in the handshake: there it is meant for an older connection (RFC 9293 §3.5.1).
func (s *sequence) limit() int64 {
	if s.acked < 1 {
		return s.next
	}
	return max(s.next, s.acked) + maxWindow
}

// synCovered reports whether seg, of the peer, acknowledges the SYN.
func (s *sequence) synCovered(seg *segment) bool {
	return seg.has(capture.ACK) && s.synSent && seg.ack >= 1 && seg.ack <= s.limit()
}

// finCovered reports whether seg, of the peer, acknowledges the FIN.
func (s *sequence) finCovered(seg *segment) bool {
	return seg.has(capture.ACK) && s.finSent && seg.ack > s.fin && seg.ack <= s.next
}

// finArrived reports whether the FIN was sent and no octet before it is
// missing: only then the peer's TCP takes notice of it.
func (s *sequence) finArrived() bool { return s.finSent && s.whole > s.fin }
