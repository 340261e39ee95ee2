package flow

import (
	"encoding/binary"
	"math/bits"
	"net/netip"

	"wireladder/capture"
)

// tuple is the 5-tuple of a packet in the form in which tuples are compared.
//
// An end of IPv4 is its protocol, address and port in 56 bits. Those of IPv6 do
// not fit: there it is a hash of them, marked as such, and the addresses themselves
// are compared.
type tuple struct {
	ends  [2]uint64 // of the source and of the destination
	hash  uint32    // the same for packets in both directions
	proto capture.Protocol
}

// isHash marks the end that is a hash.
const isHash = 1 << 63

// seed makes hashes unforeseeable, so that nobody can write a file whose packets
// all collide.
type seed [2]uint64

// golden is 2^64 divided by the golden ratio, which has no pattern in its bits: a
// random factor alone spreads ports that follow each other badly now and then.
const golden = 0x9e3779b97f4a7c15

// tuple returns that of packets from src to dst.
func (s *seed) tuple(proto capture.Protocol, src, dst *netip.AddrPort) tuple {
	a, b := s.end(proto, src), s.end(proto, dst)
	hash := fold(fold(a^s[0], s[1])+fold(b^s[0], s[1])^s[0], golden)
	return tuple{[2]uint64{a, b}, uint32(hash >> 32), proto}
}

// end returns one end.
func (s *seed) end(proto capture.Protocol, a *netip.AddrPort) uint64 {
	ip := a.Addr()
	if !ip.Is4() {
		return s.endIPv6(proto, ip, a.Port())
	}
	v4 := ip.As4()
	return uint64(proto)<<48 | uint64(binary.BigEndian.Uint32(v4[:]))<<16 | uint64(a.Port())
}

// endIPv6 is end for IPv6. It is apart because it is not cheap to get at the
// address: of IPv4 that would be felt.
func (s *seed) endIPv6(proto capture.Protocol, ip netip.Addr, port uint16) uint64 {
	v6 := ip.As16()
	h := fold(binary.BigEndian.Uint64(v6[:8])^s[0], binary.BigEndian.Uint64(v6[8:])^s[1])
	return fold(h^(uint64(proto)<<16|uint64(port)), s[1]) | isHash
}

// fold multiplies two numbers and puts the halves of the product together, as
// wyhash does.
func fold(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}

// sideOf reports whether packets from src to dst, which t is the tuple of, are of
// the conversation, and which side src is. A socket that is connected to itself
// has the same address on both sides: all it sends is the initiator's.
func (c *Conversation) sideOf(t *tuple, src, dst *netip.AddrPort) (Side, bool) {
	switch {
	case (t.ends[0]|t.ends[1])&isHash != 0:
		return c.sideOfIPv6(t, src, dst)
	case c.tuple == t.ends:
		return Initiator, true
	}
	return Responder, c.tuple[Initiator] == t.ends[1] && c.tuple[Responder] == t.ends[0]
}

// sideOfIPv6 is sideOf where equal ends prove nothing.
func (c *Conversation) sideOfIPv6(t *tuple, src, dst *netip.AddrPort) (Side, bool) {
	if c.Proto != t.proto {
		return Initiator, false
	}
	if c.Endpoints[Initiator] == *src && c.Endpoints[Responder] == *dst {
		return Initiator, true
	}
	return Responder, c.Endpoints[Responder] == *src && c.Endpoints[Initiator] == *dst
}

// has reports whether the conversation is one between the ends, in either role.
func (c *Conversation) has(t *tuple, ends *[2]netip.AddrPort) bool {
	_, ok := c.sideOf(t, &ends[Initiator], &ends[Responder])
	return ok
}
