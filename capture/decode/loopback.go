package decode

import "encoding/binary"

// loopback takes off the BSD loopback header: an address family in the byte
// order of the machine that captured (LINKTYPE_NULL) or of the network
// (LINKTYPE_LOOP). Families are below 65536: what is not has the other order,
// or an EtherType in its second half.
func (r *reading) loopback() bool {
	if len(r.data) >= 2 && r.data[0] == 0xff && r.data[1] == 3 {
		return r.ppp() // Windows has it for PPP
	}
	head := r.take(4, "loopback header")
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
		return r.then(etherIPv4)
	case 10, 24, 28, 30: // Linux; NetBSD, OpenBSD and BSD/OS; FreeBSD; macOS
		return r.then(etherIPv6)
	}
	if family >= uint32(minEther) {
		return r.then(kind(family)) // some put the EtherType here
	}
	return r.failf("address family %d of the loopback header is not IP's", family)
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
func (r *reading) cooked() bool {
	head := r.take(cookedHeader, "Linux cooked header")
	return head != nil && r.cookedNext(binary.BigEndian.Uint16(head[cookedBeginning:]), binary.BigEndian.Uint16(head[cookedProtocol:]))
}

// cooked2 takes off a Linux cooked header of the second version
// (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html).
func (r *reading) cooked2() bool {
	head := r.take(cooked2Header, "Linux cooked header")
	return head != nil && r.cookedNext(binary.BigEndian.Uint16(head[cooked2Device:]), binary.BigEndian.Uint16(head))
}

// cookedNext goes on with the protocol of a cooked header.
func (r *reading) cookedNext(device, protocol uint16) bool {
	switch device {
	case deviceNetlink:
		return r.fail("not IP: a Linux netlink message")
	case deviceWireless:
		return r.then(linkSpace | kind(linkWireless))
	case deviceRadiotap:
		return r.then(linkSpace | kind(linkRadiotap))
	}
	switch protocol {
	case cookedEthernet:
		return r.then(linkEthernet)
	case cookedPPP:
		return r.ppp()
	case uint16(etherLLC):
		return r.then(etherLLC)
	}
	if protocol < uint16(minEther) {
		return r.failf("not IP: protocol %d of the Linux cooked header", protocol)
	}
	return r.then(kind(protocol))
}
