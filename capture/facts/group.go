package facts

import (
	"net/netip"
	"time"

	"wireladder/capture"
)

// Group is that a datagram goes to many hosts, or answers one that did.
type Group struct {
	Kind    GroupKind
	Answers int // the datagram to many that this one answers; 0: it goes to many itself
}

// Elsewhere is that an answer does not come from whom was asked.
type Elsewhere struct {
	Asked int            // the packet that asked
	At    netip.AddrPort // whom it asked
}

// Echo is what a ping or its answer is to another one (RFC 792, RFC 4443 §4).
type Echo struct {
	Answers  int           // of an answer: the request that has the same identifier and number; 0: it was not captured
	After    time.Duration // since that
	Answered int           // of a request: the first answer to it; of an answer: the one before it to the same request; 0: none
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
