package wireshark

// portClaim is a range of ports that Wireshark gives to a protocol.
type portClaim struct {
	first, last uint16
	protocol    string // as its packet list names it
}

// claimsUDP are the ports at which tshark 4.0 takes the datagram "hello" for a protocol that is
// not written as text. Found by sending it to each port; in order.
var claimsUDP = []portClaim{
	{37, 37, "TIME"}, {49, 49, "XTACACS"}, {53, 53, "DNS"}, {67, 68, "BOOTP"}, {69, 69, "TFTP"}, {111, 111, "RPC"},
	{123, 123, "NTP"}, {137, 137, "NBNS"}, {138, 138, "NBDS"}, {173, 173, "XYPLEX"}, {213, 213, "IPX"},
	{269, 269, "packetbb"}, {389, 389, "CLDAP"}, {427, 427, "SRVLOC"}, {434, 434, "MobileIP"}, {464, 464, "KPASSWD"},
	{496, 496, "Auto-RP"}, {513, 513, "WHO"}, {520, 520, "RIP"}, {521, 521, "RIPng"}, {524, 524, "NCP"},
	{525, 525, "TSP"}, {546, 547, "DHCPv6"}, {664, 664, "RSP"}, {701, 701, "LMP"}, {853, 853, "DTLS"},
	{854, 854, "DLEP"}, {910, 910, "KINK"}, {921, 921, "lw_res"}, {925, 925, "AC DR"}, {1001, 1001, "FIND"},
	{1069, 1069, "SliMP3"}, {1113, 1113, "LTP Segment"}, {1153, 1153, "ANSI C12.22"}, {1194, 1194, "OpenVPN"},
	{1293, 1293, "PKTC"}, {1628, 1629, "CN/IP"}, {1718, 1719, "H.225.0"}, {1745, 1745, "MSproxy"}, {2099, 2099, "TPKT"},
	{2157, 2157, "GPRS-NS"}, {2221, 2221, "DTLS"}, {2222, 2222, "CIP I/O"}, {2246, 2246, "PKTC"}, {2268, 2268, "AMT"},
	{2269, 2269, "MIKEY"}, {2313, 2313, "IAPP"}, {2345, 2345, "KNET"}, {2428, 2428, "ACTRACE"}, {2887, 2887, "WLCCP"},
	{2948, 2948, "WSP"}, {2949, 2949, "WTLS"}, {3130, 3130, "ICP"}, {3250, 3250, "HICP"}, {3343, 3343, "MSRCP"},
	{3357, 3357, "AX4000"}, {3389, 3389, "RDPUDP"}, {3452, 3452, "SABP"}, {3455, 3455, "RSVP"}, {3483, 3483, "SliMP3"},
	{3544, 3544, "Teredo"}, {3567, 3567, "DNPv104"}, {3671, 3671, "KIP"}, {3784, 3784, "BFD Control"},
	{3785, 3785, "BFD Echo"}, {3804, 3804, "HIQNET"}, {3863, 3863, "ASAP"}, {4305, 4305, "BAT_BATMAN"},
	{4306, 4306, "BAT_GW"}, {4307, 4307, "BAT_VIS"}, {4342, 4342, "LISP"}, {4500, 4500, "ESP"},
	{4533, 4534, "ARMAGETRONAD"}, {4551, 4551, "MIH"}, {4555, 4555, "RSIP"}, {4569, 4569, "IAX2"},
	{4729, 4729, "GSMTAP"}, {4754, 4754, "GRE"}, {4784, 4784, "BFD Control"}, {4789, 4790, "VxLAN"},
	{4791, 4791, "RRoCE"}, {4991, 4991, "VITA 49"}, {5031, 5031, "DMP"}, {5072, 5072, "AYIYA"},
	{5246, 5246, "CAPWAP-Control"}, {5247, 5247, "CAPWAP-Data"}, {5353, 5353, "MDNS"}, {5355, 5355, "LLMNR"},
	{5404, 5405, "Totem"}, {5436, 5436, "MIPv6"}, {5567, 5567, "DNPv104"}, {5683, 5683, "CoAP"}, {5684, 5684, "DTLS"},
	{5868, 5868, "DTLS"}, {6073, 6073, "DPNET"}, {6081, 6081, "Geneve"}, {6118, 6118, "TIPC"}, {6635, 6635, "MPLS"},
	{6784, 6784, "BFD Control"}, {6970, 6970, "RDT"}, {7074, 7074, "TETRA"}, {7255, 7255, "IDN"}, {7275, 7275, "ULP"},
	{7784, 7784, "BFD Control"}, {8200, 8200, "ADP"}, {8600, 8600, "ASTERIX"}, {8611, 8614, "BJNP"},
	{8767, 8767, "TS2"}, {8805, 8805, "PFCP"}, {8848, 8848, "IPVS"}, {9200, 9200, "WSP"}, {9201, 9201, "WTP+WSP"},
	{9202, 9202, "WTLS+WSP"}, {9203, 9203, "WTLS+WTP+WSP"}, {9214, 9214, "ALC"}, {9875, 9875, "SAP"},
	{9899, 9899, "SCTP"}, {9901, 9901, "ENRP"}, {9955, 9955, "ALLJOYN-ARDP"}, {9956, 9956, "ALLJOYN-NS"},
	{10253, 10253, "Wi-SUN"}, {11273, 11273, "Vuze-DHT"}, {12000, 12004, "LLC"}, {12220, 12220, "LWAPP"},
	{12222, 12223, "LWAPP"}, {13400, 13400, "DOIP"}, {17220, 17220, "IEEE1722"}, {17500, 17500, "DB-LSP-DISC"},
	{17755, 17756, "SCoP"}, {19132, 19132, "RakNet"}, {19948, 19948, "KDP"}, {19999, 19999, "GPRS-NS"},
	{23272, 23272, "A21"}, {24576, 24577, "MINT"}, {25826, 25826, "collectd"}, {26000, 26000, "QUAKE"},
	{27500, 27500, "QUAKEWORLD"}, {27910, 27910, "QUAKE2"}, {27950, 27953, "QUAKE3"}, {27960, 27963, "QUAKE3"},
	{32000, 32000, "UAUDP"}, {32512, 32512, "UAUDP"}, {34962, 34962, "PN-RT"}, {34980, 34980, "EtherCAT"},
	{37008, 37008, "TZSP"}, {41170, 41170, "MANOLITO"}, {44818, 44818, "ENIP"}, {47000, 47000, "HCrt"},
}

