package book

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/facts"
)

// maxSeekers is how many who have asked are remembered.
const maxSeekers = 1024

// seekers are those who have asked, by their address and port: with what, and whom, last.
type seekers map[netip.AddrPort]sought

// sought is a SYN or a datagram.
type sought struct {
	number int
	to     netip.AddrPort
	seq    capture.Seq // of a SYN
}

// note remembers a SYN or a datagram.
func (a *seekers) note(p *capture.Packet) {
	if *a == nil || len(*a) >= maxSeekers {
		*a = seekers{}
	}
	(*a)[p.Src] = sought{p.Number, p.Dst, p.TCP.Seq}
}

// elsewhere returns whom the receiver of an answer had asked, if not its sender; nil if that is not known, or so.
// A SYN,ACK acknowledges the SYN that it answers.
func (a seekers) elsewhere(p *capture.Packet) *facts.Elsewhere {
	q, ok := a[p.Dst]
	if !ok || q.to == p.Src || q.to.Addr().IsMulticast() && q.to.Port() == p.Src.Port() || p.Proto == capture.TCP && p.TCP.Ack != q.seq+1 {
		return nil
	}
	return &facts.Elsewhere{Asked: q.number, At: q.to}
}

// spoke amends an ICMP error by which there is no UDP socket: by what had come from there.
func (a seekers) spoke(p *capture.Packet, e *facts.Error) {
	if q, ok := a[e.Target]; ok && e.Kind == facts.PortUnreachable && p.ICMP.Quoted.Proto == capture.UDP {
		e.Spoke, e.Others = q.number, q.to != p.ICMP.Quoted.Src
	}
}
