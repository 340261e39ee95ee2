package savefile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/pcapng"
)

// fileHeader is how many octets stand before the first record.
const fileHeader = 24

// pcapKind is what the magic number of a pcap file says.
type pcapKind struct {
	order    binary.ByteOrder
	fraction time.Duration // unit of the timestamps below the second
	header   int           // octets before the data of a packet
}

// pcapKindOf returns the kind of a pcap file that begins with head.
func pcapKindOf(head []byte) (pcapKind, bool) {
	if len(head) < 4 {
		return pcapKind{}, false
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		magic := order.Uint32(head)
		if !slices.Contains(pcapMagics, magic) {
			continue
		}
		kind := pcapKind{order: order, fraction: time.Microsecond, header: 16}
		switch magic {
		case magicNano:
			kind.fraction = time.Nanosecond
		case magicModified:
			kind.header = 24
		}
		return kind, true
	}
	return pcapKind{}, false
}

// pcapReader reads a pcap file. It is our own because gopacket's refuses
// packets that exceed the snapshot length, which tcpdump and Wireshark take,
// and allocates what a record claims.
type pcapReader struct {
	kind   pcapKind
	r      *bufio.Reader
	link   capture.LinkType
	old    bool  // before version 2.4: the two lengths may be the other way round
	number int   // packets so far
	offset int64 // of the next record
	err    error // the end, or the fault, that reading came to
}

// newPcapReader reads the file header.
func newPcapReader(r *bufio.Reader, kind pcapKind) (*pcapReader, error) {
	p := &pcapReader{kind: kind, r: r}
	var header [fileHeader]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return nil, p.place(cutOff(err))
	}
	major, minor := kind.order.Uint16(header[4:]), kind.order.Uint16(header[6:])
	if major != 2 || minor > 4 {
		return nil, p.place(fmt.Errorf("pcap version %d.%d is unknown", major, minor))
	}
	p.old = minor < 4
	p.link = capture.LinkType(kind.order.Uint32(header[20:])) // the high bits tell of the frame check sequence
	p.offset = fileHeader
	return p, nil
}

// Next returns the next packet, not decoded.
func (p *pcapReader) Next() (capture.Entry, error) {
	if p.err != nil {
		return capture.Entry{}, p.err
	}
	packet, err := p.record()
	if err != nil {
		p.err = p.place(err)
		return capture.Entry{}, p.err
	}
	return capture.Entry{Packet: packet}, nil
}

// Origin returns nothing: a pcap file does not say.
func (p *pcapReader) Origin() capture.Origin { return capture.Origin{} }

// Drops returns nothing: a pcap file does not say.
func (p *pcapReader) Drops() capture.Drops { return capture.Drops{} }

// record reads one packet with its header.
func (p *pcapReader) record() (*capture.Packet, error) {
	var space [24]byte
	header := space[:p.kind.header]
	if n, err := io.ReadFull(p.r, header); err != nil {
		if n == 0 {
			return nil, err // io.EOF: the end, where it may be
		}
		return nil, cutOff(err)
	}
	captured, length := p.kind.order.Uint32(header[8:]), p.kind.order.Uint32(header[12:])
	if p.old && captured > length {
		captured, length = length, captured
	}
	data, err := p.data(captured)
	if err != nil {
		return nil, err
	}
	p.number++
	p.offset += int64(len(header) + len(data))
	return &capture.Packet{
		Number: p.number,
		Time:   p.time(header),
		Link:   p.link,
		Data:   data,
		Length: int(max(length, captured)),
	}, nil
}

// data reads the captured octets of a packet.
func (p *pcapReader) data(captured uint32) ([]byte, error) {
	if captured > pcapng.MaxPacket {
		return nil, fmt.Errorf("%d captured octets: the limit is %d", captured, pcapng.MaxPacket)
	}
	data := make([]byte, captured)
	if _, err := io.ReadFull(p.r, data); err != nil {
		return nil, cutOff(err)
	}
	return data, nil
}

// time returns the timestamp at the start of a record header.
func (p *pcapReader) time(header []byte) time.Time {
	seconds, fraction := p.kind.order.Uint32(header), p.kind.order.Uint32(header[4:])
	return time.Unix(int64(seconds), int64(fraction)*int64(p.kind.fraction)).UTC()
}

// place says where a fault is. The end of the file is none.
func (p *pcapReader) place(err error) error {
	if errors.Is(err, io.EOF) {
		return err
	}
	return &pcapng.PlaceError{Packet: p.number + 1, Offset: p.offset, Err: err}
}

// cutOff turns the end of the input where more was promised into the fault that
// it is.
func cutOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the file is cut off: %w", io.ErrUnexpectedEOF)
	}
	return err
}
