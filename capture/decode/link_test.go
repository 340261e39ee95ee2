package decode

import (
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/decode/link"
)

// networkTests are networks other than Ethernet.
func networkTests(tb testing.TB) []decodeTest {
	tb.Helper()
	in4, in6 := innerUDP4(tb), innerUDP6(tb)
	const routed = "\x02\x00\x00\x00\x00\x01\x82\x00\x00\x00\x00\x02" // macs, with the bit that announces a route
	six := func(tt decodeTest) decodeTest {
		tt.want = wantUDP6("hi")
		return tt
	}
	return []decodeTest{
		wrapped("token ring", link.TokenRing, "\x10\x40"+macs+snapIPv4+in4),
		wrapped("token ring with a route", link.TokenRing, "\x10\x40"+routed+"\x06\x30\x00\x11\x00\x20"+snapIPv4+in4),
		wrapped("token ring with an empty route", link.TokenRing, "\x10\x40"+routed+"\x02\x30"+snapIPv4+in4),
		refused("token ring, control", link.TokenRing, "\x10\x00"+macs+"....", "not IP: a token ring frame of control 0x00"),
		refused("token ring, cut", link.TokenRing, "\x10\x40"+macs[1:], "the frame ends within the token ring header"),
		refused("token ring, cut before its route", link.TokenRing, "\x10\x40"+routed, "the frame ends within the token ring header"),
		refused("token ring, cut in its route", link.TokenRing, "\x10\x40"+routed+"\x06\x30", "the frame ends within the token ring header"),
		wrapped("FDDI", link.FDDI, "\x50"+macs+snapIPv4+in4),
		wrapped("FDDI with a priority", link.FDDI, "\x57"+macs+snapIPv4+in4),
		refused("FDDI, station management", link.FDDI, "\x41"+macs+"....", "not IP: an FDDI frame of control 0x41"),
		refused("FDDI, cut", link.FDDI, "\x50"+macs[1:], "the frame ends within the FDDI header"),
		wrapped("ATM", link.ATM, snapIPv4+in4),
		wrapped("ATM of Linux", link.ATMCLIP, snapIPv4+in4),
		wrapped("ATM of Linux without LLC", link.ATMCLIP, in4),
		refused("ATM of Linux, empty", link.ATMCLIP, "", "the frame ends where an IP header should begin"),
		wrapped("ATM of Sun", link.SunATM, "\x82\x00\x00\x64"+snapIPv4+in4),
		wrapped("ATM of Sun, LAN emulation", link.SunATM, "\x01\x00\x00\x64\x00\x01"+macs+"\x08\x00"+in4),
		refused("ATM of Sun, signalling", link.SunATM, "\x06\x00\x00\x05....", "not IP: ATM traffic of kind 6"),
		refused("ATM of Sun, cut", link.SunATM, "\x02\x00\x00", "the frame ends within the ATM header"),
		refused("ATM of Sun, cut in LAN emulation", link.SunATM, "\x01\x00\x00\x64\x00", "the frame ends within the LANE header"),
		wrapped("Fibre Channel", link.FibreChannel, "\x10\x00"+macs[:6]+"\x10\x00"+macs[6:]+snapIPv4+in4),
		refused("Fibre Channel, cut", link.FibreChannel, "\x10\x00"+macs, "the frame ends within the Fibre Channel network header"),
		wrapped("Ethernet with preamble", link.MPacket, "\x55\x55\x55\x55\x55\x55\x55\xd5"+macs+"\x08\x00"+in4+"fcs."),
		refused("Ethernet with preamble, later fragment", link.MPacket, "\x55\x55\x55\x55\x55\x55\x61\xe6"+macs+"\x08\x00"+in4, "a later fragment of an Ethernet frame"),
		refused("Ethernet with preamble, cut", link.MPacket, "\x55\x55", "the frame ends within the preamble"),
		wrapped("Solaris", link.IPNET, "\x01\x02......................"+in4),
		six(wrapped("Solaris, IPv6", link.IPNET, "\x01\x1a......................"+in6)),
		refused("Solaris, cut", link.IPNET, "\x01\x02......", "the frame ends within the IPNET header"),
		wrapped("PPP of pppd", link.PPPD, "\x01\x03\x00\x21"+in4),
		wrapped("PPP of pppd, protocol compressed", link.PPPD, "\x00\x03\x21"+in4),
		refused("PPP of pppd, cut", link.PPPD, "\x00", "the frame ends within the PPP header"),
		wrapped("IEEE 1394", link.FireWire, "........--------\x08\x00"+in4),
		wrapped("Frame Relay", link.FrameRelay, "\x18\x41\x03\xcc"+in4),
		wrapped("Frame Relay, three octets", link.FrameRelay, "\x18\x40\x41\x03\xcc"+in4),
		wrapped("Frame Relay, four octets", link.FrameRelay, "\x18\x40\x00\x41\x03\xcc"+in4),
		six(wrapped("Frame Relay IPv6", link.FrameRelay, "\x18\x41\x03\x8e"+in6)),
		wrapped("Frame Relay SNAP", link.FrameRelay, "\x18\x41\x03\x80\x00\x00\x00\x08\x00"+in4),
		wrapped("Frame Relay SNAP, padded", link.FrameRelay, "\x18\x41\x03\x00\x80\x00\x00\x00\x08\x00"+in4),
		wrapped("Frame Relay Ethernet", link.FrameRelay, "\x18\x41\x03\x00\x80\x00\x80\xc2\x00\x07"+macs+"\x08\x00"+in4),
		wrapped("Frame Relay Ethernet with check sequence", link.FrameRelay, "\x18\x41\x03\x00\x80\x00\x80\xc2\x00\x01"+macs+"\x08\x00"+in4+"fcs."),
		wrapped("Frame Relay, Cisco", link.FrameRelay, "\x18\x41\x08\x00"+in4),
		wrapped("Frame Relay with direction", link.FrameRelayDirection, "\x01\x18\x41\x03\xcc"+in4),
		refused("Frame Relay, other protocol", link.FrameRelay, "\x18\x41\x03\x81...", "network layer protocol 0x81 of Frame Relay"),
		refused("Frame Relay, address of one octet", link.FrameRelay, "\x19\x41\x03\xcc"+in4, "the Frame Relay address has no end"),
		refused("Frame Relay, address without end", link.FrameRelay, "\x18\x40\x00\x40\x03\xcc"+in4, "the Frame Relay address has no end"),
		refused("Frame Relay, cut in its address", link.FrameRelay, "\x18", "the frame ends within the Frame Relay header"),
		refused("Frame Relay, cut", link.FrameRelay, "\x18\x41", "the frame ends within the Frame Relay header"),
		refused("Frame Relay, cut before its protocol", link.FrameRelay, "\x18\x41\x03\x00", "the frame ends within the Frame Relay header"),
		refused("Frame Relay, cut in SNAP", link.FrameRelay, "\x18\x41\x03\x80\x00\x80\xc2\x00", "the frame ends within the SNAP header"),
		wrapped("SLIP", link.SLIP, "\x00\x40.............."+in4),
		wrapped("SLIP, sent", link.SLIP, "\x01\x45.............."+in4),
		wrapped("SLIP without header", link.SLIP, in4),
		wrapped("SLIP of BSD/OS", link.SLIPBSDOS, "\x00......................."+in4),
		refused("SLIP, cut", link.SLIP, "\x00\x40.............", "the frame ends within the SLIP header"),
		wrapped("Cisco HDLC with direction", link.HDLCDirection, "\x00\x0f\x00\x08\x00"+in4),
	}
}

