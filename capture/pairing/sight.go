package pairing

import (
	"math"

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
	id     uint16 // IP identification; 0: there is none, or it was changed on the way
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

// look makes s what is remembered of a packet that goes a way.
func (s *sight) look(o *capture.Outline, k *keys.Print, way uint32) {
	*s = sight{key: k.Headers, digest: k.Payload, way: way, size: o.PayloadLength, id: o.ID, point: o.Point, hop: k.Hop, next: none}
	if o.At == capture.NoTime || o.At/1e9 < -maxSeconds || o.At/1e9 > maxSeconds {
		s.marks |= untimed
	} else {
		s.at = o.At
	}
	if k.HasID && o.ID != 0 {
		s.marks |= numbered
	}
	switch k.Bearing {
	case capture.Outbound:
		s.marks |= leaves
	case capture.Inbound:
		s.marks |= comes
	}
	if o.Proto == capture.TCP {
		s.marks |= stream
		s.seq = o.Seq
		if o.Flags&(capture.SYN|capture.ACK) == capture.SYN {
			s.marks |= opens
		}
	}
	if !k.Whole {
		s.marks |= cut
	}
}
