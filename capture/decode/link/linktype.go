package link

import (
	"wireladder/capture"
)

// Link types (https://www.tcpdump.org/linktypes.html) that are read, but never
// written. libpcap has 12 and 14 for raw IP, on OpenBSD and elsewhere.
const (
	TokenRing           capture.LinkType = 6
	ARCNET              capture.LinkType = 7
	SLIP                capture.LinkType = 8
	FDDI                capture.LinkType = 10
	RawBSD              capture.LinkType = 12
	RawOpenBSD          capture.LinkType = 14
	PPPHDLC             capture.LinkType = 50
	PPPoE               capture.LinkType = 51
	ATM                 capture.LinkType = 100 // RFC 1483, with LLC
	SLIPBSDOS           capture.LinkType = 102
	CiscoHDLC           capture.LinkType = 104
	Wireless            capture.LinkType = 105
	ATMCLIP             capture.LinkType = 106 // Linux's classical IP over ATM
	FrameRelay          capture.LinkType = 107
	ENC                 capture.LinkType = 109 // OpenBSD's IPsec interface
	PFLOG               capture.LinkType = 117 // OpenBSD's packet filter
	Prism               capture.LinkType = 119
	FibreChannel        capture.LinkType = 122 // RFC 2625
	SunATM              capture.LinkType = 123
	Radiotap            capture.LinkType = 127
	ARCNETLinux         capture.LinkType = 129
	FireWire            capture.LinkType = 138 // RFC 2734, as Apple has it
	User2               capture.LinkType = 149 // what macOS used for PKTAP before it had a number
	AVS                 capture.LinkType = 163
	PPPD                capture.LinkType = 166 // PPP, with the direction in place of the address
	JuniperEthernet     capture.LinkType = 178
	PPI                 capture.LinkType = 192
	PPPDirection        capture.LinkType = 204
	HDLCDirection       capture.LinkType = 205
	FrameRelayDirection capture.LinkType = 206
	MPLS                capture.LinkType = 219
	IPNET               capture.LinkType = 226 // Solaris
	NFLOG               capture.LinkType = 239
	IPoIB               capture.LinkType = 242
	PKTAP               capture.LinkType = 258
	MPacket             capture.LinkType = 274 // Ethernet with its preamble, whole or in fragments (IEEE 802.3br)
	Broadcom            capture.LinkType = 281 // tags of DSA, Linux's distributed switches, behind the addresses
	BroadcomPrepended   capture.LinkType = 282 // the same before them
	Marvell             capture.LinkType = 284
	MarvellEtherType    capture.LinkType = 285
)
