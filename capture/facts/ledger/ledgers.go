package ledger

import (
	"wireladder/capture"
	"wireladder/capture/flow"
)

// Ledgers are those of all conversations of a capture. They share one ring of payloads, and
// a bound on the segments that are remembered.
type Ledgers struct {
	all    map[*flow.Conversation]*Ledger
	ports  map[ports]*Ledger // the youngest conversation between two endpoints
	bodies bodies
	turns  turns

	streams [2][]*Ledger // of TCP and UDP, by stream number, as far as they were asked for
	spare   []Item       // that are not in use yet
	read    int          // what was read in order to have it fetched: without meaning
}

// turns are the ledgers in the order in which segments were added to them, one of each
// segment: they bound how many are remembered in all. The zero value is ready to use.
type turns struct {
	ledgers []*Ledger
	oldest  int
}

// forgotten is how many segments are forgotten at once. Their ledgers lie in distant
// memory: the processor fetches several at the same time. It divides maxInAll.
const forgotten = 32

// add notes that a segment was added to l, for which the oldest of all may be forgotten.
func (t *turns) add(l *Ledger) {
	if len(t.ledgers) < maxInAll {
		t.ledgers = append(t.ledgers, l)
		return
	}
	if t.oldest%forgotten == 0 {
		for _, old := range t.ledgers[t.oldest : t.oldest+forgotten] {
			old.forget()
		}
	}
	t.ledgers[t.oldest] = l
	t.oldest = (t.oldest + 1) % maxInAll
}

// ports are the two endpoints of a connection, the initiator's first.
type ports struct{ from, to string }

// NewLedgers returns ledgers in which nothing stands.
func NewLedgers() *Ledgers {
	return &Ledgers{all: map[*flow.Conversation]*Ledger{}, ports: map[ports]*Ledger{}}
}

// Of returns what is remembered of a conversation.
func (b *Ledgers) Of(c *flow.Conversation) *Ledger {
	streams := &b.streams[0]
	if c.Proto == capture.UDP {
		streams = &b.streams[1]
	}
	for len(*streams) <= c.Stream {
		*streams = append(*streams, nil)
	}
	l := (*streams)[c.Stream]
	if l == nil || l.Conversation != c {
		l = b.find(c)
		(*streams)[c.Stream] = l
	}
	return l
}

// Foresee looks at the ledgers of conversations of which packets come next, nil ones
// left aside, so that the processor fetches many of them at once. It changes nothing that
// can be observed.
func (b *Ledgers) Foresee(conversations []*flow.Conversation) {
	var found [flow.Ahead]*Ledger
	n := 0
	for _, c := range conversations[:min(len(conversations), len(found))] {
		if c == nil || c.Proto != capture.TCP || c.Stream >= len(b.streams[0]) {
			continue
		}
		if l := b.streams[0][c.Stream]; l != nil {
			found[n] = l
			n++
		}
	}
	for _, l := range found[:n] {
		b.read += l.fetch()
	}
	for _, l := range found[:n] {
		b.read += l.fetchFurther()
	}
}

// fetch reads of each line of the ledger that every segment needs.
func (l *Ledger) fetch() (read int) {
	read = len(l.Segments) + l.ahead + len(l.Gaps[0])
	for i := range l.Ends {
		e := &l.Ends[i]
		read += e.FIN + int(e.Acked) + len(e.Probes) + int(e.Highest)
	}
	return read
}

// fetchFurther reads what the lines of fetch lead to: the numbers that were captured, and
// where the next segment is noted.
func (l *Ledger) fetchFurther() (read int) {
	for i := range l.Ends {
		if n := len(l.Ends[i].Seen); n > 0 {
			read += int(l.Ends[i].Seen[n-1].To)
		}
	}
	if n := len(l.Segments); n > 0 && l.Segments[n-1] != nil {
		read++
	}
	return read
}

// find looks for the ledger of a conversation, and begins it if there is none.
func (b *Ledgers) find(c *flow.Conversation) *Ledger {
	l := b.all[c]
	if l == nil {
		l = &Ledger{Conversation: c, among: b}
		b.all[c] = l
		if c.Proto == capture.TCP {
			l.Earlier = b.between(c)
		}
	}
	return l
}

// slab is how many items are allocated at once: they are forgotten about together, too.
const slab = 32

// NewItem returns an empty item.
func (b *Ledgers) NewItem() *Item {
	if len(b.spare) == 0 {
		b.spare = make([]Item, slab)
	}
	s := &b.spare[0]
	b.spare = b.spare[1:]
	return s
}

// between returns the conversation that had the endpoints of c before, and puts c in
// its place.
func (b *Ledgers) between(c *flow.Conversation) *Ledger {
	key := ports{c.Endpoint(flow.Initiator).String(), c.Endpoint(flow.Responder).String()}
	if other := (ports{key.to, key.from}); b.ports[other] != nil {
		key = other
	}
	earlier := b.ports[key]
	b.ports[key] = b.all[c]
	if earlier != nil {
		earlier.Younger = b.all[c]
	}
	return earlier
}
