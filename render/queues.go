package render

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// queues are the accept queues that a kernel last said were full, by the address
// that their socket listens on.
type queues map[netip.AddrPort]bool

// heed takes what a kernel said of its sockets. One more may wait than the backlog
// (listen(2) of n admits n+1).
func (q queues) heed(s *capture.Snapshot) {
	for _, k := range s.Sockets {
		if k.State == flow.Listen.String() {
			q[k.Local] = k.RecvQueue > k.SendQueue
		}
	}
}

// full reports whether the queue for connections to an address is.
func (q queues) full(to netip.AddrPort) bool {
	at := func(ip netip.Addr) bool { return q[netip.AddrPortFrom(ip, to.Port())] }
	return at(to.Addr()) || at(netip.IPv6Unspecified()) || to.Addr().Is4() && at(netip.IPv4Unspecified())
}

// crowd says of a SYN what it meets: a queue in which there is no room.
func (q queues) crowd(o *flow.Observation, e Explanation) Explanation {
	if !o.Events.Has(flow.SYN) || !q.full(o.Packet.Dst) {
		return e
	}
	return Explanation{
		e.Brief + "; the accept queue is full",
		e.Full + " The server's kernel has said that its accept queue is full: then it drops a SYN without a word, and the client's timer must send it again.",
	}
}
