package decode

import (
	"net/netip"
	"testing"

	"github.com/google/gopacket"

	"wireladder/capture"
	"wireladder/capture/decode/link"
	"wireladder/capture/decode/tunnel"
	"wireladder/capture/frametest"
)

// macs are two Ethernet addresses.
const macs = "\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x02"

// snapIPv4 is an LLC and SNAP header that announces IPv4.
const snapIPv4 = "\xaa\xaa\x03\x00\x00\x00\x08\x00"

// innerUDP4 is a whole datagram as most of the tables here wrap it.
func innerUDP4(tb testing.TB) string {
	tb.Helper()
	return string(frametest.Build(tb, frametest.IPv4(17), frametest.UDP(), frametest.Text("hi")))
}

func innerUDP6(tb testing.TB) string {
	tb.Helper()
	return string(frametest.Build(tb, frametest.IPv6(17), frametest.UDP(), frametest.Text("hi")))
}

// wrapped is a frame that begins with octets and has a datagram behind them.
func wrapped(name string, link capture.LinkType, frame string) decodeTest {
	return decodeTest{name: name, link: link, frame: []byte(frame), want: wantUDP4("hi")}
}

// refused is a frame that is not IP, or that cannot be read.
func refused(name string, link capture.LinkType, frame, problem string) decodeTest {
	return decodeTest{name: name, link: link, frame: []byte(frame), problem: problem}
}

func serialTests(tb testing.TB) []decodeTest {
	tb.Helper()
	in4, in6 := innerUDP4(tb), innerUDP6(tb)
	six := decodeTest{name: "PPP IPv6", link: capture.LinkPPP, frame: []byte("\xff\x03\x00\x57" + in6), want: wantUDP6("hi")}
	n := string(rune(len(in4) + 2))
	return []decodeTest{
		wrapped("PPP with framing", capture.LinkPPP, "\xff\x03\x00\x21"+in4),
		wrapped("PPP without framing", capture.LinkPPP, "\x00\x21"+in4),
		wrapped("PPP, protocol compressed", capture.LinkPPP, "\x21"+in4),
		wrapped("PPP MPLS", capture.LinkPPP, "\xff\x03\x02\x81\x00\x01\x00\x40\x00\x02\x01\x40"+in4),
		wrapped("PPP, Cisco HDLC", link.PPPHDLC, "\x8f\x00\x08\x00"+in4),
		wrapped("PPP with direction", link.PPPDirection, "\x01\xff\x03\x00\x21"+in4),
		wrapped("Cisco HDLC", link.CiscoHDLC, "\x0f\x00\x08\x00"+in4),
		wrapped("PPPoE without Ethernet", link.PPPoE, "\x11\x00\x00\x01\x00"+n+"\x00\x21"+in4+"padding"),
		wrapped("PPPoE", capture.LinkEthernet, macs+"\x88\x64\x11\x00\x00\x01\x00"+n+"\x00\x21"+in4+"padding"),
		six,
		refused("PPP LCP", capture.LinkPPP, "\xff\x03\xc0\x21....", "PPP protocol 0xc021"),
		refused("PPP, cut", capture.LinkPPP, "\xff\x03\x00", "the frame ends within the PPP header"),
		refused("PPP with direction, empty", link.PPPDirection, "", "the frame ends within the direction"),
		refused("PPPoE discovery", link.PPPoE, "\x11\x09\x00\x00\x00\x00", "PPPoE discovery"),
		refused("PPPoE, cut", link.PPPoE, "\x11\x00\x00", "the frame ends within the PPPoE header"),
		refused("Cisco HDLC, cut", link.CiscoHDLC, "\x0f", "the frame ends within the Cisco HDLC header"),
	}
}

