package flow

import (
	"time"

	"wireladder/capture"
)

// reopenedBy reports whether h is the SYN of a new incarnation: the port is
// used again, with another initial sequence number. A SYN with the number
// already known is a retransmission, or another try of a refused connection:
// Wireshark counts both to the same stream.
func (c *Conversation) reopenedBy(h *capture.Outline, from Side) bool {
	if !opens(h.Flags) {
		return false
	}
	sent := &c.tcp.sides[from].sent
	return sent.based && sent.base != h.Seq
}

// seen reports whether a packet of the conversation was seen, and not just one
// that is a tunnel for another or quoted in an error.
func (c *Conversation) seen() bool { return c.Packets != [2]uint32{} }

// count adds the packet to its sender's totals.
func (c *Conversation) count(h *capture.Outline, from Side) {
	c.Packets[from]++
	c.Payload[from] += int64(h.PayloadLength)
	c.Bytes[from] += int64(h.Length)
	if h.Cut {
		c.changeRare().cut++
	}
}

// attach places the observation in its conversation, before anything happens.
func (o *Observation) attach(c *Conversation, from Side) {
	o.Conversation, o.From = c, from
	o.Before, o.After = c.States, c.States
}

// opens reports whether a segment with these flags asks for a connection.
func opens(f capture.Flags) bool { return f&(capture.SYN|capture.ACK) == capture.SYN }

// tcpConversation is the two machines of a TCP conversation, and how its handshake is
// measured. The zero value is that of a conversation of which nothing was seen.
type tcpConversation struct {
	sides     [2]endpoint // by Side
	handshake handshakeTime
}

// connection is a TCP conversation and its machines, in one piece of memory.
type connection struct {
	Conversation
	machines tcpConversation
}

// observe takes the next segment of the conversation and fills in what it means.
func (c *Conversation) observe(o *Observation, h *capture.Outline, m *memory) {
	var seg segment
	sender, receiver := c.judge(o, h, &seg, &m.fly)
	c.compare(o, &seg, m)
	c.reconsider(o, sender, receiver, &seg)
	switch {
	case seg.steady(sender, receiver):
		o.Acked = receiver.sent.acknowledge(seg.ack)
		sender.note(&seg)
	case seg.has(capture.RST):
		c.noteReset(o, sender, receiver, &seg)
		abort(sender, receiver, &seg)
	default:
		exchange(o, sender, receiver, &seg)
		if c.ToItself() {
			receiver.meetItself(o, sender, &seg)
		}
	}
	c.show(o)
	c.remember(o, &seg, m)
}

// observeSent is observe for a segment that is yet to arrive.
func (c *Conversation) observeSent(o *Observation, h *capture.Outline, m *memory, w *inFlight) {
	var seg segment
	sender, receiver := c.judge(o, h, &seg, &m.fly)
	c.compare(o, &seg, m)
	if seg.has(capture.RST) {
		c.noteReset(o, sender, receiver, &seg)
		sender.state = Closed
	} else {
		emit(o, sender, receiver, &seg)
	}
	c.show(o)
	c.remember(o, &seg, m)
	w.send(o, &seg)
}

// observeCopy is observe for a segment that was captured before: it is judged as
// Wireshark judges it, and has no effects.
func (c *Conversation) observeCopy(o *Observation, h *capture.Outline, m *memory) {
	var seg segment
	own, peer := c.judge(o, h, &seg, &m.fly)
	c.show(o)
	o.Before = o.After
	c.countRetransmission(o)
	own.past.remember(&seg, o.Events)
	c.time(o, &own.past, &peer.past, &seg)
	c.Completeness = c.completed(&seg)
}

// takenBack is added to who sent a reset if that was taken back.
const takenBack = 2

// reconsider takes a reset back if its sender goes on: then it was none of its connection,
// or its receiver did not take it (RFC 5961 §3.2).
func (c *Conversation) reconsider(o *Observation, sender, receiver *endpoint, seg *segment) {
	if c.resetBy != uint8(o.From)+1 || c.marks&refused != 0 || !seg.has(capture.ACK) || seg.hasAny(capture.RST|capture.SYN) {
		return
	}
	c.resetBy += takenBack
	sender.revive(receiver)
	receiver.revive(sender)
	o.Before[o.From], o.Before[o.From.Peer()] = sender.state, receiver.state
}

// noteReset notes who sent the first reset that its receiver takes. A RST without ACK, which
// answers a segment for a socket that is gone, shows that an earlier one was taken, though
// its sender went on: somebody on the way had sent that in its name.
func (c *Conversation) noteReset(o *Observation, sender, receiver *endpoint, seg *segment) {
	if _, before := c.Reset(); !before && receiver.acceptsReset(sender, seg) {
		if c.resetBy == uint8(o.From.Peer())+1+takenBack && !seg.has(capture.ACK) {
			c.resetBy -= takenBack
			return
		}
		c.resetBy = uint8(o.From) + 1
		if receiver.state == SynSent {
			c.marks |= refused
		}
	}
}

