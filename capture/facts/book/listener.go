package book

import (
	"net/netip"

	"wireladder/capture/facts"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/flow"
)

// listener is what is known of a TCP address of which connections were asked.
type listener struct {
	takes   int            // the first SYN,ACK from there; 0: none has come
	refused []*facts.Reset // RSTs from there to SYNs, before that
}

// How much is remembered of addresses of which connections were asked.
const (
	maxListeners = 4096 // addresses
	maxRefused   = 64   // RSTs of each
)

// listens finds out whether somebody takes connections where a SYN is refused, before or
// after: then the RST says of no more than its moment that nobody does.
func (b *Book) listens(l *ledger.Ledger, o *flow.Observation, f *facts.Facts) {
	switch {
	case o.Events.Has(flow.SYNACK):
		p := b.listener(o.Conversation.Endpoint(o.From))
		if p.takes == 0 {
			p.takes = o.Packet.Number
		}
		syn := l.LastThat(func(s *ledger.Item) bool { return s.From != o.From && s.Events.Has(flow.SYN) })
		for _, r := range p.refused {
			r.Listens, r.Agrees = o.Packet.Number, syn != nil && syn.Number == r.Answers
		}
		p.refused = p.refused[:0]
	case f.Reset != nil && f.Reset.Why == facts.Refuses:
		p := b.listener(o.Conversation.Endpoint(o.From))
		f.Reset.Listens = p.takes
		if p.takes == 0 && len(p.refused) < maxRefused {
			p.refused = append(p.refused, f.Reset)
		}
	}
}

// listener returns what is known of an address.
func (b *Book) listener(at netip.AddrPort) *listener {
	p := b.listeners[at]
	if p == nil {
		if len(b.listeners) >= maxListeners {
			clear(b.listeners)
		}
		p = &listener{}
		b.listeners[at] = p
	}
	return p
}
