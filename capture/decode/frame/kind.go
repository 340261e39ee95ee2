package frame

import (
	"fmt"

	"wireladder/capture"
)

// Kind says what a header is: a number out of one of the spaces that protocols
// number what they carry in.
type Kind uint32

// The number spaces.
const (
	EtherSpace Kind = iota << 16 // EtherTypes, and lengths of IEEE 802.3
	IPSpace                      // IP protocol numbers
	PPPSpace                     // PPP protocol numbers
	LinkSpace                    // link types
	spaceBits  = 0xffff << 16
)

// Space returns the space that a number is out of.
func (k Kind) Space() Kind { return k & spaceBits }

// Number returns the number without its space.
func (k Kind) Number() uint16 { return uint16(k) } // cutting off is the point

// Kinds of more than one room; others stand where they are read. EtherTypes are
// those of IEEE 802 Numbers at IANA.
const (
	EtherIPv4 Kind = 0x0800
	EtherIPv6 Kind = 0x86dd
	EtherPPP  Kind = 0x880b
	EtherMPLS Kind = 0x8847
	EtherNSH  Kind = 0x894f // RFC 8300

	EtherLLC Kind = 0x0004 // IEEE 802.2 LLC: in Linux cooked headers, and here
	MaxLLC   Kind = 1500   // up to here a length, not a type (IEEE 802.3 §3.2.6)
	MinEther Kind = 1536
)

// IPGRE is generic routing encapsulation, RFC 2784, as an IP protocol.
const IPGRE = IPSpace | 47

// Ethernet is the link type that nearly all frames have.
const Ethernet = LinkSpace | Kind(capture.LinkEthernet)

// Wireless is the link type of an IEEE 802.11 frame with nothing before it.
const Wireless = LinkSpace | 105

// Link returns the kind of header that frames of a link type begin with.
func Link(l capture.LinkType) Kind { return LinkSpace | Kind(l) }

// NextProtocol returns what VXLAN-GPE and network service headers number alike.
func NextProtocol(number byte) (Kind, bool) {
	switch number {
	case 1:
		return EtherIPv4, true
	case 2:
		return EtherIPv6, true
	case 3:
		return Ethernet, true
	case 4:
		return EtherNSH, true
	case 5:
		return EtherMPLS, true
	}
	return 0, false
}

// unread says that this is not read here.
func (k Kind) unread() string {
	switch k.Space() {
	case LinkSpace:
		return fmt.Sprintf("link type %s is not decoded", capture.LinkType(k.Number()))
	case IPSpace:
		return fmt.Sprintf("IP protocol %d%s is none of TCP, UDP and ICMP", k.Number(), k.inBrackets())
	case PPPSpace:
		return fmt.Sprintf("not IP: PPP protocol 0x%04x%s", k.Number(), k.inBrackets())
	}
	if k <= MaxLLC {
		return "not IP: an IEEE 802.2 LLC frame"
	}
	return fmt.Sprintf("not IP: EtherType 0x%04x%s", k.Number(), k.inBrackets())
}
