package pairing

import (
	"cmp"
	"slices"

	"wireladder/capture/pairing/chunks"
)

// alike are the packets of both captures by what they look like: those with the same key on
// the same way are alike. It is a hash table with room for all of the first capture.
type alike struct {
	ends  *[2]chunks.List[sight]
	slots []uint32 // the first packet of a kind in the first capture, plus one, below some bits of its hash; 0: none
	mask  uint64
	met   []int32 // by that packet: the first of its kind in the second capture, plus one; 0: nothing there is like it
	read  uint64  // what was read in order to have it fetched: without meaning
}

// likeness is packets that are alike: the first of each capture, from which sight.next leads on.
type likeness [2]int32

// places is how many bits of a slot are a packet, of MaxPackets; the rest are its hash's.
const places = 26

// numberedKey returns the key of a packet with its identification.
func (s *sight) numberedKey() uint64 { return s.key ^ uint64(s.id)*0xbb67ae8584caa73b }

// mixed returns the hash of a packet.
func (s *sight) mixed() uint64 {
	h := (s.numberedKey() ^ uint64(s.way)*0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd
	return h ^ h>>32
}

// newAlike sorts the packets of both captures. Of the second those are left out that are like
// none of the first.
func newAlike(ends *[2]chunks.List[sight]) *alike {
	size := 16
	for size < 2*ends[0].Len() {
		size *= 2
	}
	a := &alike{ends: ends, slots: make([]uint32, size), mask: uint64(size - 1), met: make([]int32, ends[0].Len())} //nolint:gosec // it is positive
	for end := range ends {
		for i := int32(ends[end].Len()) - 1; i >= 0; i-- { //nolint:gosec // Add has a limit
			if i%ahead == ahead-1 {
				a.fetch(&ends[end], i-ahead+1)
			}
			if s := ends[end].At(i); s.marks&(untimed|again) == 0 {
				a.add(end, i, s)
			}
		}
	}
	return a
}

// add puts a packet in front of those that are like it.
func (a *alike) add(end int, i int32, s *sight) {
	hash := s.mixed()
	slot := a.find(hash)
	first := int32(*slot&(1<<places-1)) - 1 //nolint:gosec // it is less than MaxPackets
	switch {
	case end == 0:
		s.next = first
		*slot = uint32(hash>>(32+places))<<places | uint32(i+1) //nolint:gosec // as above
	case first != none:
		s.next = a.met[first] - 1
		a.met[first] = i + 1
	}
}

// ahead is for how many packets the processor is asked at once for their kinds, which are in distant memory.
const ahead = 32

// fetch reads of the kinds of packets from one on.
func (a *alike) fetch(of *chunks.List[sight], from int32) {
	for i := range min(int32(ahead), int32(of.Len())-from) { //nolint:gosec // Add has a limit
		a.read += uint64(a.slots[of.At(from+i).mixed()&a.mask])
	}
}

// find returns the slot of a hash, or the room for it.
func (a *alike) find(hash uint64) *uint32 {
	tag := uint32(hash>>(32+places)) << places //nolint:gosec // the upper bits
	for at := hash & a.mask; ; at = (at + 1) & a.mask {
		slot := &a.slots[at]
		if *slot == 0 || *slot&^(1<<places-1) == tag && a.ends[0].At(int32(*slot&(1<<places-1))-1).mixed() == hash { //nolint:gosec // less than MaxPackets
			return slot
		}
	}
}

// set are packets that nothing but their times tells apart, in the order of each capture.
type set [2][]int32

// sets hands the packets that are alike and in both captures to f, which must not keep them: all those of a
// kind together, but those apart whose payloads differ.
func (p *Pairing) sets(k likeness, room *set, f func(*set)) {
	whole := true
	for end := range room {
		room[end] = room[end][:0]
		for i := k[end]; i != none; i = p.ends[end].At(i).next {
			room[end] = append(room[end], i)
			whole = whole && p.ends[end].At(i).marks&cut == 0
		}
	}
	if !whole {
		f(room)
		return
	}
	for end := range room {
		slices.SortStableFunc(room[end], func(a, b int32) int { return cmp.Compare(p.ends[end].At(a).digest, p.ends[end].At(b).digest) })
	}
	var at [2]int
	for at[0] < len(room[0]) && at[1] < len(room[1]) {
		a, b := p.run(room, 0, at[0]), p.run(room, 1, at[1])
		switch own, other := p.ends[0].At(room[0][at[0]]).digest, p.ends[1].At(room[1][at[1]]).digest; {
		case own < other:
			at[0] = a
		case own > other:
			at[1] = b
		default:
			f(&set{room[0][at[0]:a], room[1][at[1]:b]})
			at = [2]int{a, b}
		}
	}
}

// run returns where those with the same payload as the packet at a place end.
func (p *Pairing) run(s *set, end, at int) int {
	digest := p.ends[end].At(s[end][at]).digest
	for at < len(s[end]) && p.ends[end].At(s[end][at]).digest == digest {
		at++
	}
	return at
}
