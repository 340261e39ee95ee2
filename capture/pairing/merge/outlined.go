package merge

import (
	"wireladder/capture"
	"wireladder/capture/joint"
	"wireladder/capture/pairing/outlines"
)

// Outlined is a part of the recording, by the outlines of its packets. The zero value is an empty one; what it has allocated
// is used again.
type Outlined struct {
	First    int                // the number of the first packet
	Outlines []capture.Outline  // in their order: their numbers follow each other
	Fates    []joint.PacketFate // what becomes of these packets and of others, in its order
	Odd      *capture.Packet    // comes behind all of that, if there is one: a packet of which an outline does not say enough
}

// maxBatch is about how many packets a batch has: what it takes is in the cache of a processor.
const maxBatch = 1024

// KeepOutlines says that the outlines of the packets were kept, of each capture in the order in which they were added, all
// of them.
func (m *Merge) KeepOutlines(of [2]*outlines.OutlineList) {
	if m.outlines = of; m.pairing.Swapped() {
		m.outlines[0], m.outlines[1] = of[1], of[0]
	}
}

// HasOutlines reports whether Fill may be called.
func (m *Merge) HasOutlines() bool { return m.outlines[0] != nil }

// Fill makes b the next part of the recording, behind what ScanMany has returned, and reports whether there is any: it is
// for when nothing is asked of packets any more but what their outlines say. The captures are read no further.
func (m *Merge) Fill(b *Outlined) bool {
	b.First, b.Outlines, b.Fates, b.Odd = m.number+1, b.Outlines[:0], b.Fates[:0], nil
	t := &batchTaker{Merge: m, batch: b}
	for ; m.told < len(m.ready); m.told++ {
		d := m.ready[m.told]
		t.deliver(joint.PacketFate{Number: d.Packet.Number, Lost: d.Lost, Unseen: d.Unseen}, 0)
	}
	for len(b.Outlines) < maxBatch && len(b.Fates) < 2*maxBatch && b.Odd == nil {
		end := m.earlierOutline()
		if end < 0 {
			return len(b.Outlines)+len(b.Fates) > 0
		}
		t.head = &m.heads[end]
		t.head.state = taken
		m.take(end, t.head, t)
	}
	return true
}

// earlierOutline is earlier without reading.
func (m *Merge) earlierOutline() int {
	for end := range m.heads {
		if m.heads[end].state == taken {
			m.goOn(end, &m.heads[end])
		}
	}
	return m.first()
}

// batchTaker takes packets by their outlines.
type batchTaker struct {
	*Merge
	head  *head
	batch *Outlined
}

// hand implements taker.
func (t *batchTaker) hand(end int) {
	b, i := t.batch, t.head.index
	if odd := t.outlines[end].Odd(i); odd != nil {
		t.place(end, odd, t.head.at)
		b.Odd = odd
		return
	}
	if n := len(b.Outlines); n < cap(b.Outlines) {
		b.Outlines = b.Outlines[:n+1]
	} else {
		b.Outlines = append(b.Outlines, capture.Outline{})
	}
	o := &b.Outlines[len(b.Outlines)-1]
	t.pairing.Sketch(end, i, o)
	t.outlines[end].Complete(i, o)
	o.At = t.head.at
}

// deliver implements taker.
func (t *batchTaker) deliver(l joint.PacketFate, _ int64) {
	l.Before = len(t.batch.Outlines)
	t.batch.Fates = append(t.batch.Fates, l)
}
