package link

import (
	"encoding/binary"

	"wireladder/capture"
	"wireladder/capture/decode/frame"
)

// serial reads the headers of serial lines, and PPP over Ethernet without the
// Ethernet.
func serial(c *frame.Cursor) bool {
	switch capture.LinkType(c.Next.Number()) {
	case PPPDirection, HDLCDirection, FrameRelayDirection, PPPD:
		direction := c.Take(1, "direction")
		if direction == nil {
			return false
		}
		c.Directed(direction[0] != 0)
	}
	if c.Next == frame.Link(PPPD) && c.Take(1, "PPP header") == nil { // the control octet
		return false
	}
	switch capture.LinkType(c.Next.Number()) {
	case CiscoHDLC, HDLCDirection:
		return tag(c, 4, "Cisco HDLC header")
	case PPPoE:
		return pppoe(c)
	case FrameRelay, FrameRelayDirection:
		return frameRelay(c)
	case SLIP:
		return slip(c, 16)
	case SLIPBSDOS:
		return slip(c, 24)
	}
	if len(c.Data) > 0 && (c.Data[0] == 0x0f || c.Data[0] == 0x8f) { // unicast or broadcast of Cisco HDLC
		return tag(c, 4, "Cisco HDLC header")
	}
	return ppp(c)
}

// slip takes off the header of n octets that a system puts before IP on a SLIP line:
// the direction, and the link header before it was decompressed. Where there is none,
// IP comes first.
func slip(c *frame.Cursor, n int) bool {
	if len(c.Data) > 0 && c.Data[0] <= 1 {
		c.Directed(c.Data[0] == 1)
		if c.Take(n, "SLIP header") == nil {
			return false
		}
	}
	return c.ThenIP()
}

// ppp reads a PPP header: the address and control of HDLC framing if they are
// there (RFC 1662 §3.1), and a protocol, of one octet if it was compressed
// (RFC 1661 §6.5).
func ppp(c *frame.Cursor) bool {
	if len(c.Data) >= 2 && c.Data[0] == 0xff && c.Data[1] == 3 {
		c.Take(2, "")
	}
	if len(c.Data) > 0 && c.Data[0]&1 != 0 {
		return c.Then(frame.PPPSpace | frame.Kind(c.Take(1, "")[0]))
	}
	head := c.Take(2, "PPP header")
	return head != nil && c.Then(frame.PPPSpace|frame.Kind(binary.BigEndian.Uint16(head)))
}

// pppProtocol goes on with what a PPP header announces (PPP Numbers at IANA).
func pppProtocol(c *frame.Cursor) bool {
	switch c.Next.Number() {
	case 0x0021:
		return c.Then(frame.EtherIPv4)
	case 0x0057:
		return c.Then(frame.EtherIPv6)
	case 0x0281, 0x0283:
		return c.Then(frame.EtherMPLS)
	}
	return c.Unread(c.Next)
}

// pppoe takes off the header of a PPPoE session (RFC 2516 §4).
func pppoe(c *frame.Cursor) bool {
	head := c.Take(6, "PPPoE header")
	if head == nil {
		return false
	}
	if head[1] != 0 {
		return c.Fail("not IP: PPPoE discovery")
	}
	c.Limit(int(binary.BigEndian.Uint16(head[4:])))
	return ppp(c)
}
