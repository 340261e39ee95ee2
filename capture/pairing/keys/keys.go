// Package keys makes of a packet a key of what it has in common with itself at the other end of its
// way, beyond a NAT, too: of its headers what no router changes, and the beginning of its payload. The IP identification,
// which some NATs change, is in no key.
package keys

import (
	"encoding/binary"
	"hash/maphash"

	"wireladder/capture"
	"wireladder/capture/decode"
)

// Print is by what a packet is known again, and what else its outline does not say of it.
type Print struct {
	Headers uint64          // the key of its headers
	Payload uint32          // the key of its payload
	Whole   bool            // enough of the payload was captured for that
	HasID   bool            // capture.IPHeader.HasID
	Hop     uint8           // capture.IPHeader.HopLimit
	Bearing capture.Bearing // capture.Sighting.Direction
}

// Maker makes prints, which are good for those of the same Maker. Make one with New. It must not be used from two
// goroutines at once.
type Maker struct {
	seed maphash.Seed
	room [64]byte
}

// New returns a Maker.
func New() Maker { return Maker{seed: maphash.MakeSeed()} }

// Of returns the print of a packet, which must be decoded.
func (m *Maker) Of(p *capture.Packet) Print {
	var o capture.Outline
	o.Trace(p)
	options := &p.TCP.Options
	if p.Proto != capture.TCP {
		options = &capture.TCPOptions{}
	}
	k := Print{HasID: p.IP.HasID, Hop: p.IP.HopLimit, Bearing: p.Sighting.Direction}
	k.Headers = m.headers(&o, &decode.Beyond{TSVal: options.TSVal, TSEcr: options.TSEcr, HasID: p.IP.HasID, Protocol: p.IP.Protocol}, p)
	switch {
	case p.Proto == capture.ICMP && p.ICMP.Quoted.Proto != capture.Undecoded:
		k.Whole = true // a NAT changes the addresses that it quotes
	default:
		k.Payload, k.Whole = m.payload(p.Payload, p.PayloadLength)
	}
	return k
}

// Plain returns what Of does, of a packet that is not decoded, in much less time: o must be what decode.Glance has made
// of it.
func (m *Maker) Plain(o *capture.Outline, p *capture.Packet) Print {
	b := decode.GlanceBeyond(o, p)
	k := Print{HasID: b.HasID, Hop: b.HopLimit, Bearing: p.Sighting.Direction, Headers: m.headers(o, &b, nil)}
	k.Payload, k.Whole = m.payload(b.Payload, int(o.PayloadLength))
	return k
}

// headers returns the key of the headers of a packet: of TCP or UDP, whole, where p is nil.
func (m *Maker) headers(o *capture.Outline, b *decode.Beyond, p *capture.Packet) uint64 {
	const hasID, moreFragments = 1, 2
	room := m.room[:32]
	flags := byte(0)
	if b.HasID {
		flags |= hasID
	}
	room[0], room[1] = byte(o.Proto), b.Protocol
	binary.LittleEndian.PutUint32(room[4:], uint32(o.Window))
	binary.LittleEndian.PutUint32(room[8:], o.PayloadLength)
	binary.LittleEndian.PutUint32(room[12:], uint32(o.Seq))
	binary.LittleEndian.PutUint32(room[16:], uint32(o.Ack))
	binary.LittleEndian.PutUint32(room[20:], b.TSVal)
	binary.LittleEndian.PutUint32(room[24:], b.TSEcr)
	binary.LittleEndian.PutUint32(room[28:], uint32(o.Flags))
	if p != nil {
		if p.IP.MoreFragments {
			flags |= moreFragments
		}
		room = m.unusual(room, p)
	}
	room[2], room[3] = flags, 0
	return maphash.Bytes(m.seed, room)
}

// unusual appends what only pieces and ICMP messages have.
func (m *Maker) unusual(room []byte, p *capture.Packet) []byte {
	if p.IP.FragmentOffset > 0 {
		room = binary.LittleEndian.AppendUint32(room, uint32(p.IP.FragmentOffset)) //nolint:gosec // 16 bits
	}
	if p.Proto == capture.ICMP || p.Proto == capture.ICMPv6 {
		room = append(room, p.ICMP.Type, p.ICMP.Code, byte(p.ICMP.Quoted.Proto))
		room = binary.LittleEndian.AppendUint16(room, p.ICMP.QuotedID)
		room = binary.LittleEndian.AppendUint32(room, uint32(p.ICMP.QuotedSeq))
	}
	return room
}

// printed is how many octets of a payload tell one packet from another.
const printed = 64

// payload returns the key of a payload of a length; whole is false if less of it was captured than that needs.
func (m *Maker) payload(captured []byte, length int) (key uint32, whole bool) {
	octets := captured[:min(len(captured), printed)]
	if len(octets) < min(length, printed) {
		return 0, false
	}
	return uint32(maphash.Bytes(m.seed, octets)), true //nolint:gosec // a part of it is enough
}
