package link

import "wireladder/capture/decode/frame"

// tokenRing takes off an IEEE 802.5 header: access and frame control, addresses, and
// the route that the frame takes over bridges if the source address says so (§3.2).
func tokenRing(c *frame.Cursor) bool {
	const name, isLLC, hasRoute = "token ring header", 0x40, 0x80
	head := c.Take(14, name)
	if head == nil {
		return false
	}
	c.Addressed(head[2:8], head[8:14])
	if head[1]&0xc0 != isLLC {
		return c.Failf("not IP: a token ring frame of control 0x%02x", head[1])
	}
	if head[8]&hasRoute != 0 {
		if len(c.Data) == 0 {
			return c.Ends(name)
		}
		if c.Take(int(c.Data[0]&0x1f), name) == nil { // its length counts its first two octets
			return false
		}
	}
	return c.Then(frame.EtherLLC)
}

// fddi takes off the header of FDDI (ANSI X3.139): frame control and addresses.
func fddi(c *frame.Cursor) bool {
	const isLLC = 0x50
	head := c.Take(13, "FDDI header")
	if head == nil {
		return false
	}
	c.Addressed(head[1:7], head[7:13])
	if head[0]&0xf0 != isLLC {
		return c.Failf("not IP: an FDDI frame of control 0x%02x", head[0])
	}
	return c.Then(frame.EtherLLC)
}
