package flow

import "wireladder/capture"

// segment is a TCP segment in relative numbers.
type segment struct {
	header         *capture.TCPHeader
	seq, ack, next int64 // see Observation
	payload        int
}

// measure returns p in relative numbers, fixing where the sequences begin if p
// is the first to tell.
func measure(p *capture.Packet, sender, receiver *endpoint) segment {
	h := &p.TCP
	syn, acks := h.Flags.Has(capture.SYN), h.Flags.Has(capture.ACK)
	// A SYN knows better than what was guessed before it, by a reset perhaps. (A
	// SYN with another number than the first begins another conversation.)
	if !sender.sent.based || syn && (!sender.sent.synSent || sender.sent.base != h.Seq) {
		sender.sent.baseOnSegment(h.Seq, syn)
	}
	if acks && !receiver.sent.based {
		receiver.sent.baseOnAck(h.Ack, syn)
	}
	s := segment{header: h, seq: sender.sent.relative(h.Seq), payload: p.PayloadLength}
	s.next = s.seq + s.length()
	if acks {
		s.ack = receiver.sent.relative(h.Ack)
	}
	return s
}

// has reports whether all these control bits are set.
func (s segment) has(f capture.Flags) bool { return s.header.Flags.Has(f) }

// hasAny reports whether one of these control bits is set.
func (s segment) hasAny(f capture.Flags) bool { return s.header.Flags&f != 0 }

// length returns how many sequence numbers the segment occupies (RFC 9293
// §3.3.1, SEG.LEN): SYN and FIN take one each.
func (s segment) length() int64 {
	n := int64(s.payload)
	if s.has(capture.SYN) {
		n++
	}
	if s.has(capture.FIN) {
		n++
	}
	return n
}

// events returns what the segment does. It asks the machines as they were
// before it.
func (s segment) events(sender, receiver *endpoint) Events {
	if s.keepsAlive(sender) {
		return ACK | KeepAlive
	}
	e := s.controlEvents()
	if s.payload > 0 {
		e |= Data
	}
	if s.length() > 0 && s.next <= sender.sent.next && !s.has(capture.RST) {
		e |= Retransmission
	}
	if e == 0 && s.has(capture.ACK) {
		e = ACK
		if s.repeatsAck(sender, receiver) {
			e |= DupACK
		}
	}
	return e
}

// controlEvents returns what the control bits say.
func (s segment) controlEvents() Events {
	var e Events
	if opens(s.header.Flags) {
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

// keepsAlive reports whether the segment is a probe of an idle connection: it
// repeats the last number sent, which is acknowledged already, with one octet
// of garbage or none (RFC 9293 §3.8.4).
func (s segment) keepsAlive(sender *endpoint) bool {
	return s.has(capture.ACK) && !s.hasAny(capture.SYN|capture.FIN|capture.RST) &&
		s.payload <= 1 && s.seq == sender.sent.next-1 && sender.sent.acked == sender.sent.next
}

// repeatsAck reports whether a pure acknowledgment says what the one before it
// said while data of the peer is under way (RFC 5681 §2, without its SACK).
func (s segment) repeatsAck(sender, receiver *endpoint) bool {
	return s.ack == sender.ack && s.header.Window == sender.window &&
		s.seq == sender.sent.next && receiver.sent.next > s.ack
}
