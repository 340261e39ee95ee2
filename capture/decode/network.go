package decode

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// Lengths of the fixed IP headers (RFC 791 §3.1, RFC 8200 §3).
const (
	ipv4Header = 20
	ipv6Header = 40
)

// maxHeaders is how many IP headers of one frame are read, one within the other.
const maxHeaders = 16

// ipv4 reads an IPv4 header (RFC 791 §3.1). What is announced as IPv4 and says
// to be IPv6 is taken for IPv6, as Wireshark does.
func (r *reading) ipv4() bool {
	data := r.data
	if len(data) < ipv4Header {
		return r.shortIPv4()
	}
	header := int(data[0]&0x0f) * 4
	if data[0]>>4 != 4 || header < ipv4Header || header > len(data) || r.headers >= maxHeaders {
		return r.badIPv4(header)
	}
	total := int(binary.BigEndian.Uint16(data[2:4]))
	if total == 0 {
		total = r.length // a segment over 64 KiB that was never cut up: Linux BIG TCP, or offload
	}
	r.headers++
	r.src, r.dst = netip.AddrFrom4([4]byte(data[12:16])), netip.AddrFrom4([4]byte(data[16:20]))
	if total < header {
		return r.failf("IPv4 total length %d is less than its header's %d", total, header)
	}
	if header > ipv4Header {
		r.ipv4Options(data[ipv4Header:header])
	}
	next := ipSpace | kind(data[9])
	r.payload(header, total)
	if field := binary.BigEndian.Uint16(data[6:8]); field&^0xc000 != 0 { // all but the reserved bit and "don't fragment"
		id := uint32(binary.BigEndian.Uint16(data[4:6]))
		return r.piece(fragment{
			proto: data[9], id: id, offset: int(field&0x1fff) * 8, more: field&0x2000 != 0, next: next,
		})
	}
	if r.next = next; next == ipTCP && !r.quoted {
		return r.tcp() // as nearly always
	}
	return true
}

// shortIPv4 is for what is no whole IPv4 header.
func (r *reading) shortIPv4() bool {
	if len(r.data) > 0 && r.data[0]>>4 != 4 {
		return r.badIPv4(ipv4Header)
	}
	return r.ends("IPv4 header")
}

// badIPv4 is for what begins as no IPv4 header does.
func (r *reading) badIPv4(header int) bool {
	switch version := r.data[0] >> 4; {
	case r.headers >= maxHeaders:
		return r.fail("too many IP headers within one another")
	case version == 6:
		r.flaw("IPv6 where IPv4 was announced")
		return r.then(etherIPv6)
	case version != 4:
		return r.failf("the IPv4 header says version %d", version)
	case header < ipv4Header:
		return r.failf("IPv4 header length %d is less than %d", header, ipv4Header)
	}
	return r.ends("IPv4 options")
}

// payload moves over a header to what it carries, and cuts that to its end,
// counted from the header's start. An end beyond that of the frame is a flaw;
// what the frame had counts then, as it does for Wireshark.
func (r *reading) payload(header, end int) {
	if r.overrun = end > r.length && !r.quoted; r.overrun {
		r.flaw(fmt.Sprintf("the IP header speaks of %d octets, the frame had %d", end-header, r.length-header))
		end = r.length
	}
	r.data, r.length = r.data[header:min(len(r.data), end)], end-header
}

// IPv4 options (IP Option Numbers at IANA) that lead a datagram over routers.
const (
	optionEnd         = 0
	optionNop         = 1
	optionLooseRoute  = 131
	optionStrictRoute = 137
)

// ipv4Options looks for a source route (RFC 791 §3.1): as long as it has stops
// left, the destination in the header is the next stop, and the end of the
// route is the destination that the conversation has. Options that are none are
// a flaw, no reason to stop: the header says where they end.
func (r *reading) ipv4Options(options []byte) {
	routed := false
	for len(options) > 0 && options[0] != optionEnd {
		if options[0] == optionNop {
			options = options[1:]
			continue
		}
		if len(options) < 2 || options[1] < 2 || int(options[1]) > len(options) {
			r.flaw("the IPv4 options cannot be read")
			return
		}
		option := options[:options[1]]
		options = options[options[1]:]
		if !routed && (option[0] == optionLooseRoute || option[0] == optionStrictRoute) {
			r.sourceRoute(option)
			routed = true
		}
	}
}

// sourceRoute takes the last stop of a route that is not at its end for the
// destination. The pointer counts octets from 1, and passes the end when no
// stop is left.
func (r *reading) sourceRoute(option []byte) {
	n := len(option)
	if n >= 7 && option[2] >= 4 && option[2]%4 == 0 && int(option[2])+3 <= n {
		r.dst = netip.AddrFrom4([4]byte(option[n-4:]))
	}
}
