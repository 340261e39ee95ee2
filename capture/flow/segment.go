package flow

import "wireladder/capture"

// segment is a TCP segment, in relative numbers for the machines and in those on
// the wire for the rules of the events.
type segment struct {
	header         *capture.Outline
	flags          capture.Flags
	seq, ack, next int64       // see Observation
	payload        int64       // octets
	end            capture.Seq // on the wire: after the payload
	after          capture.Seq // and after the SYN or FIN, too
	at             int64       // when it was captured, ns
}

// measure reads h, fixing where the sequences begin if h is the first to tell.
// (It fills a segment in place, as everything else here that is called for each
// packet: a processor stalls where a struct is copied that was just written.)
func (s *segment) measure(h *capture.Outline, sender, receiver *endpoint) {
	syn, acks := h.Flags.Has(capture.SYN), h.Flags.Has(capture.ACK)
	// A SYN knows better than what was guessed before it, by a reset perhaps. (A
	// SYN with another number than the first begins another conversation.)
	if !sender.sent.based || syn && (!sender.sent.synSent || sender.sent.base != h.Seq) {
		sender.sent.baseOnSegment(h.Seq, syn)
	}
	if acks && !receiver.sent.based {
		receiver.sent.baseOnAck(h.Ack, syn)
	}
	s.header, s.flags, s.payload = h, h.Flags, int64(h.PayloadLength)
	s.seq = sender.sent.relative(h.Seq)
	s.next = s.seq + s.length()
	if acks {
		s.ack = receiver.sent.relative(h.Ack)
	}
	s.end = h.Seq + capture.Seq(h.PayloadLength)
	s.after = s.end
	if s.hasAny(capture.SYN | capture.FIN) {
		s.after++ // Wireshark counts one number for both: which would be absurd
	}
	s.at = h.At
}

// controls reports whether the segment opens, closes or aborts.
func (s *segment) controls() bool { return s.hasAny(capture.SYN | capture.FIN | capture.RST) }

// steady reports whether the segment is one of an open connection that neither
// side has begun to close, and changes nothing of that. Nearly all are.
func (s *segment) steady(sender, receiver *endpoint) bool {
	return s.flags&(capture.SYN|capture.FIN|capture.RST|capture.ACK) == capture.ACK &&
		sender.state == Established && receiver.state == Established &&
		!sender.sent.finSent && !receiver.sent.finSent
}

// has reports whether all these control bits are set.
func (s *segment) has(f capture.Flags) bool { return s.flags&f == f }

// hasAny reports whether one of these control bits is set.
func (s *segment) hasAny(f capture.Flags) bool { return s.flags&f != 0 }

// length returns how many sequence numbers the segment occupies (RFC 9293
// §3.3.1, SEG.LEN): SYN and FIN take one each.
func (s *segment) length() int64 {
	n := s.payload
	if s.has(capture.SYN) {
		n++
	}
	if s.has(capture.FIN) {
		n++
	}
	return n
}

// events returns what the segment does by its own header; judged is what it does
// by comparison with those before it.
func (s *segment) events(judged Events, sender *endpoint) Events {
	e := s.controlEvents()
	if s.payload > 0 && !(judged.Has(KeepAlive) && s.next <= sender.sent.acked) {
		e |= Data
	}
	if e == 0 && s.has(capture.ACK) {
		e = ACK
	}
	return e | judged
}

// controlEvents returns what the control bits say.
func (s *segment) controlEvents() Events {
	var e Events
	if opens(s.flags) {
		e |= SYN
	}
	if s.has(capture.SYN | capture.ACK) {
		e |= SYNACK
	}
	if s.has(capture.FIN) {
		e |= FIN
	}
	if s.has(capture.RST) {
		e |= RST
	}
	return e
}
