package capture

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// Lengths of the transport headers without options: RFC 9293 §3.1, RFC 768, and
// for both ICMPs the four octets of RFC 792 and RFC 4443 §2.1 with the four
// that every message in use has next (identifier and number, MTU, unused).
const (
	tcpHeader  = 20
	udpHeader  = 8
	icmpHeader = 8
)

// readTCP reads a TCP header. Options that cannot be read do not lose it.
func (d *Decoder) readTCP(p *Packet, ip datagram) error {
	if len(ip.payload) < tcpHeader {
		return ip.ends("TCP header")
	}
	header := int(ip.payload[12]>>4) * 4
	if header < tcpHeader || header > ip.length {
		return fmt.Errorf("TCP header length %d is not between %d and the segment's %d", header, tcpHeader, ip.length)
	}
	// What gopacket can still find fault with is the options.
	badOptions := d.tcp.DecodeFromBytes(ip.payload[:min(header, len(ip.payload))], gopacket.NilDecodeFeedback)
	p.setTransport(TCP, uint16(d.tcp.SrcPort), uint16(d.tcp.DstPort))
	p.TCP = TCPHeader{
		Seq:     Seq(d.tcp.Seq),
		Ack:     Seq(d.tcp.Ack),
		Flags:   Flags(ip.payload[13]),
		Window:  d.tcp.Window,
		Urgent:  d.tcp.Urgent,
		Options: tcpOptions(d.tcp.Options),
	}
	p.setPayload(ip, header, ip.length)
	switch {
	case header > len(ip.payload):
		p.addFlaw("the capture ends within the TCP options")
	case badOptions != nil:
		p.addFlaw("the TCP options cannot be read to their end")
	}
	return nil
}

// tcpOptions picks the options that a ladder shows. One that has not the length
// it must have is as good as absent (RFC 9293 §3.2).
func tcpOptions(options []layers.TCPOption) TCPOptions {
	var known TCPOptions
	for i := range options {
		data := options[i].OptionData
		switch kind := options[i].OptionType; {
		case kind == layers.TCPOptionKindMSS && len(data) == 2:
			known.MSS = binary.BigEndian.Uint16(data)
		case kind == layers.TCPOptionKindWindowScale && len(data) == 1:
			known.WindowScale, known.HasWindowScale = data[0], true
		case kind == layers.TCPOptionKindSACKPermitted && len(data) == 0 && options[i].OptionLength == 2:
			known.SACKPermitted = true
		case kind == layers.TCPOptionKindTimestamps && len(data) == 8:
			known.HasTimestamps = true
			known.TSVal, known.TSEcr = binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:])
		}
	}
	return known
}

// readUDP reads a UDP header. A datagram whose length field does not fit is one
// that no receiver takes.
func (d *Decoder) readUDP(p *Packet, ip datagram) error {
	if len(ip.payload) < udpHeader {
		return ip.ends("UDP header")
	}
	_ = d.udp.DecodeFromBytes(ip.payload[:udpHeader], gopacket.NilDecodeFeedback) // the length is looked at here
	length := int(d.udp.Length)
	if length < udpHeader {
		return fmt.Errorf("UDP length %d is less than its header's %d", length, udpHeader)
	}
	if length > ip.length && ip.fragment == whole {
		return fmt.Errorf("UDP length %d is more than the %d octets that IP carries", length, ip.length)
	}
	p.setTransport(UDP, uint16(d.udp.SrcPort), uint16(d.udp.DstPort))
	p.setPayload(ip, udpHeader, min(length, ip.length))
	return nil
}

// setTransport notes the protocol and puts the ports to the addresses.
func (p *Packet) setTransport(proto Protocol, src, dst uint16) {
	p.Proto = proto
	p.Src = netip.AddrPortFrom(p.Src.Addr(), src)
	p.Dst = netip.AddrPortFrom(p.Dst.Addr(), dst)
}

// setPayload notes what follows the transport header, up to end octets from
// that header's start.
func (p *Packet) setPayload(ip datagram, header, end int) {
	p.PayloadLength = end - header
	if len(ip.payload) > header {
		p.Payload = ip.payload[header:min(len(ip.payload), end)]
	}
	if ip.fragment == firstFragment {
		p.addFlaw("a first IP fragment: the rest of its payload comes in later ones")
	}
}

// addFlaw adds to the packet's problems.
func (p *Packet) addFlaw(flaw string) {
	if p.Problem != "" {
		flaw = p.Problem + "; " + flaw
	}
	p.Problem = flaw
}
