package anatomy

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"

	"wireladder/capture"
)

// The EtherTypes that are looked into (IEEE).
const (
	etherIPv4 = 0x0800
	etherIPv6 = 0x86dd
	etherVLAN = 0x8100
	etherQinQ = 0x88a8
)

// maxTags is how many VLAN tags are told at most.
const maxTags = 8

// link tells the header of a link layer, and what it carries.
func (d *dissection) link(l capture.LinkType) {
	switch {
	case l == capture.LinkEthernet && d.has(14):
		d.ethernet()
	case l == capture.LinkSLL && d.has(16):
		d.header = "Linux cooked"
		d.field(14, "how it came, and from whom", "")
		d.etherType()
	case (l == capture.LinkNull || l == capture.LinkLoop) && d.has(4):
		d.header = "loopback"
		d.field(4, "protocol family", "")
		d.network()
	case l == capture.LinkRaw || l == capture.LinkIPv4 || l == capture.LinkIPv6:
		d.network()
	default:
		d.rest("the frame", "not looked into")
	}
}

// ethernet tells an Ethernet header with its VLAN tags (IEEE 802.3, 802.1Q).
func (d *dissection) ethernet() {
	d.header = "Ethernet"
	d.field(6, "destination", net.HardwareAddr(d.left()[:6]).String())
	d.field(6, "source", net.HardwareAddr(d.left()[:6]).String())
	for range maxTags {
		if kind := d.uint16(0); kind != etherVLAN && kind != etherQinQ || !d.has(6) {
			break
		}
		d.field(4, "VLAN tag", "VLAN "+strconv.Itoa(int(d.uint16(2)&0xfff)))
	}
	d.etherType()
}

// etherType tells the type of what comes, and that.
func (d *dissection) etherType() {
	kind := d.uint16(0)
	switch kind {
	case etherIPv4:
		d.field(2, "type", "0x0800: IPv4")
	case etherIPv6:
		d.field(2, "type", "0x86dd: IPv6")
	default:
		d.field(2, "type", hexadecimal(kind))
		d.rest("the rest", "not looked into")
		return
	}
	d.network()
}

// network tells an IP header of either version, and what it carries.
func (d *dissection) network() {
	switch {
	case d.has(20) && d.left()[0]>>4 == 4:
		d.ipv4()
	case d.has(40) && d.left()[0]>>4 == 6:
		d.ipv6()
	default:
		d.rest("the rest", "not looked into")
	}
}

// protocolNames are the names of protocols in IP.
var protocolNames = map[byte]string{protoICMP: "ICMP", protoTCP: "TCP", protoUDP: "UDP", protoICMPv6: "ICMPv6"}

// protocol tells an octet that says what comes.
func (d *dissection) protocol(name string) {
	number := d.left()[0]
	if known := protocolNames[number]; known != "" {
		d.field(1, name, strconv.Itoa(int(number))+": "+known)
		return
	}
	d.octet(name)
}

// ipv4 tells an IPv4 header (RFC 791 §3.1) and what it carries, but for the padding of a frame.
func (d *dissection) ipv4() {
	d.header = "IPv4"
	begin, length := d.at, int(d.left()[0]&15)*4
	total, protocol, fragment := int(d.uint16(2)), d.left()[9], d.uint16(6)
	d.field(1, "version, header length", "4, "+octets(length))
	d.field(1, "DSCP, ECN", strconv.Itoa(int(d.left()[0]>>2))+", "+strconv.Itoa(int(d.left()[0]&3)))
	d.number("total length")
	d.number("identification")
	d.field(2, "flags, fragment offset", fragmentation(fragment))
	d.octet("time to live")
	d.protocol("protocol")
	d.checksum()
	d.field(4, "source", netip.AddrFrom4([4]byte(d.left()[:4])).String())
	d.field(4, "destination", netip.AddrFrom4([4]byte(d.left()[:4])).String())
	if n := min(begin+length, len(d.data)) - d.at; n > 0 {
		d.field(n, "options", "")
	}
	d.within(begin+total, func() {
		if fragment&0x1fff != 0 {
			d.rest("data", "a later fragment")
			return
		}
		d.transport(protocol)
	})
}

// fragmentation tells the flags and the offset of a fragment.
func fragmentation(v uint16) string {
	s := "offset " + strconv.Itoa(int(v&0x1fff)*8)
	if v&0x2000 != 0 {
		s = "MF, " + s
	}
	if v&0x4000 != 0 {
		s = "DF, " + s
	}
	return s
}

// ipv6 tells an IPv6 header (RFC 8200 §3), and what it carries.
func (d *dissection) ipv6() {
	d.header = "IPv6"
	first, length, protocol := d.uint32(0), int(d.uint16(4)), d.left()[6]
	d.field(4, "version, traffic class, flow label", fmt.Sprintf("6, %d, 0x%05x", first>>20&0xff, first&0xfffff))
	d.number("payload length")
	d.protocol("next header")
	d.octet("hop limit")
	d.field(16, "source", netip.AddrFrom16([16]byte(d.left()[:16])).String())
	d.field(16, "destination", netip.AddrFrom16([16]byte(d.left()[:16])).String())
	d.within(d.at+length, func() { d.transport(protocol) })
}

// within tells what stands before an end, and what comes behind it as padding. An end that lies
// before what was told already, or beyond the frame, is none: a length of 0 is one that the
// sender's kernel left to the card.
func (d *dissection) within(end int, tell func()) {
	if end <= d.at || end >= len(d.data) {
		tell()
		return
	}
	all := d.data
	d.data = all[:end]
	tell()
	d.data = all
	d.rest("padding", "of the frame")
}
