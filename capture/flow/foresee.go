package flow

import "wireladder/capture"

// Foresee looks at the conversations of packets that will be observed next, and
// changes nothing. Of many conversations each is in distant memory, for which
// Observe would wait packet by packet; here the processor asks for many at once.
// It takes some dozens of packets at a time for that. The number it returns says
// only that it has read what it was to read.
func (t *Tracker) Foresee(packets []capture.Packet) int {
	sum := 0
	for i := range packets {
		p := &packets[i]
		if p.Proto != capture.TCP && p.Proto != capture.UDP {
			continue
		}
		c := t.latest.foresee(t.latest.hash(p.Proto, &p.Src, &p.Dst))
		if c == nil {
			continue
		}
		sum += c.Stream + int(c.Endpoints[Responder].Port()) + c.Packets[Initiator] + c.Last.Nanosecond() + int(c.synAt)
		sum += t.fly.foresee(&c.tcp[Initiator].past.chain) + t.fly.foresee(&c.tcp[Responder].past.chain)
	}
	return sum
}

// foresee returns the conversation that find will most likely find: that of the
// first slot for the hash, unless another tuple has it.
func (t *table) foresee(hash uint64) *Conversation {
	s := t.slots[hash&uint64(len(t.slots)-1)]
	if s.place == 0 || s.tag != uint32(hash>>32) {
		return nil
	}
	return t.at(s)
}

// foresee reads of the flight that will land first.
func (f *flights) foresee(c *chain) int {
	if c.oldest == 0 {
		return 0
	}
	return int(f.all[c.oldest].at)
}