// countRetransmission counts what Wireshark takes for sent again.
func (c *Conversation) countRetransmission(o *Observation) {
	if o.Events.Has(Retransmission) {
		c.changeRare().retransmissions[o.From]++
	}
}

// judge fills in what the segment means by comparison with those before it, and
// returns both sides.
func (c *Conversation) judge(o *Observation, h *capture.Outline, seg *segment, fly *flights) (sender, receiver *endpoint) {
	sender, receiver = &c.tcp.sides[o.From], &c.tcp.sides[o.From.Peer()]
	judged := o.Events
	if h.Flags.Has(capture.SYN) && sender.sent.based {
		judged |= sender.restart(h, fly)
	}
	seg.measure(h, sender, receiver)
	o.Seq, o.Ack, o.Next = seg.seq, seg.ack, seg.next
	judged |= sender.past.judge(&receiver.past, seg, &c.tcp.handshake)
	o.Events = seg.events(judged, sender)
	o.Window = sender.past.offer(seg)
	o.AcksPeerFIN = seg.has(capture.FIN) && receiver.sent.finCovered(seg)
	o.PeerFINSeen = seg.has(capture.FIN) && receiver.sent.finSent
	return sender, receiver
}

// show makes the states of both machines known.
func (c *Conversation) show(o *Observation) {
	for side := range c.tcp.sides {
		c.States[side] = c.tcp.sides[side].state
	}
	o.After = c.States
}

// restart prepares for a SYN that was sent before, or for a SYN,ACK that begins
// anew where there was one already.
func (e *endpoint) restart(h *capture.Outline, fly *flights) Events {
	if e.sent.base != h.Seq {
		if !e.past.seen && e.sent.base+1 == 0 {
			return 0 // all it has sent is a reset, with number 0 because it had none
		}
		return PortReused // a SYN,ACK: a SYN would have begun another conversation
	}
	if opens(h.Flags) {
		e.settle(fly)
		e.past.next = e.past.highest // a reset may have moved it: RFC 9293 §3.5.2
	}
	return 0
}

// remember keeps what the next segments are compared with, and measures times.
func (c *Conversation) remember(o *Observation, s *segment, m *memory) {
	own, peer := &c.tcp.sides[o.From], &c.tcp.sides[o.From.Peer()]
	c.countRetransmission(o)
	switch {
	case s.after != s.header.Seq:
		own.launch(s, peer.past.seen, o.Events, &m.fly)
	case own.past.next.Less(s.after):
		own.settle(&m.fly)
	}
	own.past.remember(s, o.Events)
	if s.has(capture.ACK) && peer.flying != grounded {
		landed := peer.land(s.header.Ack, &m.fly)
		if o.Acked.Any() && landed.any && !landed.again {
			o.RTT = elapsed(landed.at, s.at)
		}
	}
	if o.Packet != nil && o.Acked.Any() {
		m.noteAck(c, o)
	}
	c.time(o, &own.past, &peer.past, s)
	c.Completeness = c.completed(s)
}

// elapsed returns the time from one moment to another, in ns; 0 if it went
// backwards, or if one of them is not known.
func elapsed(from, to int64) time.Duration {
	if from == capture.NoTime || to == capture.NoTime {
		return 0
	}
	return max(time.Duration(to-from), 0)
}

// exchange lets a segment that is no reset have its effects: first what it
// proves of the time before it, then what its sender does by sending it, then
// what it does to its receiver.
func exchange(o *Observation, sender, receiver *endpoint, seg *segment) {
	if !seg.hasAny(capture.SYN | capture.ACK) {
		return // a TCP drops it unread: RFC 9293 §3.10.7.4, fifth
	}
	if seg.has(capture.ACK) {
		o.Acked = receiver.sent.acknowledge(seg.ack)
	}
	correct(sender, receiver, seg)
	o.Before[o.From], o.Before[o.From.Peer()] = sender.state, receiver.state
	sender.note(seg)
	sender.send(receiver, seg)
	receiver.receive(seg, sender.sent.finArrived())
}

// emit is exchange for a segment that is yet to arrive: its receiver knows nothing
// of it, and its sender knows only of what has arrived.
func emit(o *Observation, sender, receiver *endpoint, seg *segment) {
	if !seg.hasAny(capture.SYN | capture.ACK) {
		return
	}
	if seg.has(capture.ACK) {
		o.Acked = receiver.sent.acknowledge(seg.ack)
	}
	correct(sender, receiver, seg)
	o.Before[o.From], o.Before[o.From.Peer()] = sender.state, receiver.state
	sender.note(seg)
	switch {
	case opens(seg.flags) && sender.state == Closed:
		sender.state = SynSent
	case seg.has(capture.SYN):
		sender.open(receiver, seg)
	}
	if seg.has(capture.FIN) {
		sender.close()
	}
}

// abort lets a reset end the conversation for both sides, if the receiver
// would accept it (RFC 9293 §3.5.3).
func abort(sender, receiver *endpoint, seg *segment) {
	if receiver.acceptsReset(sender, seg) {
		sender.state, receiver.state = Closed, Closed
	}
}
