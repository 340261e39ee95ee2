package link

import (
	"encoding/binary"

	"wireladder/capture/decode/frame"
)

// loopback takes off the BSD loopback header: an address family in the byte
// order of the machine that captured (LINKTYPE_NULL) or of the network
// (LINKTYPE_LOOP). Families are below 65536: what is not has the other order,
// or an EtherType in its second half.
func loopback(c *frame.Cursor) bool {
	if len(c.Data) >= 2 && c.Data[0] == 0xff && c.Data[1] == 3 {
		return ppp(c) // Windows has it for PPP
	}
	head := c.Take(4, "loopback header")
	if head == nil {
		return false
	}
	family := binary.BigEndian.Uint32(head)
	if family > 0xffff {
		family = binary.LittleEndian.Uint32(head)
	}
	if family > 0xffff {
		family = uint32(binary.BigEndian.Uint16(head[2:]))
	}
	switch family {
	case 2:
		return c.Then(frame.EtherIPv4)
	case 10, 24, 28, 30: // Linux; NetBSD, OpenBSD and BSD/OS; FreeBSD; macOS
		return c.Then(frame.EtherIPv6)
	}
	if family >= uint32(frame.MinEther) {
		return c.Then(frame.Kind(family)) // some put the EtherType here
	}
	return c.Failf("address family %d of the loopback header is not IP's", family)
}
