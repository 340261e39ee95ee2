package decode

import (
	"encoding/binary"

	"wireladder/capture"
)

// UDP ports of tunnels (Service Name and Transport Protocol Port Number Registry
// at IANA): those that Wireshark takes for tunnels, too.
const (
	portL2TP     = 1701 // RFC 2661
	portGTP      = 2152 // 3GPP TS 29.281
	portTeredo   = 3544 // RFC 4380
	portLISP     = 4341 // RFC 6830
	portLISPHelp = 4342
	portGRE      = 4754 // RFC 8086
	portVXLAN    = 4789 // RFC 7348
	portVXLANGPE = 4790
	portGeneve   = 6081 // RFC 8926
	portMPLS     = 6635 // RFC 7510
)

// firstEphemeral is the lowest port that no well-known service has.
const firstEphemeral = 1024

// carrier is the UDP datagram that carries a tunnel, as a packet of its own.
type carrier struct {
	payload       []byte
	payloadLength int
	fragments     int
}

// tunnel goes on with what a UDP datagram carries, if that is a tunnel: the
// lower port tells, then the other one. It reports whether there is one. A
// well-known service is none, whatever port its client has picked.
func (r *reading) tunnel(src, dst uint16) bool {
	low, high := min(src, dst), max(src, dst)
	if high < portL2TP || r.partial {
		return false
	}
	p := r.packet
	header, next, ok := tunnelHeader(low, p.Payload)
	if !ok && low >= firstEphemeral {
		header, next, ok = tunnelHeader(high, p.Payload)
	}
	if !ok {
		return false
	}
	r.decoder.carrier = carrier{p.Payload, p.PayloadLength, p.Fragments}
	r.data, r.length = p.Payload[header:], p.PayloadLength-header
	p.Outer = append(p.Outer, capture.Endpoints{Proto: capture.UDP, Src: p.Src, Dst: p.Dst})
	p.Proto, p.Payload, p.PayloadLength = capture.Undecoded, nil, 0
	return r.then(next)
}

// backToCarrier makes the packet the datagram that carries a tunnel: in the
// tunnel there was nothing that could be read to its end.
func (r *reading) backToCarrier() {
	p, last := r.packet, len(r.packet.Outer)-1
	p.Proto, p.Src, p.Dst = capture.UDP, p.Outer[last].Src, p.Outer[last].Dst
	p.Outer = p.Outer[:last]
	c := &r.decoder.carrier
	p.Payload, p.PayloadLength, p.Fragments = c.payload, c.payloadLength, c.fragments
	r.problem = r.decoder.texts.join("in a tunnel: ", r.problem)
}

// tunnelHeader returns how long the header of the tunnel is that has a port, and
// what follows it. It is not ok if the payload does not begin with one.
func tunnelHeader(port uint16, payload []byte) (header int, next kind, ok bool) {
	switch port {
	case portL2TP:
		return l2tp(payload)
	case portGTP:
		return gtp(payload)
	case portTeredo:
		return teredo(payload)
	case portLISP:
		return ipAfter(payload, 8)
	case portLISPHelp: // a message of this type encapsulates another (RFC 6830 §6.1.8)
		if len(payload) > 0 && payload[0]>>4 == 8 {
			return ipAfter(payload, 4)
		}
	case portGRE:
		return 0, ipGRE, len(payload) >= 4
	case portVXLAN:
		return 8, linkEthernet, len(payload) > 8
	case portVXLANGPE:
		return vxlanGPE(payload)
	case portGeneve:
		return geneve(payload)
	case portMPLS:
		return 0, etherMPLS, len(payload) >= 4
	}
	return 0, 0, false
}

// mayCarry reports whether a datagram between the ports may carry a tunnel.
func mayCarry(src, dst uint16) bool {
	return max(src, dst) >= portL2TP && (hasTunnel(src) || hasTunnel(dst))
}

// hasTunnel reports whether the port is one of a tunnel.
func hasTunnel(port uint16) bool {
	switch port {
	case portL2TP, portGTP, portTeredo, portLISP, portLISPHelp, portGRE, portVXLAN, portVXLANGPE, portGeneve, portMPLS:
		return true
	}
	return false
}

