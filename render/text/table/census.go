package table

import (
	"wireladder/capture"
	"wireladder/capture/flow"
)

// census is what all conversations together are. It is taken once: to walk from
// one of many to the next is to wait for memory.
type census struct {
	tcp, udp int
	beyond   int  // those that are another one beyond a NAT
	ipv6     bool // there is an address that is none of IPv4
	copies   int64
	copied   flow.Copied // why there are copies
	cut      int         // packets that were cut, and their file does not say so
}

func takeCensus(conversations []*flow.Conversation) census {
	var all census
	for _, c := range conversations {
		if _, beyond := c.CopyOf(); beyond {
			all.beyond++
		} else if c.Proto == capture.TCP {
			all.tcp++
		} else {
			all.udp++
		}
		all.copies += int64(c.Copies(flow.Initiator) + c.Copies(flow.Responder))
		all.copied |= c.Copied
		all.cut += c.Cut()
		all.ipv6 = all.ipv6 || !c.Endpoint(flow.Initiator).Addr().Is4()
	}
	return all
}
