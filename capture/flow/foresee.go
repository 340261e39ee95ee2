package flow

import "wireladder/capture"

// Ahead is how many packets are foreseen at once: more than that the processor
// does not fetch at the same time.
const Ahead = 32

// worthwhile is how many conversations there must be for it to be worthwhile to
// foresee them: fewer are in the processor's cache.
const worthwhile = 256

// foreseen is what was found out of packets before they are observed.
type foreseen struct {
	tuples [Ahead]tuple
	found  [Ahead]*Conversation // where the tuple is likely to belong; nil if nowhere, and before it is worthwhile
	again  uint32               // how many conversations had taken the place of others when they were found
	read   uint64               // what was read in order to have it fetched: without meaning

	packets  []capture.Packet       // of Foresee: those that were not observed yet
	outlines [Ahead]capture.Outline // of those, and of those before
	next     int                    // index of the first of them
}

// Foresee looks at the conversations of packets that will be observed next, and
// changes nothing that can be observed. Of many conversations each is in distant
// memory, for which Observe would wait packet by packet; here the processor is
// asked for many of them at once. No more than the first 32 packets are looked at;
// they must not change until they have been observed.
func (t *Tracker) Foresee(packets []capture.Packet) {
	f := &t.foreseen
	if len(t.all) < worthwhile {
		return
	}
	f.packets, f.next = packets[:min(len(packets), Ahead)], 0
	outlines := f.outlines[:len(f.packets)]
	for i := range outlines {
		outlines[i].Trace(&packets[i])
	}
	t.foresee(outlines)
}

// Foreseen returns the conversations of the packets that were foreseen last, in their
// order, as far as they are known: else nil. They are valid until packets are observed.
func (t *Tracker) Foreseen() []*Conversation { return t.foreseen.found[:len(t.foreseen.packets)] }

// find returns the outline of p, the conversation that it belongs to, and the side
// that sent p; no conversation if there is none.
func (t *Tracker) find(p *capture.Packet) (*capture.Outline, *Conversation, Side) {
	f := &t.foreseen
	if len(f.packets) == 0 || &f.packets[0] != p {
		f.packets = nil
		h := &t.outline
		h.Trace(p)
		c, from := t.latest.lookUp(h)
		return h, c, from
	}
	i := f.next
	f.packets, f.next = f.packets[1:], f.next+1
	c, from := f.find(&t.latest, i, &f.outlines[i])
	return &f.outlines[i], c, from
}

// foresee finds out what it can of the packets of which these are the outlines, no
// more than there is room for.
func (t *Tracker) foresee(outlines []capture.Outline) {
	f := &t.foreseen
	for i := range outlines {
		t.latest.seed.tuple(&f.tuples[i], &outlines[i])
	}
	if f.again = t.latest.again; len(t.all) >= worthwhile {
		f.read += f.fetch(&t.latest, len(outlines))
	}
}

// find returns the conversation that the packet belongs to of which h is the outline
// and was the i-th that was foreseen, and the side that sent it; nil if there is none.
func (f *foreseen) find(t *table, i int, h *capture.Outline) (*Conversation, Side) {
	if c := f.found[i]; c != nil && f.again == t.again {
		if from, ok := c.sideOf(&f.tuples[i], h); ok {
			return c, from
		}
	}
	return t.find(&f.tuples[i], h)
}

// fetch reads of the slots of the first n tuples, then of their conversations: all
// of a kind at once, for they are found by each other.
func (f *foreseen) fetch(t *table, n int) (read uint64) {
	tuples, found := f.tuples[:n], f.found[:n]
	for i := range tuples {
		read += uint64(t.slots[t.home(tuples[i].hash)].place)
	}
	for i := range tuples {
		found[i] = t.likely(tuples[i].hash)
		if found[i] != nil {
			read += found[i].fetch()
		}
	}
	return read
}

// likely returns the conversation that find will find, nearly always; nil if there
// is none.
func (t *table) likely(hash uint32) *Conversation {
	for i := t.home(hash); t.slots[i].place != 0; i = t.after(i) {
		if t.slots[i].hash == hash {
			return t.at(t.slots[i])
		}
	}
	return nil
}

// fetch reads of each line of the conversation that every packet needs.
func (c *Conversation) fetch() uint64 {
	read := c.ends[0] + uint64(c.lastAt) //nolint:gosec // it has no meaning
	if t := c.tcp; t != nil {
		read += uint64(t.sides[0].past.nextAt) + uint64(t.sides[1].sent.whole) + uint64(t.handshake.at) //nolint:gosec // nor has this
	}
	return read
}
