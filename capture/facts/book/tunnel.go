package book

import (
	"wireladder/capture"
	"wireladder/capture/facts"
)

// maxCarried is how many packets in tunnels are remembered by the headers around them.
const maxCarried = 4096

// enclosed are packets in tunnels, by the ends of a tunnel and the identification of its IP header.
type enclosed map[outer]int

// outer tells a header of a tunnel. Without an identification it stands for the last one.
type outer struct {
	ends capture.Endpoints
	id   uint16
}

// note remembers the headers around a packet.
func (c *enclosed) note(p *capture.Packet) {
	for _, around := range p.Outer {
		if *c == nil || len(*c) >= maxCarried {
			*c = enclosed{}
		}
		id := around.ID
		around.ID = 0
		(*c)[outer{around, id}] = p.Number
		(*c)[outer{around, 0}] = p.Number
	}
}

// about amends an ICMP error that quotes the header of a tunnel.
func (c enclosed) about(p *capture.Packet, e *facts.Error) {
	q := &p.ICMP.Quoted
	if n := c[outer{capture.Endpoints{Proto: q.Proto, Src: q.Src, Dst: q.Dst}, p.ICMP.QuotedID}]; n > 0 {
		e.About, e.Tunnel = n, true
	}
}
