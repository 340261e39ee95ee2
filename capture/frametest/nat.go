package frametest

import (
	"encoding/binary"
	"net/netip"
)

// NAT is what a NAT calls otherwise: each address and port of From is To beyond it, and back. A port of
// From of 0 is any port, one of To leaves the port as it is.
type NAT struct{ From, To netip.AddrPort }

// Translate changes the addresses and ports of an Ethernet frame of IPv4 or IPv6, those in the packet
// that an ICMP error quotes, too, and keeps their checksums as right or wrong as they were. Each place is
// changed once, by the first of the NATs that know it.
func Translate(frame []byte, nats ...NAT) {
	if len(frame) > 14 {
		translateIP(frame[14:], nats)
	}
}

// ipParts are where the parts of an IP header are.
type ipParts struct {
	src, dst []byte
	checksum []byte // nil of IPv6, which has none
	protocol byte
	rest     []byte
}

// ipPartsOf returns the parts of a packet, and whether it is one of IP whose transport header follows.
func ipPartsOf(b []byte) (ipParts, bool) {
	switch {
	case len(b) >= 20 && b[0]>>4 == 4 && len(b) >= int(b[0]&15)*4 && binary.BigEndian.Uint16(b[6:])&0x1fff == 0:
		return ipParts{b[12:16], b[16:20], b[10:12], b[9], b[int(b[0]&15)*4:]}, true
	case len(b) >= 40 && b[0]>>4 == 6:
		return ipParts{b[8:24], b[24:40], nil, b[6], b[40:]}, true
	}
	return ipParts{}, false
}

// transportChecksums are where the checksum of a transport header is, by its protocol.
var transportChecksums = map[byte]int{6: 16, 17: 6}

// translateIP translates an IP packet.
func translateIP(b []byte, nats []NAT) {
	h, ok := ipPartsOf(b)
	if !ok {
		return
	}
	at, ported := transportChecksums[h.protocol]
	switch {
	case ported && len(h.rest) >= 4:
		var sum []byte
		if len(h.rest) >= at+2 && (h.protocol != 17 || h.rest[6]|h.rest[7] != 0) {
			sum = h.rest[at : at+2]
		}
		translateEnd(&h, h.src, h.rest[:2], sum, nats)
		translateEnd(&h, h.dst, h.rest[2:4], sum, nats)
	default:
		translateEnd(&h, h.src, nil, nil, nats)
		translateEnd(&h, h.dst, nil, nil, nats)
		if h.protocol == 1 && len(h.rest) > 8 && h.rest[0] != 0 && h.rest[0] != 8 {
			translateIP(h.rest[8:], nats)
			sumICMP(h.rest)
		}
	}
}

// translateEnd translates an address and a port; of a packet without ports, the address alone.
func translateEnd(h *ipParts, address, port, sum []byte, nats []NAT) {
	is, _ := netip.AddrFromSlice(address)
	for _, n := range nats {
		if n.From.Addr() != is || port != nil && n.From.Port() != 0 && n.From.Port() != binary.BigEndian.Uint16(port) {
			continue
		}
		replace(address, n.To.Addr().AsSlice(), h.checksum, sum)
		if port != nil && n.To.Port() != 0 {
			replace(port, binary.BigEndian.AppendUint16(nil, n.To.Port()), sum)
		}
		return
	}
}

// replace writes new octets over old ones, and has checksums follow (RFC 1624).
func replace(old, by []byte, checksums ...[]byte) {
	for _, sum := range checksums {
		if sum == nil {
			continue
		}
		s := uint32(^binary.BigEndian.Uint16(sum))
		for i := 0; i < len(old); i += 2 {
			s += uint32(^binary.BigEndian.Uint16(old[i:])) + uint32(binary.BigEndian.Uint16(by[i:]))
		}
		binary.BigEndian.PutUint16(sum, ^folded(s))
	}
	copy(old, by)
}

// sumICMP gives an ICMP message of IPv4 its checksum.
func sumICMP(b []byte) {
	b[2], b[3] = 0, 0
	var s uint32
	for i := 0; i < len(b); i += 2 {
		if s += uint32(b[i]) << 8; i+1 < len(b) {
			s += uint32(b[i+1])
		}
	}
	binary.BigEndian.PutUint16(b[2:], ^folded(s))
}

// folded returns a sum in 16 bits.
func folded(s uint32) uint16 {
	for s > 0xffff {
		s = s>>16 + s&0xffff
	}
	return uint16(s)
}
