package pairing

import (
	"cmp"
	"slices"

	"wireladder/capture/pairing/chunks"
)

// alike are the packets of both captures by what they look like: those with the same key on
// the same way are alike. It is a hash table with room for all of them.
type alike struct {
	slots []likeness
	mask  uint64
}

// likeness is packets that are alike: the first of each capture, from which sight.next leads on.
type likeness struct {
	hash  uint64
	first [2]int32 // plus one; 0: there is none
}

// mixed returns the hash of a packet.
func (s *sight) mixed() uint64 {
	h := (s.key ^ uint64(s.way)*0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd
	return h ^ h>>32
}

// newAlike sorts the packets of both captures. Of the second those are left out that are like
// none of the first.
func newAlike(ends *[2]chunks.List[sight]) *alike {
	size := 16
	for size < 2*ends[0].Len() {
		size *= 2
	}
	a := &alike{make([]likeness, size), uint64(size - 1)} //nolint:gosec // it is positive
	for end := range ends {
		for i := int32(ends[end].Len()) - 1; i >= 0; i-- { //nolint:gosec // Add has a limit
			s := ends[end].At(i)
			if s.marks&(untimed|again) != 0 {
				continue
			}
			hash := s.mixed()
			k := a.find(hash)
			if end == 1 && k.first[0] == 0 {
				continue
			}
			s.next = k.first[end] - 1
			k.hash, k.first[end] = hash, i+1
		}
	}
	return a
}

// find returns the kind of a hash, or the room for it.
func (a *alike) find(hash uint64) *likeness {
	at := hash & a.mask
	for a.slots[at].first[0] > 0 && a.slots[at].hash != hash {
		at = (at + 1) & a.mask
	}
	return &a.slots[at]
}

// set are packets that nothing but their times tells apart, in the order of each capture.
type set [2][]int32

// sets hands the packets that are alike and in both captures to f, which must not keep them: all those of a
// kind together, but those apart whose payloads differ.
func (p *Pairing) sets(k *likeness, room *set, f func(*set)) {
	if k.first[0] == 0 || k.first[1] == 0 {
		return
	}
	whole := true
	for end := range room {
		room[end] = room[end][:0]
		for i := k.first[end] - 1; i != none; i = p.ends[end].At(i).next {
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