func wirelessTests(tb testing.TB) []decodeTest {
	tb.Helper()
	in4 := innerUDP4(tb)
	const rest = "\x00\x00" + macs + "\x02\x00\x00\x00\x00\x03\x00\x00" // what frame control has behind it
	const plain, qos = "\x08\x01" + rest, "\x88\x01" + rest + "\x00\x00"
	aggregate := "\x88\x01" + rest + "\x80\x00" + macs + "\x00" + string(rune(len(snapIPv4+in4))) + snapIPv4 + in4
	second := wrapped("802.11 of two packets", link.Wireless, aggregate+aggregate[26:])
	second.problem = "the first of several packets"
	return []decodeTest{
		wrapped("802.11", link.Wireless, plain+snapIPv4+in4),
		wrapped("802.11 with check sequence", link.Wireless, plain+snapIPv4+in4+"fcs."),
		wrapped("802.11 QoS", link.Wireless, qos+snapIPv4+in4),
		wrapped("802.11 QoS and HT control", link.Wireless, "\x88\x81"+rest+"\x00\x00ht.."+snapIPv4+in4),
		wrapped("802.11 with four addresses", link.Wireless, "\x88\x03"+rest+"......\x00\x00"+snapIPv4+in4),
		wrapped("802.11 of one packet", link.Wireless, aggregate),
		second,
		wrapped("radiotap", link.Radiotap, "\x00\x00\x08\x00\x00\x00\x00\x00"+plain+snapIPv4+in4),
		wrapped("radiotap with padding", link.Radiotap, "\x00\x00\x09\x00\x02\x00\x00\x00\x20"+qos+"\x00\x00"+snapIPv4+in4),
		wrapped("radiotap with time and padding", link.Radiotap,
			"\x00\x00\x19\x00\x03\x00\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00AAAAAAAA\x20"+qos+"\x00\x00"+snapIPv4+in4),
		refused("radiotap, cut", link.Radiotap, "\x00\x00\x09\x00\x00\x00\x00\x00", "the frame ends within the radiotap header"),
		refused("radiotap too short", link.Radiotap, "\x00\x00\x07\x00\x00\x00\x00\x00", "radiotap header length 7"),
		refused("radiotap without end", link.Radiotap, "\x00\x00\x08\x00\xff\xff\xff\xff", "the frame ends within the 802.11 header"),
		refused("802.11 beacon", link.Wireless, "\x80\x00"+rest, "without data"),
		refused("802.11 null", link.Wireless, "\x48\x01"+rest, "without data"),
		refused("802.11 encrypted", link.Wireless, "\x08\x41"+rest+"....", "encrypted"),
		refused("802.11 fragment", link.Wireless, "\x08\x05"+rest+snapIPv4, "a fragment of an 802.11 frame"),
		refused("802.11, cut", link.Wireless, plain[:23], "the frame ends within the 802.11 header"),
		refused("802.11 other LLC", link.Wireless, plain+"\x42\x42\x03", "LLC frame"),
	}
}

