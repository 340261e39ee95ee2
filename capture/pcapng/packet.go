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
		return s.packetOptions(p, opts)
	}
	return nil
}

// simple reads a Simple Packet Block (the draft, §4.4). It has no timestamp:
// the time of its packet is zero.
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
	p.Time = time.Time{}
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
	p.Sighting, p.LinkFlags = capture.Sighting{Interface: i.place}, 0
	p.Data = data[:captured:captured]
	p.Length = int(max(length, captured))
	p.Comment, p.Options = "", p.Options[:0]
}

// packetOptions takes over the options of a packet: its comments, a line each, its
// flags, and all of them if that does not tell them all.
func (s *section) packetOptions(p *capture.Packet, opts []byte) error {
	var lines []byte
	comments, rest := 0, false
	for opt, err := range options(s.order, opts) {
		switch {
		case err != nil:
			return err
		case opt.code == optComment && len(opt.value) > 0:
			lines = append(append(lines, opt.value...), '\n')
			comments++
		case opt.code == packetFlags && len(opt.value) == 4:
			p.LinkFlags = s.order.uint32(opt.value)
			p.Sighting.Direction = bearing(p.LinkFlags)
			rest = rest || p.LinkFlags == 0
		default:
			rest = true
		}
	}
	p.Comment = string(bytes.TrimSuffix(lines, []byte{'\n'}))
	if rest || comments > 1 {
		p.Options = s.keepOptions(p.Options, opts)
	}
	return nil
}

// keepOptions appends the options of a packet that may be copied, with numbers in
// little-endian order. They have been read without fault.
func (s *section) keepOptions(kept, opts []byte) []byte {
	for opt, err := range options(s.order, opts) {
		if err == nil && isCopyable(opt.code) {
			n := len(kept) + 4
			kept = appendOption(kept, opt)
			if s.order.big {
				turnNumber(blockEnhanced, opt.code, kept[n:n+len(opt.value)])
			}
		}
	}
	return kept
}

// bearing returns the direction that the flags of a packet tell (the draft,
// §4.3.1).
func bearing(flags uint32) capture.Bearing {
	switch flags & 3 {
	case 1:
		return capture.Inbound
	case 2:
		return capture.Outbound
	}
	return capture.AnyBearing
}
