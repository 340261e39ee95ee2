// Package tunnel knows what tunnels there are in UDP, by their ports, and in GRE,
// and takes their headers off.
package tunnel

import (
	"encoding/binary"

	"wireladder/capture/decode/frame"
)

// UDP ports of tunnels (Service Name and Transport Protocol Port Number Registry
// at IANA): those that Wireshark takes for tunnels, too.
const (
	PortL2TP     = 1701 // RFC 2661
	PortGTP      = 2152 // 3GPP TS 29.281
	PortTeredo   = 3544 // RFC 4380
	PortLISP     = 4341 // RFC 6830
	PortLISPHelp = 4342
	PortGRE      = 4754 // RFC 8086
	PortVXLAN    = 4789 // RFC 7348
	PortVXLANGPE = 4790
	PortGeneve   = 6081 // RFC 8926
	PortMPLS     = 6635 // RFC 7510
)

// firstEphemeral is the lowest port that no well-known service has.
const firstEphemeral = 1024

// Header returns how long the header is of the tunnel that a datagram between the
// ports carries, and what follows it. It is not ok if the datagram carries none: the
// lower port tells, then the other one. A well-known service is none, whatever port
// its client has picked.
func Header(src, dst uint16, payload []byte) (n int, next frame.Kind, ok bool) {
	low, high := min(src, dst), max(src, dst)
	if high < PortL2TP {
		return 0, 0, false
	}
	if n, next, ok = ofPort(low, payload); !ok && low >= firstEphemeral {
		n, next, ok = ofPort(high, payload)
	}
	return n, next, ok
}

// ofPort is Header for the tunnel that has a port.
func ofPort(port uint16, payload []byte) (n int, next frame.Kind, ok bool) {
	switch port {
	case PortL2TP:
		return l2tp(payload)
	case PortGTP:
		return gtp(payload)
	case PortTeredo:
		return teredo(payload)
	case PortLISP:
		return ipAfter(payload, 8)
	case PortLISPHelp: // a message of this type encapsulates another (RFC 6830 §6.1.8)
		if len(payload) > 0 && payload[0]>>4 == 8 {
			return ipAfter(payload, 4)
		}
	case PortGRE:
		return 0, frame.IPGRE, len(payload) >= 4
	case PortVXLAN:
		return 8, frame.Ethernet, len(payload) > 8
	case PortVXLANGPE:
		return vxlanGPE(payload)
	case PortGeneve:
		return geneve(payload)
	case PortMPLS:
		return 0, frame.EtherMPLS, len(payload) >= 4
	}
	return 0, 0, false
}

// MayCarry reports whether a datagram between the ports may carry a tunnel.
func MayCarry(src, dst uint16) bool {
	return max(src, dst) >= PortL2TP && (hasTunnel(src) || hasTunnel(dst))
}

// hasTunnel reports whether the port is one of a tunnel.
func hasTunnel(port uint16) bool {
	switch port {
	case PortL2TP, PortGTP, PortTeredo, PortLISP, PortLISPHelp, PortGRE, PortVXLAN, PortVXLANGPE, PortGeneve, PortMPLS:
		return true
	}
	return false
}

// ipAfter is for IP behind a header of n octets.
func ipAfter(payload []byte, length int) (n int, next frame.Kind, ok bool) {
	if len(payload) <= length {
		return 0, 0, false
	}
	switch payload[length] >> 4 {
	case 4:
		return length, frame.EtherIPv4, true
	case 6:
		return length, frame.EtherIPv6, true
	}
	return 0, 0, false
}

// gtp reads the header of a GTP-U message that carries a packet (3GPP TS 29.281
// §5.1): version 1, with extension headers if the flags say so.
func gtp(payload []byte) (n int, next frame.Kind, ok bool) {
	const carriesPacket, optional, extended = 255, 0x07, 0x04
	if len(payload) < 12 || payload[0]&0xf0 != 0x30 || payload[1] != carriesPacket {
		return 0, 0, false
	}
	if payload[0]&optional == 0 {
		return ipAfter(payload, 8)
	}
	extension := payload[11]
	n = 12
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
func teredo(payload []byte) (n int, next frame.Kind, ok bool) {
	if len(payload) >= 4 && payload[0] == 0 && payload[1] == 1 {
		n = 4 + int(payload[2]) + int(payload[3]) + 9
	}
	if len(payload) >= n+8 && payload[n] == 0 && payload[n+1] == 0 {
		n += 8
	}
	n, next, ok = ipAfter(payload, n)
	return n, next, ok && next == frame.EtherIPv6
}

// vxlanGPE reads the header of VXLAN's generic protocol extension
// (draft-ietf-nvo3-vxlan-gpe §3.1).
func vxlanGPE(payload []byte) (n int, next frame.Kind, ok bool) {
	if len(payload) < 8 || payload[0]&0x08 == 0 {
		return 0, 0, false
	}
	if payload[0]&0x04 == 0 { // no next protocol: as VXLAN
		return 8, frame.Ethernet, true
	}
	next, ok = frame.NextProtocol(payload[3])
	return 8, next, ok
}

// geneve reads the header of RFC 8926 §3.4, with its options.
func geneve(payload []byte) (n int, next frame.Kind, ok bool) {
	if len(payload) < 8 || payload[0]>>6 != 0 {
		return 0, 0, false
	}
	n = 8 + 4*int(payload[0]&0x3f)
	return n, frame.Kind(binary.BigEndian.Uint16(payload[2:])), n <= len(payload)
}

// l2tp reads the header of a data message of version 2 (RFC 2661 §3.1), which
// carries PPP.
func l2tp(payload []byte) (n int, next frame.Kind, ok bool) {
	const control, length, sequence, offset, version = 0x8000, 0x4000, 0x0800, 0x0200, 0x000f
	if len(payload) < 8 {
		return 0, 0, false
	}
	flags := binary.BigEndian.Uint16(payload)
	if flags&control != 0 || flags&version != 2 {
		return 0, 0, false
	}
	n = 6
	if flags&length != 0 {
		n += 2
	}
	if flags&sequence != 0 {
		n += 4
	}
	if flags&offset != 0 {
		if len(payload) < n+2 {
			return 0, 0, false
		}
		n += 2 + int(binary.BigEndian.Uint16(payload[n:]))
	}
	return n, frame.EtherPPP, n <= len(payload)
}
