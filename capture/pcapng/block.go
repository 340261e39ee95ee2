package pcapng

import (
	"encoding/binary"
	"fmt"
)

// Limits on what a file may hold. They are those of Wireshark, so that it reads
// what this package writes and this package refuses what Wireshark refuses.
const (
	MaxBlock  = 16 << 20 // octets of one block, with its head and trailer
	MaxPacket = 262144   // captured octets of one packet

	maxPassed = 128<<20 + 131104 // octets of a block that is passed over
	passSize  = 64 << 10         // octets of it that are in memory at a time
)

// The block types that are read or written (the draft, §10.1).
const (
	blockSection      = 0x0a0d0d0a // the same in both byte orders
	blockInterface    = 0x00000001
	blockPacket       = 0x00000002 // obsolete
	blockSimple       = 0x00000003
	blockNames        = 0x00000004
	blockStatistics   = 0x00000005
	blockEnhanced     = 0x00000006
	blockJournal      = 0x00000009
	blockSecrets      = 0x0000000a
	blockCustom       = 0x00000bad
	blockCustomNoCopy = 0x40000bad

	// Events of sysdig, which Wireshark lists among the packets.
	blockSysdig      = 0x00000204
	blockSysdigV2    = 0x00000216
	blockSysdigLarge = 0x00000221
)

const (
	orderMagic    = 0x1a2b3c4d // Byte-Order Magic of a Section Header Block
	headLength    = 8          // block type and total length
	trailerLength = 4          // total length again
	leastEnhanced = 32         // total length of an Enhanced Packet Block without data
)

// builder puts one block together in memory, little-endian. It is used again
// for the next block, so that writing does not allocate.
type builder struct {
	buf []byte
}

// begin starts a block; what was in the builder is gone.
func (b *builder) begin(kind uint32) {
	b.buf = b.buf[:0]
	b.u32(kind)
	b.u32(0) // total length: known at the end
}

func (b *builder) u16(v uint16) { b.buf = binary.LittleEndian.AppendUint16(b.buf, v) }
func (b *builder) u32(v uint32) { b.buf = binary.LittleEndian.AppendUint32(b.buf, v) }
func (b *builder) u64(v uint64) { b.buf = binary.LittleEndian.AppendUint64(b.buf, v) }

// timestamp appends a time in ticks, the high half first whatever the byte
// order (the draft, §4.3).
func (b *builder) timestamp(ticks uint64) {
	b.u32(uint32(ticks >> 32))
	b.u32(uint32(ticks))
}

// padded appends octets, and zeros up to the next 32-bit boundary.
func (b *builder) padded(data []byte) {
	b.buf = append(b.buf, data...)
	for len(b.buf)%4 != 0 {
		b.buf = append(b.buf, 0)
	}
}

// end finishes the block and returns it; it is valid until the next begin.
func (b *builder) end() ([]byte, error) {
	total := len(b.buf) + trailerLength
	if total > MaxBlock {
		return nil, fmt.Errorf("block of %d octets: the limit is %d", total, MaxBlock)
	}
	binary.LittleEndian.PutUint32(b.buf[4:], uint32(total))
	b.u32(uint32(total))
	return b.buf, nil
}
