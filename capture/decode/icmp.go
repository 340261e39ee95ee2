package decode

import (
	"encoding/binary"
	"net/netip"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
)

// unlimited is the length of a frame that nobody knows.
const unlimited = 1 << 30

// icmp reads an ICMP or ICMPv6 header (RFC 792, RFC 4443 §2.1) and, of an error,
// what it quotes. It ends the reading.
func (r *reading) icmp() bool {
	if (r.next == ipICMP) != r.src.Is4() {
		return r.fail(r.decoder.texts.unread(r.next))
	}
	proto, name, inner := capture.ICMP, "ICMP header", etherIPv4
	if r.next == ipICMPv6 {
		proto, name, inner = capture.ICMPv6, "ICMPv6 header", etherIPv6
	}
	if len(r.data) < icmpHeader {
		return r.ends(name)
	}
	p := r.packet
	r.setTransport(proto, 0, 0)
	setPayload(p, r.data, icmpHeader, r.length)
	p.ICMP = capture.ICMPHeader{Type: r.data[0], Code: r.data[1]}
	if !r.partial && quotes(proto, p.ICMP.Type) {
		r.quote(inner)
	}
	return false
}

// quotes reports whether messages of this type quote a packet: errors, which in
// ICMPv6 are those below 128 (RFC 4443 §2.1), of which 1 to 4 are in use and
// quote at a known place.
func quotes(proto capture.Protocol, kind uint8) bool {
	if proto == capture.ICMPv6 {
		return kind >= layers.ICMPv6TypeDestinationUnreachable && kind <= layers.ICMPv6TypeParameterProblem
	}
	switch kind {
	case layers.ICMPv4TypeDestinationUnreachable, layers.ICMPv4TypeSourceQuench, layers.ICMPv4TypeRedirect,
		layers.ICMPv4TypeTimeExceeded, layers.ICMPv4TypeParameterProblem:
		return true
	}
	return false
}

// leastQuoted is how much every router quotes behind the IP header (RFC 792).
const leastQuoted = 8

// quote notes which packet an ICMP error answers: enough for the ports is
// always there. Where that packet had more than one IP header, the innermost
// counts.
func (r *reading) quote(ip kind) {
	q := reading{decoder: r.decoder, packet: r.packet, next: ip, data: r.packet.Payload, length: unlimited, quoted: true}
	readable := q.step()
	for readable && q.next.protocol() == capture.Undecoded {
		readable = q.step()
	}
	quote := capture.Quote{Src: netip.AddrPortFrom(q.src, 0), Dst: netip.AddrPortFrom(q.dst, 0)}
	if readable && len(q.data) >= leastQuoted {
		quote.Proto = q.next.protocol()
	}
	switch quote.Proto {
	case capture.Undecoded:
		r.flaw("the packet that the ICMP error quotes cannot be read")
	case capture.TCP, capture.UDP:
		quote.Src = netip.AddrPortFrom(q.src, binary.BigEndian.Uint16(q.data))
		quote.Dst = netip.AddrPortFrom(q.dst, binary.BigEndian.Uint16(q.data[2:]))
	}
	r.packet.ICMP.Quoted = quote
}

// protocol returns the ladder's protocol that an IP protocol is.
func (k kind) protocol() capture.Protocol {
	switch k {
	case ipTCP:
		return capture.TCP
	case ipUDP:
		return capture.UDP
	case ipICMP:
		return capture.ICMP
	case ipICMPv6:
		return capture.ICMPv6
	}
	return capture.Undecoded
}
