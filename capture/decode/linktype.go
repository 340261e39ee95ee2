package decode

import "wireladder/capture"

// Link types of which no more than the reading is known here: they are not
// written. libpcap has 12 and 14 for raw IP, on OpenBSD and elsewhere.
const (
	linkRawBSD          capture.LinkType = 12
	linkRawOpenBSD      capture.LinkType = 14
	linkARCNET          capture.LinkType = 7
	linkPPPHDLC         capture.LinkType = 50
	linkPPPoE           capture.LinkType = 51
	linkCiscoHDLC       capture.LinkType = 104
	linkWireless        capture.LinkType = 105
	linkRadiotap        capture.LinkType = 127
	linkARCNETLinux     capture.LinkType = 129
	linkUser2           capture.LinkType = 149 // what macOS used for PKTAP before it had a number
	linkJuniperEthernet capture.LinkType = 178
	linkPPPDirection    capture.LinkType = 204
	linkMPLS            capture.LinkType = 219
	linkNFLOG           capture.LinkType = 239
	linkIPoIB           capture.LinkType = 242
	linkPKTAP           capture.LinkType = 258
)
