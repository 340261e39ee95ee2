// Package damage tells whether the checksum of a TCP segment is wrong.
package damage

import (
	"encoding/binary"
	"net/netip"
)

// largestSum is the largest segment of which a wrong checksum says anything: network cards put larger ones together,
// and leave them the checksum of the first.
const largestSum = 1500

// Wrong reports whether the checksum of a segment that is all there is wrong (RFC 9293 §3.1). One that is left to
// the network card is not: then it is 0, or the sum of the pseudo header, with the length or without.
func Wrong(src, dst netip.Addr, segment []byte) bool {
	stored := binary.BigEndian.Uint16(segment[16:])
	if stored == 0 || len(segment) > largestSum {
		return false
	}
	const tcp = 6
	pseudo := sum(src.AsSlice()) + sum(dst.AsSlice()) + tcp
	whole := pseudo + uint32(len(segment)) //nolint:gosec // no more than largestSum
	return fold(whole+sum(segment)) != 0xffff && stored != fold(whole) && stored != fold(pseudo)
}

// sum adds up octets two by two (RFC 1071).
func sum(octets []byte) (total uint32) {
	for ; len(octets) > 1; octets = octets[2:] {
		total += uint32(octets[0])<<8 | uint32(octets[1])
	}
	if len(octets) > 0 {
		total += uint32(octets[0]) << 8
	}
	return total
}

// fold adds the carries of a sum.
func fold(total uint32) uint16 {
	for total > 0xffff {
		total = total>>16 + total&0xffff
	}
	return uint16(total) //nolint:gosec // no more than that
}