// wrappedTests are the headers that hold another link type, and tags.
func wrappedTests(tb testing.TB) []decodeTest {
	tb.Helper()
	in4 := innerUDP4(tb)
	ethernet4 := macs + "\x08\x00" + in4
	const pktap = "\x0d\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00."
	cooked2 := func(protocol, device string) string {
		return protocol + "\x00\x00\x00\x00\x00\x01" + device + "\x00\x06........"
	}
	n := string(rune(len(snapIPv4 + in4)))
	return []decodeTest{
		wrapped("raw, number of OpenBSD", link.RawOpenBSD, in4),
		wrapped("raw, number of other BSDs", link.RawBSD, in4),
		wrapped("MPLS", link.MPLS, "\x00\x01\x01\x40"+in4),
		wrapped("cooked, second version", capture.LinkSLL2, cooked2("\x08\x00", "\x00\x01")+in4),
		wrapped("cooked with LLC", capture.LinkSLL2, cooked2("\x00\x04", "\x00\x01")+snapIPv4+in4),
		wrapped("cooked with PPP", capture.LinkSLL2, cooked2("\x00\x07", "\x02\x00")+"\x00\x21"+in4),
		wrapped("cooked with Ethernet", capture.LinkSLL2, cooked2("\x00\x03", "\x00\x01")+ethernet4),
		wrapped("cooked with VLAN", capture.LinkSLL2, cooked2("\x81\x00", "\x00\x01")+"\x00\x07\x08\x00"+in4),
		refused("cooked netlink", capture.LinkSLL2, cooked2("\x00\x00", "\x03\x38")+"....", "netlink"),
		refused("cooked CAN", capture.LinkSLL2, cooked2("\x00\x0c", "\x01\x18")+"....", "protocol 12 of the Linux cooked header"),
		refused("cooked, second version, cut", capture.LinkSLL2, cooked2("\x08\x00", "\x00\x01")[:19], "the frame ends within the Linux cooked header"),
		wrapped("PKTAP", link.PKTAP, pktap+ethernet4),
		wrapped("PKTAP without a number", link.User2, pktap+ethernet4),
		refused("PKTAP too short", link.PKTAP, "\x0b"+pktap[1:], "PKTAP header length 11"),
		refused("PKTAP too long", link.PKTAP, "\xff\xff\xff\xff"+pktap[4:], "the frame ends within the PKTAP header"),
		refused("PKTAP of nothing", link.PKTAP, pktap[:8]+"\x00\x00\x01\x00.", "link type 65536 within a PKTAP header"),
		wrapped("NFLOG", link.NFLOG, "\x02\x00\x00\x01\x05\x00\x0a\x00x\x00\x00\x00"+string([]byte{byte(len(in4) + 4), 0})+"\x09\x00"+in4),
		wrapped("NFLOG, big end", link.NFLOG, "\x02\x00\x00\x01\x00\x05\x00\x0ax\x00\x00\x00"+string([]byte{0, byte(len(in4) + 4)})+"\x00\x09"+in4),
		refused("NFLOG without packet", link.NFLOG, "\x02\x00\x00\x01\x04\x00\x0a\x00", "the frame ends within the NFLOG attribute"),
		refused("NFLOG attribute too short", link.NFLOG, "\x02\x00\x00\x01\x03\x00\x0a\x00", "NFLOG attribute length 3"),
		wrapped("IP over InfiniBand", link.IPoIB, string(make([]byte, 40))+"\x08\x00\x00\x00"+in4),
		wrapped("Juniper Ethernet", link.JuniperEthernet, "MGC\x00"+ethernet4),
		wrapped("Juniper Ethernet with extensions", link.JuniperEthernet, "MGC\x80\x00\x03..."+ethernet4),
		refused("Juniper without Ethernet", link.JuniperEthernet, "MGC\x02....", "without its link-layer header"),
		wrapped("ARCNET", link.ARCNET, "\x01\x02\xf0"+in4),
		wrapped("ARCNET of Linux", link.ARCNETLinux, "\x01\x02\x00\x00\xd4\x00\x00\x01"+in4),
		refused("ARCNET fragment", link.ARCNETLinux, "\x01\x02\x00\x00\xd4\x01\x00\x01"+in4, "a fragment of an ARCNET packet"),
		refused("ARCNET of something else", link.ARCNET, "\x01\x02\x01", "ARCNET protocol 1"),
		wrapped("802.3 SNAP, padded", capture.LinkEthernet, macs+"\x00"+n+snapIPv4+in4+"padding"),
		wrapped("802.3 SNAP of a bridge", capture.LinkEthernet, macs+"\x00"+n+"\xaa\xaa\x03\x00\x00\xf8\x08\x00"+in4),
		wrapped("802.3 LLC", capture.LinkEthernet, macs+"\x00"+n+"\x06\x06\x03"+in4),
		wrapped("jumbo LLC", capture.LinkEthernet, macs+"\x88\x70"+snapIPv4+in4),
		refused("802.3 spanning tree", capture.LinkEthernet, macs+"\x00\x03\x42\x42\x03", "LLC frame"),
		refused("802.3 SNAP of Cisco", capture.LinkEthernet, macs+"\x00\x08\xaa\xaa\x03\x00\x00\x0c\x20\x00", "LLC frame"),
		refused("neither length nor type", capture.LinkEthernet, macs+"\x05\xfe....", "EtherType 0x05fe"),
		wrapped("MPLS pseudowire", capture.LinkEthernet, macs+"\x88\x47\x00\x01\x01\x40\x00\x00\x00\x00"+ethernet4),
		refused("MPLS without bottom", capture.LinkEthernet, macs+"\x88\x47\x00\x01\x00\x40", "the frame ends within the MPLS label"),
		wrapped("service instance", capture.LinkEthernet, macs+"\x88\xe7\x00\x00\x00\x07"+ethernet4),
		wrapped("HSR", capture.LinkEthernet, macs+"\x89\x2f\x00\x00\x00\x01\x08\x00"+in4),
		wrapped("E-tag", capture.LinkEthernet, macs+"\x89\x3f\x00\x00\x00\x00\x00\x00\x08\x00"+in4),
		wrapped("network service header", capture.LinkEthernet, macs+"\x89\x4f\x00\x02\x01\x01\x00\x00\x01\xff"+in4),
		refused("network service header of something else", capture.LinkEthernet, macs+"\x89\x4f\x00\x02\x01\x09\x00\x00\x01\xff", "next protocol 9"),
		wrapped("BSD loopback with EtherType", capture.LinkNull, "\x0f\x00\x08\x00"+in4),
		wrapped("BSD loopback with PPP", capture.LinkNull, "\xff\x03\x00\x21"+in4),
	}
}

