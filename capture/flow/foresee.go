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
	packets []capture.Packet // those that were not observed yet
	tuples  [ahead]tuple     // of all of them
	next    int              // index in tuples of the first of packets
	last    tuple            // of a packet that was not foreseen
	read    uint64           // what was read in order to have it fetched: without meaning
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
	f.packets, f.next = packets[:min(len(packets), ahead)], 0
	for i := range f.packets {
		p := &f.packets[i]
		f.tuples[i] = t.latest.seed.tuple(p.Proto, &p.Src, &p.Dst)
	}
	f.read += t.fetch(f.tuples[:len(f.packets)])
}

// take returns the tuple of a packet that is observed, which may have been
// foreseen.
func (f *foreseen) take(p *capture.Packet, s *seed) *tuple {
	if len(f.packets) > 0 && &f.packets[0] == p {
		f.packets, f.next = f.packets[1:], f.next+1
		return &f.tuples[f.next-1]
	}
	f.packets = nil
	f.last = s.tuple(p.Proto, &p.Src, &p.Dst)
	return &f.last
}

// fetch reads of the slots of tuples, then of their conversations, then of what is
// under way in these: all of a kind at once, for they are found by each other.
func (t *Tracker) fetch(tuples []tuple) (read uint64) {
	for i := range tuples {
		read += uint64(t.latest.slots[t.latest.home(tuples[i].hash)].place)
	}
	var found [ahead]*Conversation
	n := 0
	for i := range tuples {
		if c := t.latest.likely(tuples[i].hash); c != nil {
			read += c.fetch()
			found[n] = c
			n++
		}
	}
	for _, c := range found[:n] {
		read += t.fly.fetch(&c.tcp[Initiator].past.chain) + t.fly.fetch(&c.tcp[Responder].past.chain)
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
