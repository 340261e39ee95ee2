package decode

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/decode/link"
	"wireladder/capture/decode/tunnel"
	"wireladder/capture/frametest"
)

// The addresses of macs, and two others.
var (
	mac1, mac2 = [6]byte{2, 0, 0, 0, 0, 1}, [6]byte{2, 0, 0, 0, 0, 2}
	mac8, mac9 = [6]byte{2, 0, 0, 0, 0, 8}, [6]byte{2, 0, 0, 0, 0, 9}
)

// TestSighting checks what link headers tell of where a packet was seen.
func TestSighting(t *testing.T) {
	in4 := innerUDP4(t)
	sll := "\x00\x00\x00\x01\x00\x06" + string(mac1[:]) + "\x00\x00\x08\x00" + in4
	sll2 := "\x08\x00\x00\x00\x00\x00\x01\x07\x00\x01\x00\x06" + string(mac1[:]) + "\x00\x00" + in4
	others := string(mac8[:]) + string(mac9[:])
	ends := capture.Sighting{Destination: mac1, Source: mac2}
	tests := map[string]struct {
		link  capture.LinkType
		frame string
		want  capture.Sighting // beside an interface 5 that whoever read the frame has told
	}{
		"Ethernet":             {capture.LinkEthernet, macs + "\x08\x00" + in4, ends},
		"Ethernet, not IP":     {capture.LinkEthernet, macs + "\x08\x06", ends},
		"provider backbone":    {capture.LinkEthernet, macs + "\x88\xe7...." + others + "\x08\x00" + in4, ends},
		"VXLAN":                {capture.LinkEthernet, macs + "\x08\x00" + datagram(t, 50000, tunnel.PortVXLAN, "\x08......."+others+"\x08\x00"+in4), ends},
		"cooked, received":     {capture.LinkSLL, sll, capture.Sighting{Direction: capture.Inbound, Source: mac1}},
		"cooked, sent":         {capture.LinkSLL, "\x00\x04" + sll[2:], capture.Sighting{Direction: capture.Outbound, Source: mac1}},
		"cooked, of others":    {capture.LinkSLL, "\x00\x03" + sll[2:], capture.Sighting{Direction: capture.Inbound, Source: mac1}},
		"cooked 2, received":   {capture.LinkSLL2, sll2, capture.Sighting{Interface: 263, Direction: capture.Inbound, Source: mac1}},
		"cooked 2, sent":       {capture.LinkSLL2, string(patched([]byte(sll2), 10, 4)), capture.Sighting{Interface: 263, Direction: capture.Outbound, Source: mac1}},
		"PPP, received":        {link.PPPDirection, "\x00\xff\x03\x00\x21" + in4, capture.Sighting{Direction: capture.Inbound}},
		"PPP, sent":            {link.PPPDirection, "\x01\xff\x03\x00\x21" + in4, capture.Sighting{Direction: capture.Outbound}},
		"802.11":               {link.Wireless, "\x08\x01\x00\x00" + macs + others[:6] + "\x00\x00" + snapIPv4 + in4, ends},
		"token ring":           {link.TokenRing, "\x10\x40" + macs + snapIPv4 + in4, ends},
		"token ring, routed":   {link.TokenRing, "\x10\x40" + macs[:6] + "\x82" + macs[7:] + "\x02\x30" + snapIPv4 + in4, ends},
		"Fibre Channel":        {link.FibreChannel, "\x10\x00" + macs[:6] + "\x10\x00" + macs[6:] + snapIPv4 + in4, ends},
		"with preamble":        {link.MPacket, "UUUUUUU\xd5" + macs + "\x08\x00" + in4, ends},
		"pppd, sent":           {link.PPPD, "\x01\x03\x21" + in4, capture.Sighting{Direction: capture.Outbound}},
		"pppd, received":       {link.PPPD, "\x00\x03\x21" + in4, capture.Sighting{Direction: capture.Inbound}},
		"Sun ATM, sent":        {link.SunATM, "\x82..." + snapIPv4 + in4, capture.Sighting{Direction: capture.Outbound}},
		"Sun ATM, received":    {link.SunATM, "\x02..." + snapIPv4 + in4, capture.Sighting{Direction: capture.Inbound}},
		"FDDI":                 {link.FDDI, "\x50" + macs + snapIPv4 + in4, ends},
		"PPI":                  {link.PPI, "\x00\x00\x08\x00\x01\x00\x00\x00" + macs + "\x08\x00" + in4, ends},
		"switch":               {link.Marvell, macs + "\xc0\x18\x00\x00\x08\x00" + in4, ends},
		"SLIP, sent":           {link.SLIP, "\x01\x40.............." + in4, capture.Sighting{Direction: capture.Outbound}},
		"SLIP, received":       {link.SLIP, "\x00\x40.............." + in4, capture.Sighting{Direction: capture.Inbound}},
		"raw":                  {capture.LinkRaw, in4, capture.Sighting{}},
		"Ethernet, cut off":    {capture.LinkEthernet, macs, capture.Sighting{}},
		"EtherIP in plain IP":  {capture.LinkIPv4, between(t, 97, "\x30\x00"+macs+"\x08\x00"+in4), capture.Sighting{}},
		"Ethernet in Ethernet": {capture.LinkEthernet, macs + "\x65\x58" + others + "\x08\x00" + in4, ends},
	}
	for name, test := range tests {
		p := capture.Packet{Link: test.link, Data: []byte(test.frame), Sighting: capture.Sighting{Interface: 5}}
		NewDecoder().Decode(&p)
		if test.want.Interface == 0 {
			test.want.Interface = 5
		}
		if p.Sighting != test.want {
			t.Errorf("%s: %+v, want %+v", name, p.Sighting, test.want)
		}
	}
}

