package capture

import (
	"encoding/binary"
	"math/bits"
)

// Point returns a hash of where a packet was seen: of what a Sighting holds, and of
// the hop limit of its IP header, which a router between two points has lowered. Two
// packets seen at one point have the same hash, those seen at two points seldom have.
// A glance at a frame has no sighting, but its parts.
func Point(iface uint32, direction Bearing, source, destination *[6]byte, hopLimit uint8) uint16 {
	const odd1, odd2 = 0x9e3779b97f4a7c15, 0xbb67ae8584caa73b // with about as many ones as zeros
	hash := linkAddress(source) ^ bits.RotateLeft64(linkAddress(destination), 27)
	hash = hash*odd1 ^ uint64(iface)<<16 ^ uint64(direction)<<8 ^ uint64(hopLimit)
	return uint16((hash ^ hash>>32) * odd2 >> 48)
}

// linkAddress returns a link-layer address as a number.
func linkAddress(a *[6]byte) uint64 {
	return uint64(binary.LittleEndian.Uint32(a[:4])) | uint64(binary.LittleEndian.Uint16(a[4:]))<<32
}
