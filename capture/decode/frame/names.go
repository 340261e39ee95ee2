package frame

// names are those of what is met most, and not read here: EtherTypes (IEEE 802 Numbers),
// IP protocols (Protocol Numbers) and PPP protocols (PPP Numbers at IANA).
var names = map[Kind]string{
	0x0806: "ARP", 0x0842: "Wake-on-LAN", 0x22f0: "AVTP", 0x2000: "CDP",
	0x6003: "DECnet", 0x8035: "RARP", 0x809b: "AppleTalk", 0x80f3: "AARP",
	0x8137: "IPX", 0x8808: "Ethernet flow control", 0x8809: "slow protocols, as LACP",
	0x8863: "PPPoE discovery", 0x887b: "HomePlug", 0x888e: "EAPOL, IEEE 802.1X",
	0x8892: "PROFINET", 0x88a2: "ATA over Ethernet", 0x88a4: "EtherCAT",
	0x88b8: "GOOSE", 0x88ba: "Sampled Values", 0x88cc: "LLDP",
	0x88e1: "HomePlug AV", 0x88e5: "MACsec: encrypted or signed", 0x88f7: "PTP, IEEE 1588",
	0x8902: "CFM, IEEE 802.1ag", 0x8906: "FCoE", 0x890d: "IEEE 802.11 over Ethernet",
	0x8914: "FCoE initialization", 0x8915: "RoCE", 0x893a: "IEEE 1905.1", 0x9000: "Ethernet loopback test",

	IPSpace | 2: "IGMP", IPSpace | 3: "GGP", IPSpace | 8: "EGP", IPSpace | 9: "IGRP", IPSpace | 33: "DCCP", IPSpace | 46: "RSVP",
	IPSpace | 50: "ESP: encrypted", IPSpace | 55: "MOBILE", IPSpace | 59: "no next header", IPSpace | 88: "EIGRP", IPSpace | 89: "OSPF",
	IPSpace | 94: "IPIP", IPSpace | 103: "PIM", IPSpace | 108: "IPComp: compressed", IPSpace | 112: "VRRP", IPSpace | 115: "L2TP",
	IPSpace | 124: "IS-IS", IPSpace | 132: "SCTP", IPSpace | 135: "Mobility Header", IPSpace | 136: "UDP-Lite",

	PPPSpace | 0x002b: "IPX", PPPSpace | 0x002d: "compressed TCP/IP", PPPSpace | 0x002f: "uncompressed TCP/IP",
	PPPSpace | 0x003d: "Multilink", PPPSpace | 0x0053: "encrypted", PPPSpace | 0x00fd: "compressed",
	PPPSpace | 0x8021: "IPCP", PPPSpace | 0x8053: "ECP", PPPSpace | 0x8057: "IPV6CP", PPPSpace | 0x80fd: "CCP", PPPSpace | 0xc021: "LCP",
	PPPSpace | 0xc023: "PAP", PPPSpace | 0xc025: "Link Quality Report", PPPSpace | 0xc223: "CHAP", PPPSpace | 0xc227: "EAP",
}

// inBrackets returns " (NAME)", or nothing for what has no name here.
func (k Kind) inBrackets() string {
	if name := names[k]; name != "" {
		return " (" + name + ")"
	}
	return ""
}
