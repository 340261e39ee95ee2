package capture

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// Tags that stand before the EtherType proper, and may be stacked.
const (
	tagVLAN = layers.EthernetTypeDot1Q    // IEEE 802.1Q, customer tag
	tagQinQ = layers.EthernetTypeQinQ     // IEEE 802.1ad, service tag
	tagOld  = layers.EthernetType(0x9100) // service tag before 802.1ad
)

// link takes the link-layer header off a frame: it returns the EtherType of
// what follows (for link types that know no EtherType, the one that it would
// have) and what follows.
func (d *Decoder) link(link LinkType, frame []byte) (layers.EthernetType, []byte, error) {
	switch link {
	case LinkEthernet:
		return d.linkEthernet(frame)
	case LinkNull, LinkLoop:
		return d.linkLoopback(frame)
	case LinkSLL:
		return d.linkCooked(frame)
	case LinkRaw:
		return linkRaw(frame)
	case LinkIPv4:
		return layers.EthernetTypeIPv4, frame, nil
	case LinkIPv6:
		return layers.EthernetTypeIPv6, frame, nil
	}
	return 0, nil, fmt.Errorf("link type %d is not known to this program", link)
}

// linkEthernet takes off the Ethernet header and all VLAN tags.
func (d *Decoder) linkEthernet(frame []byte) (layers.EthernetType, []byte, error) {
	if err := d.ethernet.DecodeFromBytes(frame, gopacket.NilDecodeFeedback); err != nil {
		return 0, nil, errors.New("the frame ends within the Ethernet header")
	}
	return d.linkTagged(d.ethernet.EthernetType, d.ethernet.Payload)
}

// linkTagged takes off VLAN tags, of which each takes four octets, so that
// hostile stacks end.
func (d *Decoder) linkTagged(kind layers.EthernetType, rest []byte) (layers.EthernetType, []byte, error) {
	for kind == tagVLAN || kind == tagQinQ || kind == tagOld {
		if err := d.vlan.DecodeFromBytes(rest, gopacket.NilDecodeFeedback); err != nil {
			return 0, nil, errors.New("the frame ends within a VLAN tag")
		}
		kind, rest = d.vlan.Type, d.vlan.Payload
	}
	return kind, rest, nil
}

// linkLoopback takes off the BSD loopback header: an address family in the byte
// order of the machine that captured (LINKTYPE_NULL) or of the network
// (LINKTYPE_LOOP).
func (d *Decoder) linkLoopback(frame []byte) (layers.EthernetType, []byte, error) {
	if err := d.loopback.DecodeFromBytes(frame, gopacket.NilDecodeFeedback); err != nil {
		return 0, nil, errors.New("the frame does not begin with a loopback header")
	}
	switch d.loopback.Family {
	case layers.ProtocolFamilyIPv4:
		return layers.EthernetTypeIPv4, d.loopback.Payload, nil
	case layers.ProtocolFamilyIPv6BSD, layers.ProtocolFamilyIPv6FreeBSD,
		layers.ProtocolFamilyIPv6Darwin, layers.ProtocolFamilyIPv6Linux:
		return layers.EthernetTypeIPv6, d.loopback.Payload, nil
	}
	return 0, nil, fmt.Errorf("address family %d of the loopback header is not IP's", uint8(d.loopback.Family))
}

// cookedHeader is the length of a Linux cooked header, of which the address
// takes at most eight octets (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html).
const (
	cookedHeader  = 16
	cookedAddress = 8
)

// linkCooked takes off a Linux cooked header. gopacket panics on an address
// length past the end of the frame, so that is looked at first.
func (d *Decoder) linkCooked(frame []byte) (layers.EthernetType, []byte, error) {
	if len(frame) < cookedHeader {
		return 0, nil, errors.New("the frame ends within the Linux cooked header")
	}
	if n := binary.BigEndian.Uint16(frame[4:6]); n > cookedAddress {
		return 0, nil, fmt.Errorf("address length %d in the Linux cooked header is more than %d", n, cookedAddress)
	}
	if err := d.cooked.DecodeFromBytes(frame, gopacket.NilDecodeFeedback); err != nil {
		return 0, nil, fmt.Errorf("linux cooked header: %w", err)
	}
	return d.linkTagged(d.cooked.EthernetType, d.cooked.Payload)
}

// linkRaw tells IPv4 from IPv6 by the version, the only sign there is.
func linkRaw(frame []byte) (layers.EthernetType, []byte, error) {
	if len(frame) == 0 {
		return 0, nil, errors.New("the frame is empty")
	}
	switch version := frame[0] >> 4; version {
	case 4:
		return layers.EthernetTypeIPv4, frame, nil
	case 6:
		return layers.EthernetTypeIPv6, frame, nil
	default:
		return 0, nil, fmt.Errorf("raw IP of version %d is neither IPv4 nor IPv6", version)
	}
}
