package capture

import "encoding/binary"

// Point returns a hash of where a packet was seen: of all that a sighting holds, and
// of the hop limit of its IP header, which a router between two points has lowered.
// Two packets of other points are seldom of the same hash, those of the same point
// always.
func Point(s *Sighting, hopLimit uint8) uint16 {
	// Odd constants, of about as many ones as zeros: the fractions of the golden
	// ratio, and of the square roots of 2, 3 and 5 (Knuth, TAOCP 3, §6.4).
	const golden, root2, root3, root5 = 0x9e3779b97f4a7c15, 0x6a09e667f3bcc909, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b
	hash := linkAddress(&s.Source)*golden ^ linkAddress(&s.Destination)*root2
	hash ^= (uint64(s.Interface)<<16 | uint64(s.Direction)<<8 | uint64(hopLimit)) * root3
	hash ^= hash >> 32
	return uint16(hash * root5 >> 48) //nolint:gosec // 16 bits
}

// linkAddress returns a link-layer address as a number.
func linkAddress(a *[6]byte) uint64 {
	return uint64(binary.LittleEndian.Uint32(a[:4])) | uint64(binary.LittleEndian.Uint16(a[4:]))<<32
}
