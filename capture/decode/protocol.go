package decode

import (
	"wireladder/capture"
	"wireladder/capture/decode/frame"
)

// IP protocol numbers (Protocol Numbers at IANA).
const (
	ipHopByHop    = frame.IPSpace // number 0
	ipICMP        = frame.IPSpace | 1
	ipIPv4        = frame.IPSpace | 4
	ipTCP         = frame.IPSpace | 6
	ipUDP         = frame.IPSpace | 17
	ipIPv6        = frame.IPSpace | 41
	ipRouting     = frame.IPSpace | 43
	ipFragment    = frame.IPSpace | 44
	ipGRE         = frame.IPGRE
	ipAH          = frame.IPSpace | 51
	ipICMPv6      = frame.IPSpace | 58
	ipDestination = frame.IPSpace | 60
	ipEtherIP     = frame.IPSpace | 97
	ipMPLS        = frame.IPSpace | 137
	ipShim6       = frame.IPSpace | 140
	ipEthernet    = frame.IPSpace | 143
)

// protocol returns the ladder's protocol that an IP protocol is, Undecoded if there is none.
func protocol(k frame.Kind) capture.Protocol {
	switch k {
	case ipTCP:
		return capture.TCP
	case ipUDP:
		return capture.UDP
	case ipICMP:
		return capture.ICMP
	case ipICMPv6:
		return capture.ICMPv6
	}
	return capture.Undecoded
}
