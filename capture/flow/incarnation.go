package flow

import "wireladder/capture"

// closeBy is how far from the last numbers of a connection those of its next segment
// lie at most: further than any window that is in use, and so few of all numbers that
// another connection is unlikely to have them.
const closeBy = 1 << 24

// Wireshark is what Wireshark says of a segment.
type Wireshark struct {
	Stream       int
	Seq, Ack     int64
	Window       int
	Events       Events
	Completeness Completeness // of the conversation, after the segment
}

// AsWireshark returns what Wireshark says of a TCP segment. It differs from the
// observation where two connections have the same addresses and ports at the same
// time: a capture of two networks, or a host that came back while its old connection
// goes on. Wireshark takes all segments after the second SYN for one connection.
func (o *Observation) AsWireshark() Wireshark {
	if o.mixed != nil {
		return *o.mixed
	}
	c := o.Conversation
	return Wireshark{c.Stream, o.Seq, o.Ack, o.Window, o.Events, c.Completeness}
}

// incarnation returns the connection that the segment is of, and which side sent it:
// c, or the one that had its 4-tuple before, if its numbers are those of that one.
func (t *Tracker) incarnation(o *Observation, h *capture.Outline, c *Conversation, from Side) (*Conversation, Side) {
	elder := t.latest.at(slot{place: c.elder + 1})
	side := from
	if elder.ends[Initiator] != c.ends[Initiator] {
		side = from.Peer()
	}
	older := !c.hasNumbersOf(h, from) && elder.tcp[side].sent.based && elder.tcp[side.Peer()].sent.based &&
		elder.hasNumbersOf(h, side)
	if older && c.marks&shared == 0 {
		t.memory.mix(c)
	}
	if c.marks&shared != 0 {
		o.mixed = t.memory.observeMixed(c, from, h)
	}
	if older {
		return elder, side
	}
	return c, from
}

// hasNumbersOf reports whether a segment of a side has numbers that are close to
// those of the conversation, as far as these are known.
func (c *Conversation) hasNumbersOf(h *capture.Outline, from Side) bool {
	own, peer := &c.tcp[from].sent, &c.tcp[from.Peer()].sent
	refuses := h.Flags.Has(capture.RST) && h.Seq == 0 // it has no number of its own: RFC 9293 §3.10.7.1
	return (refuses || own.isCloseTo(h.Seq)) && (!h.Flags.Has(capture.ACK) || peer.isCloseTo(h.Ack))
}

// isCloseTo reports whether a number is close to where the sequence is.
func (s *sequence) isCloseTo(n capture.Seq) bool {
	d := n.Sub(s.base + capture.Seq(uint32(max(s.next, s.acked)))) //nolint:gosec // wraps around
	return !s.based || -closeBy < d && d < closeBy
}

// mix begins to follow what Wireshark takes for one connection: so far it is c.
func (m *memory) mix(c *Conversation) {
	if m.both == nil {
		m.both = map[*Conversation]*Conversation{}
	}
	c.marks |= shared
	both := *c
	m.both[c] = &both
}

// observeMixed returns what Wireshark says of a segment that it takes for one of c.
func (m *memory) observeMixed(c *Conversation, from Side, h *capture.Outline) *Wireshark {
	both := m.both[c]
	var o Observation
	o.attach(both, from)
	both.count(h, from)
	both.observeCopy(&o, h, &memory{})
	return &Wireshark{both.Stream, o.Seq, o.Ack, o.Window, o.Events, both.Completeness}
}
