package pairing

import (
	"net/netip"

	"wireladder/capture"
)

// port is one of a host.
type port struct {
	proto capture.Protocol
	at    netip.AddrPort
}

// findPorts finds out which ways each capture shows by one of their ports. Of the others it may have been told
// to leave everything out, as by a filter: that it does not have their packets says nothing.
func (p *Pairing) findPorts() {
	for end := range p.ends {
		ways := make([]bool, len(p.roads.ways))
		for _, s := range p.ends[end].All {
			ways[s.way] = true
		}
		has := map[port]bool{}
		for n, w := range p.roads.ways {
			if ways[n] {
				has[port{w.proto, w.src}], has[port{w.proto, w.dst}] = true, true
			}
		}
		for n, w := range p.roads.ways {
			ways[n] = has[port{w.proto, w.src}] || has[port{w.proto, w.dst}]
		}
		p.shows[end] = ways
	}
}
