// Package book says of each packet of a recording what is known of it by those before
// it. It asks package connection and package sequence about TCP segments, and finds out
// itself what no single connection tells: who takes connections at an address, whom an ICMP
// error is about, which datagrams went to many, which frames are pieces of one datagram.
package book

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/connection"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/facts/sequence"
	"wireladder/capture/flow"
)

// Book says of each packet of a recording what is known of it by those before it,
// and amends what it said of those by what comes after. Make one with New.
type Book struct {
	ledgers *ledger.Ledgers
	groups  groups
	opened  seekers // by SYNs
	asked   seekers // by datagrams
	pings   pings
	carried enclosed
	pieces  map[pieceKey]*pieces
	alike   bool // a datagram has gone by itself, of which nothing else is known

	listeners map[netip.AddrPort]*listener
}

// New returns a Book that has seen nothing.
func New() *Book {
	return &Book{ledgers: ledger.NewLedgers(), pieces: map[pieceKey]*pieces{}, listeners: map[netip.AddrPort]*listener{}}
}

// Foresee looks at what is known of conversations of which packets come next: see
// flow.Tracker.Foresee.
func (b *Book) Foresee(conversations []*flow.Conversation) { b.ledgers.Foresee(conversations) }

// Packet returns what is known of a packet when it is seen: besides known, which the
// Book does not find out itself. o must be what the packet means, before the next one is
// observed. Of a packet that was captured before it says nothing but that. The Book goes
// on amending what it returns.
func (b *Book) Packet(o *flow.Observation, known facts.Facts) *facts.Facts {
	s := b.ledgers.NewItem()
	s.Facts = known
	b.carried.note(o.Packet)
	if o.Packet.Fragments > 0 {
		s.Facts.Fragment = b.complete(o.Packet)
	}
	switch {
	case o.CopyOf > 0:
		b.copied(o, s)
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

// copied remembers a segment that was captured before on the other side of a NAT: on this
// side it was not, and what the others of its connection say is about it, too.
func (b *Book) copied(o *flow.Observation, s *ledger.Item) {
	if o.CopyBy == flow.Translated && o.Conversation != nil && o.Conversation.Proto == capture.TCP {
		b.ledgers.Of(o.Conversation).Remember(o, s)
	}
}

// segment fills in what is known of a TCP segment.
func (b *Book) segment(o *flow.Observation, s *ledger.Item) {
	l, f := b.ledgers.Of(o.Conversation), &s.Facts
	if connection.OfOld(l, o, s) {
		return
	}
	if o.Conversation.Endpoint(flow.Initiator) == o.Conversation.Endpoint(flow.Responder) {
		connection.ToItself(l, o, s)
		return
	}
	f.Lone = o.Packet.TCP.Flags&(capture.SYN|capture.ACK|capture.RST) == 0
	if f.BelowSYN = o.Ack < 0 && o.Conversation.Completeness&flow.HasSYNACK != 0; f.BelowSYN {
		f.Rival = connection.Acknowledges(l, o)
	}
	sequence.Wait(l, o, f)
	connection.Open(l, o, f)
	b.meets(l, o, f)
	switch {
	case o.Events.Has(flow.RST):
		connection.Reset(l, o, f)
	case sequence.Probe(l, o, f):
	default:
		f.AfterReset = connection.AfterReset(l, o)
		f.Crosses = connection.Crosses(l, o)
		if most := int(l.Ends[o.From.Peer()].MSS); most > 0 && o.Packet.PayloadLength > most {
			f.Above = most
		}
		connection.GoesOn(l, o)
		sequence.Numbers(l, o, f)
		sequence.Acknowledges(l, o, f)
	}
	b.listens(l, o, f)
	l.Measure(o)
	l.Remember(o, s)
}

// meets remembers whom a SYN asks, and looks for the SYN of a SYN,ACK that does not come from there.
func (b *Book) meets(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	switch {
	case o.Events.Has(flow.SYN):
		b.opened.note(o.Packet)
	case o.Events.Has(flow.SYNACK) && l.Ends[o.From.Peer()].SYN == 0:
		f.Elsewhere = b.opened.elsewhere(o.Packet)
	}
}
