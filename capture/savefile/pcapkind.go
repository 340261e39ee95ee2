package savefile

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"wireladder/capture"
)

// The magic numbers of pcap files.
const (
	magicMicro    = 0xa1b2c3d4
	magicNano     = 0xa1b23c4d
	magicModified = 0xa1b2cd34 // Kuznetzov's patches: longer record headers
	magicIxiaNano = 0x1c0001ac // Ixia's "lcap": a longer file header
	magicIxia     = 0x1c0001ab
)

// lengths is the order of the two lengths in a record header.
type lengths uint8

const (
	capturedFirst lengths = iota // captured, then original: since version 2.4
	originalFirst                // before version 2.3
	smallerFirst                 // version 2.3, which writers understood in two ways
)

// pcapKind is what tells one pcap file from another.
type pcapKind struct {
	big        bool // byte order
	modified   bool // by a patch of Kuznetzov's: guess tells which
	lengths    lengths
	unit       int64 // of the timestamps below the second, in nanoseconds
	fileHeader int   // octets before the first record
	header     int   // octets before the data of a packet
}

// pcapKindOf returns the kind of a pcap file that begins with head, as far as
// its magic number tells.
func pcapKindOf(head []byte) (pcapKind, bool) {
	if len(head) < 4 {
		return pcapKind{}, false
	}
	for _, big := range []bool{false, true} {
		kind := pcapKind{big: big, unit: 1000, fileHeader: 24, header: 16}
		switch kind.uint32(head) {
		case magicMicro:
		case magicNano:
			kind.unit = 1
		case magicModified:
			kind.header, kind.modified = modifiedHeader, true
		case magicIxia:
			kind.fileHeader = 28
		case magicIxiaNano:
			kind.fileHeader, kind.unit = 28, 1
		default:
			continue
		}
		return kind, true
	}
	return pcapKind{}, false
}

// uint32 reads a number of the file.
func (k *pcapKind) uint32(b []byte) uint32 {
	v := binary.LittleEndian.Uint32(b)
	if k.big {
		return bits.ReverseBytes32(v)
	}
	return v
}

// uint16 reads a number of the file.
func (k *pcapKind) uint16(b []byte) uint16 {
	v := binary.LittleEndian.Uint16(b)
	if k.big {
		return bits.ReverseBytes16(v)
	}
	return v
}

// versionDGUX is what DG/UX calls a version before 2.3.
const versionDGUX = 543

// linkReserved are the bits of the link type field that must be zero
// (pcap-savefile(5)). The link type is in the lower half; what is left of the
// upper half tells of the frame check sequence.
const linkReserved = 0x03ff0000

// complete learns the rest from the file header, and returns the link type.
// Versions after 2.4 are read as 2.4, as Wireshark does.
func (k *pcapKind) complete(header []byte) (capture.LinkType, error) {
	major, minor := k.uint16(header[4:]), k.uint16(header[6:])
	link := k.uint32(header[20:])
	switch {
	case major < 2:
		return 0, fmt.Errorf("pcap version %d.%d is unknown", major, minor)
	case link&linkReserved != 0:
		return 0, fmt.Errorf("link type %#08x with a bit that must be zero", link)
	case major == 2 && minor == 3:
		k.lengths = smallerFirst
	case major == 2 && minor < 3, major == versionDGUX:
		k.lengths = originalFirst
	}
	if major == 2 && minor == 2 && k.unit == 1000 && !k.modified {
		link = k.completeAIX(link)
	}
	return capture.LinkType(link), nil
}

// completeAIX returns the link type of a file of version 2.2. AIX writes that
// version too, but with the interface types of RFC 1573, by which it is known,
// and nanoseconds.
func (k *pcapKind) completeAIX(link uint32) uint32 {
	const ethernet, loopback = 6, 24
	switch link {
	case ethernet:
		k.unit = 1
		return uint32(capture.LinkEthernet)
	case loopback:
		k.unit = 1
		return uint32(capture.LinkNull)
	}
	return link
}