// The ends of the tunnels, around client and server.
var (
	router1 = netip.MustParseAddr("198.51.100.1")
	router2 = netip.MustParseAddr("198.51.100.2")
)

// between is an IPv4 datagram from one router to the other.
func between(tb testing.TB, protocol byte, payload string) string {
	tb.Helper()
	ip := frametest.IPv4(0)
	ip.Protocol, ip.SrcIP, ip.DstIP = 0, router1.AsSlice(), router2.AsSlice()
	return string(patched(frametest.Build(tb, ip, frametest.Text(payload)), 9, protocol))
}

// datagram is a UDP datagram from one router to the other.
func datagram(tb testing.TB, src, dst uint16, payload string) string {
	tb.Helper()
	head := gopacket.Payload{byte(src >> 8), byte(src), byte(dst >> 8), byte(dst), 0, byte(8 + len(payload)), 0, 0}
	return between(tb, 17, string(frametest.Build(tb, head, frametest.Text(payload))))
}

// outer is what the packet must have around its own header.
func outer(src, dst uint16) capture.Endpoints {
	return capture.Endpoints{Proto: capture.UDP, Src: netip.AddrPortFrom(router1, src), Dst: netip.AddrPortFrom(router2, dst)}
}

func tunnelTests(tb testing.TB) []decodeTest {
	tb.Helper()
	in4, in6 := innerUDP4(tb), innerUDP6(tb)
	ethernet4 := macs + "\x08\x00" + in4
	in := func(name string, protocol byte, payload string) decodeTest {
		return wrapped(name, capture.LinkIPv4, between(tb, protocol, payload))
	}
	over := func(name string, port uint16, payload string) decodeTest {
		tt := wrapped(name, capture.LinkIPv4, datagram(tb, 50000, port, payload))
		tt.want.Outer = []capture.Endpoints{outer(50000, port)}
		return tt
	}
	six := func(tt decodeTest) decodeTest {
		tt.want.Src, tt.want.Dst = frametest.Client6, frametest.Server6
		return tt
	}
	// plain is a datagram whose payload is read no further.
	plain := func(name string, port uint16, payload, problem string) decodeTest {
		o := outer(50000, port)
		return decodeTest{name: name, link: capture.LinkIPv4, frame: []byte(datagram(tb, 50000, port, payload)), problem: problem,
			want: capture.Packet{Proto: capture.UDP, Src: o.Src, Dst: o.Dst, Payload: octets(payload), PayloadLength: len(payload)}}
	}
	const vxlan = "\x08\x00\x00\x00\x00\x00\x07\x00"
	twice := over("VXLAN in VXLAN", tunnel.PortVXLAN, vxlan+macs+"\x08\x00"+datagram(tb, 50001, tunnel.PortVXLAN, vxlan+ethernet4))
	twice.want.Outer, twice.full = append(twice.want.Outer, outer(50001, tunnel.PortVXLAN)), true
	service := plain("VXLAN's port of a DNS client", tunnel.PortVXLAN, vxlan+ethernet4, "")
	service.frame = []byte(datagram(tb, 53, tunnel.PortVXLAN, vxlan+ethernet4))
	service.want.Src = netip.AddrPortFrom(router1, 53)
	deep := in4
	for range maxHeaders {
		deep = between(tb, 4, deep)
	}
	routers := capture.Packet{Src: netip.AddrPortFrom(router1, 0), Dst: netip.AddrPortFrom(router2, 0)}
	unread := func(name string, protocol byte, payload, problem string) decodeTest {
		return decodeTest{name: name, link: capture.LinkIPv4, frame: []byte(between(tb, protocol, payload)), want: routers, problem: problem}
	}
	tests := []decodeTest{
		in("IP in IP", 4, in4),
		six(in("6in4", 41, in6)),
		in("EtherIP", 97, "\x30\x00"+ethernet4),
		in("MPLS in IP", 137, "\x00\x01\x01\x40"+in4),
		in("Ethernet in IP", 143, ethernet4),
		in("GRE", 47, "\x00\x00\x08\x00"+in4),
		in("GRE checksum", 47, "\x80\x00\x08\x00...."+in4),
		in("GRE key and number", 47, "\x30\x00\x08\x00........"+in4),
		six(in("GRE everything", 47, "\xb0\x00\x86\xdd............"+in6)),
		in("GRE Ethernet", 47, "\x20\x00\x65\x58...."+ethernet4),
		in("GRE WCCP", 47, "\x00\x00\x88\x3e"+in4),
		in("GRE WCCP 2", 47, "\x00\x00\x88\x3e\x00..."+in4),
		in("GRE PPP", 47, "\x30\x81\x88\x0b............\xff\x03\x00\x21"+in4),
		in("ERSPAN I", 47, "\x00\x00\x88\xbe"+ethernet4),
		in("ERSPAN II", 47, "\x10\x00\x88\xbe....\x10......."+ethernet4),
		in("ERSPAN III", 47, "\x10\x00\x22\xeb....\x20.........\x00\x00"+ethernet4),
		in("ERSPAN III with IP and a platform", 47, "\x10\x00\x22\xeb....\x20.........\x08\x01........"+in4),
		unread("GRE, cut", 47, "\x20\x00\x08\x00", "the datagram ends within the GRE header"),
		unread("GRE of version 2", 47, "\x00\x02\x08\x00", "GRE of version 2"),
		unread("GRE source route", 47, "\x40\x00\x08\x00....", "GRE with a source route"),
		unread("IP in IP, too deep", 4, deep[20:], "too many IP headers"),
		over("VXLAN", tunnel.PortVXLAN, vxlan+ethernet4),
		twice,
		service,
		plain("VXLAN ARP", tunnel.PortVXLAN, vxlan+macs+"\x08\x06....", "in a tunnel: not IP: EtherType 0x0806 (ARP)"),
		plain("VXLAN, cut", tunnel.PortVXLAN, vxlan, ""),
		over("VXLAN-GPE IPv4", tunnel.PortVXLANGPE, "\x0c\x00\x00\x01...."+in4),
		over("VXLAN-GPE Ethernet", tunnel.PortVXLANGPE, "\x08\x00\x00\x00...."+ethernet4),
		plain("VXLAN-GPE of something else", tunnel.PortVXLANGPE, "\x0c\x00\x00\x09....", ""),
		over("Geneve", tunnel.PortGeneve, "\x00\x00\x65\x58...."+ethernet4),
		over("Geneve options", tunnel.PortGeneve, "\x01\x00\x08\x00........"+in4),
		plain("Geneve, cut", tunnel.PortGeneve, "\x01\x00\x08\x00....", ""),
		over("GTP", tunnel.PortGTP, "\x30\xff......"+in4),
		over("GTP number", tunnel.PortGTP, "\x32\xff......\x00\x01\x00\x00"+in4),
		over("GTP extension", tunnel.PortGTP, "\x34\xff......\x00\x00\x00\x85\x01..\x00"+in4),
		plain("GTP extension, cut", tunnel.PortGTP, "\x34\xff......\x00\x00\x00\x85\x09...", ""),
		plain("GTP echo", tunnel.PortGTP, "\x32\x01......\x00\x01\x00\x00", ""),
		six(over("Teredo", tunnel.PortTeredo, in6)),
		six(over("Teredo origin", tunnel.PortTeredo, "\x00\x00......"+in6)),
		six(over("Teredo authentication", tunnel.PortTeredo, "\x00\x01\x01\x01ianonce...\x00"+"\x00\x00......"+in6)),
		plain("Teredo of IPv4", tunnel.PortTeredo, in4, ""),
		over("GRE in UDP", tunnel.PortGRE, "\x00\x00\x08\x00"+in4),
		over("MPLS in UDP", tunnel.PortMPLS, "\x00\x01\x01\x40"+in4),
		over("LISP", tunnel.PortLISP, "........"+in4),
		over("LISP encapsulated message", tunnel.PortLISPHelp, "\x80..."+in4),
		plain("LISP message", tunnel.PortLISPHelp, "\x10..."+in4, ""),
		over("L2TP", tunnel.PortL2TP, "\x00\x02....\xff\x03\x00\x21"+in4),
		over("L2TP with all fields", tunnel.PortL2TP, "\x4a\x02..........\x00\x01.\x00\x21"+in4),
		plain("L2TP control", tunnel.PortL2TP, "\xc8\x02..........", ""),
	}
	return tests
}
