package lab

import (
	"net/netip"
	"slices"
	"sync"
	"time"

	"wireladder/capture"
	"wireladder/servers"
)

// ownership tells what belongs to a run on a loopback that others use as well: the
// packets from and to its sockets, which it learns from the calls that are made on them.
// Another program's traffic is none of that, whatever its ports are.
//
// A packet is judged when it is read, and its call may still be under way then: the kernel
// is asked for the address that a socket got within such a call. A call gives its socket an
// address before it sends anything, so no packet of the run is missed.
//
// Its methods are called from several goroutines.
type ownership struct {
	mu          sync.Mutex
	addresses   map[ownAddress][]lifetime
	byFD        map[descriptor]ownAddress // of open descriptors that have one
	address     func(pid, fd int) netip.AddrPort
	connections map[ownConnection]bool  // true: the run's
	under       map[*capture.Call]asked // calls that have not returned
	said        []capture.KernelSocket  // by the last snapshot; nil: there was none
}

// ownAddress is an address that a socket of the run has had: where it listens, takes
// datagrams, or connects from. An accepted socket has that of its listening socket; only
// its connection is its own.
type ownAddress struct {
	proto capture.Protocol
	addr  netip.AddrPort
}

// ownConnection is a TCP connection, by its ends in their order.
type ownConnection struct{ low, high netip.AddrPort }

func connectionOf(a, b netip.AddrPort) ownConnection {
	if a.Compare(b) > 0 {
		a, b = b, a
	}
	return ownConnection{a, b}
}

// lifetime is how long a socket of the run had an address.
type lifetime struct{ since, until time.Time } // until is zero while it has it

func (l lifetime) holds(at time.Time) bool {
	return !at.Before(l.since) && (l.until.IsZero() || !at.After(l.until))
}

// descriptor is one of a process.
type descriptor struct{ pid, fd int }

// asked is what is known of a call before it returns.
type asked struct {
	proto capture.Protocol
	on    descriptor
	since time.Time
}

// newOwnership returns what is known of no call. address asks the kernel for that of a
// descriptor; nil: they are all of this process.
func newOwnership(address func(pid, fd int) netip.AddrPort) *ownership {
	if address == nil {
		address = func(_, fd int) netip.AddrPort { return servers.LocalAddress(fd) }
	}
	return &ownership{
		addresses: map[ownAddress][]lifetime{}, byFD: map[descriptor]ownAddress{}, address: address,
		connections: map[ownConnection]bool{}, under: map[*capture.Call]asked{},
	}
}

// observe returns an observer that learns from calls, and tells next of them.
func (o *ownership) observe(next capture.CallObserver) capture.CallObserver {
	return owner{o, next}
}

// owner is what observe returns.
type owner struct {
	ownership *ownership
	next      capture.CallObserver
}

func (w owner) Enter(c *capture.Call) {
	w.ownership.enter(c)
	w.next.Enter(c)
}

func (w owner) Return(c *capture.Call) {
	w.ownership.leave(c)
	w.next.Return(c)
}

// enter notes a call that is about to be made, and may give its socket an address.
func (o *ownership) enter(c *capture.Call) {
	connected := c.Proto == capture.TCP && c.Remote.IsValid()
	if c.FD < 0 || connected || c.Does(capture.Polls) { // which names several descriptors
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.under[c] = asked{c.Proto, descriptor{c.Process.PID, c.FD}, c.Enter}
}

// leave learns what a call has given its socket, or taken from it.
func (o *ownership) leave(c *capture.Call) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.under, c)
	on := descriptor{c.Process.PID, c.FD}
	if c.Did(capture.Opens) || c.Did(capture.Accepts) {
		o.end(descriptor{c.Process.PID, int(c.Result)}, c.Enter) // a program that died has closed it without a call
	}
	switch {
	case (c.Does(capture.Closes) || c.Does(capture.Ends)) && c.Shared: // others have the socket
		delete(o.byFD, on)
	case c.Does(capture.Closes), c.Does(capture.Ends):
		o.end(on, c.Exit)
	case c.Does(capture.Polls) || !c.Local.IsValid():
	case c.Proto == capture.TCP && c.Remote.IsValid():
		o.connections[connectionOf(c.Local, c.Remote)] = true
	default:
		o.begin(asked{c.Proto, on, c.Enter}, c.Local)
	}
}

