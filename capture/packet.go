package capture

import (
	"net/netip"
	"strings"
	"time"
)

// Protocol is the protocol of a packet or of a socket, as far as a ladder
// tells protocols apart. The zero value, Undecoded, is a frame that holds
// nothing a ladder draws, or that could not be read.
type Protocol uint8

// The protocols a ladder knows.
const (
	Undecoded Protocol = iota
	UDP
	TCP
	ICMP   // ICMPv4, RFC 792
	ICMPv6 // RFC 4443
)

// String returns the lower-case name that the jsonl format and file comments use.
func (p Protocol) String() string {
	switch p {
	case UDP:
		return "udp"
	case TCP:
		return "tcp"
	case ICMP:
		return "icmp"
	case ICMPv6:
		return "icmpv6"
	}
	return "undecoded"
}

// LinkType is a link-layer header type: the LINKTYPE_ values of pcap files
// (https://www.tcpdump.org/linktypes.html). The zero value is LINKTYPE_NULL.
type LinkType uint16

// The link types that this program can write, and those it meets most.
const (
	LinkNull     LinkType = 0   // BSD loopback
	LinkEthernet LinkType = 1   // Ethernet, and Linux's lo
	LinkPPP      LinkType = 9   // PPP, with HDLC framing or without
	LinkRaw      LinkType = 101 // raw IP
	LinkLoop     LinkType = 108 // OpenBSD loopback
	LinkSLL      LinkType = 113 // Linux "cooked" capture
	LinkIPv4     LinkType = 228 // raw IPv4
	LinkIPv6     LinkType = 229 // raw IPv6
	LinkSLL2     LinkType = 276 // Linux "cooked" capture, second version
)

// Flags are the control bits of a TCP header (RFC 9293 §3.1, RFC 3168 for ECE
// and CWR, RFC 9768 for AE, which RFC 3540 called NS), with the values that they
// have in the 16 bits that begin with the data offset.
type Flags uint16

// The control bits.
const (
	FIN Flags = 1 << iota
	SYN
	RST
	PSH
	ACK
	URG
	ECE
	CWR
	AE
)

// flagNames are in the order in which ladders and textbooks write them.
var flagNames = []struct {
	bit  Flags
	name string
}{{SYN, "SYN"}, {FIN, "FIN"}, {RST, "RST"}, {PSH, "PSH"}, {ACK, "ACK"}, {URG, "URG"}, {ECE, "ECE"}, {CWR, "CWR"}, {AE, "AE"}}

// Has reports whether all bits of g are set in f.
func (f Flags) Has(g Flags) bool { return f&g == g }

// String returns the set bits by name, comma-separated: "SYN,ACK"; "none" when
// no bit is set.
func (f Flags) String() string {
	var set []string
	for _, n := range flagNames {
		if f.Has(n.bit) {
			set = append(set, n.name)
		}
	}
	if set == nil {
		return "none"
	}
	return strings.Join(set, ",")
}

// TCPHeader is the part of a TCP header that meaning is derived from.
type TCPHeader struct {
	Seq, Ack Seq    // absolute, as on the wire
	Flags    Flags  // control bits
	Window   uint16 // as on the wire, before scaling
	Urgent   uint16 // urgent pointer
	Options  TCPOptions
	Damaged  bool // the checksum is wrong, of a segment that is all there, and not left to the network card
}

// TCPOptions are the options of a TCP header. The zero value is a header
// without options.
type TCPOptions struct {
	MSS            uint16 // octets; 0: option absent (RFC 9293 §3.7.1)
	WindowScale    uint8  // shift count, valid if HasWindowScale (RFC 7323 §2)
	HasWindowScale bool
	SACKPermitted  bool   // RFC 2018 §2
	HasTimestamps  bool   // RFC 7323 §3
	TSVal, TSEcr   uint32 // valid if HasTimestamps
	FastOpen       bool   // RFC 7413 §2
	Cookie         uint8  // octets of the Fast Open cookie; 0: one is asked for
	MPTCP          MPTCP  // RFC 8684 §3

	SACK       [4]SACKBlock // RFC 2018 §3
	SACKBlocks uint8        // how many of SACK are there
}

// SACKBlock is a range of octets that arrived out of order: From up to, not
// including, To.
type SACKBlock struct{ From, To Seq }

// MPTCP is the subtype of a Multipath TCP option (RFC 8684 §3), plus one. The zero
// value is a segment without such an option.
type MPTCP uint8

// What a DSS option brings, where that is known: no subtypes, of which there are 16.
const (
	DataFIN MPTCP = 17 + iota // the end of the data of all subflows
	DataACK                   // an acknowledgment of such data, and nothing else
)

// String returns the subtype's name of RFC 8684: "MP_CAPABLE"; "" if there is none.
func (m MPTCP) String() string {
	switch m {
	case DataFIN:
		return "DSS, DATA_FIN"
	case DataACK:
		return "DSS, DATA_ACK"
	}
	names := [...]string{
		"", "MP_CAPABLE", "MP_JOIN", "DSS", "ADD_ADDR", "REMOVE_ADDR", "MP_PRIO", "MP_FAIL", "MP_FASTCLOSE", "MP_TCPRST",
	}
	if int(m) >= len(names) {
		return "MPTCP"
	}
	return names[m]
}