// claimsTCP are those of TCP, for the line "hello". Those are left out where Wireshark waits
// for more and shows the line as it is.
var claimsTCP = []portClaim{
	{37, 37, "TIME"}, {102, 102, "TPKT"}, {111, 111, "RPC"}, {123, 123, "NTP"}, {139, 139, "NBSS"}, {179, 179, "BGP"},
	{445, 445, "NBSS"}, {639, 639, "MSDP"}, {925, 925, "AC DR"}, {1080, 1080, "Socks"}, {1099, 1099, "RMI"},
	{1723, 1723, "PPTP"}, {2099, 2099, "TPKT"}, {2321, 2322, "TPM"}, {2600, 2600, "ZEBRA"}, {2812, 2812, "ATMTCP"},
	{3357, 3357, "AX4000"}, {3632, 3632, "DISTCC"}, {3724, 3724, "WOW"}, {3863, 3863, "ASAP"}, {3868, 3868, "DIAMETER"},
	{4223, 4223, "TFP over TCP"}, {4551, 4551, "MIH"}, {4555, 4555, "RSIP"}, {4730, 4730, "Gearman"},
	{5010, 5010, "IPSICTL"}, {5500, 5501, "VNC"}, {5900, 5901, "VNC"}, {5997, 5997, "ELCOM"}, {6160, 6160, "ECMP"},
	{6881, 6889, "BitTorrent"}, {8085, 8085, "WOWW"}, {9300, 9300, "Elasticsearch"}, {9956, 9956, "ALLJOYN-NS"},
	{10288, 10288, "BEEP"}, {17500, 17500, "DB-LSP"}, {34980, 34980, "EtherCAT"}, {44322, 44322, "PMPROXY"},
	{48049, 48049, "CBSP"},
}
