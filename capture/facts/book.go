package facts

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Book says of each packet of a recording what is known of it by those before it,
// and amends what it said of those by what comes after. Make one with NewBook.
type Book struct {
	ledgers *ledgers
	groups  groups
	pieces  map[pieceKey]*pieces

	listeners map[netip.AddrPort]*listener
}

// NewBook returns a Book that has seen nothing.
func NewBook() *Book {
	return &Book{ledgers: newLedgers(), pieces: map[pieceKey]*pieces{}, listeners: map[netip.AddrPort]*listener{}}
}

// Packet returns what is known of a packet when it is seen: besides known, which the
// Book does not find out itself. o must be what the packet means, before the next one is
// observed. Of a packet that was captured before it says nothing but that. The Book goes
// on amending what it returns.
func (b *Book) Packet(o *flow.Observation, known Facts) *Facts {
	s := &item{Segment: Segment{Facts: known}}
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

// segment fills in what is known of a TCP segment.
func (b *Book) segment(o *flow.Observation, s *item) {
	l, f := b.ledgers.of(o.Conversation), &s.Facts
	if l.ofOld(o, s) {
		return
	}
	if o.Conversation.Endpoint(flow.Initiator) == o.Conversation.Endpoint(flow.Responder) {
		l.toItself(o, s)
		return
	}
	l.wait(o, f)
	l.open(o, f)
	switch {
	case o.Events.Has(flow.RST):
		l.reset(o, f)
	case l.probe(o, f):
	default:
		l.numbers(o, f)
		l.acknowledges(o, f)
	}
	b.listens(l, o, f)
	l.measure(o)
	l.remember(o, s)
}
