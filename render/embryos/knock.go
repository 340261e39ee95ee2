package embryos

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// Pair is the listening socket, and who connects.
type Pair struct {
	Listener *run.Socket
	Client   netip.AddrPort
}

// Knock is what makes a connection of the kernel's.
type Knock struct {
	Pair
	Server netip.AddrPort
	Of     *flow.Conversation
}

// KnockOf returns what a packet of a listening socket says of the connection that it belongs to.
func KnockOf(k *run.Socket, m *run.Moment) Knock {
	if m.Observation.From == flow.Responder {
		return Knock{Pair{k, m.Packet.Dst}, m.Packet.Src, m.Conversation}
	}
	return Knock{Pair{k, m.Packet.Src}, m.Packet.Dst, m.Conversation}
}

// Socket returns what stands for the connection where sockets do.
func (n *Knock) Socket() *run.Socket {
	return &run.Socket{
		Process: n.Listener.Process, Proto: capture.TCP, Role: run.Queued, Side: flow.Responder, FD: -1,
		Local: n.Server, Remote: n.Client, Born: true,
	}
}
