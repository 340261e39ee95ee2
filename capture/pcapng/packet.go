package pcapng

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"wireladder/capture"
)

// The faults of a block whose framing is whole.
var (
	errShort        = errors.New("block too short for its type")
	errOptionLength = errors.New("an option of the wrong length")
)

// section is what the blocks of a section have in common. A file may have
// several, each with its own byte order and interfaces.
type section struct {
	order      binary.ByteOrder
	interfaces []networkInterface
}

// at returns the interface with an index that a block refers to.
func (s *section) at(index uint32) (*networkInterface, error) {
	if uint64(index) >= uint64(len(s.interfaces)) {
		return nil, fmt.Errorf("interface %d of %d", index, len(s.interfaces))
	}
	return &s.interfaces[index], nil
}

// enhanced reads an Enhanced Packet Block (the draft, §4.3), or a Packet Block,
// which is the same but for a narrower interface index.
func (s *section) enhanced(kind uint32, body []byte) (*capture.Packet, error) {
	if len(body) < 20 {
		return nil, errShort
	}
	index := s.order.Uint32(body)
	if kind == blockPacket {
		index = uint32(s.order.Uint16(body))
	}
	on, err := s.at(index)
	if err != nil {
		return nil, err
	}
	stamp := uint64(s.order.Uint32(body[4:]))<<32 | uint64(s.order.Uint32(body[8:]))
	captured, length := s.order.Uint32(body[12:]), s.order.Uint32(body[16:])
	p, err := on.packet(body[20:], captured, length)
	if err != nil {
		return nil, err
	}
	p.Time = on.time(stamp)
	p.Comment, err = s.comment(body[min(20+aligned(len(p.Data)), len(body)):])
	return p, err
}

// simple reads a Simple Packet Block (the draft, §4.4). It has no timestamp:
// its packet is stamped with the start of 1970.
func (s *section) simple(body []byte) (*capture.Packet, error) {
	if len(body) < 4 {
		return nil, errShort
	}
	on, err := s.at(0)
	if err != nil {
		return nil, err
	}
	length := s.order.Uint32(body)
	captured := length
	if on.snap != 0 {
		captured = min(length, on.snap)
	}
	p, err := on.packet(body[4:], captured, length)
	if err != nil {
		return nil, err
	}
	p.Time = time.Unix(0, 0).UTC()
	return p, nil
}

// packet returns the packet of which data begins with the captured octets. A
// packet that exceeds the snapshot length is taken: Wireshark and tcpdump do.
func (i *networkInterface) packet(data []byte, captured, length uint32) (*capture.Packet, error) {
	switch {
	case captured > MaxPacket:
		return nil, fmt.Errorf("%d captured octets: the limit is %d", captured, MaxPacket)
	case uint64(captured) > uint64(len(data)):
		return nil, fmt.Errorf("%d captured octets in a block that has room for %d", captured, len(data))
	}
	return &capture.Packet{
		Link:   i.link,
		Data:   bytes.Clone(data[:captured]),
		Length: int(max(length, captured)),
	}, nil
}

// comment returns the comments among a packet's options, a line each.
func (s *section) comment(opts []byte) (string, error) {
	var lines []byte
	for opt, err := range options(s.order, opts) {
		if err != nil {
			return "", err
		}
		if opt.code == optComment && len(opt.value) > 0 {
			lines = append(append(lines, opt.value...), '\n')
		}
	}
	return string(bytes.TrimSuffix(lines, []byte{'\n'})), nil
}
