package decode

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/decode/damage"
)

// Lengths of the transport headers without options: RFC 9293 §3.1, RFC 768, and
// for both ICMPs the four octets of RFC 792 and RFC 4443 §2.1 with the four
// that every message in use has next (identifier and number, MTU, unused).
const (
	tcpHeader  = 20
	udpHeader  = 8
	icmpHeader = 8
)

// tcpMeaning is how much of a TCP header meaning is derived from: up to the
// window. Wireshark, too, counts a segment as one of a stream from here on.
const tcpMeaning = 16

// tcp reads a TCP header. It ends the reading.
func (r *reading) tcp() bool {
	data := r.Data
	if len(data) < tcpMeaning {
		return r.onlyPorts("TCP header")
	}
	header := int(data[12]>>4) * 4
	p := r.packet
	r.setTransport(capture.TCP, binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:]))
	p.TCP.Seq = capture.Seq(binary.BigEndian.Uint32(data[4:]))
	p.TCP.Ack = capture.Seq(binary.BigEndian.Uint32(data[8:]))
	p.TCP.Flags = capture.Flags(binary.BigEndian.Uint16(data[12:]) & 0x1ff)
	p.TCP.Damaged, p.TCP.Window = false, binary.BigEndian.Uint16(data[14:])
	clearOptions(&p.TCP.Options)
	if len(data) < tcpHeader || header < tcpHeader || header > len(data) {
		return r.damagedTCP(header)
	}
	p.TCP.Urgent = binary.BigEndian.Uint16(data[18:])
	if header > tcpHeader && !readOptions(&p.TCP.Options, data[tcpHeader:header]) {
		r.Flaw("the TCP options cannot be read to their end")
	}
	setPayload(p, data, header, r.Length)
	p.TCP.Damaged = len(data) >= r.Length && !r.partial && damage.Wrong(r.src, r.dst, data[:r.Length])
	return false
}

// damagedTCP is for a TCP header that is not all there, or that has a length
// which cannot be. The payload's length is what the headers make it.
func (r *reading) damagedTCP(header int) bool {
	p := r.packet
	p.TCP.Urgent = 0
	p.PayloadLength = max(r.Length-header, 0)
	switch {
	case header < tcpHeader:
		r.Flaw(fmt.Sprintf("TCP header length %d is less than %d", header, tcpHeader))
	case header > r.Length:
		r.Flaw(fmt.Sprintf("TCP header length %d is more than the segment's %d", header, r.Length))
	case len(r.Data) < tcpHeader:
		r.Flaw(r.Cut("TCP header"))
	default:
		p.TCP.Urgent = binary.BigEndian.Uint16(r.Data[18:])
		_ = readOptions(&p.TCP.Options, r.Data[tcpHeader:]) // as many as are there
		r.Flaw(r.Cut("TCP options"))
	}
	return false
}

// onlyPorts is for a transport header that is cut off before it has a meaning:
// the ports come first in both.
func (r *reading) onlyPorts(header string) bool {
	if len(r.Data) >= 4 {
		r.srcPort, r.dstPort = binary.BigEndian.Uint16(r.Data), binary.BigEndian.Uint16(r.Data[2:])
	}
	return r.Ends(header)
}

// udp reads a UDP header (RFC 768), and goes on if the datagram carries a
// tunnel.
func (r *reading) udp() bool {
	data := r.Data
	if len(data) < udpHeader {
		return r.onlyPorts("UDP header")
	}
	src, dst := binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:])
	length := int(binary.BigEndian.Uint16(data[4:]))
	if length == 0 && !r.src.Is4() {
		length = r.Length // a jumbogram (RFC 2675 §4)
	}
	if length < udpHeader {
		r.srcPort, r.dstPort = src, dst
		return r.Failf("UDP length %d is less than its header's %d", length, udpHeader)
	}
	if length > r.Length && !r.partial {
		r.Flaw(fmt.Sprintf("UDP says %d octets, its IP packet holds %d", length-udpHeader, r.Length-udpHeader))
		length = r.Length
	}
	p := r.packet
	r.setTransport(capture.UDP, src, dst)
	setPayload(p, data, udpHeader, length)
	return r.tunnel(src, dst)
}

// setTransport notes the protocol and the endpoints.
func (r *reading) setTransport(proto capture.Protocol, src, dst uint16) {
	p := r.packet
	p.Proto = proto
	p.Src = netip.AddrPortFrom(r.src, src)
	p.Dst = netip.AddrPortFrom(r.dst, dst)
}

// setPayload notes what follows the transport header that data begins with, up
// to end octets from that header's start.
func setPayload(p *capture.Packet, data []byte, header, end int) {
	p.PayloadLength = end - header
	if len(data) > header {
		p.Payload = data[header:min(len(data), end)]
	}
}
