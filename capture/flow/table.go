package flow

import (
	"math/rand/v2"

	"wireladder/capture"
)

// table holds conversations and finds the youngest of a 5-tuple, whichever of its
// two ends sends. A map with two netip.AddrPort in its key does the same in five
// times the time. It is an open hash table with linear probing; nothing is ever
// taken out.
//
// The zero value is not ready: make one with newTable.
type table struct {
	slots []slot // a power of two of them, at most three quarters in use
	used  int    // slots in use
	seed  seed
	tcp   []*[chunk]connection   // all conversations of TCP, in order of their making
	udp   []*[chunk]Conversation // and those of UDP
	made  [2]uint32              // how many there are: of TCP, of UDP
	again uint32                 // how many took the slot of an older one
}

// slot is where a tuple's conversation is. There are as few octets of them as
// can be: with many conversations each look is one into distant memory.
type slot struct {
	hash  uint32 // of the tuple; it also says where the slot is best
	place uint32 // of the conversation, plus one, and ofUDP; 0 if the slot is free
}

// ofUDP marks the place of a conversation of UDP.
const ofUDP = 1 << 31

// chunk is for how many conversations memory is taken at once: enough for Go to
// give them pages of their own, so that each begins with a line of the cache.
// smallTable is how many slots there are at first.
const (
	chunk      = 256
	smallTable = 64
)

// newTable returns an empty table.
func newTable() table {
	return table{slots: make([]slot, smallTable), seed: seed{rand.Uint64(), rand.Uint64() | 1}}
}

// at returns the conversation of a slot that is in use.
func (t *table) at(s slot) *Conversation {
	if s.place&ofUDP == 0 {
		return t.connection(s.place - 1)
	}
	place := s.place&^ofUDP - 1
	return &t.udp[place/chunk][place%chunk]
}

// connection returns the TCP conversation at a place.
func (t *table) connection(place uint32) *Conversation {
	return &t.tcp[place/chunk][place%chunk].Conversation
}

// home returns the slot that is best for a hash.
func (t *table) home(hash uint32) uint32 { return hash & uint32(len(t.slots)-1) } //nolint:gosec // there are fewer than 2^32

// after returns the slot that is next best after slot i.
func (t *table) after(i uint32) uint32 { return t.home(i + 1) }

// find returns the conversation of packets like h, which tu is the tuple of, and
// which side of it sends them; nil if there is none.
func (t *table) find(tu *tuple, h *capture.Outline) (*Conversation, Side) {
	for i := t.home(tu.hash); ; i = t.after(i) {
		s := t.slots[i]
		if s.place == 0 {
			return nil, Initiator
		}
		if s.hash != tu.hash {
			continue
		}
		c := t.at(s)
		if from, ok := c.sideOf(tu, h); ok {
			return c, from
		}
	}
}

// lookUp is find for whoever does not have the tuple.
func (t *table) lookUp(h *capture.Outline) (*Conversation, Side) {
	var tu tuple
	t.seed.tuple(&tu, h)
	return t.find(&tu, h)
}

// make makes a conversation, the youngest of its tuple, of which the sender of h is
// the side from.
func (t *table) make(h *capture.Outline, from Side) *Conversation {
	s, c := t.room(h.Proto)
	var tu tuple
	t.seed.tuple(&tu, h)
	to := from.Peer()
	c.Proto = h.Proto
	c.ends[from], c.ends[to] = tu.ends[0], tu.ends[1]
	if h.IPv6 {
		r := c.changeRare()
		r.ports[from], r.ports[to] = h.SrcPort, h.DstPort
		r.addresses[from], r.addresses[to] = h.Src, h.Dst
	}
	s.hash = tu.hash
	t.put(s, &tu, h)
	return c
}

// room returns room for a conversation, and the slot that says where it is.
func (t *table) room(proto capture.Protocol) (slot, *Conversation) {
	if proto != capture.TCP {
		place := t.made[1]
		if int(place) == len(t.udp)*chunk {
			t.udp = append(t.udp, new([chunk]Conversation))
		}
		t.made[1]++
		c := &t.udp[place/chunk][place%chunk]
		c.place = place
		return slot{place: place + 1 | ofUDP}, c
	}
	place := t.made[0]
	if int(place) == len(t.tcp)*chunk {
		t.tcp = append(t.tcp, new([chunk]connection))
	}
	t.made[0]++
	c := &t.tcp[place/chunk][place%chunk]
	c.place, c.tcp = place, &c.machines
	return slot{place: place + 1}, &c.Conversation
}

// put writes the slot of the conversation that was made last, over that of an
// older one of its tuple if there is one.
func (t *table) put(made slot, tu *tuple, h *capture.Outline) {
	if t.used >= len(t.slots)/4*3 {
		t.grow()
	}
	for i := t.home(tu.hash); ; i = t.after(i) {
		s := t.slots[i]
		if s.place == 0 {
			t.used++
		} else if s.hash != tu.hash || !t.at(s).has(tu, h) {
			continue
		} else {
			t.again++
		}
		t.slots[i] = made
		return
	}
}

// grow doubles the table.
func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, 2*len(old))
	for _, s := range old {
		if s.place == 0 {
			continue
		}
		i := t.home(s.hash)
		for t.slots[i].place != 0 {
			i = t.after(i)
		}
		t.slots[i] = s
	}
}