// begin notes that a socket has an address.
func (o *ownership) begin(a asked, addr netip.AddrPort) {
	at := ownAddress{a.proto, addr}
	if o.byFD[a.on] == at {
		return
	}
	o.end(a.on, a.since)
	o.byFD[a.on] = at
	o.addresses[at] = append(o.addresses[at], lifetime{since: a.since})
}

// end notes that the descriptor has no address any more.
func (o *ownership) end(on descriptor, until time.Time) {
	at, ok := o.byFD[on]
	if !ok {
		return
	}
	delete(o.byFD, on)
	all := o.addresses[at]
	for i := range all {
		if all[i].until.IsZero() {
			all[i].until = until
			return // of several sockets with one address it does not matter whose
		}
	}
}

// has reports whether the packet is the run's. Of what can't be decoded nothing is known:
// that is not.
func (o *ownership) has(p *capture.Packet) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch p.Proto {
	case capture.TCP:
		opens := p.TCP.Flags.Has(capture.SYN) && !p.TCP.Flags.Has(capture.ACK)
		return o.connected(p.Src, p.Dst, opens, p.Time)
	case capture.UDP:
		return o.either(capture.UDP, p.Src, p.Dst, p.Time)
	case capture.ICMP, capture.ICMPv6:
		return o.quoted(p.ICMP.Quoted, p.Time)
	}
	return false
}

// quoted reports whether a packet that an ICMP error quotes is the run's.
func (o *ownership) quoted(q capture.Quote, at time.Time) bool {
	if q.Proto == capture.TCP {
		return o.connected(q.Src, q.Dst, false, at)
	}
	return q.Proto == capture.UDP && o.either(capture.UDP, q.Src, q.Dst, at)
}

// connected reports whether a connection is the run's. It stays so when the sockets are
// closed and their kernel goes on for them, until its addresses are used again.
func (o *ownership) connected(src, dst netip.AddrPort, opens bool, at time.Time) bool {
	c := connectionOf(src, dst)
	if o.connections[c] && !opens {
		return true
	}
	own := o.either(capture.TCP, src, dst, at)
	if own || o.connections[c] {
		o.connections[c] = own
	}
	return own
}

// either reports whether a socket of the run had one of the addresses.
func (o *ownership) either(proto capture.Protocol, a, b netip.AddrPort, at time.Time) bool {
	return o.held(ownAddress{proto, a}, at) || o.held(ownAddress{proto, b}, at)
}

// held reports whether a socket of the run had the address.
func (o *ownership) held(a ownAddress, at time.Time) bool {
	return o.known(a, at) || o.learn(a.proto) && o.known(a, at)
}

// known reports whether it is known that a socket of the run had the address, or that
// port at all addresses.
func (o *ownership) known(a ownAddress, at time.Time) bool {
	holds := func(l lifetime) bool { return l.holds(at) }
	if slices.ContainsFunc(o.addresses[a], holds) {
		return true
	}
	for _, every := range []netip.Addr{netip.IPv4Unspecified(), netip.IPv6Unspecified()} {
		if slices.ContainsFunc(o.addresses[ownAddress{a.proto, netip.AddrPortFrom(every, a.addr.Port())}], holds) {
			return true
		}
	}
	return false
}

// learn asks the kernel for the addresses of sockets with calls under way, and reports
// whether that told something new.
func (o *ownership) learn(proto capture.Protocol) (more bool) {
	for _, a := range o.under {
		if a.proto != proto {
			continue
		}
		// One that is known may be of a socket that was closed without a call.
		if addr := o.address(a.on.pid, a.on.fd); addr.IsValid() && o.byFD[a.on] != (ownAddress{a.proto, addr}) {
			o.begin(a, addr)
			more = true
		}
	}
	return more
}

// narrow leaves the run's sockets in a snapshot, and reports whether that tells anything
// that the one before has not told.
func (o *ownership) narrow(s *capture.Snapshot) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	own := []capture.KernelSocket{}
	for _, k := range s.Sockets {
		if o.hasSocket(k, s.Time) {
			own = append(own, k)
		}
	}
	news := o.said == nil || !slices.Equal(own, o.said)
	s.Sockets = own
	o.said = s.Sockets
	return news
}

// hasSocket reports whether a socket is the run's.
func (o *ownership) hasSocket(k capture.KernelSocket, at time.Time) bool {
	if k.Proto == capture.TCP && k.Remote.IsValid() {
		return o.connected(k.Local, k.Remote, false, at)
	}
	return o.held(ownAddress{k.Proto, k.Local}, at)
}
