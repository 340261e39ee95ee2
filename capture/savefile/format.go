package savefile

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"wireladder/capture/pcapng"
)

// Format is a kind of capture file. The zero value is none.
type Format uint8

// The formats that are read and written.
const (
	_      Format = iota
	Pcapng        // packets, comments, calls, drops
	Pcap          // packets only, with timestamps in nanoseconds
)

// String returns the usual file name extension, without the dot.
func (f Format) String() string {
	switch f {
	case Pcapng:
		return "pcapng"
	case Pcap:
		return "pcap"
	}
	return fmt.Sprintf("Format(%d)", uint8(f))
}

// ErrFormat is wrapped by the error for a file that is no capture file.
var ErrFormat = errors.New("not a pcap or pcapng file")

// The magic numbers that files begin with, read big-endian.
const (
	magicPcapng   = 0x0a0d0d0a
	magicGzip     = 0x1f8b // the first two octets only (RFC 1952 §2.3.1)
	magicMicro    = 0xa1b2c3d4
	magicNano     = 0xa1b23c4d
	magicModified = 0xa1b2cd34 // Kuznetzov's: longer record headers
)

// pcapMagics are those of pcap.
var pcapMagics = []uint32{magicMicro, magicNano, magicModified}

// buffered makes a file readable in small pieces and unpacks it where it is
// packed with gzip, once.
func buffered(r io.Reader) (*bufio.Reader, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	if head, _ := b.Peek(2); len(head) < 2 || binary.BigEndian.Uint16(head) != magicGzip {
		return b, nil
	}
	unpacked, err := gzip.NewReader(b)
	if err != nil {
		return nil, &pcapng.PlaceError{Packet: 1, Err: err}
	}
	return bufio.NewReaderSize(unpacked, 64<<10), nil
}

// detect tells the format of a file, and for pcap its byte order and kind,
// without taking anything from it.
func detect(b *bufio.Reader) (Format, pcapKind, error) {
	head, err := b.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, pcapKind{}, &pcapng.PlaceError{Packet: 1, Err: err}
	}
	if len(head) == 4 && binary.BigEndian.Uint32(head) == magicPcapng {
		return Pcapng, pcapKind{}, nil
	}
	if kind, ok := pcapKindOf(head); ok {
		return Pcap, kind, nil
	}
	return 0, pcapKind{}, unknown(head)
}

// unknown names what a file begins with that is no capture file.
func unknown(head []byte) error {
	if len(head) == 0 {
		return fmt.Errorf("%w: the file is empty", ErrFormat)
	}
	return fmt.Errorf("%w: it begins with %+q", ErrFormat, head)
}
