package decode

import (
	"encoding/binary"

	"wireladder/capture"
)

// link reads the header of a link type (https://www.tcpdump.org/linktypes.html)
// other than Ethernet's.
func (r *reading) link() bool {
	switch capture.LinkType(r.next.number()) {
	case capture.LinkNull, capture.LinkLoop:
		return r.loopback()
	case capture.LinkRaw, linkRawBSD, linkRawOpenBSD:
		return r.raw()
	case capture.LinkIPv4:
		return r.then(etherIPv4)
	case capture.LinkIPv6:
		return r.then(etherIPv6)
	case capture.LinkSLL:
		return r.cooked()
	case capture.LinkSLL2:
		return r.cooked2()
	case capture.LinkPPP, linkPPPHDLC, linkPPPDirection, linkPPPoE, linkCiscoHDLC:
		return r.serial()
	case linkWireless, linkRadiotap:
		return r.wireless()
	}
	return r.rareLink()
}

// rareLink is link for those that few captures have.
func (r *reading) rareLink() bool {
	switch capture.LinkType(r.next.number()) {
	case linkPKTAP, linkUser2:
		return r.pktap()
	case linkNFLOG:
		return r.nflog()
	case linkIPoIB:
		return r.ipoib()
	case linkJuniperEthernet:
		return r.juniper()
	case linkARCNET:
		return r.arcnet(2)
	case linkARCNETLinux:
		return r.arcnet(4)
	case linkMPLS:
		return r.then(etherMPLS)
	}
	return r.fail(r.decoder.texts.unread(r.next))
}

// ethernet takes off the Ethernet header.
func (r *reading) ethernet() bool {
	head := r.take(14, "Ethernet header")
	if head == nil {
		return false
	}
	if r.next = kind(binary.BigEndian.Uint16(head[12:])); r.next == etherIPv4 {
		return r.ipv4() // as nearly always
	}
	return true
}

// ether reads what an EtherType announces, other than IP.
func (r *reading) ether() bool {
	switch r.next {
	case etherVLAN, etherQinQ, etherOldQinQ, etherOldQinQ2:
		return r.tag(4, "VLAN tag")
	case etherVNTag, etherHSR:
		return r.tag(6, "tag")
	case etherETag:
		return r.tag(8, "E-tag")
	case etherPBB:
		return r.take(4, "service tag") != nil && r.then(linkEthernet)
	case etherMPLS, etherMPLS2:
		return r.mpls()
	case etherPPPoE:
		return r.pppoe()
	case etherPPP:
		return r.ppp()
	case etherBridging:
		return r.then(linkEthernet)
	case etherNSH:
		return r.serviceHeader()
	case etherJumboLLC:
		return r.llc()
	}
	if r.next <= maxLLC {
		return r.llc()
	}
	return r.fail(r.decoder.texts.unread(r.next))
}

// tag takes off n octets that end with an EtherType.
func (r *reading) tag(n int, name string) bool {
	head := r.take(n, name)
	return head != nil && r.then(kind(binary.BigEndian.Uint16(head[n-2:])))
}

// Service access points of IEEE 802.2 that announce IP.
const (
	sapIP   = 0x06
	sapSNAP = 0xaa
)

// llc takes off an IEEE 802.2 LLC header, and a SNAP header (IEEE 802, RFC 1042)
// behind it. Where a length came before it, what is behind that pads the frame.
func (r *reading) llc() bool {
	if r.next <= maxLLC && r.next != etherLLC {
		r.limit(int(r.next))
	}
	r.next = etherLLC
	head := r.take(3, "LLC header")
	switch {
	case head == nil:
		return false
	case head[0] == sapSNAP && head[1] == sapSNAP && head[2] == 3:
		return r.snap()
	case head[0] == sapIP && head[1] == sapIP && head[2] == 3:
		return r.then(etherIPv4)
	}
	return r.fail(r.decoder.texts.unread(etherLLC))
}

// snap takes off a SNAP header: an organization, and a number of its own, which
// is an EtherType where the organization is 0 or, as bridges have it, 0xf8
// (IEEE 802.1H).
func (r *reading) snap() bool {
	head := r.take(5, "SNAP header")
	if head == nil {
		return false
	}
	if oui := binary.BigEndian.Uint32(head) >> 8; oui != 0 && oui != 0xf8 {
		return r.fail(r.decoder.texts.unread(etherLLC))
	}
	next := kind(binary.BigEndian.Uint16(head[3:]))
	if next < minEther {
		return r.fail(r.decoder.texts.unread(etherLLC))
	}
	return r.then(next)
}

// mpls takes off a stack of labels (RFC 3032 §2.1). What follows is told by its
// first four bits, as routers do: IP, or 0 for the control word of an Ethernet
// pseudowire (RFC 4385 §3).
func (r *reading) mpls() bool {
	for {
		label := r.take(4, "MPLS label")
		if label == nil {
			return false
		}
		if label[2]&1 != 0 {
			break
		}
	}
	if len(r.data) > 0 && r.data[0]>>4 == 0 {
		return r.take(4, "pseudowire's control word") != nil && r.then(linkEthernet)
	}
	return r.raw()
}

// raw tells IPv4 from IPv6 by the version, the only sign there is.
func (r *reading) raw() bool {
	if len(r.data) == 0 {
		return r.fail("the frame ends where an IP header should begin")
	}
	switch version := r.data[0] >> 4; version {
	case 4:
		return r.then(etherIPv4)
	case 6:
		return r.then(etherIPv6)
	default:
		return r.failf("raw IP of version %d is neither IPv4 nor IPv6", version)
	}
}

// serviceHeader takes off a network service header (RFC 8300 §2).
func (r *reading) serviceHeader() bool {
	if len(r.data) < 4 {
		return r.ends("network service header")
	}
	head := r.take(max(int(r.data[1]&0x3f)*4, 8), "network service header")
	if head == nil {
		return false
	}
	next, ok := nextProtocol(head[3])
	if !ok {
		return r.failf("not IP: next protocol %d of the network service header", head[3])
	}
	return r.then(next)
}
