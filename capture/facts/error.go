package facts

import "net/netip"

// Error is an ICMP error about a packet of a conversation (RFC 792, RFC 1812 §5.2.7,
// RFC 4443).
type Error struct {
	Kind   ErrorKind
	Router netip.Addr // who sent it, if that is not the host that the packet was for
	About  int        // the packet that it quotes; 0: it is not in the capture
	Target netip.AddrPort
	MTU    int  // of TooBigError: what fits, in octets; 0: it does not say
	Own    bool // the host that sent the packet says so itself: it did not get it off
	V6     bool // ICMPv6
	Spoke  int  // of PortUnreachable: the last datagram that Target had sent before; 0: none was captured
	Others bool // that went to another one than who sent what the error quotes
	Tunnel bool // what it quotes is the outer header of About, a tunnel's
	Filter bool // TCP is refused by a RST: an ICMP error in its place is a filter's work
}

// ErrorKind is what an ICMP error says.
type ErrorKind uint8

// The kinds. OtherError, the zero value, is any that is not named here.
const (
	OtherError ErrorKind = iota
	PortUnreachable
	HostUnreachable
	NetUnreachable
	ProtocolUnreachable
	Prohibited // communication administratively prohibited
	TooBigError
	TimeExceeded // the hop limit was used up on the way
	ReassemblyTime
	ParameterProblem
	SourceQuench
	Redirect
	NoRoute
	AddressUnreachable
)
