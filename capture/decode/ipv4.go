package decode

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/decode/checksum"
	"wireladder/capture/decode/frame"
	"wireladder/capture/decode/reassembly"
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
	data := r.Data
	if len(data) < ipv4Header {
		return r.shortIPv4()
	}
	header := int(data[0]&0x0f) * 4
	if data[0]>>4 != 4 || header < ipv4Header || header > len(data) || r.IPHeaders >= maxHeaders {
		return r.badIPv4(header)
	}
	total := int(binary.BigEndian.Uint16(data[2:4]))
	if total == 0 {
		total = r.Length // a segment over 64 KiB that was never cut up: Linux BIG TCP, or offload
	}
	r.IPHeaders++
	r.src, r.dst = netip.AddrFrom4([4]byte(data[12:16])), netip.AddrFrom4([4]byte(data[16:20]))
	if total < header {
		return r.Failf("IPv4 total length %d is less than its header's %d", total, header)
	}
	if header > ipv4Header {
		r.ipv4Options(data[ipv4Header:header])
	}
	r.ip = ipv4Facts(data)
	next := frame.IPSpace | frame.Kind(data[9])
	r.payload(header, total)
	if r.ip.MoreFragments || r.ip.FragmentOffset != 0 {
		return r.piece(reassembly.Fragment{
			Proto: data[9], ID: uint32(r.ip.ID), Offset: r.ip.FragmentOffset, More: r.ip.MoreFragments, Next: next,
		})
	}
	if r.Next = next; next == ipTCP && !r.quoted {
		return r.tcp() // as nearly always
	}
	return true
}

// ipv4Facts returns what an IPv4 header says beside addresses and lengths.
func ipv4Facts(head []byte) capture.IPHeader {
	const dontFragment, moreFragments, offset = 0x4000, 0x2000, 0x1fff
	field := binary.BigEndian.Uint16(head[6:8])
	return capture.IPHeader{
		ID: binary.BigEndian.Uint16(head[4:6]), HasID: true, HopLimit: head[8], ECN: head[1] & 3,
		DF: field&dontFragment != 0, MoreFragments: field&moreFragments != 0, FragmentOffset: int(field&offset) * 8,
		Protocol: head[9],
	}
}

// shortIPv4 is for what is no whole IPv4 header.
func (r *reading) shortIPv4() bool {
	if len(r.Data) > 0 && r.Data[0]>>4 != 4 {
		return r.badIPv4(ipv4Header)
	}
	return r.Ends("IPv4 header")
}

// badIPv4 is for what begins as no IPv4 header does.
func (r *reading) badIPv4(header int) bool {
	switch version := r.Data[0] >> 4; {
	case r.IPHeaders >= maxHeaders:
		return r.Fail("too many IP headers within one another")
	case version == 6:
		r.Flaw("IPv6 where IPv4 was announced")
		return r.Then(frame.EtherIPv6)
	case version != 4:
		return r.Failf("the IPv4 header says version %d", version)
	case header < ipv4Header:
		return r.Failf("IPv4 header length %d is less than %d", header, ipv4Header)
	}
	return r.Ends("IPv4 options")
}

// payload moves over a header to what it carries, and cuts that to its end,
// counted from the header's start. An end beyond that of the frame is a flaw. What
// is around the header counts then, as it does for Wireshark, unless the frame was
// cut after it had been captured: then the end is right.
func (r *reading) payload(header, end int) {
	r.overrun = false
	if end > r.Length && !r.quoted {
		r.Flaw(fmt.Sprintf("the IP header says %d octets, the frame holds %d", end, r.Length))
		if r.overrun = !r.isCut(r.Data[:header]); r.overrun {
			end = r.Length
		}
	}
	r.Data, r.Length = r.Data[header:min(len(r.Data), end)], end-header
}

// isCut reports whether a frame that ends before its IP header says so was cut after
// it had been captured: nothing but the frame's end is in the way, and the header's
// checksum, of which IPv6 has none, does not say that its length is wrong.
func (r *reading) isCut(head []byte) bool {
	if r.IPHeaders > 1 || r.Limited || len(r.Data) < r.Length {
		return false
	}
	return head[0]>>4 != 4 || checksum.Of(head) == 0
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
			r.Flaw("the IPv4 options cannot be read")
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
