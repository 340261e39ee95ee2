package capture

import (
	"math"
	"net/netip"
)

// Outline is what of a TCP segment or UDP datagram its conversation is derived from, and no
// more: without pointers, and less than a fifth of a Packet, so that very many can be handed
// on. The zero value is the outline of nothing: its Proto is Undecoded.
type Outline struct {
	At int64 // Packet.Time, ns since the start of 1970, as Time.UnixNano has it; or NoTime

	Src, Dst         [16]byte // the addresses; of IPv4 the first four octets
	SrcPort, DstPort uint16

	Proto Protocol // TCP or UDP
	IPv6  bool     // what Src and Dst are; so it is of IPv4 written as IPv6
	Scale uint8    // of a SYN: TCPOptions.WindowScale, plus one; 0: it has none
	Cut   bool     // by its headers there was more than the file has, which says that it has all

	Seq, Ack      Seq    // of the TCP header, as the rest below but for the lengths
	Flags         Flags  // control bits
	Window        uint16 // as on the wire
	PayloadLength uint32 // Packet.PayloadLength
	Length        uint32 // Packet.Length

	ID    uint16 // IPHeader.ID; 0 where there is none
	Point uint16 // a hash of the packet's Sighting and of its hop limit: see Point
}

// NoTime is At of a packet of which its file tells no time.
const NoTime int64 = math.MinInt64

// Trace makes o the outline of p, which must be decoded.
func (o *Outline) Trace(p *Packet) {
	if o.At, o.Proto = p.Time.UnixNano(), p.Proto; p.Time.IsZero() {
		o.At = NoTime
	}
	o.SetEnds(&p.Src, &p.Dst)
	o.PayloadLength, o.Length, o.Cut = uint32(p.PayloadLength), uint32(p.Length), p.Length > 0 && p.Length == len(p.Data) && len(p.Payload) < p.PayloadLength && p.Fragments == 0 //nolint:gosec // files have 32 bits
	o.Seq, o.Ack, o.Flags, o.Window = p.TCP.Seq, p.TCP.Ack, p.TCP.Flags, p.TCP.Window
	if o.Scale = 0; o.Flags.Has(SYN) && p.TCP.Options.HasWindowScale {
		o.Scale = min(p.TCP.Options.WindowScale, math.MaxUint8-1) + 1
	}
	seen := &p.Sighting
	o.ID, o.Point = p.IP.ID, Point(seen.Interface, seen.Direction, &seen.Source, &seen.Destination, p.IP.HopLimit)
}

// SetEnds sets the addresses and ports. A zone is left out.
func (o *Outline) SetEnds(src, dst *netip.AddrPort) {
	o.SrcPort, o.DstPort = src.Port(), dst.Port()
	if o.IPv6 = !src.Addr().Is4() || !dst.Addr().Is4(); o.IPv6 {
		o.Src, o.Dst = src.Addr().As16(), dst.Addr().As16()
		return
	}
	from, to := src.Addr().As4(), dst.Addr().As4()
	copy(o.Src[:], from[:])
	copy(o.Dst[:], to[:])
}