// TestIPHeader checks what is told of IP headers, the innermost one of a frame.
func TestIPHeader(t *testing.T) {
	whole4 := frametest.Build(t, frametest.IPv4(17), frametest.UDP(), frametest.Text("hi"))
	whole6 := frametest.Build(t, frametest.IPv6(17), frametest.UDP(), frametest.Text("hi"))
	inner := string(patched(whole4, 4, 7, 7, 0, 0, 3))
	vxlan := func(payload string) []byte {
		return []byte(datagram(t, 50000, tunnel.PortVXLAN, "\x08......."+macs+payload))
	}
	outer := capture.IPHeader{HasID: true, HopLimit: 64, Protocol: 17}
	tests := map[string]struct {
		link  capture.LinkType
		frame []byte
		want  capture.IPHeader
	}{
		"IPv4":                {capture.LinkIPv4, patched(whole4, 4, 0xab, 0xcd, 0, 0, 9), capture.IPHeader{ID: 0xabcd, HasID: true, HopLimit: 9, Protocol: 17}},
		"do not fragment":     {capture.LinkIPv4, patched(whole4, 6, 0x40), capture.IPHeader{HasID: true, HopLimit: 64, DF: true, Protocol: 17}},
		"ECN":                 {capture.LinkIPv4, patched(whole4, 1, 0xfe), capture.IPHeader{HasID: true, HopLimit: 64, ECN: 2, Protocol: 17}},
		"congestion":          {capture.LinkIPv4, patched(whole4, 1, 3), capture.IPHeader{HasID: true, HopLimit: 64, ECN: 3, Protocol: 17}},
		"first fragment":      {capture.LinkIPv4, patched(whole4, 6, 0x20), capture.IPHeader{HasID: true, HopLimit: 64, MoreFragments: true, Protocol: 17}},
		"last fragment":       {capture.LinkIPv4, patched(whole4, 6, 0, 2), capture.IPHeader{HasID: true, HopLimit: 64, FragmentOffset: 16, Protocol: 17}},
		"IPv6":                {capture.LinkIPv6, patched(whole6, 7, 5), capture.IPHeader{HopLimit: 5}},
		"IPv6, ECN":           {capture.LinkIPv6, patched(whole6, 0, 0x6f, 0xd0), capture.IPHeader{HopLimit: 64, ECN: 1}},
		"IPv6 fragment":       {capture.LinkIPv6, frametest.Build(t, frametest.IPv6(44), frametest.Fragment6(17, 2, true), frametest.Text("12345678")), capture.IPHeader{ID: 1, HasID: true, HopLimit: 64, MoreFragments: true, FragmentOffset: 16, Protocol: 17}},
		"IPv6, one fragment":  {capture.LinkIPv6, frametest.Build(t, frametest.IPv6(44), frametest.Fragment6(17, 0, false), frametest.UDP()), capture.IPHeader{ID: 1, HasID: true, HopLimit: 64, Protocol: 17}},
		"IP in IP":            {capture.LinkIPv4, []byte(between(t, 4, inner)), capture.IPHeader{ID: 0x707, HasID: true, HopLimit: 3, Protocol: 17}},
		"VXLAN":               {capture.LinkIPv4, vxlan("\x08\x00" + inner), capture.IPHeader{ID: 0x707, HasID: true, HopLimit: 3, Protocol: 17}},
		"VXLAN of ARP":        {capture.LinkIPv4, vxlan("\x08\x06"), outer},
		"VXLAN of a fragment": {capture.LinkIPv4, vxlan("\x08\x00" + string(patched([]byte(inner), 6, 0x20))), outer},
		"ICMP error":          {capture.LinkIPv4, frametest.Build(t, frametest.IPv4(1), frametest.ICMPv4(3, 3), frametest.Text(inner)), capture.IPHeader{HasID: true, HopLimit: 64, Protocol: 1}},
		"no IP":               {capture.LinkEthernet, []byte(macs + "\x08\x06"), capture.IPHeader{}},
		"IPv4, cut off":       {capture.LinkIPv4, whole4[:19], capture.IPHeader{}},
	}
	for name, test := range tests {
		p := capture.Packet{Link: test.link, Data: test.frame, IP: capture.IPHeader{ID: 1, HasID: true, HopLimit: 1, MoreFragments: true}}
		NewDecoder().Decode(&p)
		if p.IP != test.want {
			t.Errorf("%s: %+v, want %+v", name, p.IP, test.want)
		}
	}
}
