package capture

import "encoding/binary"

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
func (o *Outline) Glance(p *Packet) bool {
	data, length := p.Data, max(p.Length, len(p.Data))
	if p.Link != LinkEthernet || len(data) < leastPlain {
		return false
	}
	switch kind(binary.BigEndian.Uint16(data[plainType:])) {
	case etherIPv4:
		if !o.plainIPv4(data, length) {
			return false
		}
	case etherIPv6:
		if !o.plainIPv6(data, length) {
			return false
		}
	default:
		return false
	}
	o.At, o.Length = outlineTime(p.Time), uint32(p.Length) //nolint:gosec // capture files have 32 bits for it
	return true
}

// plainIPv4 takes over an IPv4 header and what it carries, of a frame that had
// length octets.
func (o *Outline) plainIPv4(data []byte, length int) bool {
	total := int(binary.BigEndian.Uint16(data[plainIP+2:]))
	fragment := binary.BigEndian.Uint16(data[plainIP+6:]) &^ 0xc000
	if data[plainIP] != 4<<4|ipv4Header/4 || total > length-plainIP || fragment != 0 {
		return false
	}
	o.IPv6 = false
	copy(o.Src[:4], data[plainIP+12:])
	copy(o.Dst[:4], data[plainIP+16:])
	return o.plainTransport(ipSpace|kind(data[plainIP+9]), data[plainIPv4:], total-ipv4Header)
}

// plainIPv6 takes over an IPv6 header and what it carries.
func (o *Outline) plainIPv6(data []byte, length int) bool {
	if len(data) < plainIPv6 || data[plainIP]>>4 != 6 {
		return false
	}
	payload := int(binary.BigEndian.Uint16(data[plainIP+4:]))
	if payload == 0 || payload > length-plainIPv6 {
		return false
	}
	o.IPv6 = true
	copy(o.Src[:], data[plainIP+8:])
	copy(o.Dst[:], data[plainIP+24:])
	return o.plainTransport(ipSpace|kind(data[plainIP+6]), data[plainIPv6:], payload)
}

// plainTransport takes over a TCP or UDP header that is there whole, at the
// beginning of length octets of which data are all or the first.
func (o *Outline) plainTransport(next kind, data []byte, length int) bool {
	switch next {
	case ipTCP:
		return o.plainTCP(data, length)
	case ipUDP:
		return o.plainUDP(data, length)
	}
	return false
}

// plainTCP takes over a TCP header. Options count in a SYN alone.
func (o *Outline) plainTCP(data []byte, length int) bool {
	if len(data) < tcpHeader {
		return false
	}
	header := int(data[12]>>4) * 4
	if header < tcpHeader || header > min(len(data), length) {
		return false
	}
	o.Proto = TCP
	o.SrcPort, o.DstPort = binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:])
	o.Seq, o.Ack = Seq(binary.BigEndian.Uint32(data[4:])), Seq(binary.BigEndian.Uint32(data[8:]))
	o.Flags = Flags(binary.BigEndian.Uint16(data[12:]) & 0x1ff)
	o.Window = binary.BigEndian.Uint16(data[14:])
	o.PayloadLength = uint32(length - header) //nolint:gosec // at most 65535
	if o.WindowScale, o.HasWindowScale = 0, false; o.Flags.Has(SYN) {
		o.plainOptions(data[tcpHeader:header])
	}
	return true
}

// plainOptions takes over what the options of a SYN say, as far as they can be
// read.
func (o *Outline) plainOptions(data []byte) {
	var options TCPOptions
	_ = options.read(data) // where they cannot be read to their end, those before count
	o.WindowScale, o.HasWindowScale = options.WindowScale, options.HasWindowScale
}

// plainUDP takes over a UDP header, of a datagram that carries no tunnel. It leaves
// nothing in o of what a TCP header says.
func (o *Outline) plainUDP(data []byte, length int) bool {
	if len(data) < udpHeader {
		return false
	}
	src, dst := binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:])
	size := int(binary.BigEndian.Uint16(data[4:]))
	if size < udpHeader || size > length || mayCarry(src, dst) {
		return false
	}
	o.Proto, o.SrcPort, o.DstPort = UDP, src, dst
	o.PayloadLength = uint32(size - udpHeader) //nolint:gosec // at most 65535
	o.Seq, o.Ack, o.Flags, o.Window, o.WindowScale, o.HasWindowScale = 0, 0, 0, 0, 0, false
	return true
}
