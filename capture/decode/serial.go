package decode

import (
	"encoding/binary"

	"wireladder/capture"
)

// serial reads the headers of serial lines, and PPP over Ethernet without the
// Ethernet.
func (r *reading) serial() bool {
	switch capture.LinkType(r.next.number()) {
	case linkCiscoHDLC:
		return r.tag(4, "Cisco HDLC header")
	case linkPPPoE:
		return r.pppoe()
	case linkPPPDirection:
		if r.take(1, "direction") == nil {
			return false
		}
	}
	if len(r.data) > 0 && (r.data[0] == 0x0f || r.data[0] == 0x8f) { // unicast or broadcast of Cisco HDLC
		return r.tag(4, "Cisco HDLC header")
	}
	return r.ppp()
}

// ppp reads a PPP header: the address and control of HDLC framing if they are
// there (RFC 1662 §3.1), and a protocol, of one octet if it was compressed
// (RFC 1661 §6.5).
func (r *reading) ppp() bool {
	if len(r.data) >= 2 && r.data[0] == 0xff && r.data[1] == 3 {
		r.take(2, "")
	}
	if len(r.data) > 0 && r.data[0]&1 != 0 {
		return r.then(pppSpace | kind(r.take(1, "")[0]))
	}
	head := r.take(2, "PPP header")
	return head != nil && r.then(pppSpace|kind(binary.BigEndian.Uint16(head)))
}

// pppProtocol goes on with what a PPP header announces (PPP Numbers at IANA).
func (r *reading) pppProtocol() bool {
	switch r.next.number() {
	case 0x0021:
		return r.then(etherIPv4)
	case 0x0057:
		return r.then(etherIPv6)
	case 0x0281, 0x0283:
		return r.then(etherMPLS)
	}
	return r.fail(r.decoder.texts.unread(r.next))
}

// pppoe takes off the header of a PPPoE session (RFC 2516 §4).
func (r *reading) pppoe() bool {
	head := r.take(6, "PPPoE header")
	if head == nil {
		return false
	}
	if head[1] != 0 {
		return r.fail("not IP: PPPoE discovery")
	}
	r.limit(int(binary.BigEndian.Uint16(head[4:])))
	return r.ppp()
}
