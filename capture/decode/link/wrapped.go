package link

import (
	"encoding/binary"

	"wireladder/capture"
	"wireladder/capture/decode/frame"
)

// pktap takes off Apple's header that says which process a packet belongs to,
// and which link type follows
// (https://www.tcpdump.org/linktypes/LINKTYPE_PKTAP.html).
func pktap(c *frame.Cursor) bool {
	if len(c.Data) < 12 {
		return c.Ends("PKTAP header")
	}
	length := binary.LittleEndian.Uint32(c.Data)
	if length < 12 {
		return c.Failf("PKTAP header length %d is less than 12", length)
	}
	head := c.Take(int(min(length, 1<<20)), "PKTAP header")
	if head == nil {
		return false
	}
	link := binary.LittleEndian.Uint32(head[8:])
	if link > 0xffff {
		return c.Failf("link type %d within a PKTAP header is not known", link)
	}
	return c.Then(frame.Link(capture.LinkType(link)))
}

// nflogPayload is the attribute that holds the packet (NFULA_PAYLOAD).
const nflogPayload = 9

// nflog finds the packet in a message of Linux's packet filter: attributes of a
// length and a type, aligned to four octets
// (https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html).
func nflog(c *frame.Cursor) bool {
	head := c.Take(4, "NFLOG header")
	if head == nil {
		return false
	}
	for {
		attribute := c.Take(4, "NFLOG attribute")
		if attribute == nil {
			return false
		}
		length, kind := nflogAttribute(attribute)
		if length < 4 {
			return c.Failf("NFLOG attribute length %d is less than 4", length)
		}
		if kind == nflogPayload {
			c.Limit(length - 4)
			return c.ThenIP()
		}
		if length = (length + 3) &^ 3; length > 4 && c.Take(length-4, "NFLOG attribute") == nil {
			return false
		}
	}
}

// nflogAttribute reads the head of an attribute, in the byte order of the
// machine that captured: no type is above 255.
func nflogAttribute(head []byte) (length int, kind uint16) {
	if kind := binary.LittleEndian.Uint16(head[2:]); kind <= 0xff {
		return int(binary.LittleEndian.Uint16(head)), kind
	}
	return int(binary.BigEndian.Uint16(head)), binary.BigEndian.Uint16(head[2:])
}

// ipoib takes off the header of IP over InfiniBand: a global routing header of
// 40 octets, and that of RFC 4391 §6.
func ipoib(c *frame.Cursor) bool {
	head := c.Take(44, "IP over InfiniBand header")
	return head != nil && c.Then(frame.Kind(binary.BigEndian.Uint16(head[40:])))
}

// juniper takes off the header that Juniper routers put before Ethernet frames:
// a magic number, flags, and extensions if the flags say so.
func juniper(c *frame.Cursor) bool {
	head := c.Take(4, "Juniper header")
	if head == nil {
		return false
	}
	if head[3]&0x80 != 0 {
		length := c.Take(2, "Juniper header")
		if length == nil {
			return false
		}
		if n := int(binary.BigEndian.Uint16(length)); n > 0 && c.Take(n, "Juniper header") == nil {
			return false
		}
	}
	if head[3]&0x02 != 0 {
		return c.Fail("a Juniper frame without its link-layer header")
	}
	return c.Then(frame.Ethernet)
}

// Protocols of ARCNET that are IP.
const (
	arcnetIP1051 = 240
	arcnetIP1201 = 212
)

// arcnet takes off an ARCNET header, whose protocol is at the offset. RFC 1201
// has a split flag and a sequence number behind it.
func arcnet(c *frame.Cursor, protocol int) bool {
	head := c.Take(protocol+1, "ARCNET header")
	if head == nil {
		return false
	}
	switch head[protocol] {
	case arcnetIP1051:
		return c.Then(frame.EtherIPv4)
	case arcnetIP1201:
		split := c.Take(3, "ARCNET header")
		switch {
		case split == nil:
			return false
		case split[0] != 0:
			return c.Fail("a fragment of an ARCNET packet")
		}
		return c.Then(frame.EtherIPv4)
	}
	return c.Failf("not IP: ARCNET protocol %d", head[protocol])
}
