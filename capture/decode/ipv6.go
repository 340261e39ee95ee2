package decode

import (
	"encoding/binary"
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/decode/frame"
	"wireladder/capture/decode/reassembly"
	"wireladder/capture/decode/tunnel"
)

// ipv6 reads an IPv6 header (RFC 8200 §3).
func (r *reading) ipv6() bool {
	data := r.Data
	if len(data) < ipv6Header || data[0]>>4 != 6 || r.IPHeaders >= maxHeaders {
		return r.badIPv6()
	}
	r.IPHeaders++
	r.src, r.dst = netip.AddrFrom16([16]byte(data[8:24])), netip.AddrFrom16([16]byte(data[24:40]))
	r.ip = capture.IPHeader{HopLimit: data[7], ECN: data[1] >> 4 & 3}
	end := ipv6Header + int(binary.BigEndian.Uint16(data[4:6]))
	if end == ipv6Header {
		end = max(r.Length, ipv6Header) // a jumbogram (RFC 2675), or Linux BIG TCP
	}
	r.payload(ipv6Header, end)
	return r.Then(frame.IPSpace | frame.Kind(data[6]))
}

// badIPv6 is for what begins as no IPv6 header does.
func (r *reading) badIPv6() bool {
	if len(r.Data) > 0 && r.Data[0]>>4 != 6 {
		return r.Failf("the IPv6 header says version %d", r.Data[0]>>4)
	}
	if len(r.Data) < ipv6Header {
		return r.Ends("IPv6 header")
	}
	return r.Fail("too many IP headers within one another")
}

// ipProtocol goes on with what IP announces other than TCP and UDP.
func (r *reading) ipProtocol() bool {
	switch r.Next {
	case ipICMP, ipICMPv6:
		return r.icmp()
	case ipIPv4:
		return r.Then(frame.EtherIPv4)
	case ipIPv6:
		return r.Then(frame.EtherIPv6)
	case ipGRE:
		return tunnel.GRE(&r.Cursor)
	case ipAH:
		return r.authentication()
	case ipEtherIP:
		return r.Take(2, "EtherIP header") != nil && r.Then(frame.Ethernet) // RFC 3378 §3
	case ipMPLS:
		return r.Then(frame.EtherMPLS)
	case ipEthernet:
		return r.Then(frame.Ethernet) // RFC 8986 §4.9
	}
	if !r.src.Is4() {
		return r.extension()
	}
	return r.Unread(r.Next)
}

// extension reads an IPv6 extension header (RFC 8200 §4).
func (r *reading) extension() bool {
	switch r.Next {
	case ipFragment:
		return r.fragmentHeader()
	case ipHopByHop, ipRouting, ipDestination, ipShim6:
		return r.extensionHeader()
	}
	return r.Unread(r.Next)
}

// extensionHeader takes off an extension header of the usual form: what follows
// it, and how many times eight octets it has beside the first eight.
func (r *reading) extensionHeader() bool {
	const name = "IPv6 extension header"
	if len(r.Data) < 2 {
		return r.Ends(name)
	}
	which := r.Next
	head := r.Take(8*int(r.Data[1])+8, name)
	if head == nil {
		return false
	}
	switch which {
	case ipHopByHop:
		r.jumbo(head)
	case ipRouting:
		r.routingHeader(head)
	case ipDestination:
		r.homeAddress(head)
	}
	return r.Then(frame.IPSpace | frame.Kind(head[0]))
}

// Options of hop-by-hop and destination headers (RFC 8200 §4.2).
const (
	optionPad1        = 0
	optionJumbo       = 0xc2 // RFC 2675 §2
	optionHomeAddress = 0xc9 // RFC 6275 §6.3
)

// option6 returns the data of an option of a hop-by-hop or destination header,
// nil if it has none of that type and length.
func option6(head []byte, want byte, length int) []byte {
	for rest := head[2:]; len(rest) > 0; {
		if rest[0] == optionPad1 {
			rest = rest[1:]
			continue
		}
		if len(rest) < 2 || len(rest) < 2+int(rest[1]) {
			return nil
		}
		if rest[0] == want && int(rest[1]) == length {
			return rest[2 : 2+length]
		}
		rest = rest[2+int(rest[1]):]
	}
	return nil
}

// jumbo cuts what is left to the length of a jumbogram (RFC 2675 §3), which
// counts from behind the IPv6 header.
func (r *reading) jumbo(head []byte) {
	if length := option6(head, optionJumbo, 4); length != nil {
		if n := binary.BigEndian.Uint32(length); n > 0xffff && n <= 1<<30 {
			r.Limit(int(n) - len(head))
		}
	}
}

// homeAddress takes the address at home of a mobile node for the source, which
// is what its transport knows it by (RFC 6275 §6.3).
func (r *reading) homeAddress(head []byte) {
	if home := option6(head, optionHomeAddress, 16); home != nil {
		r.src = netip.AddrFrom16([16]byte(home))
	}
}

// Routing types with addresses in full (IPv6 Routing Types at IANA).
const (
	routeSource  = 0 // RFC 2460 §4.4
	routeHome    = 2 // RFC 6275 §6.4
	routeSegment = 4 // RFC 8754 §2
)

// routingHeader takes the last stop of a route that is not at its end for the
// destination (RFC 8200 §8.1: so does the transport's checksum).
func (r *reading) routingHeader(head []byte) {
	if head[3] == 0 || len(head) < 24 {
		return
	}
	switch head[2] {
	case routeSource, routeHome:
		r.dst = netip.AddrFrom16([16]byte(head[8+(len(head)-8)/16*16-16:]))
	case routeSegment: // the last stop comes first
		r.dst = netip.AddrFrom16([16]byte(head[8:]))
	}
}

// authentication takes off an authentication header (RFC 4302 §2), whose length
// counts four octets, two of them less than there are.
func (r *reading) authentication() bool {
	const name = "authentication header"
	if len(r.Data) < 2 {
		return r.Ends(name)
	}
	head := r.Take(max(4*int(r.Data[1])+8, 12), name)
	return head != nil && r.Then(frame.IPSpace|frame.Kind(head[0]))
}

// fragmentHeader reads a fragment header (RFC 8200 §4.5): an offset in the upper
// 13 bits of its third and fourth octet, and "more fragments" in the lowest. A
// fragment that is all there is, is a datagram (RFC 6946).
func (r *reading) fragmentHeader() bool {
	head := r.Take(8, "IPv6 fragment header")
	if head == nil {
		return false
	}
	next := frame.IPSpace | frame.Kind(head[0])
	field := binary.BigEndian.Uint16(head[2:])
	r.ip.ID, r.ip.HasID = binary.BigEndian.Uint16(head[6:]), true
	r.ip.MoreFragments, r.ip.FragmentOffset, r.ip.Protocol = field&1 != 0, int(field&^7), head[0]
	if field&^6 == 0 {
		return r.Then(next)
	}
	return r.piece(reassembly.Fragment{
		ID: binary.BigEndian.Uint32(head[4:]), Offset: r.ip.FragmentOffset, More: r.ip.MoreFragments, Next: next,
	})
}
