// Package link reads link-layer headers, and tags and labels between them and IP: it
// takes each off a [frame.Cursor], until that stands before an IP header.
package link

import (
	"encoding/binary"

	"wireladder/capture"
	"wireladder/capture/decode/frame"
)

// Step reads the header of a link layer, an EtherType other than IP's, or a PPP
// protocol. It reports whether there is another header to be read.
func Step(c *frame.Cursor) bool {
	switch c.Next.Space() {
	case frame.LinkSpace:
		return link(c)
	case frame.PPPSpace:
		return pppProtocol(c)
	}
	return ether(c)
}

// link reads the header of a link type (https://www.tcpdump.org/linktypes.html)
// other than Ethernet's.
func link(c *frame.Cursor) bool {
	switch capture.LinkType(c.Next.Number()) {
	case capture.LinkEthernet:
		return Ethernet(c)
	case capture.LinkNull, capture.LinkLoop:
		return loopback(c)
	case capture.LinkRaw, RawBSD, RawOpenBSD:
		return c.ThenIP()
	case capture.LinkIPv4:
		return c.Then(frame.EtherIPv4)
	case capture.LinkIPv6:
		return c.Then(frame.EtherIPv6)
	case capture.LinkSLL:
		return cooked(c)
	case capture.LinkSLL2:
		return cooked2(c)
	case capture.LinkPPP, PPPHDLC, PPPDirection, PPPD, PPPoE, CiscoHDLC, HDLCDirection, SLIP, SLIPBSDOS, FrameRelay, FrameRelayDirection:
		return serial(c)
	case Wireless, Radiotap, Prism, AVS:
		return wireless(c)
	}
	return wrapper(c)
}

// wrapper is link for headers that whoever captured has put before others.
func wrapper(c *frame.Cursor) bool {
	switch capture.LinkType(c.Next.Number()) {
	case PKTAP, User2:
		return pktap(c)
	case PPI:
		return ppi(c)
	case NFLOG:
		return nflog(c)
	case ENC:
		return c.Take(12, "IPsec header") != nil && c.ThenIP()
	case IPNET:
		return c.Take(24, "IPNET header") != nil && c.ThenIP()
	case PFLOG:
		return pflog(c)
	case JuniperEthernet:
		return juniper(c)
	case Broadcom, BroadcomPrepended, Marvell, MarvellEtherType:
		return switchTag(c)
	}
	return otherNetwork(c)
}

// otherNetwork is link for networks other than Ethernet.
func otherNetwork(c *frame.Cursor) bool {
	switch capture.LinkType(c.Next.Number()) {
	case TokenRing:
		return tokenRing(c)
	case FDDI:
		return fddi(c)
	case ATM:
		return c.Then(frame.EtherLLC)
	case ATMCLIP:
		return atmCLIP(c)
	case SunATM:
		return sunATM(c)
	case FibreChannel:
		return fibreChannel(c)
	case MPacket:
		return mPacket(c)
	case FireWire:
		return tag(c, 18, "IEEE 1394 header")
	case IPoIB:
		return ipoib(c)
	case ARCNET:
		return arcnet(c, 2)
	case ARCNETLinux:
		return arcnet(c, 4)
	case MPLS:
		return c.Then(frame.EtherMPLS)
	}
	return c.Unread(c.Next)
}

// Ethernet takes off the Ethernet header.
func Ethernet(c *frame.Cursor) bool {
	head := c.Take(14, "Ethernet header")
	if head == nil {
		return false
	}
	c.Addressed(head[:6], head[6:12])
	return c.Then(frame.Kind(binary.BigEndian.Uint16(head[12:])))
}

// ether reads what an EtherType announces, other than IP.
func ether(c *frame.Cursor) bool {
	switch c.Next {
	case etherVLAN, etherQinQ, etherOldQinQ, etherOldQinQ2:
		return tag(c, 4, "VLAN tag")
	case etherVNTag, etherHSR:
		return tag(c, 6, "tag")
	case etherETag:
		return tag(c, 8, "E-tag")
	case etherFabric:
		return c.Take(2, "FabricPath tag") != nil && c.Then(frame.Ethernet)
	case etherMetadata:
		return metadata(c)
	case etherPBB:
		return c.Take(4, "service tag") != nil && c.Then(frame.Ethernet)
	case frame.EtherMPLS, etherMPLS2:
		return mpls(c)
	case etherPPPoE:
		return pppoe(c)
	case frame.EtherPPP:
		return ppp(c)
	case etherBridging:
		return c.Then(frame.Ethernet)
	case frame.EtherNSH:
		return serviceHeader(c)
	case etherJumboLLC:
		return llc(c)
	}
	if c.Next <= frame.MaxLLC {
		return llc(c)
	}
	return c.Unread(c.Next)
}

// tag takes off n octets that end with an EtherType.
func tag(c *frame.Cursor, n int, name string) bool {
	head := c.Take(n, name)
	return head != nil && c.Then(frame.Kind(binary.BigEndian.Uint16(head[n-2:])))
}

// Service access points of IEEE 802.2 that announce IP.
const (
	sapIP   = 0x06
	sapSNAP = 0xaa
)

// llc takes off an IEEE 802.2 LLC header, and a SNAP header (IEEE 802, RFC 1042)
// behind it. Where a length came before it, what is behind that pads the frame.
func llc(c *frame.Cursor) bool {
	if c.Next <= frame.MaxLLC && c.Next != frame.EtherLLC {
		c.Limit(int(c.Next))
	}
	c.Next = frame.EtherLLC
	head := c.Take(3, "LLC header")
	switch {
	case head == nil:
		return false
	case head[0] == sapSNAP && head[1] == sapSNAP && head[2] == 3:
		return snap(c)
	case head[0] == sapIP && head[1] == sapIP && head[2] == 3:
		return c.Then(frame.EtherIPv4)
	}
	return c.Unread(frame.EtherLLC)
}

// snap takes off a SNAP header: an organization, and a number of its own, which
// is an EtherType where the organization is 0 or, as bridges have it, 0xf8
// (IEEE 802.1H).
func snap(c *frame.Cursor) bool {
	head := c.Take(5, "SNAP header")
	if head == nil {
		return false
	}
	if oui := binary.BigEndian.Uint32(head) >> 8; oui != 0 && oui != 0xf8 {
		return c.Unread(frame.EtherLLC)
	}
	next := frame.Kind(binary.BigEndian.Uint16(head[3:]))
	if next < frame.MinEther {
		return c.Unread(frame.EtherLLC)
	}
	return c.Then(next)
}

// mpls takes off a stack of labels (RFC 3032 §2.1). What follows is told by its
// first four bits, as routers do: IP, or 0 for the control word of an Ethernet
// pseudowire (RFC 4385 §3).
func mpls(c *frame.Cursor) bool {
	for {
		label := c.Take(4, "MPLS label")
		if label == nil {
			return false
		}
		if label[2]&1 != 0 {
			break
		}
	}
	if len(c.Data) > 0 && c.Data[0]>>4 == 0 {
		return c.Take(4, "pseudowire's control word") != nil && c.Then(frame.Ethernet)
	}
	return c.ThenIP()
}

// serviceHeader takes off a network service header (RFC 8300 §2).
func serviceHeader(c *frame.Cursor) bool {
	if len(c.Data) < 4 {
		return c.Ends("network service header")
	}
	head := c.Take(max(int(c.Data[1]&0x3f)*4, 8), "network service header")
	if head == nil {
		return false
	}
	next, ok := frame.NextProtocol(head[3])
	if !ok {
		return c.Failf("not IP: next protocol %d of the network service header", head[3])
	}
	return c.Then(next)
}
