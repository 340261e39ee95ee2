package facts

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Book says of each packet of a recording what is known of it by those before it,
// and amends what it said of those by what comes after. Make one with NewBook.
type Book struct {
	ledgers map[*flow.Conversation]*ledger
	ports   map[ports]*ledger // the youngest conversation between two endpoints
	groups  groups
	pieces  map[pieceKey]*pieces
	bodies  bodies
}

// NewBook returns a Book that has seen nothing.
func NewBook() *Book {
	return &Book{ledgers: map[*flow.Conversation]*ledger{}, ports: map[ports]*ledger{}, pieces: map[pieceKey]*pieces{}}
}

// ports are the two endpoints of a connection, the initiator's first.
type ports struct{ from, to string }

// Packet fills in what is known of a packet when it is seen; f is its own, with its
// Fate set. o must be what the packet means, before the next one is observed. Of a
// packet that was captured before it says nothing but that.
func (b *Book) Packet(o *flow.Observation, f *Facts) {
	if o.Packet.Fragments > 0 {
		b.complete(o.Packet)
	}
	switch {
	case o.CopyOf > 0:
	case o.Conversation == nil:
		b.stray(o, f)
	case o.Events.Has(flow.Unreachable):
		b.icmp(o, f)
	case o.Conversation.Proto == capture.UDP:
		b.datagram(o, f)
	default:
		b.segment(o, f)
	}
}

// ledger returns what is remembered of a conversation.
func (b *Book) ledger(c *flow.Conversation) *ledger {
	l := b.ledgers[c]
	if l == nil {
		l = &ledger{conversation: c}
		b.ledgers[c] = l
		if c.Proto == capture.TCP {
			l.earlier = b.between(c)
		}
	}
	return l
}

// between returns the conversation that had the endpoints of c before, and puts c in
// its place.
func (b *Book) between(c *flow.Conversation) *ledger {
	key := ports{c.Endpoint(flow.Initiator).String(), c.Endpoint(flow.Responder).String()}
	if other := (ports{key.to, key.from}); b.ports[other] != nil {
		key = other
	}
	earlier := b.ports[key]
	b.ports[key] = b.ledgers[c]
	return earlier
}

// remember returns a packet as it is remembered.
func (b *Book) remember(o *flow.Observation, f *Facts) *Segment {
	p := o.Packet
	return &Segment{
		Number: p.Number, Time: p.Time, From: o.From, Events: o.Events, Flags: p.TCP.Flags,
		Seq: o.Seq, Next: o.Next, Ack: o.Ack, Window: o.Window, Length: p.PayloadLength, Facts: f,
		id: p.IP.ID, wireSeq: p.TCP.Seq, wireAck: p.TCP.Ack, body: b.bodies.keep(p.Payload),
	}
}

// segment fills in what is known of a TCP segment.
func (b *Book) segment(o *flow.Observation, f *Facts) {
	l := b.ledger(o.Conversation)
	if b.ofOld(l, o, f) {
		return
	}
	l.wait(o, f)
	l.open(o, f)
	switch {
	case o.Events.Has(flow.RST):
		l.reset(o, f)
	case l.probe(o, f):
	default:
		l.numbers(b, o, f)
		l.acknowledges(o, f)
	}
	l.measure(o)
	s := b.remember(o, f)
	l.add(s)
	l.ends[o.From].note(o)
}

// measure keeps the shortest round trip.
func (l *ledger) measure(o *flow.Observation) {
	if o.RTT > 0 && (l.rtt == 0 || o.RTT < l.rtt) {
		l.rtt = o.RTT
	}
}

// after returns how long after a segment the current packet came, 0 where that is not
// known.
func (s *Segment) after(o *flow.Observation) time.Duration { return since(s.Time, o.Packet.Time) }
