package link

import (
	"encoding/binary"

	"wireladder/capture"
	"wireladder/capture/decode/frame"
)

// wireless reads IEEE 802.11 frames, and the radiotap header
// (https://www.radiotap.org) that may stand before them.
func wireless(c *frame.Cursor) bool {
	padded := false
	if capture.LinkType(c.Next.Number()) == Radiotap {
		var ok bool
		if padded, ok = radiotap(c); !ok {
			return false
		}
	}
	return dataFrame(c, padded)
}

// radiotap takes off a radiotap header. It reports whether there is padding
// between the 802.11 header and the body.
func radiotap(c *frame.Cursor) (padded, ok bool) {
	if len(c.Data) < 8 {
		return false, c.Ends("radiotap header")
	}
	length := int(binary.LittleEndian.Uint16(c.Data[2:]))
	if length < 8 {
		return false, c.Failf("radiotap header length %d is less than 8", length)
	}
	head := c.Take(length, "radiotap header")
	if head == nil {
		return false, false
	}
	return radiotapFlags(head)&0x20 != 0, true
}

// radiotapFlags returns the flags field of a radiotap header, 0 if it has none.
// Only the TSFT field, of eight octets aligned, can stand before it.
func radiotapFlags(head []byte) byte {
	present := binary.LittleEndian.Uint32(head[4:])
	offset := 8
	for word := present; word>>31 != 0; offset += 4 { // more words of present bits follow
		if offset+4 > len(head) {
			return 0
		}
		word = binary.LittleEndian.Uint32(head[offset:])
	}
	if present&1 != 0 {
		offset = (offset+7)&^7 + 8
	}
	if present&2 == 0 || offset >= len(head) {
		return 0
	}
	return head[offset]
}

// Bits of the frame control field of IEEE 802.11 (§9.2.4.1), by octet.
const (
	wirelessType  = 0x0c // first octet
	wirelessData  = 0x08
	wirelessNull  = 0x40 // a data frame without data
	wirelessQoS   = 0x80
	wirelessBoth  = 0x03 // second octet: to and from a distribution system, with four addresses
	wirelessMore  = 0x04 // fragments follow
	wirelessCrypt = 0x40
	wirelessOrder = 0x80 // in a QoS frame: an HT control field follows
)

// dataFrame takes the header off a data frame (IEEE 802.11 §9.3.2.1). The frame
// check sequence that may end the frame goes as padding does.
func dataFrame(c *frame.Cursor, padded bool) bool {
	if len(c.Data) < 2 {
		return c.Ends("802.11 header")
	}
	control, flags := c.Data[0], c.Data[1]
	if control&wirelessType != wirelessData || control&wirelessNull != 0 {
		return c.Fail("not IP: an 802.11 frame without data")
	}
	n := wirelessHeader(control, flags)
	pad := 0
	if padded {
		pad = -n & 3
	}
	head := c.Take(n+pad, "802.11 header")
	switch {
	case head == nil:
		return false
	case flags&wirelessCrypt != 0:
		return c.Fail("not readable: an encrypted 802.11 frame")
	case flags&wirelessMore != 0 || head[22]&0x0f != 0:
		return c.Fail("a fragment of an 802.11 frame")
	case control&wirelessQoS != 0 && head[wirelessHeader(control&^wirelessQoS, flags)]&0x80 != 0:
		return aggregate(c)
	}
	return c.Then(frame.EtherLLC)
}

// aggregate takes the first packet out of a frame that may hold several (A-MSDU,
// §9.3.2.2): each has two addresses and a length before it.
func aggregate(c *frame.Cursor) bool {
	head := c.Take(14, "A-MSDU subframe header")
	if head == nil {
		return false
	}
	length := int(binary.BigEndian.Uint16(head[12:]))
	if c.Length >= length+14 {
		c.Flaw("the first of several packets in one 802.11 frame (A-MSDU)")
	}
	c.Limit(length)
	return c.Then(frame.EtherLLC)
}

// wirelessHeader returns the length of the header of a data frame.
func wirelessHeader(control, flags byte) int {
	n := 24
	if flags&wirelessBoth == wirelessBoth {
		n += 6
	}
	if control&wirelessQoS != 0 {
		n += 2
		if flags&wirelessOrder != 0 {
			n += 4
		}
	}
	return n
}
