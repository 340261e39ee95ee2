package pairing

import (
	"math"
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/pairing/keys"
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

// maxSeconds is how many seconds before and after the start of 1970 are reckoned with.
const maxSeconds = math.MaxInt64 / 4 / 1_000_000_000

// sightOf returns what is remembered of a packet that goes a way.
func sightOf(p *capture.Packet, way uint32, m *keys.Maker) sight {
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
	s.key = m.Headers(p)
	key, whole := m.Payload(p)
	if s.digest = key; !whole {
		s.marks |= cut
	}
	return s
}

// way is from where to where packets go.
type way struct {
	proto    capture.Protocol
	src, dst netip.AddrPort
}

// hostPair is the two hosts of a way.
type hostPair struct{ src, dst netip.Addr }

// hosts returns its hosts.
func (w way) hosts() hostPair { return hostPair{w.src.Addr(), w.dst.Addr()} }

// turned returns the way back.
func (w way) turned() way { return way{w.proto, w.dst, w.src} }

// back returns the other direction.
func (h hostPair) back() hostPair { return hostPair{h.dst, h.src} }
