package servers

import "net/netip"

// MaxLine is how many octets a line over TCP may have, its newline not counted.
// TCP has no such limit; a server that reads a whole line before it answers
// needs one.
const MaxLine = 16 << 20

// Upper returns a copy of line with the ASCII letters a-z in upper case. Every
// other octet stays as it is, so that text in any encoding, and what is no text
// at all, keeps its length.
func Upper(line []byte) []byte {
	upper := make([]byte, len(line))
	for i, b := range line {
		if 'a' <= b && b <= 'z' {
			b -= 'a' - 'A'
		}
		upper[i] = b
	}
	return upper
}

// MaxDatagram returns how many octets of payload a UDP datagram to addr holds at
// most. Over IPv4 the header's 16-bit length counts the IP header of 20 octets
// (RFC 791 §3.1), over IPv6 it does not (RFC 8200 §3); UDP's own header of 8
// octets counts in both (RFC 768).
func MaxDatagram(addr netip.Addr) int {
	if addr.Unmap().Is4() {
		return 65535 - 20 - 8
	}
	return 65535 - 8
}