// taggedTests are headers that switches, and those who capture, put before others.
func taggedTests(tb testing.TB) []decodeTest {
	tb.Helper()
	in4 := innerUDP4(tb)
	ethernet4 := macs + "\x08\x00" + in4
	wireless4 := "\x08\x01\x00\x00" + macs + macs[:6] + "\x00\x00" + snapIPv4 + in4
	prism := strings.Repeat(".", 136)
	return []decodeTest{
		wrapped("PPI Ethernet", link.PPI, "\x00\x00\x08\x00\x01\x00\x00\x00"+ethernet4),
		wrapped("PPI 802.11, with a field", link.PPI, "\x00\x00\x10\x00\x69\x00\x00\x00\x02\x00\x04\x00...."+wireless4+"fcs."),
		refused("PPI too short", link.PPI, "\x00\x00\x07\x00\x01\x00\x00\x00", "PPI header length 7 is less than 8"),
		refused("PPI, cut", link.PPI, "\x00\x00\x08\x00\x01\x00\x00", "the frame ends within the PPI header"),
		refused("PPI, cut in a field", link.PPI, "\x00\x00\x10\x00\x01\x00\x00\x00", "the frame ends within the PPI header"),
		refused("PPI of nothing", link.PPI, "\x00\x00\x08\x00\x01\x00\x01\x00"+ethernet4, "link type 65537 within a PPI header"),
		wrapped("packet filter's log", link.PFLOG, "\x3d\x02"+strings.Repeat(".", 62)+in4),
		refused("packet filter's log, cut", link.PFLOG, "\x3d\x02", "the frame ends within the packet filter header"),
		refused("packet filter's log, empty", link.PFLOG, "", "the frame ends within the packet filter header"),
		wrapped("IPsec interface", link.ENC, "\x02\x00\x00\x00........"+in4),
		wrapped("Prism", link.Prism, "\x44\x00\x00\x00\x90\x00\x00\x00"+prism+wireless4),
		wrapped("Prism, big end", link.Prism, "\x00\x00\x00\x44\x00\x00\x00\x90"+prism+wireless4),
		wrapped("Prism that is AVS", link.Prism, "\x80\x21\x10\x01\x00\x00\x00\x0c...."+wireless4),
		wrapped("AVS", link.AVS, "\x80\x21\x10\x01\x00\x00\x00\x0c...."+wireless4),
		refused("AVS too short", link.AVS, "\x80\x21\x10\x01\x00\x00\x00\x07", "Prism header length 7 is less than 8"),
		refused("AVS, cut", link.AVS, "\x80\x21\x10\x01\x00\x00\x00", "the frame ends within the Prism header"),
		refused("AVS too long", link.AVS, "\x80\x21\x10\x01\xff\xff\xff\xff", "the frame ends within the Prism header"),
		wrapped("tag of Broadcom", link.Broadcom, macs+"\x20\x00\x00\x01\x08\x00"+in4),
		wrapped("tag of Broadcom, before the addresses", link.BroadcomPrepended, "\x20\x00\x00\x01"+ethernet4),
		wrapped("tag of Marvell", link.Marvell, macs+"\xc0\x18\x00\x00\x08\x00"+in4),
		wrapped("tag of Marvell with EtherType", link.MarvellEtherType, macs+"\xda\xda\x00\x00\xc0\x18\x00\x00\x08\x00"+in4),
		refused("tag of Marvell, cut", link.Marvell, macs+"\xc0\x18\x00\x00\x08", "the frame ends within the switch tag"),
		wrapped("FabricPath", capture.LinkEthernet, macs+"\x89\x03\x04\x20"+ethernet4),
		refused("FabricPath, cut", capture.LinkEthernet, macs+"\x89\x03\x04", "the frame ends within the FabricPath tag"),
		wrapped("Cisco metadata", capture.LinkEthernet, macs+"\x89\x09\x01\x01\x00\x01\x00\x07\x08\x00"+in4),
		wrapped("Cisco metadata, two octets more", capture.LinkEthernet, macs+"\x89\x09\x01\x01\x00\x01\x00\x07\x00\x00\x08\x00"+in4),
		refused("Cisco metadata, cut", capture.LinkEthernet, macs+"\x89\x09\x01\x01\x00\x01\x00\x07\x08", "the frame ends within the Cisco metadata"),
	}
}

