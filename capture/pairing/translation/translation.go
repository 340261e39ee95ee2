// Package translation finds out which way of one capture is which of another, where addresses or
// ports were changed between them: by a NAT.
package translation

// Seen is a packet that was seen on a way, by a key of what no NAT changes.
type Seen struct {
	Key    uint64
	Way    uint32
	Strong bool // the key is hardly that of another packet: it has the numbers of TCP
}

// twosome is a way of each capture.
type twosome struct{ a, b uint32 }

// vote is how many packets say that two ways are the same.
type vote struct {
	packets int
	strong  bool
}

// Find returns, for ways of the second capture, which way of the first they are: where more than
// half of the packets say so that both captures hold, alone of their kind, and it is no single
// packet that may well be another.
func Find(a, b []Seen) map[uint32]uint32 {
	type alone struct {
		way    [2]uint32
		times  [2]int
		strong bool
	}
	kinds := map[uint64]*alone{}
	for end, packets := range [2][]Seen{a, b} {
		for _, p := range packets {
			k := kinds[p.Key]
			if k == nil {
				k = &alone{}
				kinds[p.Key] = k
			}
			k.way[end], k.strong = p.Way, p.Strong
			k.times[end]++
		}
	}
	votes, all := map[twosome]*vote{}, [2]map[uint32]int{{}, {}}
	for _, k := range kinds {
		if k.times != [2]int{1, 1} {
			continue
		}
		v := votes[twosome{k.way[0], k.way[1]}]
		if v == nil {
			v = &vote{}
			votes[twosome{k.way[0], k.way[1]}] = v
		}
		v.packets++
		v.strong = v.strong || k.strong
		all[0][k.way[0]]++
		all[1][k.way[1]]++
	}
	found := map[uint32]uint32{}
	for ways, v := range votes {
		if 2*v.packets > all[0][ways.a] && 2*v.packets > all[1][ways.b] && (v.strong || v.packets > 1) {
			found[ways.b] = ways.a
		}
	}
	return found
}
