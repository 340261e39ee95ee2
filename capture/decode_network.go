package capture

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"
)

// fragment says which part of an IP datagram a frame carries.
type fragment uint8

// A later fragment has no transport header.
const (
	whole fragment = iota
	firstFragment
	laterFragment
)

// Lengths of the fixed IP headers (RFC 791 §3.1, RFC 8200 §3) and of the IPv6
// fragment header (RFC 8200 §4.5).
const (
	ipv4Header         = 20
	ipv6Header         = 40
	ipv6FragmentHeader = 8
)

// datagram is what IP says of a frame.
type datagram struct {
	src, dst netip.Addr
	protocol layers.IPProtocol
	payload  []byte // what follows the IP headers, as far as it was captured
	length   int    // octets that follow the IP headers, by these; at least len(payload)
	fragment fragment
	flaw     string // something odd that does not stop the reading, "" if nothing is
}

// network reads the IP header and what extends it. The frame had onWire octets
// from there on. With an error the datagram has its addresses if they could be
// read.
func (d *Decoder) network(kind layers.EthernetType, data []byte, onWire int) (datagram, error) {
	switch kind {
	case layers.EthernetTypeIPv4:
		return d.readIPv4(data, onWire)
	case layers.EthernetTypeIPv6:
		return d.readIPv6(data, onWire)
	case layers.EthernetTypeLLC:
		return datagram{}, errors.New("not IP: an IEEE 802.3 frame with LLC")
	}
	return datagram{}, fmt.Errorf("not IP: EtherType 0x%04x (%s)", uint16(kind), kind)
}

// readIPv4 reads an IPv4 header (RFC 791 §3.1). Options that are no options
// are a flaw, no reason to stop: the header says where they end.
func (d *Decoder) readIPv4(data []byte, onWire int) (datagram, error) {
	header, err := ipv4HeaderLength(data)
	if err != nil {
		return datagram{}, err
	}
	// Given nothing but the header, gopacket can find fault with the total
	// length, which is looked at below, and with options.
	badOptions := d.ipv4.DecodeFromBytes(data[:header], gopacket.NilDecodeFeedback)
	ip := datagram{
		src:      netip.AddrFrom4([4]byte(data[12:16])),
		dst:      netip.AddrFrom4([4]byte(data[16:20])),
		protocol: d.ipv4.Protocol,
		fragment: ipv4Fragment(&d.ipv4),
	}
	total := int(binary.BigEndian.Uint16(data[2:4]))
	if total == 0 {
		total = onWire // a segment over 64 KiB that was never cut up: Linux BIG TCP, or offload
	}
	if total < header {
		return ip, fmt.Errorf("IPv4 total length %d is less than its header's %d", total, header)
	}
	if badOptions != nil {
		ip.flaw = "the IPv4 options cannot be read"
	}
	ip.setPayload(data[header:], total-header, onWire-header)
	return ip, nil
}

// ipv4HeaderLength returns the length of the IPv4 header that data begins with,
// all of which is there.
func ipv4HeaderLength(data []byte) (int, error) {
	if len(data) < ipv4Header {
		return 0, errors.New("the frame ends within the IPv4 header")
	}
	if version := data[0] >> 4; version != 4 {
		return 0, fmt.Errorf("the IPv4 header says version %d", version)
	}
	header := int(data[0]&0x0f) * 4
	if header < ipv4Header {
		return 0, fmt.Errorf("IPv4 header length %d is less than %d", header, ipv4Header)
	}
	if header > len(data) {
		return 0, errors.New("the frame ends within the IPv4 options")
	}
	return header, nil
}

// ipv4Fragment tells the parts of a datagram apart (RFC 791 §2.3).
func ipv4Fragment(ip *layers.IPv4) fragment {
	switch {
	case ip.FragOffset != 0:
		return laterFragment
	case ip.Flags&layers.IPv4MoreFragments != 0:
		return firstFragment
	}
	return whole
}

// readIPv6 reads an IPv6 header (RFC 8200 §3) and those that extend it.
func (d *Decoder) readIPv6(data []byte, onWire int) (datagram, error) {
	if len(data) < ipv6Header {
		return datagram{}, errors.New("the frame ends within the IPv6 header")
	}
	if version := data[0] >> 4; version != 6 {
		return datagram{}, fmt.Errorf("the IPv6 header says version %d", version)
	}
	// Given nothing but the fixed header, gopacket always fills in its fields; an
	// error is about what it would have read further, and that is read below.
	_ = d.ipv6.DecodeFromBytes(data[:ipv6Header], gopacket.NilDecodeFeedback)
	ip := datagram{
		src:      netip.AddrFrom16([16]byte(data[8:24])),
		dst:      netip.AddrFrom16([16]byte(data[24:40])),
		protocol: d.ipv6.NextHeader,
	}
	length := int(d.ipv6.Length)
	if length == 0 {
		length = onWire - ipv6Header // a jumbogram (RFC 2675), or Linux BIG TCP
	}
	ip.setPayload(data[ipv6Header:], length, onWire-ipv6Header)
	return ip, d.skipExtensions(&ip)
}

// setPayload cuts what follows the header to length, which takes off what pads
// the frame. The frame had onWire octets after the header.
func (ip *datagram) setPayload(rest []byte, length, onWire int) {
	ip.payload, ip.length = rest[:min(len(rest), length)], length
	if length > onWire {
		ip.flaw = fmt.Sprintf("the IP header speaks of %d octets, the frame had %d", length, onWire)
	}
}

// skipExtensions moves over the IPv6 extension headers (RFC 8200 §4) to the
// transport header. Each is at least eight octets, so that hostile chains end.
func (d *Decoder) skipExtensions(ip *datagram) error {
	for {
		switch ip.protocol {
		case layers.IPProtocolIPv6HopByHop, layers.IPProtocolIPv6Routing, layers.IPProtocolIPv6Destination:
			if err := d.extension.DecodeFromBytes(ip.payload, gopacket.NilDecodeFeedback); err != nil {
				return ip.ends("IPv6 extension header")
			}
			ip.skip(d.extension.NextHeader, len(d.extension.Contents))
		case layers.IPProtocolIPv6Fragment:
			if len(ip.payload) < ipv6FragmentHeader {
				return ip.ends("IPv6 fragment header")
			}
			ip.fragment = ipv6Fragment(ip.payload)
			ip.skip(layers.IPProtocol(ip.payload[0]), ipv6FragmentHeader)
		default:
			return nil
		}
		if ip.fragment == laterFragment {
			return nil // what follows is not a header
		}
	}
}

// ipv6Fragment reads a fragment header (RFC 8200 §4.5): an offset in the upper
// 13 bits of its third and fourth octet, and "more fragments" in the lowest.
func ipv6Fragment(header []byte) fragment {
	switch field := binary.BigEndian.Uint16(header[2:4]); {
	case field>>3 != 0:
		return laterFragment
	case field&1 != 0:
		return firstFragment
	}
	return whole // an "atomic" fragment, RFC 6946
}

// skip moves over an extension header of n octets, all of which are there.
func (ip *datagram) skip(next layers.IPProtocol, n int) {
	ip.protocol, ip.payload, ip.length = next, ip.payload[n:], ip.length-n
}

// ends is the error for a header that is not all there: nothing but the snap
// length is to blame if the datagram itself goes on.
func (ip *datagram) ends(header string) error {
	if len(ip.payload) < ip.length {
		return fmt.Errorf("the capture ends within the %s", header)
	}
	return fmt.Errorf("the datagram ends within the %s", header)
}
