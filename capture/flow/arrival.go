package flow

import "wireladder/capture"

// inFlight is what is known of segments between their sending and their arrival,
// where both are seen: see Tracker.AwaitDeliveries.
type inFlight struct {
	underWay [capture.MaxUnderWay]sentSegment // by number of the packet
	landed   map[*Conversation]*[2]landed
}

// sentSegment is a segment that may arrive.
type sentSegment struct {
	number int // of its packet; 0: none
	conv   *Conversation
	from   Side
	seg    segment
	header capture.Outline // what seg.header points to
}

// AwaitDeliveries says that packets are of a wire that is captured at both ends:
// from now on a packet that is observed has been sent and no more. What it does to
// its receiver, Deliver tells, if it arrives. Packets must have numbers.
func (t *Tracker) AwaitDeliveries() {
	if t.inFlight == nil {
		t.inFlight = &inFlight{landed: map[*Conversation]*[2]landed{}}
	}
}

// Deliver says what it means that a packet has arrived, or that it will not: only
// its receiver may change its state. Of a packet that was not observed after
// AwaitDeliveries, or too long ago, it says nothing.
func (t *Tracker) Deliver(d *capture.Delivery) Observation {
	o := Observation{Packet: d.Packet}
	if t.inFlight == nil || d.Packet.Number <= 0 {
		return o
	}
	s := &t.inFlight.underWay[d.Packet.Number%capture.MaxUnderWay]
	if s.number != d.Packet.Number {
		return o
	}
	o.attach(s.conv, s.from)
	o.Seq, o.Ack, o.Next = s.seg.seq, s.seg.ack, s.seg.next
	if d.Lost {
		s.conv.changeRare().lost[s.from]++
	} else if d.Unseen.HidesArrival() {
		return o
	} else if o.Conversation.Proto == capture.TCP {
		s.arrive(t.inFlight.of(s.conv))
		s.conv.show(&o)
	}
	return o
}

// of returns what has landed in a conversation, by who sent it.
func (w *inFlight) of(c *Conversation) *[2]landed {
	l := w.landed[c]
	if l == nil {
		l = new([2]landed)
		w.landed[c] = l
	}
	return l
}

// send notes a segment that is on its way.
func (w *inFlight) send(o *Observation, seg *segment) {
	s := &w.underWay[o.Packet.Number%capture.MaxUnderWay]
	*s = sentSegment{number: o.Packet.Number, conv: o.Conversation, from: o.From}
	if seg != nil {
		s.seg, s.header = *seg, *seg.header
		s.seg.header = &s.header
	}
}

// arrive lets the segment have its effects on its receiver.
func (s *sentSegment) arrive(to *[2]landed) {
	sender, receiver := &s.conv.tcp.sides[s.from], &s.conv.tcp.sides[s.from.Peer()]
	if s.seg.has(capture.RST) {
		if receiver.acceptsReset(sender, &s.seg) {
			receiver.state = Closed
		}
		return
	}
	receiver.receive(&s.seg, to[s.from].take(&s.seg))
}
