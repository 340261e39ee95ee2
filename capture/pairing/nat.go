package pairing

import (
	"cmp"
	"math"
	"net/netip"
	"slices"

	"wireladder/capture"
	"wireladder/capture/joint"
	"wireladder/capture/pairing/translation"
	"wireladder/capture/views"
)

// telling is of how many packets of a way, about, it is looked whether they are those of another one.
const telling = 256

// translate gives packets of the second capture the ways of the first, where these have other addresses
// or ports, and reports whether there are any.
func (p *Pairing) translate() bool {
	paired := make([]bool, len(p.roads.ways))
	for i, s := range p.ends[0].All {
		paired[s.way] = paired[s.way] || p.partner[0][i] >= 0
	}
	found := translation.Find(p.witnesses(0, paired), p.witnesses(1, paired))
	for from, to := range found {
		if back, known := p.roads.number[p.roads.ways[from].turned()]; known {
			if _, told := found[back]; !told && !paired[back] {
				found[back] = p.roads.numberOf(p.roads.ways[to].turned())
			}
		}
	}
	p.moved = map[uint32]uint32{}
	for from, to := range found {
		p.moved[to] = from
	}
	for _, s := range p.ends[1].All {
		if to, ok := found[s.way]; ok {
			s.way = to
		}
	}
	return len(found) > 0
}

// witnesses returns packets of the ways of which no packet is paired: of a way of many those of the least
// keys, which are the same of both captures even if one of them begins later.
func (p *Pairing) witnesses(end int, paired []bool) (all []translation.Seen) {
	count := make([]uint64, len(p.roads.ways))
	for _, s := range p.ends[end].All {
		count[s.way]++
	}
	for _, s := range p.ends[end].All {
		if n := count[s.way]; paired[s.way] || s.marks&(untimed|again|cut) != 0 || n > telling && s.key > math.MaxUint64/n*telling {
			continue
		}
		all = append(all, translation.Seen{
			Key: s.key ^ uint64(s.digest)<<32, Way: s.way, Hosts: p.roads.hosts(s.way),
			Strong: s.marks&stream != 0, Numbered: s.marks&numbered != 0,
		})
	}
	return all
}

// hosts returns a number that the ways between two hosts have in common, in both directions.
func (r *roads) hosts(way uint32) uint32 {
	n := r.of[way]
	return min(n, uint32(r.courses[n].back)) //nolint:gosec // none is larger than all
}

// startAgain forgets what is paired.
func (p *Pairing) startAgain() {
	for end := range p.ends {
		for i, s := range p.ends[end].All {
			if s.next = none; p.partner[end][i] != copied {
				p.partner[end][i] = alone
			}
		}
	}
}

// tellTranslations takes down which conversations are translated, and on what that rests.
func (p *Pairing) tellTranslations() {
	all := map[way]*joint.Translation{}
	of := map[uint32]*joint.Translation{} // by way
	for to, from := range p.moved {
		client, server := p.roads.ways[to], p.roads.ways[from]
		if p.swapped {
			client, server = server, client
		}
		if p.roads.source(to) == 1 {
			client, server = client.turned(), server.turned()
		}
		if all[client] == nil {
			all[client] = &joint.Translation{Proto: client.proto.String(), Client: [2]netip.AddrPort{client.src, client.dst}, Server: [2]netip.AddrPort{server.src, server.dst}}
		}
		of[to] = all[client]
	}
	for i, s := range p.ends[0].All {
		if t := of[s.way]; t != nil && p.partner[0][i] >= 0 {
			t.Pairs++
			t.Opened = t.Opened || s.marks&opens != 0
		}
	}
	for _, t := range all {
		p.account.Translated = append(p.account.Translated, *t)
	}
	slices.SortFunc(p.account.Translated, func(a, b joint.Translation) int {
		return cmp.Or(a.Client[0].Compare(b.Client[0]), a.Client[1].Compare(b.Client[1]), cmp.Compare(a.Proto, b.Proto))
	})
	p.views = views.New(&p.account)
}

// View gives a packet of the server's capture the addresses that the client's has.
func (p *Pairing) View(packet *capture.Packet) { p.views.Client(packet) }
