package datagrams

import (
	"fmt"

	"wireladder/capture"
	"wireladder/render/words/sentence"
)

// Stray speaks of a packet that belongs to no conversation, and is no error about one.
func Stray(p *capture.Packet) sentence.Sentence {
	name := ""
	switch p.Proto {
	case capture.ICMP:
		name = queries[p.ICMP.Type]
	case capture.ICMPv6:
		name = queries6[p.ICMP.Type]
	}
	if name == "" {
		return sentence.New("belongs to no conversation", "This packet belongs to no conversation that the recording holds.")
	}
	return sentence.New(name+": belongs to no conversation", fmt.Sprintf("This is an %s. It belongs to no conversation that the recording holds.", name))
}

// queries are the messages of ICMP that are no errors, by type (RFC 792).
var queries = map[uint8]string{
	0: "ICMP echo reply (ping)", 8: "ICMP echo request (ping)", 9: "ICMP router advertisement", 10: "ICMP router solicitation",
	13: "ICMP timestamp request", 14: "ICMP timestamp reply",
}

// queries6 are those of ICMPv6 (RFC 4443, RFC 4861, RFC 2710, RFC 3810).
var queries6 = map[uint8]string{
	128: "ICMPv6 echo request (ping)", 129: "ICMPv6 echo reply (ping)", 130: "ICMPv6 multicast listener query", 131: "ICMPv6 multicast listener report",
	132: "ICMPv6 multicast listener done", 133: "ICMPv6 router solicitation", 134: "ICMPv6 router advertisement", 135: "ICMPv6 neighbor solicitation",
	136: "ICMPv6 neighbor advertisement", 137: "ICMPv6 redirect", 143: "ICMPv6 multicast listener report",
}
