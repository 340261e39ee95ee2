package capturetest

import (
	"encoding/binary"

	"github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"wireladder/capture"
)

// serialize returns layers as octets, lengths and checksums right. Those that are made
// here can all be serialized: an error would leave the frame empty, and fail its test.
func serialize(all ...gopacket.SerializableLayer) []byte {
	buffer := gopacket.NewSerializeBuffer()
	options := gopacket.SerializeOptions{FixLengths: true, ComputeChecksums: true}
	if gopacket.SerializeLayers(buffer, options, all...) != nil {
		return nil
	}
	return buffer.Bytes()
}

// transport returns the octets behind the IP header of the whole datagram.
func (f *Frame) transport() []byte {
	payload := gopacket.Payload(f.payload)
	switch f.protocol() {
	case layers.IPProtocolTCP:
		f.tcp.SrcPort, f.tcp.DstPort = layers.TCPPort(f.src.Port()), layers.TCPPort(f.dst.Port())
		_ = f.tcp.SetNetworkLayerForChecksum(f.network()) // fails for what is not IP
		return serialize(f.tcp, payload)
	case layers.IPProtocolUDP:
		u := &layers.UDP{SrcPort: layers.UDPPort(f.src.Port()), DstPort: layers.UDPPort(f.dst.Port())}
		_ = u.SetNetworkLayerForChecksum(f.network())
		b := serialize(u, payload)
		if f.udpLength != 0 {
			binary.BigEndian.PutUint16(b[4:], uint16(f.udpLength))
		}
		return b
	case layers.IPProtocolICMPv6:
		e := &layers.ICMPv6{TypeCode: layers.CreateICMPv6TypeCode(f.icmp.Type, f.icmp.Code)}
		_ = e.SetNetworkLayerForChecksum(f.network())
		return serialize(e, gopacket.Payload(binary.BigEndian.AppendUint32(nil, f.icmp.Rest)), payload)
	}
	e := &layers.ICMPv4{TypeCode: layers.CreateICMPv4TypeCode(f.icmp.Type, f.icmp.Code), Id: uint16(f.icmp.Rest >> 16), Seq: uint16(f.icmp.Rest)}
	return serialize(e, payload)
}

// protocol returns what the datagram holds.
func (f *Frame) protocol() layers.IPProtocol {
	switch {
	case f.tcp != nil:
		return layers.IPProtocolTCP
	case f.icmp == nil:
		return layers.IPProtocolUDP
	case f.src.Addr().Is6():
		return layers.IPProtocolICMPv6
	}
	return layers.IPProtocolICMPv4
}

// network returns the IP header, of IPv6 without the fragment header.
func (f *Frame) network() gopacket.NetworkLayer {
	src, dst := f.src.Addr().AsSlice(), f.dst.Addr().AsSlice()
	if f.src.Addr().Is6() {
		return &layers.IPv6{
			Version: 6, TrafficClass: f.traffic, NextHeader: f.protocol(), HopLimit: f.ttl, SrcIP: src, DstIP: dst,
		}
	}
	ip := &layers.IPv4{
		Version: 4, TOS: f.traffic, Id: f.id, TTL: f.ttl, Protocol: f.protocol(), SrcIP: src, DstIP: dst,
		FragOffset: uint16(f.pieceOffset / 8),
	}
	if f.df {
		ip.Flags = layers.IPv4DontFragment
	}
	if f.moreFragments {
		ip.Flags |= layers.IPv4MoreFragments
	}
	return ip
}

// packet returns the IP packet.
func (f *Frame) packet() []byte {
	body := f.piece
	if body == nil {
		body = f.transport()
	}
	ip := f.network()
	if ip6, is := ip.(*layers.IPv6); is {
		if f.piece != nil {
			body = append(f.pieceHeader(), body...)
			ip6.NextHeader = layers.IPProtocolIPv6Fragment
		}
		return serialize(ip6, gopacket.Payload(body))
	}
	return serialize(ip.(*layers.IPv4), gopacket.Payload(body))
}

// pieceHeader returns the fragment header of IPv6 (RFC 8200 §4.5).
func (f *Frame) pieceHeader() []byte {
	place := uint16(f.pieceOffset)
	if f.moreFragments {
		place |= 1
	}
	b := binary.BigEndian.AppendUint16([]byte{byte(f.protocol()), 0}, place)
	return binary.BigEndian.AppendUint32(b, uint32(f.id))
}

// octets returns the whole frame. Frames of Ethernet are not padded.
func (f *Frame) octets() []byte {
	kind, family := layers.EthernetTypeIPv4, byte(2)
	if f.src.Addr().Is6() {
		kind, family = layers.EthernetTypeIPv6, 30
	}
	var b []byte
	switch f.capture.Link {
	case capture.LinkNull:
		b = []byte{family, 0, 0, 0}
	case capture.LinkSLL2:
		b = f.cooked2(kind)
	case capture.LinkEthernet:
		b = append(append(b, f.dstMAC[:]...), f.srcMAC[:]...)
		if f.vlan != 0 {
			b = binary.BigEndian.AppendUint16(b, uint16(layers.EthernetTypeDot1Q))
			b = binary.BigEndian.AppendUint16(b, f.vlan)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(kind))
	}
	return append(b, f.packet()...)
}

// cooked2 returns the header of https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html.
func (f *Frame) cooked2(kind layers.EthernetType) []byte {
	const ethernet, toUs, fromUs = 1, 0, 4
	b := append(binary.BigEndian.AppendUint16(nil, uint16(kind)), 0, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(max(f.iface, 1)))
	b = binary.BigEndian.AppendUint16(b, ethernet)
	if f.direction == capture.Outbound {
		b = append(b, fromUs, 6)
	} else {
		b = append(b, toUs, 6)
	}
	return append(append(b, f.srcMAC[:]...), 0, 0)
}
