package pairing

import (
	"cmp"
	"math"
	"net/netip"
	"slices"

	"wireladder/capture"
	"wireladder/capture/joint"
	"wireladder/capture/pairing/roads"
	"wireladder/capture/pairing/translation"
	"wireladder/capture/views"
)

// telling is of how many packets of a way, about, it is looked whether they are those of another one.
const telling = 256

// translate gives packets of the second capture the ways of the first, where these have other addresses
// or ports, and reports whether there are any.
func (p *Pairing) translate() bool {
	if !p.leavesSome(0) || !p.leavesSome(1) {
		return false
	}
	found := translation.Find(p.witnesses(0), p.witnesses(1))
	for from, to := range found {
		if back, known := p.roads.Known(p.roads.Ways[from].Turned()); known {
			if _, told := found[back]; !told && (int(back) >= len(p.paired) || !p.paired[back]) {
				found[back] = p.roads.Number(p.roads.Ways[to].Turned())
			}
		}
	}
	if p.moved == nil {
		p.moved = map[uint32]uint32{}
	}
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

// forgetIdentifications leaves identifications out of account on ways of TCP of which no packet is paired, where both captures
// have such ways, and reports whether that is so: a NAT may give packets other ones, and numbers tell segments apart without.
func (p *Pairing) forgetIdentifications() bool {
	if !p.leavesSome(0) || !p.leavesSome(1) {
		return false
	}
	var some [2]bool
	for end := range p.ends {
		for _, s := range p.ends[end].All {
			if s.id != 0 && s.marks&stream != 0 && !p.paired[s.way] {
				s.id, s.marks, some[end] = 0, s.marks&^numbered, true
			}
		}
	}
	return some[0] && some[1]
}

// leavesSome reports whether a capture has packets of which none on their way is paired.
func (p *Pairing) leavesSome(end int) bool {
	for way, n := range p.roads.Count[end] {
		if n > 0 && !p.paired[way] {
			return true
		}
	}
	return false
}

// witnesses returns packets of the ways of which no packet is paired: of a way of many those of the least
// keys, which are the same of both captures even if one of them begins later.
func (p *Pairing) witnesses(end int) (all []translation.Seen) {
	for _, s := range p.ends[end].All {
		if n := uint64(p.roads.Count[end][s.way]); p.paired[s.way] || s.marks&(untimed|again|cut) != 0 || n > telling && s.numberedKey() > math.MaxUint64/n*telling { //nolint:gosec // a count
			continue
		}
		all = append(all, translation.Seen{
			Key: s.numberedKey() ^ uint64(s.digest)<<32, Way: s.way, Hosts: p.roads.Hosts(s.way),
			Strong: s.marks&stream != 0, Numbered: s.marks&numbered != 0,
		})
	}
	return all
}

// startAgain forgets what is paired.
func (p *Pairing) startAgain() {
	p.twins, p.paired = p.twins[:0], make([]bool, len(p.roads.Ways))
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
	all := map[roads.Way]*joint.Translation{}
	of := map[uint32]*joint.Translation{} // by way
	for to, from := range p.moved {
		client, server := p.roads.Ways[to], p.roads.Ways[from]
		if p.swapped {
			client, server = server, client
		}
		if p.roads.Source(to) == 1 {
			client, server = client.Turned(), server.Turned()
		}
		if all[client] == nil {
			all[client] = &joint.Translation{Proto: client.Proto.String(), Client: [2]netip.AddrPort{client.Src, client.Dst}, Server: [2]netip.AddrPort{server.Src, server.Dst}}
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
	p.nameAsClient()
}

// nameAsClient takes down what ways are in the client's capture, where they have the addresses of the server's.
func (p *Pairing) nameAsClient() {
	if !p.swapped {
		return
	}
	p.clients = map[uint32]uint32{}
	for to, from := range p.moved {
		p.clients[to] = from
		back, known := p.roads.Known(p.roads.Ways[to].Turned())
		if _, told := p.moved[back]; known && !told {
			p.clients[back] = p.roads.Number(p.roads.Ways[from].Turned())
		}
	}
}

// View gives a packet of the server's capture the addresses that the client's has.
func (p *Pairing) View(packet *capture.Packet) { p.views.Client(packet) }