// What has a name is called by it, and nothing by one that is made up.
func TestNamesOfTheUnread(t *testing.T) {
	for _, tt := range []struct {
		link        capture.LinkType
		frame, want string
	}{
		{capture.LinkEthernet, macs + "\x12\x34", "not IP: EtherType 0x1234"},
		{capture.LinkEthernet, macs + "\x08\x06", "not IP: EtherType 0x0806 (ARP)"},
		{capture.LinkEthernet, macs + "\x80\x35", "not IP: EtherType 0x8035 (RARP)"},
		{capture.LinkEthernet, macs + "\x88\xcc", "not IP: EtherType 0x88cc (LLDP)"},
		{capture.LinkPPP, "\xff\x03\x12\x34", "not IP: PPP protocol 0x1234"},
		{capture.LinkPPP, "\xff\x03\xc0\x21", "not IP: PPP protocol 0xc021 (LCP)"},
		{capture.LinkIPv4, between(t, 50, ""), "IP protocol 50 (ESP: encrypted) is none of TCP, UDP and ICMP"},
		{capture.LinkIPv4, between(t, 88, ""), "IP protocol 88 (EIGRP) is none of TCP, UDP and ICMP"},
		{capture.LinkIPv4, between(t, 253, ""), "IP protocol 253 is none of TCP, UDP and ICMP"},
		{capture.LinkIPv4, between(t, 2, ""), "IP protocol 2 (IGMP) is none of TCP, UDP and ICMP"},
	} {
		p := capture.Packet{Link: tt.link, Data: []byte(tt.frame)}
		if NewDecoder().Decode(&p); p.Problem != tt.want {
			t.Errorf("%q, want %q", p.Problem, tt.want)
		}
	}
}

// No number of a space has a name that says it has none.
func TestNoPlaceholder(t *testing.T) {
	for n := range 1 << 16 {
		for _, p := range []capture.Packet{
			{Link: capture.LinkEthernet, Data: []byte(macs + string([]byte{byte(n >> 8), byte(n)}))},
			{Link: capture.LinkPPP, Data: []byte{0xff, 3, byte(n >> 8), byte(n)}},
			{Link: capture.LinkIPv4, Data: patched([]byte("\x45\x00\x00\x14................"), 9, byte(n))},
		} {
			if NewDecoder().Decode(&p); strings.Contains(p.Problem, "nknown") {
				t.Fatal(p.Problem)
			}
		}
	}
}
