package link

import (
	"encoding/binary"

	"wireladder/capture/decode/frame"
)

// ARPHRD_ values (if_arp.h) of devices whose cooked header announces something
// else than an EtherType.
const (
	deviceWireless = 801
	deviceRadiotap = 803
	deviceNetlink  = 824
	cookedHeader   = 16
	cooked2Header  = 20
	cookedEthernet = 3 // ETH_P_ALL
	cookedPPP      = 7 // ETH_P_WAN_PPP
)

// cooked takes off a Linux cooked header
// (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html).
func cooked(c *frame.Cursor) bool {
	head := c.Take(cookedHeader, "Linux cooked header")
	if head == nil {
		return false
	}
	sighted(c, head[1], head[6:12])
	return cookedNext(c, binary.BigEndian.Uint16(head[2:]), binary.BigEndian.Uint16(head[14:]))
}

// cooked2 takes off a Linux cooked header of the second version
// (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html).
func cooked2(c *frame.Cursor) bool {
	head := c.Take(cooked2Header, "Linux cooked header")
	if head == nil {
		return false
	}
	sighted(c, head[10], head[12:18])
	if c.IPHeaders == 0 {
		c.Sighting.Interface = binary.BigEndian.Uint32(head[4:])
	}
	return cookedNext(c, binary.BigEndian.Uint16(head[8:]), binary.BigEndian.Uint16(head))
}

// sighted notes the type of a packet, as packet(7) has it, and its source.
func sighted(c *frame.Cursor, packetType byte, source []byte) {
	const outgoing = 4
	c.Directed(packetType == outgoing)
	if c.IPHeaders == 0 {
		c.Sighting.Source = [6]byte(source)
	}
}

// cookedNext goes on with the protocol of a cooked header.
func cookedNext(c *frame.Cursor, device, protocol uint16) bool {
	switch device {
	case deviceNetlink:
		return c.Fail("not IP: a Linux netlink message")
	case deviceWireless:
		return c.Then(frame.Link(Wireless))
	case deviceRadiotap:
		return c.Then(frame.Link(Radiotap))
	}
	switch protocol {
	case cookedEthernet:
		return c.Then(frame.Ethernet)
	case cookedPPP:
		return ppp(c)
	case uint16(frame.EtherLLC):
		return c.Then(frame.EtherLLC)
	}
	if protocol < uint16(frame.MinEther) {
		return c.Failf("not IP: protocol %d of the Linux cooked header", protocol)
	}
	return c.Then(frame.Kind(protocol))
}
