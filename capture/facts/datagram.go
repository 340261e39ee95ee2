package facts

import (
	"bytes"
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Group is that a datagram goes to many hosts, or answers one that did.
type Group struct {
	Kind    GroupKind
	Answers int // the datagram to many that this one answers; 0: it goes to many itself
}

// GroupKind is to whom a datagram goes.
type GroupKind uint8

// The kinds.
const (
	OneHost GroupKind = iota
	Broadcast
	Multicast
	PerhapsBroadcast // its address ends in 255, and nothing tells of which network it is
)

// KindOf returns to whom a packet goes: by its address, or for the broadcast address of
// a network that is not known, by that of its frame.
func KindOf(p *capture.Packet) GroupKind {
	to := p.Dst.Addr().Unmap()
	loopback := netip.AddrFrom4([4]byte{127, 255, 255, 255})
	switch {
	case to.IsMulticast():
		return Multicast
	case to == netip.AddrFrom4([4]byte{255, 255, 255, 255}), to == loopback:
		return Broadcast
	case to.Is4() && p.Sighting.Destination == [6]byte{255, 255, 255, 255, 255, 255}:
		return Broadcast
	case to.Is4() && to.As4()[3] == 255 && !to.IsLoopback() && p.Sighting.Destination == [6]byte{}:
		return PerhapsBroadcast
	}
	return OneHost
}

// maxGroups is how many datagrams to many are remembered.
const maxGroups = 64

// groups are the last datagrams that went to many.
type groups []question

// question is a datagram to many.
type question struct {
	number   int
	src, dst netip.AddrPort
}

// datagram fills in what is known of a UDP datagram.
func (b *Book) datagram(o *flow.Observation, s *Segment) {
	p, f := o.Packet, &s.Facts
	if kind := KindOf(p); kind != OneHost {
		f.Group = &Group{Kind: kind, Answers: b.groups.replies(p)}
		if kind != PerhapsBroadcast {
			b.groups = append(b.groups[max(0, len(b.groups)-maxGroups+1):], question{p.Number, p.Src, p.Dst})
		}
	} else if asked := b.groups.answered(p); asked > 0 {
		f.Group = &Group{Answers: asked}
	}
	l := b.ledger(o.Conversation)
	f.SameAs = b.sentBefore(l, o)
	b.remember(l, o, s)
}

// sentBefore returns the last datagram of the same sender, if it has not been answered and
// holds the same octets; else 0. UDP repeats nothing by itself: the program does.
func (b *Book) sentBefore(l *ledger, o *flow.Observation) int {
	if len(l.segments) == 0 || len(o.Packet.Payload) == 0 {
		return 0
	}
	last := l.segments[len(l.segments)-1]
	if last.From != o.From || last.Facts.Error != nil || last.Length != o.Packet.PayloadLength || !bytes.Equal(b.bodies.of(last.body), o.Packet.Payload) {
		return 0
	}
	return last.Number
}

// answered returns the datagram to many that p answers, 0 if there is none: it was sent
// from where p goes to, and to the port that p comes from.
func (g groups) answered(p *capture.Packet) int {
	for i := len(g) - 1; i >= 0; i-- {
		if g[i].src == p.Dst && g[i].dst.Port() == p.Src.Port() {
			return g[i].number
		}
	}
	return 0
}

// replies returns the datagram to many that p, which goes to many itself, answers: it
// has the same two ports the other way round, as an offer of DHCP has (RFC 2131 §4.1).
func (g groups) replies(p *capture.Packet) int {
	if p.Src.Port() == p.Dst.Port() {
		return 0
	}
	for i := len(g) - 1; i >= 0; i-- {
		if g[i].src.Port() == p.Dst.Port() && g[i].dst.Port() == p.Src.Port() && g[i].src.Addr() != p.Src.Addr() {
			return g[i].number
		}
	}
	return 0
}
