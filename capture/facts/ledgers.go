package facts

import (
	"wireladder/capture"
	"wireladder/capture/flow"
)

// ledgers are those of all conversations of a capture. They share one ring of payloads.
type ledgers struct {
	all    map[*flow.Conversation]*ledger
	ports  map[ports]*ledger // the youngest conversation between two endpoints
	bodies bodies
}

// ports are the two endpoints of a connection, the initiator's first.
type ports struct{ from, to string }

// newLedgers returns ledgers in which nothing stands.
func newLedgers() *ledgers {
	return &ledgers{all: map[*flow.Conversation]*ledger{}, ports: map[ports]*ledger{}}
}

// of returns what is remembered of a conversation.
func (b *ledgers) of(c *flow.Conversation) *ledger {
	l := b.all[c]
	if l == nil {
		l = &ledger{conversation: c, among: b}
		b.all[c] = l
		if c.Proto == capture.TCP {
			l.earlier = b.between(c)
		}
	}
	return l
}

// between returns the conversation that had the endpoints of c before, and puts c in
// its place.
func (b *ledgers) between(c *flow.Conversation) *ledger {
	key := ports{c.Endpoint(flow.Initiator).String(), c.Endpoint(flow.Responder).String()}
	if other := (ports{key.to, key.from}); b.ports[other] != nil {
		key = other
	}
	earlier := b.ports[key]
	b.ports[key] = b.all[c]
	if earlier != nil {
		earlier.younger = b.all[c]
	}
	return earlier
}
