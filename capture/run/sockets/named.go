package sockets

import (
	"net/netip"
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
)

// named finds the sockets of which a call was seen by their addresses. However many there
// are, a packet is compared with few of them: those that are closed, and those that were
// accepted, of which a server may have thousands on one port, are found by all of their
// address. Make one with newNamed.
type named struct {
	pairs  map[Endpoint]*Socket         // the last TCP socket between two addresses
	ports  map[uint16][]*Socket         // by local port, in order: the open ones that were not accepted
	closed map[netip.AddrPort]*Socket   // of the UDP sockets that were bound to an address, and are closed, the one that was last
	dials  map[netip.AddrPort][]*Socket // by remote address: those that connect and have not told their own
	bound  int                          // how many came to a port
}

func newNamed() named {
	return named{
		pairs: map[Endpoint]*Socket{}, ports: map[uint16][]*Socket{}, closed: map[netip.AddrPort]*Socket{},
		dials: map[netip.AddrPort][]*Socket{},
	}
}

// bind gives a socket its own address.
func (n *named) bind(k *Socket, local netip.AddrPort) {
	if k.Local.Port() != local.Port() || !k.Local.IsValid() {
		n.leave(k)
		n.bound++
		k.bound = n.bound
		if k.Role != run.Accepted {
			n.ports[local.Port()] = append(n.ports[local.Port()], k)
		}
	}
	k.Local = local
	n.note(k)
}

// note takes notice of what is known of the addresses of a socket.
func (n *named) note(k *Socket) {
	switch {
	case k.FD < 0 || k.Proto != capture.TCP || !k.Remote.IsValid():
	case k.Local.IsValid():
		n.pairs[Endpoint{unmapped(k.Local), k.Remote}] = k
	case k.Role == run.Active:
		n.dials[k.Remote] = append(n.dials[k.Remote], k)
	}
}

// leave takes a socket from its port.
func (n *named) leave(k *Socket) {
	if k.Role == run.Accepted || !k.Local.IsValid() {
		return
	}
	port := k.Local.Port()
	if i := slices.Index(n.ports[port], k); i >= 0 {
		n.ports[port] = slices.Delete(n.ports[port], i, i+1)
	}
}

// close takes notice that a socket was closed.
func (n *named) close(k *Socket) {
	n.leave(k)
	if k.Proto != capture.UDP || k.FD < 0 || !k.Local.IsValid() {
		return
	}
	at := unmapped(k.Local)
	n.closed[at] = later(n.closed[at], k)
}

// later returns the one of two sockets that came to its port later; either may be nil.
func later(a, b *Socket) *Socket {
	if a == nil || b != nil && a.bound < b.bound {
		return b
	}
	return a
}

// onPort returns the open socket with a local port that fits and came there last, nil if
// none does.
func (n *named) onPort(local netip.AddrPort, fits func(*Socket) bool) *Socket {
	for _, k := range slices.Backward(n.ports[local.Port()]) {
		if fits(k) {
			return k
		}
	}
	return nil
}

// several reports whether more than one open UDP socket takes datagrams to an address.
func (n *named) several(local netip.AddrPort) bool {
	found := 0
	for _, k := range n.ports[local.Port()] {
		if k.TakesDatagrams(local) {
			found++
		}
	}
	return found > 1
}

// between returns the TCP socket that has, or had last, just these addresses, or its port on
// every address of its own, and fits; nil if none does.
func (n *named) between(e Endpoint, fits func(*Socket) bool) *Socket {
	for _, at := range holding(e.Local) {
		if k := n.pairs[Endpoint{at, e.Remote}]; k != nil && fits(k) {
			return k
		}
	}
	return nil
}

// holding returns the addresses to which a socket may be bound that holds local.
func holding(local netip.AddrPort) [3]netip.AddrPort {
	port := local.Port()
	return [...]netip.AddrPort{
		unmapped(local), netip.AddrPortFrom(netip.IPv4Unspecified(), port), netip.AddrPortFrom(netip.IPv6Unspecified(), port),
	}
}

// closedAt returns the closed UDP socket that was bound to local, or to its port on every
// address; the last of several, nil if there is none.
func (n *named) closedAt(local netip.AddrPort) *Socket {
	var last *Socket
	for _, at := range holding(local) {
		last = later(last, n.closed[at])
	}
	return last
}

// dialing returns the one socket that connects to the remote address and has not told its
// own; nil if none does, or several do. Those that do so no longer are forgotten.
func (n *named) dialing(remote netip.AddrPort) *Socket {
	var found *Socket
	for i := 0; i < len(n.dials[remote]); {
		all := n.dials[remote]
		switch k := all[i]; {
		case k == found || k.End != nil || k.Local.IsValid() || k.Role != run.Active || k.Remote != remote:
			all[i] = all[len(all)-1]
			n.dials[remote] = all[:len(all)-1]
		case found != nil:
			return nil
		default:
			found = k
			i++
		}
	}
	return found
}

// unmapped returns an address without what maps IPv4 into IPv6.
func unmapped(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}
