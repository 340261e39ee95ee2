package decode

import (
	"wireladder/capture"
	"wireladder/capture/decode/tunnel"
)

// carrier is the UDP datagram that carries a tunnel, as a packet of its own.
type carrier struct {
	payload       []byte
	payloadLength int
	fragments     int
	ip            capture.IPHeader
}

// tunnel goes on with what a UDP datagram carries, if that is a tunnel. It reports
// whether it is one.
func (r *reading) tunnel(src, dst uint16) bool {
	if r.partial {
		return false
	}
	p := r.packet
	n, next, ok := tunnel.Header(src, dst, p.Payload)
	if !ok {
		return false
	}
	r.decoder.carrier = carrier{p.Payload, p.PayloadLength, p.Fragments, r.ip}
	r.Data, r.Length = p.Payload[n:], p.PayloadLength-n
	p.Outer = append(p.Outer, capture.Endpoints{Proto: capture.UDP, Src: p.Src, Dst: p.Dst, ID: r.ip.ID})
	p.Proto, p.Payload, p.PayloadLength = capture.Undecoded, nil, 0
	return r.Then(next)
}

// backToCarrier makes the packet the datagram that carries a tunnel: in the
// tunnel there was nothing that could be read to its end.
func (r *reading) backToCarrier() {
	p, last := r.packet, len(r.packet.Outer)-1
	p.Proto, p.Src, p.Dst = capture.UDP, p.Outer[last].Src, p.Outer[last].Dst
	p.Outer = p.Outer[:last]
	c := &r.decoder.carrier
	r.ip = c.ip
	p.Payload, p.PayloadLength, p.Fragments = c.payload, c.payloadLength, c.fragments
	r.Problem = r.Texts.Join("in a tunnel: ", r.Problem)
}
