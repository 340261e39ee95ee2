package flow

import (
	"math/rand/v2"
	"net/netip"

	"wireladder/capture"
)

// table holds conversations and finds the youngest of a 5-tuple, whichever of its
// two ends sends. A map with two netip.AddrPort in its key does the same in five
// times the time. It is an open hash table with linear probing; nothing is ever
// taken out.
//
// The zero value is not ready: make one with newTable.
type table struct {
	slots  []slot // a power of two of them, at most three quarters in use
	used   int    // slots in use
	seed   seed
	chunks []*[chunk]Conversation // all conversations, in order of their making
	made   uint32                 // how many there are
}

// slot is where a tuple's conversation is. There are as few octets of them as
// can be: with many conversations each look is one into distant memory.
type slot struct {
	hash  uint32 // of the tuple; it also says where the slot is best
	place uint32 // of the conversation, plus one; 0 if the slot is free
}

// chunk is for how many conversations memory is taken at once: enough for Go to
// give them pages of their own, so that each begins with a line of the cache.
// smallTable is how many slots there are at first.
const (
	chunk      = 128
	smallTable = 64
)

// newTable returns an empty table.
func newTable() table {
	return table{slots: make([]slot, smallTable), seed: seed{rand.Uint64(), rand.Uint64() | 1}}
}

// at returns the conversation of a slot that is in use.
func (t *table) at(s slot) *Conversation {
	place := s.place - 1
	return &t.chunks[place/chunk][place%chunk]
}

// home returns the slot that is best for a hash.
func (t *table) home(hash uint32) uint32 { return hash & uint32(len(t.slots)-1) } //nolint:gosec // there are fewer than 2^32

// after returns the slot that is next best after slot i.
func (t *table) after(i uint32) uint32 { return t.home(i + 1) }

// find returns the conversation of packets from src to dst, which tu is the tuple
// of, and which side of it src is; nil if there is none.
func (t *table) find(tu *tuple, src, dst *netip.AddrPort) (*Conversation, Side) {
	for i := t.home(tu.hash); ; i = t.after(i) {
		s := t.slots[i]
		if s.place == 0 {
			return nil, Initiator
		}
		if s.hash != tu.hash {
			continue
		}
		c := t.at(s)
		if from, ok := c.sideOf(tu, src, dst); ok {
			return c, from
		}
	}
}

// lookUp is find for whoever does not have the tuple.
func (t *table) lookUp(proto capture.Protocol, src, dst *netip.AddrPort) (*Conversation, Side) {
	tu := t.seed.tuple(proto, src, dst)
	return t.find(&tu, src, dst)
}

// make makes a conversation, the youngest of its tuple.
func (t *table) make(proto capture.Protocol, initiator, responder netip.AddrPort) *Conversation {
	if int(t.made) == len(t.chunks)*chunk {
		t.chunks = append(t.chunks, new([chunk]Conversation))
	}
	t.made++
	c := t.at(slot{place: t.made})
	c.Proto, c.Endpoints = proto, [2]netip.AddrPort{initiator, responder}
	tu := t.seed.tuple(proto, &initiator, &responder)
	c.tuple = tu.ends
	t.put(&tu, c)
	return c
}

// put writes the slot of the conversation that was made last, over that of an
// older one of its tuple if there is one.
func (t *table) put(tu *tuple, c *Conversation) {
	if t.used >= len(t.slots)/4*3 {
		t.grow()
	}
	for i := t.home(tu.hash); ; i = t.after(i) {
		s := t.slots[i]
		if s.place == 0 {
			t.used++
		} else if s.hash != tu.hash || !t.at(s).has(tu, &c.Endpoints) {
			continue
		}
		t.slots[i] = slot{tu.hash, t.made}
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
