package detail

import (
	"encoding/binary"
	"fmt"
	"net"
	"strconv"

	"wireladder/capture"
)

// The link types beside those of package capture.
const linkSLL2 capture.LinkType = 276

// linkNames are the names of link types.
var linkNames = map[capture.LinkType]string{
	capture.LinkNull: "BSD loopback", capture.LinkEthernet: "Ethernet", 9: "PPP", capture.LinkRaw: "raw IP", 105: "802.11",
	capture.LinkLoop: "OpenBSD loopback", capture.LinkSLL: "Linux cooked", 127: "802.11 radiotap",
	capture.LinkIPv4: "raw IPv4", capture.LinkIPv6: "raw IPv6", linkSLL2: "Linux cooked 2",
}

// linkName names a link type.
func linkName(l capture.LinkType) string {
	if name, ok := linkNames[l]; ok {
		return name
	}
	return "link type " + strconv.Itoa(int(l))
}

// The EtherTypes that are looked into.
const (
	etherIPv4 = 0x0800
	etherIPv6 = 0x86dd
	etherVLAN = 0x8100
	etherQinQ = 0x88a8
)

// maxTags is how many VLAN tags are shown at most.
const maxTags = 8

// linkHeader reads the link layer: a line about it, and the IP packet behind
// it, nil if there is none that is known.
func linkHeader(link capture.LinkType, data []byte) (line string, ip []byte) {
	switch link {
	case capture.LinkEthernet:
		return ethernet(data)
	case capture.LinkNull, capture.LinkLoop:
		return "", behind(data, 4)
	case capture.LinkRaw, capture.LinkIPv4, capture.LinkIPv6:
		return "", data
	case capture.LinkSLL:
		return cooked(data, 14, 16)
	case linkSLL2:
		return cooked(data, 0, 20)
	}
	return "", nil
}

// behind returns what follows n octets.
func behind(data []byte, n int) []byte {
	if len(data) <= n {
		return nil
	}
	return data[n:]
}

// ethernet reads an Ethernet header and its VLAN tags.
func ethernet(data []byte) (line string, ip []byte) {
	if len(data) < 14 {
		return "", nil
	}
	line = fmt.Sprintf("%s > %s", net.HardwareAddr(data[6:12]), net.HardwareAddr(data[0:6]))
	kind, rest := binary.BigEndian.Uint16(data[12:]), data[14:]
	for range maxTags {
		if kind != etherVLAN && kind != etherQinQ || len(rest) < 4 {
			break
		}
		line += fmt.Sprintf(", VLAN %d", binary.BigEndian.Uint16(rest)&0xfff)
		kind, rest = binary.BigEndian.Uint16(rest[2:]), rest[4:]
	}
	return fmt.Sprintf("%s, type 0x%04x", line, kind), ipOf(kind, rest)
}

// ipOf returns rest if the EtherType says that it is IP.
func ipOf(kind uint16, rest []byte) []byte {
	if kind == etherIPv4 || kind == etherIPv6 {
		return rest
	}
	return nil
}

// cooked reads a "cooked" header of Linux, with the EtherType at an offset.
func cooked(data []byte, at, length int) (line string, ip []byte) {
	if len(data) < length {
		return "", nil
	}
	kind := binary.BigEndian.Uint16(data[at:])
	return fmt.Sprintf("type 0x%04x", kind), ipOf(kind, data[length:])
}
