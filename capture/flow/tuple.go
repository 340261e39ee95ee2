package flow

import (
	"encoding/binary"
	"math/bits"

	"wireladder/capture"
)

// tuple is the 5-tuple of a packet in the form in which tuples are compared.
//
// An end of IPv4 is its protocol, address and port in 56 bits. Those of IPv6 do
// not fit: there it is a hash of them, marked as such, and the addresses themselves
// are compared.
type tuple struct {
	ends [2]uint64 // of the source and of the destination
	hash uint32    // the same for packets in both directions
}

// isHash marks the end that is a hash.
const isHash = 1 << 63

// seed makes hashes unforeseeable, so that nobody can write a file whose packets
// all collide.
type seed [2]uint64

// golden is 2^64 divided by the golden ratio, which has no pattern in its bits: a
// random factor alone spreads ports that follow each other badly now and then.
const golden = 0x9e3779b97f4a7c15

// tuple makes t that of packets like h.
func (s *seed) tuple(t *tuple, h *capture.Outline) {
	a, b := s.end(h.Proto, h.IPv6, &h.Src, h.SrcPort), s.end(h.Proto, h.IPv6, &h.Dst, h.DstPort)
	t.ends = [2]uint64{a, b}
	t.hash = uint32(fold(fold(a^s[0], s[1])+fold(b^s[0], s[1])^s[0], golden) >> 32) //nolint:gosec // half of it
}

// end returns one end.
func (s *seed) end(proto capture.Protocol, v6 bool, address *[16]byte, port uint16) uint64 {
	if v6 {
		return s.endIPv6(proto, address, port)
	}
	return uint64(proto)<<48 | uint64(binary.BigEndian.Uint32(address[:4]))<<16 | uint64(port)
}

// endIPv6 is end for IPv6.
func (s *seed) endIPv6(proto capture.Protocol, address *[16]byte, port uint16) uint64 {
	h := fold(binary.BigEndian.Uint64(address[:8])^s[0], binary.BigEndian.Uint64(address[8:])^s[1])
	return fold(h^(uint64(proto)<<16|uint64(port)), s[1]) | isHash
}

// fold multiplies two numbers and puts the halves of the product together, as
// wyhash does.
func fold(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}

// sideOf reports whether packets like h, which t is the tuple of, are of the
// conversation, and which side sends them. A socket that is connected to itself
// has the same address on both sides: all it sends is the initiator's.
func (c *Conversation) sideOf(t *tuple, h *capture.Outline) (Side, bool) {
	switch {
	case (t.ends[0]|t.ends[1])&isHash != 0:
		return c.sideOfIPv6(h)
	case c.ends == t.ends:
		return Initiator, true
	}
	return Responder, c.ends[Initiator] == t.ends[1] && c.ends[Responder] == t.ends[0]
}

// sideOfIPv6 is sideOf where equal ends prove nothing.
func (c *Conversation) sideOfIPv6(h *capture.Outline) (Side, bool) {
	if c.Proto != h.Proto || c.ends[Initiator]&isHash == 0 {
		return Initiator, false
	}
	if c.is(Initiator, &h.Src, h.SrcPort) && c.is(Responder, &h.Dst, h.DstPort) {
		return Initiator, true
	}
	return Responder, c.is(Responder, &h.Src, h.SrcPort) && c.is(Initiator, &h.Dst, h.DstPort)
}

// is reports whether a side has the address and port.
func (c *Conversation) is(s Side, address *[16]byte, port uint16) bool {
	return c.rare.ports[s] == port && c.rare.addresses[s] == *address
}

// has reports whether the conversation is one between the ends of h, in either role.
func (c *Conversation) has(t *tuple, h *capture.Outline) bool {
	_, ok := c.sideOf(t, h)
	return ok
}
