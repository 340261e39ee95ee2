package pcapng

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"wireladder/capture"
)

// errShort is a fault of a block whose framing is whole.
var errShort = errors.New("block too short for its type")

// section is what the blocks of a section have in common. A file may have
// several, each with its own byte order and interfaces.
type section struct {
	order      endian
	interfaces []networkInterface
}

// packet reads a packet block of any kind into p, but for the number.
func (s *section) packet(b block, p *capture.Packet) error {
	if b.kind == blockSimple {
		return s.simple(b.body, p)
	}
	return s.enhanced(b.kind, b.body, p)
}

// enhanced reads an Enhanced Packet Block (the draft, §4.3), or a Packet Block,
// which is the same but for a narrower interface index. A packet that exceeds
// the snapshot length is taken: Wireshark and tcpdump do.
func (s *section) enhanced(kind uint32, body []byte, p *capture.Packet) error {
	if len(body) < leastEnhanced-headLength-trailerLength {
		return errShort
	}
	index := s.order.uint32(body)
	if kind == blockPacket {
		index = uint32(s.order.uint16(body))
	}
	captured := s.order.uint32(body[12:])
	if err := s.check(index, captured, len(body)-20); err != nil {
		return err
	}
	on, stamp := &s.interfaces[index], uint64(s.order.uint32(body[4:]))<<32|uint64(s.order.uint32(body[8:]))
	p.Time = on.clock.time(stamp)
	on.fill(p, body[20:], captured, s.order.uint32(body[16:]))
	if opts := body[min(20+aligned(int(captured)), len(body)):]; len(opts) > 0 {
		var err error
		p.Comment, err = s.comment(opts)
		return err
	}
	return nil
}

// simple reads a Simple Packet Block (the draft, §4.4). It has no timestamp:
// its packet is stamped with the start of 1970.
func (s *section) simple(body []byte, p *capture.Packet) error {
	if len(body) < 4 {
		return errShort
	}
	length := s.order.uint32(body)
	captured := length
	if len(s.interfaces) > 0 && s.interfaces[0].snap != 0 {
		captured = min(length, s.interfaces[0].snap)
	}
	if err := s.check(0, captured, len(body)-4); err != nil {
		return err
	}
	p.Time = time.Unix(0, 0).UTC()
	s.interfaces[0].fill(p, body[4:], captured, length)
	return nil
}

// check says what is wrong with a packet of an interface that claims so many
// captured octets in a block that has room for some.
func (s *section) check(index, captured uint32, room int) error {
	if uint64(index) < uint64(len(s.interfaces)) && captured <= MaxPacket && int(captured) <= room {
		return nil
	}
	return s.fault(index, captured, room)
}

// fault says what check has found.
func (s *section) fault(index, captured uint32, room int) error {
	switch {
	case uint64(index) >= uint64(len(s.interfaces)):
		return fmt.Errorf("interface %d of %d", index, len(s.interfaces))
	case captured > MaxPacket:
		return fmt.Errorf("%d captured octets: the limit is %d", captured, MaxPacket)
	}
	return fmt.Errorf("%d captured octets in a block that has room for %d", captured, room)
}

// fill makes p the packet of which data begins with the captured octets, but
// for its time and number.
func (i *networkInterface) fill(p *capture.Packet, data []byte, captured, length uint32) {
	p.Link, p.Interface = i.link, i.which
	p.Data = data[:captured:captured]
	p.Length = int(max(length, captured))
	p.Comment = ""
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
