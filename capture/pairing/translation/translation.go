// Package translation finds out which way of one capture is which of another, where addresses or
// ports were changed between them: by a NAT.
package translation

// Seen is a packet that was seen on a way, by a key of what no NAT changes.
type Seen struct {
	Key      uint64
	Way      uint32
	Hosts    uint32 // what all ways between two hosts of a capture have in common, in both directions
	Strong   bool   // the key is hardly that of another packet: it has the numbers of TCP
	Numbered bool   // the key has an IP identification
}

// twosome is a number of each capture: of a way, or of two hosts.
type twosome struct{ a, b uint32 }

// lookAlikes are packets that are alike, those of each capture on one way.
type lookAlikes struct {
	first  [2]Seen
	times  [2]int
	spread bool // some are on another way
}

// votes are how many packets say that two ways are the same, or that two hosts are two others.
type votes struct {
	packets, numbered int
	strong            bool
	hosts             twosome
}

// add takes down one more.
func (v *votes) add(s Seen) {
	v.packets++
	v.strong = v.strong || s.Strong
	if s.Numbered {
		v.numbered++
	}
}

// convince reports whether it is no packet or two that may well be others.
func (v *votes) convince() bool { return v.strong || v.numbered > 1 }

// Find returns, for ways of the second capture, which way of the first they are: where more than
// half of the packets say so that both captures hold, on no other way, and it is no single
// packet that may well be another. One is enough where others tell that these are the same hosts.
func Find(a, b []Seen) map[uint32]uint32 {
	ways, hosts := map[twosome]*votes{}, map[twosome]*votes{}
	all := [2]map[uint32]int{{}, {}}
	for _, k := range kinds(a, b) {
		if k.spread || k.times[0] == 0 || k.times[1] == 0 {
			continue
		}
		x, y := k.first[0], k.first[1]
		between := twosome{x.Hosts, y.Hosts}
		of(ways, twosome{x.Way, y.Way}).add(x)
		of(ways, twosome{x.Way, y.Way}).hosts = between
		of(hosts, between).add(x)
		all[0][x.Way]++
		all[1][y.Way]++
	}
	size := [2]map[uint32]int{sizes(a), sizes(b)}
	found := map[uint32]uint32{}
	for w, v := range ways {
		most := 2*v.packets > all[0][w.a] && 2*v.packets > all[1][w.b]
		chance := !v.strong && v.packets*chanced < min(size[0][w.a], size[1][w.b])
		if most && !chance && (v.strong || v.packets > 1 || hosts[v.hosts].convince()) {
			found[w.b] = w.a
		}
	}
	return found
}

// chanced is of how many packets without numbers of TCP one at least must be in both captures, if that is
// not to be chance: identifications have 16 bits.
const chanced = 8

// sizes counts packets by their way.
func sizes(packets []Seen) map[uint32]int {
	n := map[uint32]int{}
	for _, p := range packets {
		n[p.Way]++
	}
	return n
}

// kinds returns the packets of both captures by what they look like.
func kinds(a, b []Seen) map[uint64]*lookAlikes {
	all := map[uint64]*lookAlikes{}
	for end, packets := range [2][]Seen{a, b} {
		for _, p := range packets {
			k := all[p.Key]
			if k == nil {
				k = &lookAlikes{}
				all[p.Key] = k
			}
			if k.times[end] == 0 {
				k.first[end] = p
			}
			k.times[end]++
			k.spread = k.spread || k.first[end].Way != p.Way
		}
	}
	return all
}

// of returns the votes of a pair, which are none yet if it is new.
func of(all map[twosome]*votes, pair twosome) *votes {
	if all[pair] == nil {
		all[pair] = &votes{}
	}
	return all[pair]
}
