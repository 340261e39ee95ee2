package pcapng

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// ErrSecondFile is the fault of a file behind which another was put, as cat(1) does
// with two: where a packet should begin, a file does.
var ErrSecondFile = errors.New("another capture file begins here")

// ErrCutOff is the fault of a file that ends where more was promised. It is
// io.ErrUnexpectedEOF, in the words of users.
var ErrCutOff error = cutOffError{}

type cutOffError struct{}

func (cutOffError) Error() string { return "the file is cut off" }
func (cutOffError) Unwrap() error { return io.ErrUnexpectedEOF }

// IsFileHead reports whether octets, twelve at least, are the beginning of a pcapng
// file.
func IsFileHead(octets []byte) bool {
	magic := octets[headLength:]
	return binary.LittleEndian.Uint32(octets) == blockSection &&
		(binary.LittleEndian.Uint32(magic) == orderMagic || binary.BigEndian.Uint32(magic) == orderMagic)
}

// isPcapHead reports whether the head of a block is none, but the beginning of a
// pcap file of version 2.4, of any kind (pcap-savefile(5)) and byte order.
func isPcapHead(head []byte) bool {
	little, big := binary.LittleEndian, binary.BigEndian
	return isPcapMagic(little.Uint32(head)) && little.Uint32(head[4:]) == 4<<16|2 ||
		isPcapMagic(big.Uint32(head)) && big.Uint32(head[4:]) == 2<<16|4
}

// isPcapMagic reports whether v is one of pcap's magic numbers: for µs, ns,
// Kuznetzov's patches and Ixia's two.
func isPcapMagic(v uint32) bool {
	switch v {
	case 0xa1b2c3d4, 0xa1b23c4d, 0xa1b2cd34, 0x1c0001ab, 0x1c0001ac:
		return true
	}
	return false
}

// PlaceError is a fault in a capture file, and where it is. It wraps the fault
// itself: io.ErrUnexpectedEOF for a file that is cut off, and the errors of the
// io.Reader that the file is read from.
type PlaceError struct {
	Packet int    // number of the packet that was being read, or would have come next, from 1
	Offset int64  // octets of the file before the faulty block or record, unpacked where it is packed
	Packed string // what the file is packed with, as the program is called: "gzip", "zstd"; "" if it is not
	Err    error  // what is wrong
}

// Error returns the place and the fault: "packet 17 (offset 2040): …", and for
// a packed file "packet 17 (offset 2040, gzip unpacked): …".
func (e *PlaceError) Error() string {
	unpacked := ""
	if e.Packed != "" {
		unpacked = ", " + e.Packed + " unpacked"
	}
	return fmt.Sprintf("packet %d (offset %d%s): %v", e.Packet, e.Offset, unpacked, e.Err)
}

// Unwrap returns the fault.
func (e *PlaceError) Unwrap() error { return e.Err }
