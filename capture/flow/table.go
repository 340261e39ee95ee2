package flow

import (
	"encoding/binary"
	"math/bits"
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
	slots  []slot                 // a power of two of them, at most three quarters in use
	used   int                    // slots in use
	seed   [2]uint64              // so that nobody can write a file whose packets all collide
	chunks []*[chunk]Conversation // all conversations, in order of their making
	made   uint32                 // how many there are
}

// slot is where a tuple's conversation is. There are as few octets of them as
// can be: with many conversations each look is one into distant memory.
type slot struct {
	tag   uint32 // the half of the tuple's hash that does not choose the slot
	place uint32 // of the conversation, plus one; 0 if the slot is free
}

// chunk is for how many conversations memory is taken at once, and smallTable
// how many slots there are at first.
const (
	chunk      = 64
	smallTable = 64
)

// newTable returns an empty table.
func newTable() table {
	return table{slots: make([]slot, smallTable), seed: [2]uint64{rand.Uint64(), rand.Uint64() | 1}}
}

// at returns the conversation of a slot that is in use.
func (t *table) at(s slot) *Conversation {
	place := s.place - 1
	return &t.chunks[place/chunk][place%chunk]
}

// hash returns the same number for packets from a to b and from b to a.
func (t *table) hash(proto capture.Protocol, a, b *netip.AddrPort) uint64 {
	high, low := bits.Mul64((t.mix(a)+t.mix(b)+uint64(proto))^t.seed[0], golden)
	return high ^ low
}

// golden is 2^64 divided by the golden ratio, which has no pattern in its bits: a
// random factor alone spreads ports that follow each other badly now and then.
const golden = 0x9e3779b97f4a7c15

// mix returns a number for one end of a conversation: a multiplication whose
// halves are folded, as wyhash does.
func (t *table) mix(a *netip.AddrPort) uint64 {
	ip := a.Addr()
	if !ip.Is4() {
		return t.mixIPv6(ip, a.Port())
	}
	v4 := ip.As4()
	high, low := bits.Mul64((uint64(binary.BigEndian.Uint32(v4[:]))<<16|uint64(a.Port()))^t.seed[0], t.seed[1])
	return high ^ low
}

// mixIPv6 is mix for IPv6. It is apart because it is not cheap to get at the
// address: of IPv4 that would be felt.
func (t *table) mixIPv6(ip netip.Addr, port uint16) uint64 {
	v6 := ip.As16()
	high, low := bits.Mul64(
		binary.BigEndian.Uint64(v6[:8])^t.seed[0],
		binary.BigEndian.Uint64(v6[8:])^t.seed[1])
	high, low = bits.Mul64(high^low^uint64(port), t.seed[1])
	return high ^ low
}

// find returns the conversation of packets from src to dst, and which side of
// it src is; nil if there is none.
func (t *table) find(hash uint64, proto capture.Protocol, src, dst *netip.AddrPort) (*Conversation, Side) {
	mask, tag := uint64(len(t.slots)-1), uint32(hash>>32)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := t.slots[i]
		if s.place == 0 {
			return nil, Initiator
		}
		if s.tag != tag {
			continue
		}
		c := t.at(s)
		if from, ok := c.sideOf(proto, src, dst); ok {
			return c, from
		}
	}
}

// make makes a conversation, the youngest of its tuple.
func (t *table) make(hash uint64, proto capture.Protocol, initiator, responder netip.AddrPort) *Conversation {
	if int(t.made) == len(t.chunks)*chunk {
		t.chunks = append(t.chunks, new([chunk]Conversation))
	}
	t.made++
	c := t.at(slot{place: t.made})
	c.Proto, c.Endpoints = proto, [2]netip.AddrPort{initiator, responder}
	t.put(hash, c)
	return c
}

// put writes the slot of the conversation that was made last, over that of an
// older one of its tuple if there is one.
func (t *table) put(hash uint64, c *Conversation) {
	if t.used >= len(t.slots)/4*3 {
		t.grow()
	}
	mask, tag := uint64(len(t.slots)-1), uint32(hash>>32)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := t.slots[i]
		if s.place == 0 {
			t.used++
		} else if s.tag != tag || !t.at(s).sameTuple(c) {
			continue
		}
		t.slots[i] = slot{tag, t.made}
		return
	}
}

// grow doubles the table.
func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, 2*len(old))
	mask := uint64(len(t.slots) - 1)
	for _, s := range old {
		if s.place == 0 {
			continue
		}
		c := t.at(s)
		i := t.hash(c.Proto, &c.Endpoints[Initiator], &c.Endpoints[Responder]) & mask
		for t.slots[i].place != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = s
	}
}
