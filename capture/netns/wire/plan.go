package wire

import (
	"slices"

	"wireladder/capture"
)

// plan counts the frames that each fault could hit.
type plan struct {
	faults []Fault
	seen   []int // frames of each fault's kind and side so far
}

func newPlan(faults []Fault) *plan {
	return &plan{faults: slices.Clone(faults), seen: make([]int, len(faults))}
}

// hit counts a decoded frame and returns the fault that hits it, the zero value
// if none does. Of several the first in the list does.
func (p *plan) hit(from Side, frame *capture.Packet) Fault {
	var hit Fault
	is := kinds(frame)
	for i, f := range p.faults {
		if is&(1<<f.Kind) == 0 || f.From != Either && f.From != from {
			continue
		}
		if p.seen[i]++; p.seen[i] == f.Ordinal && hit == (Fault{}) {
			hit = f
		}
	}
	return hit
}

// kinds returns what a decoded frame is: one bit a kind.
func kinds(p *capture.Packet) uint16 {
	switch p.Proto {
	case capture.UDP:
		return 1 << Datagram
	case capture.ICMP, capture.ICMPv6:
		return 1 << ICMP
	case capture.TCP:
		return tcpKinds(p.TCP.Flags, p.PayloadLength > 0)
	}
	return 0
}

func tcpKinds(flags capture.Flags, data bool) uint16 {
	var is uint16
	switch {
	case flags.Has(capture.SYN | capture.ACK):
		is = 1 << SYNACK
	case flags.Has(capture.SYN):
		is = 1 << SYN
	}
	if flags.Has(capture.FIN) {
		is |= 1 << FIN
	}
	if flags.Has(capture.RST) {
		is |= 1 << RST
	}
	if data {
		is |= 1 << Data
	}
	if is == 0 && flags.Has(capture.ACK) {
		is = 1 << ACK
	}
	return is
}
