package decode

import (
	"encoding/binary"
	"math"

	"wireladder/capture"
	"wireladder/capture/decode/frame"
	"wireladder/capture/decode/option"
	"wireladder/capture/decode/tunnel"
)

// Where the fields of a plain frame are: one of Ethernet with an IP header
// without options or extensions, and TCP or UDP in that.
const (
	plainType  = 12 // EtherType
	plainIP    = 14
	plainIPv4  = plainIP + ipv4Header // of the transport header
	plainIPv6  = plainIP + ipv6Header
	leastPlain = plainIPv4 + udpHeader
)

// Glance makes o the outline of p, which need not be decoded, and reports whether
// it could: of a plain frame, as nearly all are, without looking at more of it than
// must be. What it makes is what Decode and Trace make. Of any other frame it
// leaves o undefined.
func Glance(o *capture.Outline, p *capture.Packet) bool {
	data, length := p.Data, max(p.Length, len(p.Data))
	if p.Link != capture.LinkEthernet || len(data) < leastPlain {
		return false
	}
	var hop int // where the hop limit is
	switch frame.Kind(binary.BigEndian.Uint16(data[plainType:])) {
	case frame.EtherIPv4:
		hop = plainIP + 8
		if !glanceIPv4(o, data, length) {
			return false
		}
	case frame.EtherIPv6:
		hop = plainIP + 7
		if !glanceIPv6(o, data, length) {
			return false
		}
	default:
		return false
	}
	destination, source := (*[6]byte)(data), (*[6]byte)(data[6:])
	o.Point = capture.Point(p.Sighting.Interface, p.Sighting.Direction, source, destination, data[hop])
	o.At, o.Length, o.Cut = p.Time.UnixNano(), uint32(p.Length), false //nolint:gosec // capture files have 32 bits for it
	if p.Time.IsZero() {
		o.At = capture.NoTime
	}
	return true
}

// glanceIPv4 takes over an IPv4 header and what it carries, of a frame that had
// length octets.
func glanceIPv4(o *capture.Outline, data []byte, length int) bool {
	total := int(binary.BigEndian.Uint16(data[plainIP+2:]))
	fragment := binary.BigEndian.Uint16(data[plainIP+6:]) &^ 0xc000
	if data[plainIP] != 4<<4|ipv4Header/4 || total > length-plainIP || fragment != 0 {
		return false
	}
	o.IPv6, o.ID = false, binary.BigEndian.Uint16(data[plainIP+4:])
	copy(o.Src[:4], data[plainIP+12:])
	copy(o.Dst[:4], data[plainIP+16:])
	return glanceTransport(o, frame.IPSpace|frame.Kind(data[plainIP+9]), data[plainIPv4:], total-ipv4Header)
}

// glanceIPv6 takes over an IPv6 header and what it carries.
func glanceIPv6(o *capture.Outline, data []byte, length int) bool {
	if len(data) < plainIPv6 || data[plainIP]>>4 != 6 {
		return false
	}
	payload := int(binary.BigEndian.Uint16(data[plainIP+4:]))
	if payload == 0 || payload > length-plainIPv6 {
		return false
	}
	o.IPv6, o.ID = true, 0
	copy(o.Src[:], data[plainIP+8:])
	copy(o.Dst[:], data[plainIP+24:])
	return glanceTransport(o, frame.IPSpace|frame.Kind(data[plainIP+6]), data[plainIPv6:], payload)
}

// glanceTransport takes over a TCP or UDP header that is there whole, at the
// beginning of length octets of which data are all or the first.
func glanceTransport(o *capture.Outline, next frame.Kind, data []byte, length int) bool {
	switch next {
	case ipTCP:
		return glanceTCP(o, data, length)
	case ipUDP:
		return glanceUDP(o, data, length)
	}
	return false
}

// glanceTCP takes over a TCP header. Options count in a SYN alone.
func glanceTCP(o *capture.Outline, data []byte, length int) bool {
	if len(data) < tcpHeader {
		return false
	}
	header := int(data[12]>>4) * 4
	if header < tcpHeader || header > min(len(data), length) {
		return false
	}
	o.Proto = capture.TCP
	o.SrcPort, o.DstPort = binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:])
	o.Seq, o.Ack = capture.Seq(binary.BigEndian.Uint32(data[4:])), capture.Seq(binary.BigEndian.Uint32(data[8:]))
	o.Flags = capture.Flags(binary.BigEndian.Uint16(data[12:]) & 0x1ff)
	o.Window = binary.BigEndian.Uint16(data[14:])
	o.PayloadLength = uint32(length - header) // at most 65535
	if o.Scale = 0; o.Flags.Has(capture.SYN) {
		glanceOptions(o, data[tcpHeader:header])
	}
	return true
}

// glanceOptions takes over what the options of a SYN say, as far as they can be
// read.
func glanceOptions(o *capture.Outline, data []byte) {
	var options capture.TCPOptions
	_ = option.Read(&options, data) // where they cannot be read to their end, those before count
	if options.HasWindowScale {
		o.Scale = min(options.WindowScale, math.MaxUint8-1) + 1
	}
}

// glanceUDP takes over a UDP header, of a datagram that carries no tunnel. It leaves
// nothing in o of what a TCP header says.
func glanceUDP(o *capture.Outline, data []byte, length int) bool {
	if len(data) < udpHeader {
		return false
	}
	src, dst := binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:])
	size := int(binary.BigEndian.Uint16(data[4:]))
	if size < udpHeader || size > length || tunnel.MayCarry(src, dst) {
		return false
	}
	o.Proto, o.SrcPort, o.DstPort = capture.UDP, src, dst
	o.PayloadLength = uint32(size - udpHeader) // at most 65535
	o.Seq, o.Ack, o.Flags, o.Window, o.Scale = 0, 0, 0, 0, 0
	return true
}
