package facts

import (
	"net/netip"
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
	turns   turns
	bodies  bodies

	listeners map[netip.AddrPort]*listener
}

// NewBook returns a Book that has seen nothing.
func NewBook() *Book {
	return &Book{ledgers: map[*flow.Conversation]*ledger{}, ports: map[ports]*ledger{}, pieces: map[pieceKey]*pieces{}, listeners: map[netip.AddrPort]*listener{}}
}

// ports are the two endpoints of a connection, the initiator's first.
type ports struct{ from, to string }

// Packet returns what is known of a packet when it is seen: besides known, which the
// Book does not find out itself. o must be what the packet means, before the next one is
// observed. Of a packet that was captured before it says nothing but that. The Book goes
// on amending what it returns.
func (b *Book) Packet(o *flow.Observation, known Facts) *Facts {
	s := &Segment{Facts: known}
	if o.Packet.Fragments > 0 {
		s.Facts.Fragment = b.complete(o.Packet)
	}
	switch {
	case o.CopyOf > 0:
	case o.Conversation == nil:
		b.stray(o, &s.Facts)
	case o.Events.Has(flow.Unreachable):
		b.icmp(o, s)
	case o.Conversation.Proto == capture.UDP:
		b.datagram(o, s)
	default:
		b.segment(o, s)
	}
	return &s.Facts
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
	if earlier != nil {
		earlier.younger = b.ledgers[c]
	}
	return earlier
}

// remember keeps a packet for those to come.
func (b *Book) remember(l *ledger, o *flow.Observation, s *Segment) {
	p := o.Packet
	s.Number, s.Time, s.From, s.Events, s.Flags = p.Number, p.Time, o.From, o.Events, p.TCP.Flags
	s.Seq, s.Next, s.Ack, s.Window, s.Length = o.Seq, o.Next, o.Ack, o.Window, p.PayloadLength
	s.id, s.wireSeq, s.wireAck, s.body = p.IP.ID, p.TCP.Seq, p.TCP.Ack, b.bodies.keep(p.Payload)
	l.add(s)
	b.turns.add(l)
	l.ends[o.From].note(o)
}

// segment fills in what is known of a TCP segment.
func (b *Book) segment(o *flow.Observation, s *Segment) {
	l, f := b.ledger(o.Conversation), &s.Facts
	if b.ofOld(l, o, s) {
		return
	}
	if o.Conversation.Endpoint(flow.Initiator) == o.Conversation.Endpoint(flow.Responder) {
		b.toItself(l, o, s)
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
	b.listens(l, o, f)
	l.measure(o)
	b.remember(l, o, s)
}

// toItself fills in what is known of a segment of a socket that is connected to itself:
// both directions are one.
func (b *Book) toItself(l *ledger, o *flow.Observation, s *Segment) {
	f := &s.Facts
	f.Open = ToItself
	own, acks := &l.ends[o.From], o.Packet.TCP.Flags == capture.ACK && o.Packet.PayloadLength == 0
	fin := l.lastThat(func(s *Segment) bool { return s.Events.Has(flow.FIN) })
	switch {
	case acks && fin != nil && o.Packet.TCP.Ack == fin.wireSeq+capture.Seq(uint32(fin.Next-fin.Seq)): //nolint:gosec // wraps around
		f.Open |= SelfFIN
	case acks && own.synAck > 0 && own.data == 0:
		f.Open |= SelfDone
	}
	b.remember(l, o, s)
}

// measure keeps the shortest time in which a side answers.
func (l *ledger) measure(o *flow.Observation) {
	if e := &l.ends[o.From]; o.RTT > 0 && (e.rtt == 0 || o.RTT < e.rtt) {
		e.rtt = o.RTT
	}
}

// after returns how long after a segment the current packet came, 0 where that is not
// known.
func (s *Segment) after(o *flow.Observation) time.Duration { return since(s.Time, o.Packet.Time) }
