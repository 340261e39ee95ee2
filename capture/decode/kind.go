package decode

import (
	"fmt"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
)

// kind says what a header is: a number out of one of the spaces that protocols
// number what they carry in.
type kind uint32

// The number spaces.
const (
	etherSpace kind = iota << 16 // EtherTypes, and lengths of IEEE 802.3
	ipSpace                      // IP protocol numbers
	pppSpace                     // PPP protocol numbers
	linkSpace                    // link types
	spaceBits  = 0xffff << 16
)

// space returns the space that a number is out of.
func (k kind) space() kind { return k & spaceBits }

// number returns the number without its space.
func (k kind) number() uint16 { return uint16(k) } //nolint:gosec // cutting off is the point

// EtherTypes (IEEE 802 Numbers at IANA).
const (
	etherIPv4     kind = 0x0800
	etherBridging kind = 0x6558 // an Ethernet frame, RFC 1701
	etherVLAN     kind = 0x8100 // IEEE 802.1Q, customer tag
	etherIPv6     kind = 0x86dd
	etherPPP      kind = 0x880b
	etherMPLS     kind = 0x8847
	etherMPLS2    kind = 0x8848 // upstream-assigned labels, RFC 5332
	etherPPPoE    kind = 0x8864 // session stage, RFC 2516
	etherJumboLLC kind = 0x8870
	etherQinQ     kind = 0x88a8 // IEEE 802.1ad, service tag
	etherPBB      kind = 0x88e7 // IEEE 802.1ah, service instance tag
	etherVNTag    kind = 0x8926
	etherHSR      kind = 0x892f // IEC 62439-3
	etherETag     kind = 0x893f // IEEE 802.1BR
	etherNSH      kind = 0x894f // RFC 8300
	etherOldQinQ  kind = 0x9100 // service tag before 802.1ad
	etherOldQinQ2 kind = 0x9200

	etherLLC    kind = 0x0004 // IEEE 802.2 LLC: in Linux cooked headers, and here
	maxLLC      kind = 1500   // up to here a length, not a type (IEEE 802.3 §3.2.6)
	minEther    kind = 1536
	etherWCCP   kind = 0x883e // in GRE: IP, redirected by a Cisco router
	etherERSPAN kind = 0x88be // in GRE: mirrored Ethernet, type I and II
	etherMirror kind = 0x22eb // in GRE: the same, type III
)

// IP protocol numbers (Protocol Numbers at IANA).
const (
	ipHopByHop    = ipSpace // number 0
	ipICMP        = ipSpace | 1
	ipIPv4        = ipSpace | 4
	ipTCP         = ipSpace | 6
	ipUDP         = ipSpace | 17
	ipIPv6        = ipSpace | 41
	ipRouting     = ipSpace | 43
	ipFragment    = ipSpace | 44
	ipGRE         = ipSpace | 47
	ipAH          = ipSpace | 51
	ipICMPv6      = ipSpace | 58
	ipDestination = ipSpace | 60
	ipEtherIP     = ipSpace | 97
	ipMPLS        = ipSpace | 137
	ipShim6       = ipSpace | 140
	ipEthernet    = ipSpace | 143
)

// linkEthernet is the link type that nearly all frames have.
const linkEthernet = linkSpace | kind(capture.LinkEthernet)

// texts remembers what was said of frames, so that a file full of the same odd
// frames costs no more memory than one of them. The zero value remembers nothing.
type texts struct {
	joined map[[2]string]string
	kinds  map[kind]string
}

// maxTexts bounds what is remembered.
const maxTexts = 256

// join returns a+b.
func (t *texts) join(a, b string) string {
	if s, ok := t.joined[[2]string{a, b}]; ok {
		return s
	}
	if t.joined == nil || len(t.joined) >= maxTexts {
		t.joined = map[[2]string]string{}
	}
	s := a + b
	t.joined[[2]string{a, b}] = s
	return s
}

// unread says that what a header announces is not read here.
func (t *texts) unread(k kind) string {
	if s, ok := t.kinds[k]; ok {
		return s
	}
	if t.kinds == nil || len(t.kinds) >= maxTexts {
		t.kinds = map[kind]string{}
	}
	s := k.unread()
	t.kinds[k] = s
	return s
}

// unread says that this is not read here.
func (k kind) unread() string {
	switch k.space() {
	case linkSpace:
		return fmt.Sprintf("link type %s is not decoded", capture.LinkType(k.number()))
	case ipSpace:
		return fmt.Sprintf("IP protocol %d (%s) is none of TCP, UDP and ICMP", k.number(), layers.IPProtocol(k.number())) //nolint:gosec // eight bits
	case pppSpace:
		return fmt.Sprintf("not IP: PPP protocol 0x%04x (%s)", k.number(), layers.PPPType(k.number()))
	}
	if k <= maxLLC {
		return "not IP: an IEEE 802.2 LLC frame"
	}
	return fmt.Sprintf("not IP: EtherType 0x%04x (%s)", k.number(), layers.EthernetType(k.number()))
}
