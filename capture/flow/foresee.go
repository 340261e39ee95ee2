package flow

import "wireladder/capture"

// ahead is how many packets are foreseen at once: more than that the processor
// does not fetch at the same time.
const ahead = 32

// worthwhile is how many conversations there must be for it to be worthwhile to
// foresee them: fewer are in the processor's cache.
const worthwhile = 256

// foreseen is what was found out of packets before they are observed.
type foreseen struct {
	packets []capture.Packet     // those that were not observed yet
	next    int                  // index of the first of them, among all
	tuples  [ahead]tuple         // by that index
	found   [ahead]*Conversation // by that index: where the tuple is likely to belong; nil if nowhere
	made    uint32               // how many conversations there were when they were found
	read    uint64               // what was read in order to have it fetched: without meaning
}

// Foresee looks at the conversations of packets that will be observed next, and
// changes nothing that can be observed. Of many conversations each is in distant
// memory, for which Observe would wait packet by packet; here the processor is
// asked for many of them at once. No more than the first 32 packets are looked at;
// they must not change until they have been observed.
func (t *Tracker) Foresee(packets []capture.Packet) {
	f := &t.foreseen
	if f.packets = nil; len(t.all) < worthwhile {
		return
	}
	f.packets, f.next, f.made = packets[:min(len(packets), ahead)], 0, t.latest.made
	for i := range f.packets {
		p := &f.packets[i]
		f.tuples[i] = t.latest.seed.tuple(p.Proto, &p.Src, &p.Dst)
	}
	f.read += t.fetch(len(f.packets))
}

// find returns the conversation that p belongs to, and the side that sent p; nil
// if there is none.
func (t *Tracker) find(p *capture.Packet) (*Conversation, Side) {
	f := &t.foreseen
	if len(f.packets) == 0 || &f.packets[0] != p {
		f.packets = nil
		return t.latest.lookUp(p.Proto, &p.Src, &p.Dst)
	}
	tu, c := &f.tuples[f.next], f.found[f.next]
	f.packets, f.next = f.packets[1:], f.next+1
	if c != nil && f.made == t.latest.made {
		if from, ok := c.sideOf(tu, &p.Src, &p.Dst); ok {
			return c, from
		}
	}
	return t.latest.find(tu, &p.Src, &p.Dst)
}

// fetch reads of the slots of the first n tuples, then of their conversations, then
// of what is under way in these: all of a kind at once, for they are found by
// each other.
func (t *Tracker) fetch(n int) (read uint64) {
	tuples, found := t.foreseen.tuples[:n], t.foreseen.found[:n]
	for i := range tuples {
		read += uint64(t.latest.slots[t.latest.home(tuples[i].hash)].place)
	}
	for i := range tuples {
		found[i] = t.latest.likely(tuples[i].hash)
		if found[i] != nil {
			read += found[i].fetch()
		}
	}
	for _, c := range found {
		if c != nil {
			read += t.fly.fetch(&c.tcp[Initiator].past.chain) + t.fly.fetch(&c.tcp[Responder].past.chain)
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

// fetch reads of each line of the conversation that most packets need.
func (c *Conversation) fetch() uint64 {
	return c.tuple[0] + uint64(c.tcp[0].past.ackAt) + uint64(c.tcp[1].sent.next) + uint64(c.tcp[1].past.ackAt) + uint64(c.firstRTT)
}

// fetch reads of the flight that will land first.
func (f *flights) fetch(c *chain) uint64 {
	if c.oldest == 0 {
		return 0
	}
	return uint64(f.all[c.oldest].younger)
}
