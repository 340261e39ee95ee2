package link

import (
	"encoding/binary"

	"wireladder/capture/decode/frame"
)

// Network layer protocol identifiers of ISO/IEC TR 9577.
const (
	nlpidSNAP = 0x80
	nlpidIPv6 = 0x8e
	nlpidIPv4 = 0xcc
)

// frameRelay takes off the header of Frame Relay: an address of two to four octets,
// of which the last has the lowest bit set (ITU-T Q.922 §3.3), and what RFC 2427 puts
// behind it, or, as Cisco has it, an EtherType.
func frameRelay(c *frame.Cursor) bool {
	const name, unnumbered = "Frame Relay header", 0x03
	for n := 1; ; n++ {
		octet := c.Take(1, name)
		if octet == nil {
			return false
		}
		if last := octet[0]&1 != 0; last && n >= 2 {
			break
		} else if last || n == 4 {
			return c.Fail("the Frame Relay address has no end")
		}
	}
	if len(c.Data) > 0 && c.Data[0] != unnumbered {
		return tag(c, 2, name)
	}
	return c.Take(1, name) != nil && networkProtocol(c)
}

// networkProtocol goes on with what a protocol identifier announces, before which
// there may be an octet that pads.
func networkProtocol(c *frame.Cursor) bool {
	if len(c.Data) > 0 && c.Data[0] == 0 {
		c.Take(1, "")
	}
	id := c.Take(1, "Frame Relay header")
	if id == nil {
		return false
	}
	switch id[0] {
	case nlpidIPv4:
		return c.Then(frame.EtherIPv4)
	case nlpidIPv6:
		return c.Then(frame.EtherIPv6)
	case nlpidSNAP:
		if len(c.Data) > 5 && isBridged(c.Data) {
			return c.Take(5, "") != nil && c.Then(frame.Ethernet)
		}
		return snap(c)
	}
	return c.Failf("not IP: network layer protocol 0x%02x of Frame Relay", id[0])
}

// isBridged reports whether a SNAP header announces an Ethernet frame, with or
// without its check sequence (RFC 2427 §4.2).
func isBridged(snap []byte) bool {
	const withCheck, without = 0x0001, 0x0007
	pid := binary.BigEndian.Uint16(snap[3:])
	return binary.BigEndian.Uint32(snap)>>8 == 0x0080c2 && (pid == withCheck || pid == without)
}
