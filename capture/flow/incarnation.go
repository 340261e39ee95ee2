package flow

import "wireladder/capture"

// closeBy is how far from the last numbers of a connection those of its next segment
// lie, if nothing tells otherwise. Another connection's seldom do: those of the next
// one with the same 4-tuple are further on by 250,000 for each second, or by 15
// million on Linux (RFC 6528 §3).
const closeBy = 1 << 16

// farAway is the distance of numbers that cannot be those of a connection: RFC 9293
// §3.10.7.3 tells them.
const farAway = 1 << 32

// Wireshark is what Wireshark says of a segment.
type Wireshark struct {
	Stream   int
	Seq, Ack int64
	Window   int
	Events   Events
}

// AsWireshark returns what Wireshark says of a TCP segment. It differs from the
// observation where two connections have the same addresses and ports at the same
// time: a capture of two networks, or a host that came back while its old connection
// goes on. Wireshark takes all segments after the second SYN for one connection.
func (o *Observation) AsWireshark() Wireshark {
	if o.mixed != nil {
		return *o.mixed
	}
	return Wireshark{o.Conversation.Stream, o.Seq, o.Ack, o.Window, o.Events}
}

// incarnation returns the connection that the segment is of, and which side sent it:
// c, or the one that had its 4-tuple before, if its numbers are those of that one.
func (t *Tracker) incarnation(o *Observation, h *capture.Outline, c *Conversation, from Side) (*Conversation, Side) {
	elder := t.latest.connection(c.rare.elder)
	side := from
	if elder.ends[Initiator] != c.ends[Initiator] {
		side = from.Peer()
	}
	ours, others := c.distance(h, from), elder.distance(h, side)
	older := ours > closeBy && others <= closeBy && others < ours
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

// distance returns how far the numbers of a segment of a side are from those of the
// conversation: 0 where neither of them is known.
func (c *Conversation) distance(h *capture.Outline, from Side) int {
	own, peer := &c.tcp.sides[from].sent, &c.tcp.sides[from.Peer()].sent
	d := 0
	if !h.Flags.Has(capture.RST) || h.Seq != 0 { // else it has no number of its own: RFC 9293 §3.10.7.1
		d = own.distance(h.Seq, 0)
	}
	if h.Flags.Has(capture.ACK) {
		d = max(d, peer.distance(h.Ack, 1))
	}
	return d
}

// distance returns how far a number is from where the sequence is. Before its SYN is
// acknowledged it has no other numbers than those that were sent, from least on.
func (s *sequence) distance(n capture.Seq, least int64) int {
	if !s.based {
		return 0
	}
	if at := int64(n - s.base); s.synSent && s.acked < 1 && (at < least || at > max(s.next, 1)) {
		return farAway
	}
	d := n.Sub(s.base + capture.Seq(uint32(max(s.next, s.acked)))) //nolint:gosec // wraps around
	return max(d, -d)
}

// mix begins to follow what Wireshark takes for one connection: so far it is c.
func (m *memory) mix(c *Conversation) {
	if m.both == nil {
		m.both = map[*Conversation]*Conversation{}
	}
	c.marks |= shared
	m.both[c] = c.clone()
}

// observeMixed returns what Wireshark says of a segment that it takes for one of c.
func (m *memory) observeMixed(c *Conversation, from Side, h *capture.Outline) *Wireshark {
	both := m.both[c]
	var o Observation
	o.attach(both, from)
	both.count(h, from)
	both.observeCopy(&o, h, &memory{})
	return &Wireshark{both.Stream, o.Seq, o.Ack, o.Window, o.Events}
}

// clone returns another conversation of which the same is known: a connection.
func (c *Conversation) clone() *Conversation {
	other := &connection{*c, *c.tcp}
	other.tcp = &other.machines
	if c.rare != nil {
		r := *c.rare
		other.rare = &r
	}
	return &other.Conversation
}
