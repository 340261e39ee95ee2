package capturetest

import (
	"net/netip"
	"slices"
	"time"

	"github.com/google/gopacket/layers"

	"wireladder/capture"
)

// Frame is one packet of a capture. Its methods change it and return it.
type Frame struct {
	capture *Capture
	from    *Host // who sent it, and counts its identifications
	end     *End  // of TCP

	offset         time.Duration // when it was captured, since Start
	iface          int           // of a pcapng file; of SLL2 the interface index
	direction      capture.Bearing
	vlan           uint16 // 0: no tag
	snap           int    // octets that were captured at most; 0: all
	srcMAC, dstMAC [6]byte

	src, dst netip.AddrPort
	id       uint16
	ttl      uint8
	traffic  uint8 // the octet that was TOS: DSCP and ECN
	df       bool

	// Of a fragment, piece is the part of the datagram's octets behind the IP header;
	// else it is nil.
	piece         []byte
	pieceOffset   int
	moreFragments bool

	tcp       *layers.TCP // nil if it is not TCP
	icmp      *Error      // nil if it is not ICMP; what is neither is UDP
	udpLength int         // what the UDP header claims; 0: the truth
	payload   string      // of ICMP, what it quotes
}

// newFrame returns a frame from one machine to another, which is not in the capture.
func (c *Capture) newFrame(from *Host, src, dst netip.AddrPort, to [6]byte) *Frame {
	return &Frame{
		capture: c, from: from, srcMAC: from.MAC, dstMAC: to, iface: -1,
		src: src, dst: dst, id: from.nextID(), ttl: from.TTL, df: true,
	}
}

// addrPort returns the port's address and number.
func (p Port) addrPort() netip.AddrPort { return netip.AddrPortFrom(p.Host.Addr, p.Num) }

// Lose takes the frame out of the capture: it was sent, but not captured. Put adds
// it again.
func (f *Frame) Lose() *Frame {
	f.capture.remove(f)
	return f
}

// On names the interface that saw it: the number of a pcapng interface from 0, or the
// index that SLL2 holds.
func (f *Frame) On(iface int) *Frame { f.iface = iface; return f }

// Going says which way the packet went at its interface, which SLL2 holds.
func (f *Frame) Going(b capture.Bearing) *Frame { f.direction = b; return f }

// VLAN gives the frame an 802.1Q tag.
func (f *Frame) VLAN(id uint16) *Frame { f.vlan = id; return f }

// Snap makes the capture keep no more than n octets of the frame.
func (f *Frame) Snap(n int) *Frame { f.snap = n; return f }

// MAC changes the link-layer addresses' last octets.
func (f *Frame) MAC(src, dst byte) *Frame { f.srcMAC[5], f.dstMAC[5] = src, dst; return f }

// TTL sets the hop limit.
func (f *Frame) TTL(n uint8) *Frame { f.ttl = n; return f }

// ID sets the identification of IPv4.
func (f *Frame) ID(n uint16) *Frame { f.id = n; return f }

// ECN sets the two bits of RFC 3168 §5: 1 and 2 are capable, 3 is congestion
// experienced.
func (f *Frame) ECN(bits uint8) *Frame { f.traffic = f.traffic&^3 | bits; return f }

// Seq sets the sequence number, relative to the sender's initial one. The sender's
// own count stays as it is.
func (f *Frame) Seq(relative int) *Frame { f.tcp.Seq = f.end.ISN + uint32(relative); return f }

// Ack sets the acknowledgment number, relative to the other side's initial one.
func (f *Frame) Ack(relative int) *Frame { f.tcp.Ack = f.end.peer.ISN + uint32(relative); return f }

// Win sets the window, before scaling.
func (f *Frame) Win(octets uint16) *Frame { f.tcp.Window = octets; return f }

// Urgent sets URG and the urgent pointer, which points behind the urgent octet
// (RFC 6093 §2.1).
func (f *Frame) Urgent(pointer uint16) *Frame { f.tcp.URG, f.tcp.Urgent = true, pointer; return f }

// Flags replaces the control bits.
func (f *Frame) Flags(flags capture.Flags) *Frame { setFlags(f.tcp, flags); return f }

// With adds TCP options.
func (f *Frame) With(options ...Option) *Frame {
	for _, o := range options {
		f.tcp.Options = append(slices.Clone(f.tcp.Options), o(f))
	}
	return f
}

// MSS replaces the options by an MSS, as a router does that lowers it.
func (f *Frame) MSS(octets uint16) *Frame { f.tcp.Options = nil; return f.With(MSS(octets)) }

// Claims makes the UDP header speak of n octets, its own 8 included, whatever there is.
func (f *Frame) Claims(n int) *Frame { f.udpLength = n; return f }

// setFlags sets a header's control bits.
func setFlags(t *layers.TCP, f capture.Flags) {
	t.FIN, t.SYN, t.RST, t.PSH = f&capture.FIN != 0, f&capture.SYN != 0, f&capture.RST != 0, f&capture.PSH != 0
	t.ACK, t.URG, t.ECE, t.CWR, t.NS = f&capture.ACK != 0, f&capture.URG != 0, f&capture.ECE != 0, f&capture.CWR != 0, f&capture.AE != 0
}

// Sender returns the end of a connection that sent the segment.
func (f *Frame) Sender() *End { return f.end }
