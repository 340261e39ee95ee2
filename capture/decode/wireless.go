package decode

import (
	"encoding/binary"

	"wireladder/capture"
)

// wireless reads IEEE 802.11 frames, and the radiotap header
// (https://www.radiotap.org) that may stand before them.
func (r *reading) wireless() bool {
	padded := false
	if capture.LinkType(r.next.number()) == linkRadiotap {
		var ok bool
		if padded, ok = r.radiotap(); !ok {
			return false
		}
	}
	return r.dataFrame(padded)
}

// radiotap takes off a radiotap header. It reports whether there is padding
// between the 802.11 header and the body.
func (r *reading) radiotap() (padded, ok bool) {
	if len(r.data) < 8 {
		return false, r.ends("radiotap header")
	}
	length := int(binary.LittleEndian.Uint16(r.data[2:]))
	if length < 8 {
		return false, r.failf("radiotap header length %d is less than 8", length)
	}
	head := r.take(length, "radiotap header")
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
func (r *reading) dataFrame(padded bool) bool {
	if len(r.data) < 2 {
		return r.ends("802.11 header")
	}
	control, flags := r.data[0], r.data[1]
	if control&wirelessType != wirelessData || control&wirelessNull != 0 {
		return r.fail("not IP: an 802.11 frame without data")
	}
	n := wirelessHeader(control, flags)
	pad := 0
	if padded {
		pad = -n & 3
	}
	head := r.take(n+pad, "802.11 header")
	switch {
	case head == nil:
		return false
	case flags&wirelessCrypt != 0:
		return r.fail("not readable: an encrypted 802.11 frame")
	case flags&wirelessMore != 0 || head[22]&0x0f != 0:
		return r.fail("a fragment of an 802.11 frame")
	case control&wirelessQoS != 0 && head[wirelessHeader(control&^wirelessQoS, flags)]&0x80 != 0:
		return r.aggregate()
	}
	return r.then(etherLLC)
}

// aggregate takes the first packet out of a frame that may hold several (A-MSDU,
// §9.3.2.2): each has two addresses and a length before it.
func (r *reading) aggregate() bool {
	head := r.take(14, "A-MSDU subframe header")
	if head == nil {
		return false
	}
	length := int(binary.BigEndian.Uint16(head[12:]))
	if r.length >= length+14 {
		r.flaw("the first of several packets in one 802.11 frame (A-MSDU)")
	}
	r.limit(length)
	return r.then(etherLLC)
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
