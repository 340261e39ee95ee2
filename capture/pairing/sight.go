package pairing

import (
	"encoding/binary"
	"hash/maphash"
	"math"
	"net/netip"
	"strconv"

	"wireladder/capture"
)

// sight is what is remembered of one packet of one of the captures.
type sight struct {
	key    uint64 // of what it has in common with itself at the other end, beyond a NAT, too
	at     int64  // when it was captured, ns
	digest uint32 // of the first octets of its payload
	way    uint32 // from where to where
	seq    capture.Seq
	size   uint32 // octets of payload
	next   int32  // the next of the same capture with the same key and way; none: there is no further
	point  uint16 // where it was seen: see capture.Point
	hop    uint8  // hop limit
	marks  traits
}

// traits are what else is known of a packet.
type traits uint8

// The marks.
const (
	cut      traits = 1 << iota // of its payload less was captured than digest needs
	numbered                    // its IP header has an identification that tells it from others
	leaves                      // its capture says that it went out
	comes                       // its capture says that it came in
	opens                       // a SYN without ACK
	stream                      // of TCP
	untimed                     // it has no time, or one that nobody can reckon with
	again                       // its capture has held it before
)

// none is no packet.
const none int32 = -1

// printed is how many octets of a payload tell one packet from another.
const printed = 64

// maxSeconds is how many seconds before and after the start of 1970 are reckoned with.
const maxSeconds = math.MaxInt64 / 4 / 1_000_000_000

// hasher makes keys.
type hasher struct {
	seed maphash.Seed
	room [64]byte
}

// sight returns what is remembered of a packet that goes a way.
func (h *hasher) sight(p *capture.Packet, way uint32) sight {
	s := sight{way: way, size: uint32(max(p.PayloadLength, 0)), hop: p.IP.HopLimit, next: none} //nolint:gosec // files have 32 bits
	if seconds := p.Time.Unix(); p.Time.IsZero() || seconds < -maxSeconds || seconds > maxSeconds {
		s.marks |= untimed
	} else {
		s.at = p.Time.UnixNano()
	}
	seen := &p.Sighting
	s.point = capture.Point(seen.Interface, seen.Direction, &seen.Source, &seen.Destination, p.IP.HopLimit)
	if p.IP.HasID && p.IP.ID != 0 {
		s.marks |= numbered
	}
	switch seen.Direction {
	case capture.Outbound:
		s.marks |= leaves
	case capture.Inbound:
		s.marks |= comes
	}
	if p.Proto == capture.TCP {
		s.marks |= stream
		s.seq = p.TCP.Seq
		if p.TCP.Flags.Has(capture.SYN) && !p.TCP.Flags.Has(capture.ACK) {
			s.marks |= opens
		}
	}
	s.key = h.key(p)
	octets := p.Payload[:min(len(p.Payload), printed)]
	if len(octets) < min(p.PayloadLength, printed) {
		s.marks |= cut
		return s
	}
	s.digest = uint32(maphash.Bytes(h.seed, octets)) //nolint:gosec // a part of it is enough
	return s
}

// key returns the key of a packet.
func (h *hasher) key(p *capture.Packet) uint64 {
	b := h.room[:0]
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
		b = append(b, p.ICMP.Type, p.ICMP.Code)
	}
	return maphash.Bytes(h.seed, b)
}

// way is from where to where packets go.
type way struct {
	proto    capture.Protocol
	src, dst netip.AddrPort
}

// hostPair is the two hosts of a way.
type hostPair struct{ src, dst netip.Addr }

// hosts returns between which hosts it goes.
func (w way) hosts() hostPair { return hostPair{w.src.Addr(), w.dst.Addr()} }

// back returns the other direction.
func (h hostPair) back() hostPair { return hostPair{h.dst, h.src} }