// ipAfter is for IP behind a header of n octets.
func ipAfter(payload []byte, n int) (header int, next kind, ok bool) {
	if len(payload) <= n {
		return 0, 0, false
	}
	switch payload[n] >> 4 {
	case 4:
		return n, etherIPv4, true
	case 6:
		return n, etherIPv6, true
	}
	return 0, 0, false
}

// gtp reads the header of a GTP-U message that carries a packet (3GPP TS 29.281
// §5.1): version 1, with extension headers if the flags say so.
func gtp(payload []byte) (header int, next kind, ok bool) {
	const carriesPacket, optional, extended = 255, 0x07, 0x04
	if len(payload) < 12 || payload[0]&0xf0 != 0x30 || payload[1] != carriesPacket {
		return 0, 0, false
	}
	if payload[0]&optional == 0 {
		return ipAfter(payload, 8)
	}
	n, extension := 12, payload[11]
	for payload[0]&extended != 0 && extension != 0 {
		if n >= len(payload) || payload[n] == 0 || n+4*int(payload[n]) > len(payload) {
			return 0, 0, false
		}
		n += 4 * int(payload[n])
		extension = payload[n-1]
	}
	return ipAfter(payload, n)
}

// teredo passes over what may stand before the IPv6 packet (RFC 4380 §5.1.1):
// authentication, and the origin.
func teredo(payload []byte) (header int, next kind, ok bool) {
	n := 0
	if len(payload) >= 4 && payload[0] == 0 && payload[1] == 1 {
		n = 4 + int(payload[2]) + int(payload[3]) + 9
	}
	if len(payload) >= n+8 && payload[n] == 0 && payload[n+1] == 0 {
		n += 8
	}
	header, next, ok = ipAfter(payload, n)
	return header, next, ok && next == etherIPv6
}

// vxlanGPE reads the header of VXLAN's generic protocol extension
// (draft-ietf-nvo3-vxlan-gpe §3.1).
func vxlanGPE(payload []byte) (header int, next kind, ok bool) {
	if len(payload) < 8 || payload[0]&0x08 == 0 {
		return 0, 0, false
	}
	if payload[0]&0x04 == 0 { // no next protocol: as VXLAN
		return 8, linkEthernet, true
	}
	next, ok = nextProtocol(payload[3])
	return 8, next, ok
}

// nextProtocol returns what VXLAN-GPE and network service headers number alike.
func nextProtocol(number byte) (kind, bool) {
	switch number {
	case 1:
		return etherIPv4, true
	case 2:
		return etherIPv6, true
	case 3:
		return linkEthernet, true
	case 4:
		return etherNSH, true
	case 5:
		return etherMPLS, true
	}
	return 0, false
}

// geneve reads the header of RFC 8926 §3.4, with its options.
func geneve(payload []byte) (header int, next kind, ok bool) {
	if len(payload) < 8 || payload[0]>>6 != 0 {
		return 0, 0, false
	}
	header = 8 + 4*int(payload[0]&0x3f)
	return header, kind(binary.BigEndian.Uint16(payload[2:])), header <= len(payload)
}

// l2tp reads the header of a data message of version 2 (RFC 2661 §3.1), which
// carries PPP.
func l2tp(payload []byte) (header int, next kind, ok bool) {
	const control, length, sequence, offset, version = 0x8000, 0x4000, 0x0800, 0x0200, 0x000f
	if len(payload) < 8 {
		return 0, 0, false
	}
	flags := binary.BigEndian.Uint16(payload)
	if flags&control != 0 || flags&version != 2 {
		return 0, 0, false
	}
	header = 6
	if flags&length != 0 {
		header += 2
	}
	if flags&sequence != 0 {
		header += 4
	}
	if flags&offset != 0 {
		if len(payload) < header+2 {
			return 0, 0, false
		}
		header += 2 + int(binary.BigEndian.Uint16(payload[header:]))
	}
	return header, etherPPP, header <= len(payload)
}
