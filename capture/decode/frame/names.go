package frame

// names are those of what is met most, and not read here: EtherTypes (IEEE 802 Numbers),
// IP protocols (Protocol Numbers) and PPP protocols (PPP Numbers at IANA).
var names = map[Kind]string{
	EtherSpace | 0x0806: "ARP", EtherSpace | 0x0842: "Wake-on-LAN", EtherSpace | 0x22f0: "AVTP", EtherSpace | 0x2000: "CDP",
	EtherSpace | 0x6003: "DECnet", EtherSpace | 0x8035: "RARP", EtherSpace | 0x809b: "AppleTalk", EtherSpace | 0x80f3: "AARP",
	EtherSpace | 0x8137: "IPX", EtherSpace | 0x8808: "Ethernet flow control", EtherSpace | 0x8809: "slow protocols, as LACP",
	EtherSpace | 0x8863: "PPPoE discovery", EtherSpace | 0x887b: "HomePlug", EtherSpace | 0x888e: "EAPOL, IEEE 802.1X",
	EtherSpace | 0x8892: "PROFINET", EtherSpace | 0x88a2: "ATA over Ethernet", EtherSpace | 0x88a4: "EtherCAT",
	EtherSpace | 0x88b8: "GOOSE", EtherSpace | 0x88ba: "Sampled Values", EtherSpace | 0x88cc: "LLDP",
	EtherSpace | 0x88e1: "HomePlug AV", EtherSpace | 0x88e5: "MACsec: encrypted or signed", EtherSpace | 0x88f7: "PTP, IEEE 1588",
	EtherSpace | 0x8902: "CFM, IEEE 802.1ag", EtherSpace | 0x8906: "FCoE", EtherSpace | 0x890d: "IEEE 802.11 over Ethernet",
	EtherSpace | 0x8914: "FCoE initialization", EtherSpace | 0x8915: "RoCE", EtherSpace | 0x893a: "IEEE 1905.1", EtherSpace | 0x9000: "Ethernet loopback test",

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
