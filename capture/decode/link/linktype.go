package link

import (
	"wireladder/capture"
)

import ()

// Link types (https://www.tcpdump.org/linktypes.html) that are read, but never
// written. libpcap has 12 and 14 for raw IP, on OpenBSD and elsewhere.
const (
	RawBSD          capture.LinkType = 12
	RawOpenBSD      capture.LinkType = 14
	ARCNET          capture.LinkType = 7
	PPPHDLC         capture.LinkType = 50
	PPPoE           capture.LinkType = 51
	CiscoHDLC       capture.LinkType = 104
	Wireless        capture.LinkType = 105
	Radiotap        capture.LinkType = 127
	ARCNETLinux     capture.LinkType = 129
	User2           capture.LinkType = 149 // what macOS used for PKTAP before it had a number
	JuniperEthernet capture.LinkType = 178
	PPPDirection    capture.LinkType = 204
	MPLS            capture.LinkType = 219
	NFLOG           capture.LinkType = 239
	IPoIB           capture.LinkType = 242
	PKTAP           capture.LinkType = 258
)
