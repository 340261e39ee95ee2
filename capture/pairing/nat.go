package pairing

import (
	"cmp"
	"net/netip"
	"slices"

	"wireladder/capture"
	"wireladder/capture/pairing/translation"
)

// telling is how many packets of a way tell whether it is another one.
const telling = 64

// translate finds ways that have other addresses or ports in the second capture, gives their
// packets the ways of the first, and reports whether there are any.
func (p *Pairing) translate() bool {
	var seen [2][]translation.Seen
	paired := make([]bool, len(p.roads.ways))
	for i, s := range p.ends[0].All {
		paired[s.way] = paired[s.way] || p.partner[0][i] >= 0
	}
	for end := range p.ends {
		count := make([]int, len(p.roads.ways))
		for _, s := range p.ends[end].All {
			if count[s.way]++; count[s.way] <= telling && !paired[s.way] && s.marks&(untimed|again|cut) == 0 {
				seen[end] = append(seen[end], translation.Seen{Key: s.key ^ uint64(s.digest)<<32, Way: s.way, Strong: s.marks&stream != 0})
			}
		}
	}
	found := translation.Find(seen[0], seen[1])
	for _, s := range p.ends[1].All {
		if to, ok := found[s.way]; ok {
			s.way = to
		}
	}
	p.views = map[way]way{}
	for from, to := range found {
		p.views[p.roads.ways[from]] = p.roads.ways[to]
	}
	return len(found) > 0
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

// settleViews has the views be those of the server's packets, and tells of the addresses.
func (p *Pairing) settleViews() {
	if p.swapped {
		turned := map[way]way{}
		for of, is := range p.views {
			turned[is] = of
		}
		p.views = turned
	}
	for of, is := range p.views {
		for _, m := range [][2]netip.AddrPort{{is.src, of.src}, {is.dst, of.dst}} {
			if m[0] != m[1] && !slices.Contains(p.account.Moved, m) {
				p.account.Moved = append(p.account.Moved, m)
			}
		}
	}
	slices.SortFunc(p.account.Moved, func(a, b [2]netip.AddrPort) int {
		return cmp.Or(a[0].Compare(b[0]), a[1].Compare(b[1]))
	})
}

// View gives a packet of the server's capture the addresses and ports that it has in the
// client's.
func (p *Pairing) View(packet *capture.Packet) {
	if len(p.views) == 0 {
		return
	}
	if is, ok := p.views[way{packet.Proto, packet.Src, packet.Dst}]; ok {
		packet.Src, packet.Dst = is.src, is.dst
	}
}
