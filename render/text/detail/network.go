package detail

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// networkHeader describes the IP header that data begins with, "" if it does
// not hold one whole.
func networkHeader(data []byte) string {
	switch {
	case len(data) >= 20 && data[0]>>4 == 4:
		return ipv4Header(data)
	case len(data) >= 40 && data[0]>>4 == 6:
		return ipv6Header(data)
	}
	return ""
}

// ipv4Header describes an IPv4 header (RFC 791 §3.1).
func ipv4Header(h []byte) string {
	src, dst := netip.AddrFrom4([4]byte(h[12:16])), netip.AddrFrom4([4]byte(h[16:20]))
	line := fmt.Sprintf("IPv4 %s > %s, TTL %d, protocol %d, length %d, id %d", src, dst, h[8], h[9],
		binary.BigEndian.Uint16(h[2:]), binary.BigEndian.Uint16(h[4:]))
	fragment := binary.BigEndian.Uint16(h[6:])
	if fragment&0x4000 != 0 {
		line += ", DF"
	}
	if fragment&0x2000 != 0 {
		line += ", MF"
	}
	if offset := fragment & 0x1fff; offset != 0 {
		line += fmt.Sprintf(", fragment at %d", int(offset)*8)
	}
	line += classOfService(h[1])
	if n := int(h[0]&15)*4 - 20; n > 0 {
		line += fmt.Sprintf(", %d octets of options", n)
	}
	return line + fmt.Sprintf(", checksum 0x%04x", binary.BigEndian.Uint16(h[10:]))
}

// ipv6Header describes an IPv6 header (RFC 8200 §3).
func ipv6Header(h []byte) string {
	src, dst := netip.AddrFrom16([16]byte(h[8:24])), netip.AddrFrom16([16]byte(h[24:40]))
	first := binary.BigEndian.Uint32(h)
	line := fmt.Sprintf("IPv6 %s > %s, hop limit %d, next header %d, payload %d", src, dst, h[7], h[6], binary.BigEndian.Uint16(h[4:]))
	if flow := first & 0xfffff; flow != 0 {
		line += fmt.Sprintf(", flow label 0x%05x", flow)
	}
	return line + classOfService(byte(first>>20)) //nolint:gosec // eight bits of it
}

// classOfService describes a DS field (RFC 2474, RFC 3168), if it is not zero.
func classOfService(b byte) string {
	s := ""
	if b>>2 != 0 {
		s = fmt.Sprintf(", DSCP %d", b>>2)
	}
	return s + [...]string{"", ", ECN-capable (1)", ", ECN-capable (0)", ", congestion met"}[b&3]
}
