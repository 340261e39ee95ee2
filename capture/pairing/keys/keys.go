// Package keys makes of a packet a key of what it has in common with itself at the other end of its
// way, beyond a NAT, too: of its headers what no router changes, and the beginning of its payload.
package keys

import (
	"encoding/binary"
	"hash/maphash"
	"strconv"

	"wireladder/capture"
)

// Maker makes keys, which are good for those of the same Maker. Make one with New.
type Maker struct {
	seed maphash.Seed
	room [64]byte
}

// New returns a Maker.
func New() Maker { return Maker{seed: maphash.MakeSeed()} }

// Headers returns the key of the headers of a packet.
func (m *Maker) Headers(p *capture.Packet) uint64 {
	b := m.room[:0]
	b = append(b, byte(p.Proto), p.IP.Protocol)
	b = strconv.AppendBool(strconv.AppendBool(b, p.IP.MoreFragments), p.IP.HasID)
	b = binary.LittleEndian.AppendUint16(b, p.IP.ID)
	b = binary.LittleEndian.AppendUint32(b, uint32(p.IP.FragmentOffset)) //nolint:gosec // 16 bits
	b = binary.LittleEndian.AppendUint32(b, uint32(p.PayloadLength))     //nolint:gosec // files have 32 bits
	switch p.Proto {
	case capture.TCP:
		t := &p.TCP
		b = binary.LittleEndian.AppendUint32(b, uint32(t.Seq))
		b = binary.LittleEndian.AppendUint32(b, uint32(t.Ack))
		b = binary.LittleEndian.AppendUint16(b, uint16(t.Flags))
		b = binary.LittleEndian.AppendUint16(b, t.Window)
		b = binary.LittleEndian.AppendUint32(b, t.Options.TSVal)
		b = binary.LittleEndian.AppendUint32(b, t.Options.TSEcr)
	case capture.ICMP, capture.ICMPv6:
		b = append(b, p.ICMP.Type, p.ICMP.Code, byte(p.ICMP.Quoted.Proto))
		b = binary.LittleEndian.AppendUint16(b, p.ICMP.QuotedID)
		b = binary.LittleEndian.AppendUint32(b, uint32(p.ICMP.QuotedSeq))
	}
	return maphash.Bytes(m.seed, b)
}

// printed is how many octets of a payload tell one packet from another.
const printed = 64

// Payload returns the key of the payload of a packet; whole is false if less of it was captured than that
// needs. An ICMP error of IPv4 has none: a NAT changes the addresses that it quotes.
func (m *Maker) Payload(p *capture.Packet) (key uint32, whole bool) {
	if p.Proto == capture.ICMP && p.ICMP.Quoted.Proto != capture.Undecoded {
		return 0, true
	}
	octets := p.Payload[:min(len(p.Payload), printed)]
	if len(octets) < min(p.PayloadLength, printed) {
		return 0, false
	}
	return uint32(maphash.Bytes(m.seed, octets)), true //nolint:gosec // a part of it is enough
}
