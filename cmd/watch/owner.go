package watch

import (
	"wireladder/capture"
	"wireladder/capture/owners"
)

// belongs returns what tells whether a packet comes from or goes to a socket of the programs that are
// wanted.
func (o *options) belongs(known *owners.Owners) func(*capture.Packet) bool {
	known.Urgent = true
	return func(p *capture.Packet) bool {
		proto, src, dst := p.Proto, p.Src, p.Dst
		switch {
		case proto == capture.ICMP, proto == capture.ICMPv6:
			proto, src, dst = p.ICMP.Quoted.Proto, p.ICMP.Quoted.Src, p.ICMP.Quoted.Dst
		case proto == capture.TCP && p.TCP.Flags.Has(capture.SYN) && !p.TCP.Flags.Has(capture.ACK):
			known.Forget(proto, src, dst)
		}
		from, ok := known.Of(proto, src, dst)
		if ok && o.wants(from) {
			return true
		}
		to, ok := known.Of(proto, dst, src)
		return ok && o.wants(to)
	}
}

// wants reports whether the packets of a program are wanted.
func (o *options) wants(p owners.Program) bool {
	return o.PID != 0 && p.PID == o.PID || o.Process != "" && p.Is(o.Process)
}
