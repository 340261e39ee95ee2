package decode

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/decode/frame"
	"wireladder/capture/decode/link"
	"wireladder/capture/decode/reassembly"
)

// Decoder reads the headers of frames: link layer, IP, tunnels, and the
// transport header behind them. It never looks at what applications say.
//
// It keeps the fragments of IP datagrams that are not complete yet, so that a
// datagram's transport header is found in the frame that completes it: give it
// the frames of one file or run, in order. It keeps at most 256 datagrams and
// 4 MiB of fragments, whatever the frames say, and throws the oldest away.
//
// A frame in one piece is read without allocating. A Decoder must not be used
// from two goroutines at once.
type Decoder struct {
	fragments reassembly.Buffer
	texts     frame.Texts
	carrier   carrier // in the frame that is read: the innermost UDP datagram with a tunnel in it
}

// NewDecoder returns a Decoder that is ready to use.
func NewDecoder() *Decoder { return &Decoder{} }

// Decode fills Proto, IP, Src, Dst, TCP, ICMP, Outer, Fragments, Payload,
// PayloadLength and Problem of p from its Link, Data and Length. Those fields
// must be as an earlier Decode left them, of whatever frame, or zero: where TCP
// and ICMP are not valid, they are zero.
//
// Of Sighting it fills the addresses, and the interface and direction where the
// link header tells them. Where it does not, whoever read the frame has the say.
//
// A frame that cannot be read as far as a ladder needs has Proto Undecoded and
// a Problem that says why; Src and Dst are set if its IP header could be read,
// with the ports if no more than these are left of the transport header. A
// Problem beside another Proto is a flaw that did not stop the reading: options
// cut off by the snap length, a tunnel with something else than IP inside.
//
// A fragment of a datagram is Undecoded, but for the one that completes it,
// which has the headers and the payload of the whole. Where the capture holds
// only the beginning of fragments, they cannot be put together, and the first
// one is read as far as it goes. Checksums are not looked
// at, but for that of an IPv4 header which says more than the frame holds, and for those of
// TCP, which stop no reading: see TCPHeader.Damaged.
//
// IP is the innermost header of the frame itself: also where a frame completes a
// datagram, it is the header of the last fragment to come.
//
// Payload is a part of Data, or of a datagram that was put together and that no
// one else refers to. Both it and PayloadLength go by the lengths in the
// headers: what pads a frame is not payload, and what was cut off is. Where the
// file does not tell what a frame had on the wire, its IP header does.
func (d *Decoder) Decode(p *capture.Packet) {
	was := p.Proto
	p.Proto, p.Problem, p.Fragments = capture.Undecoded, "", 0
	p.Outer = p.Outer[:0]
	p.Payload, p.PayloadLength = nil, 0
	var r reading
	r.decoder, r.packet = d, p
	r.Next, r.Data, r.Length, r.Texts = frame.Link(p.Link), p.Data, max(p.Length, len(p.Data)), &d.texts
	r.Sighting.Interface, r.Sighting.Direction = p.Sighting.Interface, p.Sighting.Direction
	for r.step() {
		continue // each step takes at least one octet, or tells what the rest is
	}
	if p.Proto == capture.Undecoded {
		r.giveUp()
	}
	p.Sighting, p.IP = r.Sighting, r.ip
	if p.Problem = r.Problem; was != p.Proto {
		forget(p, was)
	}
}

// forget clears the header that an earlier Decode has found, of a protocol that
// the packet has no longer.
func forget(p *capture.Packet, was capture.Protocol) {
	switch was {
	case capture.TCP:
		p.TCP = capture.TCPHeader{}
	case capture.ICMP, capture.ICMPv6:
		if p.Proto != capture.ICMP && p.Proto != capture.ICMPv6 {
			p.ICMP = capture.ICMPHeader{}
		}
	}
}

// reading is what one Decode knows so far, on its way from header to header.
type reading struct {
	frame.Cursor
	decoder *Decoder
	packet  *capture.Packet

	ip               capture.IPHeader
	src, dst         netip.Addr // of the innermost IP header
	srcPort, dstPort uint16     // of a transport header that is cut off behind them

	quoted  bool // in the packet that an ICMP error quotes
	overrun bool // the IP header speaks of more octets than what is around it has
	partial bool // in a first fragment: the rest of the datagram is elsewhere
}

// step reads the header that Data begins with. It reports whether there is
// another to be read.
func (r *reading) step() bool {
	switch r.Next {
	case frame.Ethernet:
		if !link.Ethernet(&r.Cursor) {
			return false
		}
		return r.Next != frame.EtherIPv4 || r.ipv4() // IPv4 as nearly always
	case frame.EtherIPv4:
		return r.ipv4()
	case frame.EtherIPv6:
		return r.ipv6()
	case ipTCP:
		return r.tcp()
	case ipUDP:
		return r.udp()
	}
	if r.Next.Space() == frame.IPSpace {
		return r.ipProtocol()
	}
	return link.Step(&r.Cursor)
}

// giveUp leaves in the packet what could be read of a frame that could not be
// read to its end: the datagram that carries a tunnel, or addresses.
func (r *reading) giveUp() {
	p := r.packet
	if len(p.Outer) > 0 {
		r.backToCarrier()
		return
	}
	p.Src, p.Dst = netip.AddrPortFrom(r.src, r.srcPort), netip.AddrPortFrom(r.dst, r.dstPort)
}
