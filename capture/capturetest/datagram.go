package capturetest

import "net/netip"

// Send sends a UDP datagram from the port to another.
func (p Port) Send(to Port, payload string) *Frame {
	c := p.Host.capture
	f := c.newFrame(p.Host, p.addrPort(), to.addrPort(), to.Host.MAC)
	f.payload = payload
	return c.Put(f)
}

// Group returns a machine that stands for a broadcast or multicast address: frames to
// it have the MAC of the group (RFC 1112 §6.4, RFC 2464 §7).
func (c *Capture) Group(address string) *Host {
	h := c.Host(address)
	h.MAC = [6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	if a := h.Addr.As16(); h.Addr.IsMulticast() && h.Addr.Is4() {
		h.MAC = [6]byte{1, 0, 0x5e, a[13] & 0x7f, a[14], a[15]}
	} else if h.Addr.IsMulticast() {
		h.MAC = [6]byte{0x33, 0x33, a[12], a[13], a[14], a[15]}
	}
	return h
}

// Error is an ICMP error: its type, its code and the 32 bits behind the checksum.
type Error struct {
	Type, Code uint8
	Rest       uint32 // the next-hop MTU, where there is one
}

// ICMP sends an error about a frame, to who sent that: ICMP over IPv4 (RFC 792), with
// 28 octets of the frame's packet, or ICMPv6 (RFC 4443) with as many as fit.
func (h *Host) ICMP(about *Frame, e Error) *Frame {
	c := h.capture
	f := c.newFrame(h, netip.AddrPortFrom(h.Addr, 0), netip.AddrPortFrom(about.src.Addr(), 0), about.srcMAC)
	quote, most := about.packet(), 28
	if h.Addr.Is6() {
		most = 1232
	}
	f.icmp, f.payload = &e, string(quote[:min(most, len(quote))])
	f.df = false
	return c.Put(f)
}

// The ICMP errors of IPv4 that captures hold most (RFC 792, RFC 1812 §5.2.7.1).
var (
	NetUnreachable  = Error{Type: 3, Code: 0}
	HostUnreachable = Error{Type: 3, Code: 1}
	PortUnreachable = Error{Type: 3, Code: 3}
	Prohibited      = Error{Type: 3, Code: 13}
	TimeExceeded    = Error{Type: 11, Code: 0}
)

// FragmentationNeeded is ICMP 3/4 with the next-hop MTU (RFC 1191 §4).
func FragmentationNeeded(mtu uint32) Error { return Error{Type: 3, Code: 4, Rest: mtu} }

// The ICMPv6 errors (RFC 4443 §3).
var (
	NoRoute6         = Error{Type: 1, Code: 0}
	Prohibited6      = Error{Type: 1, Code: 1}
	AddrUnreachable6 = Error{Type: 1, Code: 3}
	PortUnreachable6 = Error{Type: 1, Code: 4}
	TimeExceeded6    = Error{Type: 3, Code: 0}
)

// PacketTooBig is ICMPv6 type 2 with the next-hop MTU (RFC 4443 §3.2).
func PacketTooBig(mtu uint32) Error { return Error{Type: 2, Rest: mtu} }
