package link

import (
	"encoding/binary"

	"wireladder/capture"
	"wireladder/capture/decode/frame"
)

// switchTag takes off Ethernet addresses and the tag that says at which port of a
// switch the frame was (https://www.tcpdump.org/linktypes.html, DSA_TAG_…).
func switchTag(c *frame.Cursor) bool {
	const name, addresses, etherType = "switch tag", 12, 2
	tagged := 4
	switch capture.LinkType(c.Next.Number()) {
	case BroadcomPrepended:
		return c.Take(tagged, name) != nil && c.Then(frame.Ethernet)
	case MarvellEtherType:
		tagged = 8 // an EtherType, and two octets that are reserved, stand before it
	}
	head := c.Take(addresses+tagged+etherType, name)
	if head == nil {
		return false
	}
	c.Addressed(head[:6], head[6:12])
	return c.Then(frame.Kind(binary.BigEndian.Uint16(head[addresses+tagged:])))
}

// metadata takes off a header of Cisco metadata: version, length, and an option of
// four octets, with the EtherType of what it is about behind it. Some have two more
// octets before that, where no EtherType can be.
func metadata(c *frame.Cursor) bool {
	const name, usual = "Cisco metadata", 8
	if len(c.Data) > usual && frame.Kind(binary.BigEndian.Uint16(c.Data[usual-2:])) < frame.MinEther {
		return tag(c, usual+2, name)
	}
	return tag(c, usual, name)
}
