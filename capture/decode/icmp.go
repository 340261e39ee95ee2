package decode

import (
	"encoding/binary"
	"net/netip"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
	"wireladder/capture/decode/frame"
)

// unlimited is the length of a frame that nobody knows.
const unlimited = 1 << 30

// icmp reads an ICMP or ICMPv6 header (RFC 792, RFC 4443 §2.1) and, of an error,
// what it quotes. It ends the reading.
func (r *reading) icmp() bool {
	if (r.Next == ipICMP) != r.src.Is4() {
		return r.Unread(r.Next)
	}
	proto, name, inner := capture.ICMP, "ICMP header", frame.EtherIPv4
	if r.Next == ipICMPv6 {
		proto, name, inner = capture.ICMPv6, "ICMPv6 header", frame.EtherIPv6
	}
	if len(r.Data) < icmpHeader {
		return r.Ends(name)
	}
	p := r.packet
	r.setTransport(proto, 0, 0)
	setPayload(p, r.Data, icmpHeader, r.Length)
	p.ICMP = capture.ICMPHeader{Type: r.Data[0], Code: r.Data[1], MTU: nextHopMTU(proto, r.Data), Echo: binary.BigEndian.Uint32(r.Data[4:])}
	if !r.partial && quotes(proto, p.ICMP.Type) {
		r.quote(inner)
	}
	return false
}

// nextHopMTU returns the MTU that an error tells which a packet was too big for, 0 if
// it is another message: RFC 1191 §4 and RFC 4443 §3.2.
func nextHopMTU(proto capture.Protocol, message []byte) uint32 {
	const fragmentationNeeded = layers.ICMPv4CodeFragmentationNeeded
	switch {
	case proto == capture.ICMPv6 && message[0] == layers.ICMPv6TypePacketTooBig:
		return binary.BigEndian.Uint32(message[4:])
	case proto == capture.ICMP && message[0] == layers.ICMPv4TypeDestinationUnreachable && message[1] == fragmentationNeeded:
		return uint32(binary.BigEndian.Uint16(message[6:]))
	}
	return 0
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
func (r *reading) quote(ip frame.Kind) {
	q := reading{decoder: r.decoder, packet: r.packet, quoted: true}
	q.Cursor = frame.Cursor{Next: ip, Data: r.packet.Payload, Length: unlimited, Texts: r.Texts}
	readable := q.step()
	for readable && protocol(q.Next) == capture.Undecoded {
		readable = q.step()
	}
	quote := capture.Quote{Src: netip.AddrPortFrom(q.src, 0), Dst: netip.AddrPortFrom(q.dst, 0)}
	if readable && len(q.Data) >= leastQuoted {
		quote.Proto = protocol(q.Next)
	}
	switch quote.Proto {
	case capture.Undecoded:
		r.Flaw("the packet that the ICMP error quotes cannot be read")
	case capture.TCP, capture.UDP:
		quote.Src = netip.AddrPortFrom(q.src, binary.BigEndian.Uint16(q.Data))
		quote.Dst = netip.AddrPortFrom(q.dst, binary.BigEndian.Uint16(q.Data[2:]))
	}
	icmp := &r.packet.ICMP
	if quote.Proto == capture.ICMP || quote.Proto == capture.ICMPv6 {
		icmp.QuotedEcho = binary.BigEndian.Uint32(q.Data[4:])
	}
	icmp.Quoted, icmp.QuotedID = quote, q.ip.ID
	if quote.Proto == capture.TCP {
		icmp.QuotedSeq, icmp.HasQuotedSeq = capture.Seq(binary.BigEndian.Uint32(q.Data[4:])), true
	}
}
