package servers

import "net/netip"

// MaxLine is how many octets a line over TCP may have, its newline not counted.
// TCP has no such limit; but a server that answers a long line before it has
// come as a whole, to a client that does not read before it has sent as a whole,
// waits for ever as soon as the kernel's buffers are full. What is shorter than a
// receive window fits into them.
const MaxLine = 1 << 15

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
