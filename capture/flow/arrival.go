package flow

import (
	"wireladder/capture"
	"wireladder/capture/joint"
)

// inFlight is what is known of segments between their sending and their arrival,
// where both are seen: see Tracker.AwaitDeliveries.
type inFlight struct {
	underWay [capture.MaxUnderWay]sentSegment // by number of the packet
	landed   map[*Conversation]*[2]landed
	number   int // of the packet that is looked at
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
	t.land(&o, &joint.PacketFate{Number: d.Packet.Number, Lost: d.Lost, Unseen: d.Unseen})
	return o
}

// land fills in what it means that a packet has arrived, or that it will not.
func (t *Tracker) land(o *Observation, l *joint.PacketFate) {
	if t.inFlight == nil || l.Number <= 0 {
		return
	}
	s := &t.inFlight.underWay[l.Number%capture.MaxUnderWay]
	if s.number != l.Number {
		return
	}
	o.attach(s.conv, s.from)
	o.Seq, o.Ack, o.Next = s.seg.seq, s.seg.ack, s.seg.next
	if l.Lost {
		s.conv.changeRare().lost[s.from]++
		s.conv.changeRare().between = l.Unseen == joint.Between
	} else if l.Unseen.HidesArrival() {
		return
	} else if o.Conversation.Proto == capture.TCP {
		s.arrive(t.inFlight.of(s.conv))
		s.conv.show(o)
	}
}

// ObservePassages is ObserveOutlines after AwaitDeliveries: of packets with the numbers from first on, with what becomes of
// these and of others, in its order.
func (t *Tracker) ObservePassages(outlines []capture.Outline, first int, fates []joint.PacketFate) {
	t.foreseen.packets = nil
	for from := 0; from < len(outlines); from += Ahead {
		batch := outlines[from:min(from+Ahead, len(outlines))]
		t.foresee(batch)
		for i := range batch {
			for len(fates) > 0 && fates[0].Before <= from+i {
				t.landOutline(&fates[0])
				fates = fates[1:]
			}
			c, side := t.foreseen.find(&t.latest, i, &batch[i])
			t.scratch = Observation{}
			t.inFlight.number = first + from + i
			t.observe(&t.scratch, &batch[i], c, side)
		}
	}
	for i := range fates {
		t.landOutline(&fates[i])
	}
}

// landOutline is land where the conversations alone show it.
func (t *Tracker) landOutline(l *joint.PacketFate) {
	t.scratch = Observation{}
	t.land(&t.scratch, l)
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
	s := &w.underWay[w.number%capture.MaxUnderWay]
	s.number, s.conv, s.from = w.number, o.Conversation, o.From
	if seg == nil {
		s.seg = segment{}
		return
	}
	s.seg, s.header = *seg, *seg.header
	s.seg.header = &s.header
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
