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

// ARPHRD_ values (if_arp.h) of devices whose cooked header announces something
// else than an EtherType.
const (
	deviceGRE       = 778
	deviceWireless  = 801
	deviceRadiotap  = 803
	deviceNetlink   = 824
	cookedProtocol  = 14 // where the protocol is in the cooked header
	cookedHeader    = 16
	cooked2Header   = 20
	cooked2Device   = 8 // where the device type is in the second version
	cookedRaw8023   = 1 // ETH_P_802_3: IPX without LLC
	cookedEthernet  = 3 // ETH_P_ALL
	cookedPPP       = 7 // ETH_P_WAN_PPP
	cookedBeginning = 2 // where the device type is in the first version
)

// cooked takes off a Linux cooked header
// (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html).
func cooked(c *frame.Cursor) bool {
	head := c.Take(cookedHeader, "Linux cooked header")
	return head != nil && cookedNext(c, binary.BigEndian.Uint16(head[cookedBeginning:]), binary.BigEndian.Uint16(head[cookedProtocol:]))
}

// cooked2 takes off a Linux cooked header of the second version
// (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html).
func cooked2(c *frame.Cursor) bool {
	head := c.Take(cooked2Header, "Linux cooked header")
	return head != nil && cookedNext(c, binary.BigEndian.Uint16(head[cooked2Device:]), binary.BigEndian.Uint16(head))
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
