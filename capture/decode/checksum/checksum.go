// Package checksum has the Internet checksum, and tells of a TCP segment whether its own is wrong.
package checksum

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// largest is the largest segment of which a wrong checksum says anything: network cards put larger ones together,
// and leave them the checksum of the first.
const largest = 1500

// IsWrong reports whether the checksum of a TCP segment between two addresses, which must be whole, is wrong
// (RFC 9293 §3.1). One that is left to the network card is not: then it is 0, or the sum of the pseudo header, with the
// length or without. Of segments larger than a packet of Ethernet nothing is said.
func IsWrong(src, dst netip.Addr, segment []byte) bool {
	stored := binary.BigEndian.Uint16(segment[16:])
	if stored == 0 || len(segment) > largest {
		return false
	}
	const tcp = 6
	pseudo := ofAddress(src) + ofAddress(dst) + tcp
	whole := pseudo + uint64(len(segment)) //nolint:gosec // it is positive
	return fold(whole+sum(segment)) != 0xffff && stored != fold(whole) && stored != fold(pseudo)
}

// Of returns the Internet checksum of octets (RFC 1071): 0 if they hold their own and that is right.
func Of(octets []byte) uint16 { return ^fold(sum(octets)) }

// ofAddress adds up the octets of an address.
func ofAddress(a netip.Addr) uint64 {
	if a.Is4() {
		four := a.As4()
		return sum(four[:])
	}
	sixteen := a.As16()
	return sum(sixteen[:])
}

// sum adds up octets two by two, and as many as a register holds at once (RFC 1071 §2): fold makes a checksum of it.
func sum(octets []byte) uint64 {
	total, carry := uint64(0), uint64(0)
	for ; len(octets) >= 8; octets = octets[8:] {
		total, carry = bits.Add64(total, binary.BigEndian.Uint64(octets), carry)
	}
	total = total>>32 + total&0xffffffff + carry
	for ; len(octets) > 1; octets = octets[2:] {
		total += uint64(octets[0])<<8 | uint64(octets[1])
	}
	if len(octets) > 0 {
		total += uint64(octets[0]) << 8
	}
	return total
}

// fold adds the carries of a sum.
func fold(total uint64) uint16 {
	for total > 0xffff {
		total = total>>16 + total&0xffff
	}
	return uint16(total) //nolint:gosec // no more than that
}
