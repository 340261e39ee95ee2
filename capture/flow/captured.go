package flow

import (
	"cmp"
	"math"
	"slices"

	"wireladder/capture"
)

// maxGaps is how many gaps of one direction are told apart. Of more the first two
// are taken for one: what was captured between them counts as not captured.
const maxGaps = 256

// beforeAll is where a gap begins that has no beginning.
const beforeAll = math.MinInt64 / 2

// gaps are the numbers of one direction below the highest captured one that were
// not captured: in order, and with a number between any two.
type gaps []stretch

// add adds numbers that lie behind all others.
func (g *gaps) add(from, to int64) {
	*g = append(*g, stretch{from, to})
	g.bound()
}

// bound makes one gap of the first two where there are too many.
func (g *gaps) bound() {
	if len(*g) > maxGaps {
		(*g)[1].from = (*g)[0].from
		*g = slices.Delete(*g, 0, 1)
	}
}

// take takes numbers out of the gaps, and returns how many of them were in one.
func (g *gaps) take(from, to int64) (fresh int64) {
	first, _ := slices.BinarySearchFunc(*g, from, func(s stretch, from int64) int { return cmp.Compare(s.to, from) })
	for i := first; i < len(*g) && (*g)[i].from < to; i++ {
		s := &(*g)[i]
		cut := stretch{max(s.from, from), min(s.to, to)}
		if cut.from >= cut.to {
			continue
		}
		fresh += cut.to - cut.from
		switch {
		case cut == *s:
			*g = slices.Delete(*g, i, i+1)
			i--
		case cut.from == s.from:
			s.from = cut.to
		case cut.to == s.to:
			s.to = cut.from
		default:
			behind := stretch{cut.to, s.to}
			s.to = cut.from
			*g = slices.Insert(*g, i+1, behind)
		}
	}
	g.bound()
	return fresh
}

// compare says of the segment's numbers whether they were captured before, and
// acknowledged. What is known of the sender's must be from before it.
func (c *Conversation) compare(o *Observation, s *segment, m *memory) {
	sender := &c.tcp.sides[o.From]
	o.Fresh = int(s.payload)
	if s.seq != sender.sent.next || s.next > s.seq && (!sender.past.seen || s.next <= sender.sent.acked) {
		c.compareOther(o, s, m)
	}
}

// compareOther is compare for a segment that does not just go on where the last one
// ended.
func (c *Conversation) compareOther(o *Observation, s *segment, m *memory) {
	sent := &c.tcp.sides[o.From].sent
	switch {
	case s.has(capture.RST) || !s.hasAny(capture.SYN|capture.ACK):
	case s.seq > sent.next:
		c.gapsOf(o.From, m).add(sent.next, s.seq)
	case s.next > s.seq && (s.seq < sent.next || !c.tcp.sides[o.From].past.seen):
		c.compareNumbers(o, s, m)
	}
	if s.next > s.seq && s.next <= sent.acked && o.Packet != nil {
		o.AckedBy = m.ackOf(c, o.From, s.next)
	}
}

// compareNumbers is compare for numbers that may have been captured before.
func (c *Conversation) compareNumbers(o *Observation, s *segment, m *memory) {
	sender := &c.tcp.sides[o.From]
	first, begin := s.seq, int64(1)
	if s.has(capture.SYN) {
		first++
	}
	end := first + s.payload
	switch {
	case !sender.past.seen: // what is known are acknowledgments
		c.beginGaps(o.From, s, m)
		return
	case c.readRare().gaps == 0 && first >= begin:
		o.Fresh = int(max(end-max(first, sender.sent.next), 0))
	default:
		g := c.gapsOf(o.From, m)
		if len(*g) == 0 && first < begin {
			g.add(beforeAll, begin)
		}
		o.Fresh = int(g.take(first, end) + max(end-max(first, sender.sent.next), 0))
	}
	o.Again = c.repeats(o, s, sender)
	if o.Again {
		c.changeRare().again[o.From]++
	}
}

// beginGaps notes what lies before and behind the first segment of a direction, if
// the peer has acknowledged more.
func (c *Conversation) beginGaps(from Side, s *segment, m *memory) {
	next := c.tcp.sides[from].sent.next
	if s.seq >= next {
		return
	}
	g := c.gapsOf(from, m)
	g.add(beforeAll, s.seq)
	if s.next < next {
		g.add(s.next, next)
	}
}

// repeats reports whether the segment, of which o.Fresh is known, was sent again.
func (c *Conversation) repeats(o *Observation, s *segment, sender *endpoint) bool {
	switch {
	case s.has(capture.SYN|capture.ACK) && o.From == Initiator:
		c.marks |= crossed
		return false // the SYNs have crossed, or the socket is connected to itself
	case s.has(capture.SYN|capture.ACK) && (c.Completeness&HasSYNACK == 0 || c.marks&crossed != 0):
		return false
	case s.has(capture.SYN):
		return sender.state != Closed && s.seq == 0 // a SYN after a refusal is another try
	case o.Events.Has(KeepAlive) && s.next <= sender.sent.acked || o.Events.Has(ZeroWindowProbe):
		return false
	}
	finAgain := s.has(capture.FIN) && sender.sent.finSent && s.next-1 == sender.sent.fin
	return int64(o.Fresh) < s.payload || finAgain
}

// gapsOf returns the gaps of a direction, for a change.
func (c *Conversation) gapsOf(from Side, m *memory) *gaps {
	r := c.changeRare()
	if r.gaps == 0 {
		m.gaps = append(m.gaps, [2]gaps{})
		r.gaps = uint32(len(m.gaps)) //nolint:gosec // no more than conversations
	}
	g := &m.gaps[r.gaps-1][from]
	if cap(*g) == 0 {
		*g = m.someRoom()
	}
	return g
}

// fewGaps is how many gaps a direction has room for at first: many have one.
const fewGaps = 2

// someRoom returns room for the first gaps of a direction. It is taken for many of
// them at once.
func (m *memory) someRoom() gaps {
	if len(m.room) < fewGaps {
		m.room = make([]stretch, 256*fewGaps)
	}
	g := m.room[:0:fewGaps]
	m.room = m.room[fewGaps:]
	return g
}
