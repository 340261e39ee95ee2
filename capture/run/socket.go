package run

import (
	"net/netip"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
)

// Role is what a socket is for.
type Role uint8

// The roles. Endpoint, the zero value, is a socket known only by its packets.
const (
	Endpoint  Role = iota
	Active         // a client's socket: it connects, or sends the first datagram
	Listening      // a TCP socket that listen(2) was called on
	Accepted       // a TCP socket that accept(2) returned
	Bound          // a UDP socket that bind(2) was called on: one for all clients
	Router         // no socket: a host on the way, which sends ICMP errors
	Queued         // no socket: a connection that the kernel has set up, and accept(2) has not returned
)

// String returns the role in a word: "listening"; "" for Endpoint and Active.
func (r Role) String() string {
	return [...]string{"", "", "listening", "accepted", "bound", "router", "not accepted"}[r]
}

// Socket is one socket, or what is known of it. Its fields are filled in as calls and
// packets tell them.
type Socket struct {
	Process string // who owns it: "server", "client 2"; "" if unknown
	Proto   capture.Protocol
	Role    Role
	Side    flow.Side // initiators stand on the left, responders on the right
	FD      int       // file descriptor, -1 if unknown
	Thread  int       // the thread that alone serves this accepted socket (gettid(2)); 0 if that is not so, or unknown
	Local   netip.AddrPort
	Remote  netip.AddrPort  // invalid for a listening socket and an unconnected one
	IPv6    bool            // of AF_INET6, by its socket(2): its program knows addresses of IPv4 as mapped ones (ipv6(7))
	Only6   bool            // it has set IPV6_V6ONLY: bound to ::, it takes nothing that comes over IPv4
	Group   facts.GroupKind // of an address that stands for many hosts: no socket has it

	Born   bool      // a moment made it, a call or its first packet; else it was there before the first
	BornAt time.Time // when
	End    *Moment   // the close() that ended it; nil: it was never closed
}

// Listens reports whether the socket takes TCP connections to local.
func (s *Socket) Listens(local netip.AddrPort) bool { return s.Role == Listening && s.Holds(local) }

// TakesDatagrams reports whether the socket is a UDP one that is bound to local. A TCP
// socket may be bound to the same port: the two have port numbers of their own.
func (s *Socket) TakesDatagrams(local netip.AddrPort) bool {
	return s.FD >= 0 && s.Proto == capture.UDP && s.Holds(local)
}

// Claims reports whether no other socket can have local as long as this one has its own address:
// the port is the same, and the address, unless one of the two has them all.
func (s *Socket) Claims(local netip.AddrPort) bool {
	return s.Holds(local) || s.Local.IsValid() && s.Local.Port() == local.Port() && local.Addr().IsUnspecified()
}

// Holds reports whether the socket is bound to local, or to its port on every address: of a family, or of
// both (ipv6(7), IPV6_V6ONLY).
func (s *Socket) Holds(local netip.AddrPort) bool {
	if !s.Local.IsValid() || s.Local.Port() != local.Port() {
		return false
	}
	own, asked := s.Local.Addr().Unmap(), local.Addr().Unmap()
	if own.IsUnspecified() { // every address of IPv4, and with :: those of IPv6, too, or alone
		return own.Is6() && asked.Is6() || asked.Is4() && !s.Only6
	}
	return own == asked
}

// Told returns an address as calls on the socket tell it to its program, and take it: to one of AF_INET6
// an address of IPv4 is a mapped one, ::ffff:127.0.0.1 (RFC 4291 §2.5.5.2, ipv6(7)). The socket may be nil.
func (s *Socket) Told(a netip.AddrPort) netip.AddrPort {
	if s == nil || !s.IPv6 || !a.Addr().Is4() {
		return a
	}
	return netip.AddrPortFrom(netip.AddrFrom16(a.Addr().As16()), a.Port())
}