// IPHeader is the part of an IPv4 or IPv6 header by which a packet is known again
// and by which its way is told. The zero value is a packet without one.
type IPHeader struct {
	ID       uint16 // identification (RFC 791 §3.1), valid if HasID
	HasID    bool   // IPv4, or an IPv6 fragment
	HopLimit uint8  // TTL or hop limit
	ECN      uint8  // the two bits of RFC 3168 §5: 0 not capable, 1 and 2 capable, 3 congestion experienced
	DF       bool   // don't fragment
	// MoreFragments and FragmentOffset (in octets) tell a fragment from a whole
	// datagram: of that, neither is set.
	MoreFragments  bool
	FragmentOffset int
	Protocol       uint8 // of what it carries (RFC 791 §3.1); of IPv6, where a fragment header tells it
}

// Sighting is where, and in which direction, a packet was seen: two sightings of one
// packet make a file hold it twice. Fields that the file does not tell are zero.
type Sighting struct {
	Interface           uint32  // index of the interface in its file, or of the system where the link header tells it (SLL2)
	Direction           Bearing // by the link header (SLL, SLL2) or the block (epb_flags)
	Source, Destination [6]byte // link-layer addresses
}

// Bearing is the direction of a packet at the interface that saw it.
type Bearing uint8

// The bearings. AnyBearing, the zero value, is not known.
const (
	AnyBearing Bearing = iota
	Inbound
	Outbound
)

// ICMPHeader is the part of an ICMP error or query that a ladder draws.
type ICMPHeader struct {
	Type, Code uint8
	// Echo is the identifier and number of an echo request or reply, QuotedEcho of a quoted one; of others what stands there.
	Echo, QuotedEcho uint32
	// MTU is the next-hop MTU, in octets, of "fragmentation needed" (RFC 1191 §4) and
	// "packet too big" (RFC 4443 §3.2); 0 where it is not told.
	MTU uint32
	// Quoted is the start of the packet that an ICMP error answers (RFC 792, RFC 4443 §2.4): its protocol and
	// endpoints. Proto is Undecoded when there is none.
	//
	// Wireshark counts a quoted UDP datagram as one of a stream, and gives the stream its number if this is the first
	// sign of it, behind the numbers of Packet.Outer; quoted TCP belongs to no stream.
	Quoted       Quote
	QuotedID     uint16 // identification of the IPv4 header that it quotes
	QuotedSeq    Seq    // of the TCP header that it quotes, valid if HasQuotedSeq
	HasQuotedSeq bool   // RFC 792 asks for the eight octets of the header that hold it
}

// Quote names the packet that an ICMP error quotes.
type Quote struct {
	Proto    Protocol
	Src, Dst netip.AddrPort
}

// Endpoints are the two ends of a transport header that a packet has around its
// own: the UDP that carries a tunnel. Proto is TCP or UDP.
type Endpoints struct {
	Proto    Protocol
	Src, Dst netip.AddrPort
	ID       uint16 // identification of the IP header around it; 0: none
}

// Packet is one captured frame and what its headers say. A Packet owns its
// Data unless the function that returned it says otherwise.
type Packet struct {
	Number int       // the frame's number in its file or run, from 1
	Time   time.Time // when the kernel saw it, CLOCK_REALTIME, ns; zero where its file tells no time
	Link   LinkType  // how Data begins
	Data   []byte    // the frame, as far as it was captured
	Length int       // octets the frame had on the wire; at least len(Data)

	Comment   string    // opt_comment of the packet in a pcapng file, of several a line each; "" if none
	LinkFlags uint32    // epb_flags of it, 0 if none
	Options   []byte    // the options as they stand there, little-endian, if there is more to them; used again as Outer is
	Metadata  *Metadata // what its file had said until there, which stays as it is; nil: nothing

	Proto     Protocol
	Interface uint8          // which of the recording's interfaces saw it first: 0, or 1 for Origin.Second
	Sighting  Sighting       // where it was seen
	IP        IPHeader       // of the innermost IP header, as Src and Dst are
	Src, Dst  netip.AddrPort // the port is 0 where the protocol has none
	TCP       TCPHeader      // valid if Proto is TCP
	ICMP      ICMPHeader     // valid if Proto is ICMP or ICMPv6

	// Outer are the transport headers around that of Proto, outermost first: the UDP of a VXLAN, Geneve or GTP-U
	// tunnel. It is empty for nearly all packets. Where it is not, Proto, Src and the rest are the innermost packet's.
	// Wireshark numbers each of Outer as a stream of its own, before that of the packet itself. Like Data, it is used
	// again by whoever reads the next frame into the same Packet.
	Outer []Endpoints

	// Fragments is how many frames the datagram came in if this frame completed
	// it, else 0.
	Fragments int

	Payload       []byte // the transport payload as far as it was captured, of an undecoded fragment what it carries; part of Data, or else of a datagram put together
	PayloadLength int    // octets of transport payload by the headers
	Problem       string // why the frame was not decoded (further), "" if all was read
}
