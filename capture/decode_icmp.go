package capture

import (
	"encoding/binary"
	"net/netip"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// unlimited is the length of a frame that nobody knows.
const unlimited = 1 << 30

// readICMPv4 reads an ICMP header (RFC 792) and, of an error, what it quotes.
func (d *Decoder) readICMPv4(p *Packet, ip datagram) error {
	if len(ip.payload) < icmpHeader {
		return ip.ends("ICMP header")
	}
	if err := d.icmpv4.DecodeFromBytes(ip.payload, gopacket.NilDecodeFeedback); err != nil {
		return err
	}
	p.setTransport(ICMP, 0, 0)
	p.setPayload(ip, icmpHeader, ip.length)
	p.ICMP.Type, p.ICMP.Code = d.icmpv4.TypeCode.Type(), d.icmpv4.TypeCode.Code()
	if isICMPv4Error(p.ICMP.Type) && ip.fragment == whole {
		p.setQuote(d.readIPv4(p.Payload, unlimited))
	}
	return nil
}

// isICMPv4Error reports whether messages of this type quote a packet.
func isICMPv4Error(kind uint8) bool {
	switch kind {
	case layers.ICMPv4TypeDestinationUnreachable, layers.ICMPv4TypeSourceQuench, layers.ICMPv4TypeRedirect,
		layers.ICMPv4TypeTimeExceeded, layers.ICMPv4TypeParameterProblem:
		return true
	}
	return false
}

// readICMPv6 reads an ICMPv6 header (RFC 4443 §2.1) and, of an error, what it
// quotes.
func (d *Decoder) readICMPv6(p *Packet, ip datagram) error {
	if len(ip.payload) < icmpHeader {
		return ip.ends("ICMPv6 header")
	}
	if err := d.icmpv6.DecodeFromBytes(ip.payload, gopacket.NilDecodeFeedback); err != nil {
		return err
	}
	p.setTransport(ICMPv6, 0, 0)
	p.setPayload(ip, icmpHeader, ip.length)
	p.ICMP.Type, p.ICMP.Code = d.icmpv6.TypeCode.Type(), d.icmpv6.TypeCode.Code()
	if isICMPv6Error(p.ICMP.Type) && ip.fragment == whole {
		p.setQuote(d.readIPv6(p.Payload, unlimited))
	}
	return nil
}

// isICMPv6Error reports whether the type is an error's: those below 128
// (RFC 4443 §2.1), of which 1 to 4 are in use and quote at a known place.
func isICMPv6Error(kind uint8) bool {
	return kind >= layers.ICMPv6TypeDestinationUnreachable && kind <= layers.ICMPv6TypeParameterProblem
}

// setQuote notes which packet an ICMP error answers. Routers need quote no more
// than the IP header and eight octets: enough for the ports.
func (p *Packet) setQuote(ip datagram, err error) {
	quote := Quote{Src: netip.AddrPortFrom(ip.src, 0), Dst: netip.AddrPortFrom(ip.dst, 0)}
	switch proto := quotedProtocol(ip); {
	case err != nil || proto == Undecoded:
		p.addFlaw("the packet that the ICMP error quotes cannot be read")
	case proto == UDP || proto == TCP:
		quote.Proto = proto
		quote.Src = netip.AddrPortFrom(ip.src, binary.BigEndian.Uint16(ip.payload))
		quote.Dst = netip.AddrPortFrom(ip.dst, binary.BigEndian.Uint16(ip.payload[2:]))
	default:
		quote.Proto = proto
	}
	p.ICMP.Quoted = quote
}

// quotedProtocol returns the protocol of a quoted packet: Undecoded if it is no
// ladder's, or if not even the ports of its header were quoted.
func quotedProtocol(ip datagram) Protocol {
	if ip.fragment == laterFragment || len(ip.payload) < 4 {
		return Undecoded
	}
	switch ip.protocol {
	case layers.IPProtocolTCP:
		return TCP
	case layers.IPProtocolUDP:
		return UDP
	case layers.IPProtocolICMPv4:
		return ICMP
	case layers.IPProtocolICMPv6:
		return ICMPv6
	}
	return Undecoded
}
