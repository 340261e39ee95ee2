package capture

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/google/gopacket/layers"
)

// Decoder reads the headers of frames: link layer, IP, and the transport
// header behind it. It never looks at what applications say.
//
// It holds the decoders of gopacket and their scratch space, so that a frame
// without fault is read without allocating. A Decoder must not be used from
// two goroutines at once.
//
// By construction no frame makes it panic: a header is handed to gopacket only
// after its own length fields have been held against the octets that are there.
type Decoder struct {
	ethernet  layers.Ethernet
	vlan      layers.Dot1Q
	loopback  layers.Loopback
	cooked    layers.LinuxSLL
	ipv4      layers.IPv4
	ipv6      layers.IPv6
	extension layers.IPv6ExtensionSkipper
	tcp       layers.TCP
	udp       layers.UDP
	icmpv4    layers.ICMPv4
	icmpv6    layers.ICMPv6
}

// NewDecoder returns a Decoder that is ready to use.
func NewDecoder() *Decoder { return &Decoder{} }

// Decode fills Proto, Src, Dst, TCP, ICMP, Payload, PayloadLength and Problem
// of p from its Link, Data and Length, whatever they were before.
//
// A frame that cannot be read as far as a ladder needs has Proto Undecoded and
// a Problem that says why; Src and Dst are set (with port 0) if its IP header
// could be read. A Problem beside another Proto is a flaw that did not stop the
// reading: options cut off by the snap length, a first fragment.
//
// Payload is a part of Data. Both it and PayloadLength go by the lengths in the
// headers: what pads a frame is not payload.
func (d *Decoder) Decode(p *Packet) {
	p.clearDecoded()
	kind, rest, err := d.link(p.Link, p.Data)
	if err != nil {
		p.Problem = err.Error()
		return
	}
	linkHeader := len(p.Data) - len(rest)
	ip, err := d.network(kind, rest, max(p.Length, len(p.Data))-linkHeader)
	p.Src, p.Dst = netip.AddrPortFrom(ip.src, 0), netip.AddrPortFrom(ip.dst, 0)
	if err == nil {
		p.Problem = ip.flaw
		err = d.transport(p, ip)
	}
	if err != nil {
		p.Problem = err.Error()
	}
}

// clearDecoded forgets what an earlier Decode has found.
func (p *Packet) clearDecoded() {
	p.Proto, p.Problem = Undecoded, ""
	p.Src, p.Dst = netip.AddrPort{}, netip.AddrPort{}
	p.TCP, p.ICMP = TCPHeader{}, ICMPHeader{}
	p.Payload, p.PayloadLength = nil, 0
}

// transport reads the header behind IP's.
func (d *Decoder) transport(p *Packet, ip datagram) error {
	if ip.fragment == laterFragment {
		return errors.New("a later IP fragment: its header came in the first one")
	}
	switch {
	case ip.protocol == layers.IPProtocolTCP:
		return d.readTCP(p, ip)
	case ip.protocol == layers.IPProtocolUDP:
		return d.readUDP(p, ip)
	case ip.protocol == layers.IPProtocolICMPv4 && ip.src.Is4():
		return d.readICMPv4(p, ip)
	case ip.protocol == layers.IPProtocolICMPv6 && ip.src.Is6():
		return d.readICMPv6(p, ip)
	}
	return fmt.Errorf("IP protocol %d (%s) is none of TCP, UDP and ICMP", ip.protocol, ip.protocol)
}
