package savefile

import (
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

// magicPcapng is what a pcapng file begins with: the type of its first block,
// which reads the same in both byte orders.
const magicPcapng = 0x0a0d0d0a

// open returns the reader for the format of a file.
func open(w *pcapng.Window) (source, error) {
	head, err := w.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &pcapng.PlaceError{Packet: 1, Err: cutOff(err)}
	}
	if len(head) == 4 && binary.BigEndian.Uint32(head) == magicPcapng {
		return pcapng.NewWindowReader(w)
	}
	if kind, ok := pcapKindOf(head); ok {
		return newPcapReader(w, kind)
	}
	return nil, unknown(w)
}
