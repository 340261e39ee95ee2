package link

import (
	"bytes"

	"wireladder/capture/decode/frame"
)

// tokenRing takes off an IEEE 802.5 header: access and frame control, addresses, and
// the route that the frame takes over bridges if the source address says so (§3.2).
func tokenRing(c *frame.Cursor) bool {
	const name, isLLC, hasRoute = "token ring header", 0x40, 0x80
	head := c.Take(14, name)
	if head == nil {
		return false
	}
	source := [6]byte(head[8:14])
	source[0] &^= hasRoute
	c.Addressed(head[2:8], source[:])
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

// atmCLIP reads a frame of classical IP over ATM, as Linux has it: IP, with an LLC
// header before it or without.
func atmCLIP(c *frame.Cursor) bool {
	if bytes.HasPrefix(c.Data, []byte{sapSNAP, sapSNAP, 3}) {
		return c.Then(frame.EtherLLC)
	}
	return c.ThenIP()
}

// sunATM takes off the header that Sun's ATM cards have: direction and kind of traffic,
// and the circuit.
func sunATM(c *frame.Cursor) bool {
	const sent, kind, isLANE, isLLC = 0x80, 0x0f, 1, 2
	head := c.Take(4, "ATM header")
	if head == nil {
		return false
	}
	c.Directed(head[0]&sent != 0)
	switch head[0] & kind {
	case isLLC:
		return c.Then(frame.EtherLLC)
	case isLANE: // LAN emulation: who sent it, and an Ethernet frame
		return c.Take(2, "LANE header") != nil && c.Then(frame.Ethernet)
	}
	return c.Failf("not IP: ATM traffic of kind %d", head[0]&kind)
}

// fibreChannel takes off the addresses of IP over Fibre Channel, each of which has two
// octets before it (RFC 2625 §3.3).
func fibreChannel(c *frame.Cursor) bool {
	head := c.Take(16, "Fibre Channel network header")
	if head == nil {
		return false
	}
	c.Addressed(head[2:8], head[10:16])
	return c.Then(frame.EtherLLC)
}

// mPacket takes off the preamble of an Ethernet frame. That of a later fragment of one has
// a mark of its own before its last octet, which counts (IEEE 802.3br §99.3).
func mPacket(c *frame.Cursor) bool {
	head := c.Take(8, "preamble")
	if head == nil {
		return false
	}
	switch head[6] {
	case 0x61, 0x52, 0x9e, 0x2a:
		return c.Fail("a later fragment of an Ethernet frame")
	}
	return c.Then(frame.Ethernet)
}
