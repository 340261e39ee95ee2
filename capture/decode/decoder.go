package decode

import (
	"fmt"
	"net/netip"

	"wireladder/capture"
)

// Decoder reads the headers of frames: link layer, IP, tunnels, and the
// transport header behind them. It never looks at what applications say.
//
// It keeps the fragments of IP datagrams that are not complete yet, so that a
// datagram's transport header is found in the frame that completes it: give it
// the frames of one file or run, in order. It keeps at most 256 datagrams and
// 4 MiB of fragments, whatever the frames say, and throws the oldest away.
//
// A frame in one piece is read without allocating. A Decoder must not be used
// from two goroutines at once.
type Decoder struct {
	fragments reassembly
	texts     texts
	carrier   carrier // in the frame that is read: the innermost UDP datagram with a tunnel in it
}

// NewDecoder returns a Decoder that is ready to use.
func NewDecoder() *Decoder { return &Decoder{} }

// Decode fills Proto, Src, Dst, TCP, ICMP, Outer, Fragments, Payload,
// PayloadLength and Problem of p from its Link, Data and Length. Those fields
// must be as an earlier Decode left them, of whatever frame, or zero: where TCP
// and ICMP are not valid, they are zero.
//
// A frame that cannot be read as far as a ladder needs has Proto Undecoded and
// a Problem that says why; Src and Dst are set if its IP header could be read,
// with the ports if no more than these are left of the transport header. A
// Problem beside another Proto is a flaw that did not stop the reading: options
// cut off by the snap length, a tunnel with something else than IP inside.
//
// A fragment of a datagram is Undecoded, but for the one that completes it,
// which has the headers and the payload of the whole. Where the capture holds
// only the beginning of fragments, they cannot be put together, and the first
// one is read as far as it goes. Checksums are not looked at.
//
// Payload is a part of Data, or of a datagram that was put together and that no
// one else refers to. Both it and PayloadLength go by the lengths in the
// headers: what pads a frame is not payload.
func (d *Decoder) Decode(p *capture.Packet) {
	was := p.Proto
	p.Proto, p.Problem, p.Fragments = capture.Undecoded, "", 0
	p.Outer = p.Outer[:0]
	p.Payload, p.PayloadLength = nil, 0
	var r reading
	r.decoder, r.packet = d, p
	r.next, r.data, r.length = linkSpace|kind(p.Link), p.Data, max(p.Length, len(p.Data))
	for r.step() {
		continue // each step takes at least one octet, or tells what the rest is
	}
	if p.Proto == capture.Undecoded {
		r.giveUp()
	}
	if p.Problem = r.problem; was != p.Proto {
		forget(p, was)
	}
}

// forget clears the header that an earlier Decode has found, of a protocol that
// the packet has no longer.
func forget(p *capture.Packet, was capture.Protocol) {
	switch was {
	case capture.TCP:
		p.TCP = capture.TCPHeader{}
	case capture.ICMP, capture.ICMPv6:
		if p.Proto != capture.ICMP && p.Proto != capture.ICMPv6 {
			p.ICMP = capture.ICMPHeader{}
		}
	}
}

// reading is what one Decode knows so far, on its way from header to header.
type reading struct {
	decoder *Decoder
	packet  *capture.Packet

	next   kind   // what data begins with
	data   []byte // what is left, as far as it was captured
	length int    // octets that are left by the headers so far; at least len(data)

	src, dst         netip.Addr // of the innermost IP header
	srcPort, dstPort uint16     // of a transport header that is cut off behind them

	headers int    // IP headers so far
	quoted  bool   // in the packet that an ICMP error quotes
	overrun bool   // the IP header speaks of more octets than there were on the wire
	partial bool   // in a first fragment: the rest of the datagram is elsewhere
	problem string // see Packet.Problem
}

// step reads the header that data begins with. It reports whether there is
// another to be read.
func (r *reading) step() bool {
	switch r.next {
	case linkEthernet:
		return r.ethernet()
	case etherIPv4:
		return r.ipv4()
	case etherIPv6:
		return r.ipv6()
	case ipTCP:
		return r.tcp()
	case ipUDP:
		return r.udp()
	}
	return r.rareStep()
}

// rareStep is step for the headers that few frames have.
func (r *reading) rareStep() bool {
	switch r.next.space() {
	case linkSpace:
		return r.link()
	case etherSpace:
		return r.ether()
	case pppSpace:
		return r.pppProtocol()
	}
	return r.ipProtocol()
}

// then says what follows the header just read.
func (r *reading) then(next kind) bool {
	r.next = next
	return true
}

// take takes the first n octets off what is left. If they are not all there, it
// fails, saying within what the frame ends, and returns nil.
func (r *reading) take(n int, header string) []byte {
	if len(r.data) < n {
		r.ends(header)
		return nil
	}
	head := r.data[:n:n]
	r.data, r.length = r.data[n:], r.length-n
	return head
}

// limit cuts what is left to length octets, which takes off what pads a frame.
func (r *reading) limit(length int) {
	if length < r.length {
		r.length = length
		r.data = r.data[:min(len(r.data), length)]
	}
}

// fail ends the reading with the reason.
func (r *reading) fail(problem string) bool {
	r.problem = problem
	return false
}

// failf is fail for what hardly any frame has.
func (r *reading) failf(format string, args ...any) bool {
	return r.fail(fmt.Sprintf(format, args...))
}

// ends fails because a header is not all there. Nothing but the snap length is
// to blame if the frame itself went on.
func (r *reading) ends(header string) bool {
	return r.fail(r.cut(header))
}

// cut says what ends within a header.
func (r *reading) cut(header string) string {
	if len(r.data) < r.length {
		return r.decoder.texts.join("the capture ends within the ", header)
	}
	if r.headers > 0 {
		return r.decoder.texts.join("the datagram ends within the ", header)
	}
	return r.decoder.texts.join("the frame ends within the ", header)
}

// flaw notes something odd that does not stop the reading.
func (r *reading) flaw(text string) {
	if r.problem != "" {
		text = r.problem + "; " + text
	}
	r.problem = text
}

// giveUp leaves in the packet what could be read of a frame that could not be
// read to its end: the datagram that carries a tunnel, or addresses.
func (r *reading) giveUp() {
	p := r.packet
	if len(p.Outer) > 0 {
		r.backToCarrier()
		return
	}
	p.Src, p.Dst = netip.AddrPortFrom(r.src, r.srcPort), netip.AddrPortFrom(r.dst, r.dstPort)
}
