package pcapng

import (
	"encoding/binary"
	"math/bits"
)

// endian is the byte order of a section. It is what binary.ByteOrder is, without
// a call through an interface for each number of each packet.
type endian struct {
	big bool
}

func (e endian) uint16(b []byte) uint16 {
	v := binary.LittleEndian.Uint16(b)
	if e.big {
		return bits.ReverseBytes16(v)
	}
	return v
}

func (e endian) uint32(b []byte) uint32 {
	v := binary.LittleEndian.Uint32(b)
	if e.big {
		return bits.ReverseBytes32(v)
	}
	return v
}

func (e endian) uint64(b []byte) uint64 {
	v := binary.LittleEndian.Uint64(b)
	if e.big {
		return bits.ReverseBytes64(v)
	}
	return v
}
