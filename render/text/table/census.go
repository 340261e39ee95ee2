package table

import (
	"wireladder/capture"
	"wireladder/capture/flow"
)

// census is what all conversations together are. It is taken once: to walk from
// one of many to the next is to wait for memory.
type census struct {
	tcp, udp int
	ipv6     bool // there is an address that is none of IPv4
}

func takeCensus(conversations []*flow.Conversation) census {
	var all census
	for _, c := range conversations {
		if c.Proto == capture.TCP {
			all.tcp++
		} else {
			all.udp++
		}
		all.ipv6 = all.ipv6 || !c.Endpoint(flow.Initiator).Addr().Is4()
	}
	return all
}
