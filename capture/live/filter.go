package live

import (
	"fmt"
	"slices"

	"github.com/google/gopacket/layers"
	"golang.org/x/net/bpf"
)

// maxInstructions is the longest program that kernels take (BPF_MAXINSNS).
const maxInstructions = 4096

// What the filter's program returns: how many octets of the frame to keep.
const (
	keepFrame = 262144
	dropFrame = 0
)

// Offsets in an Ethernet frame without VLAN tags; Linux has taken those off
// when a filter runs.
const (
	offEtherType    = 12
	offIP           = 14
	offIPv4Fragment = offIP + 6
	offIPv4Protocol = offIP + 9
	offIPv6Next     = offIP + 6
	ipv6Header      = 40 // octets, without extensions
)

// PortFilter returns a program for Options.Filter that passes, of Ethernet
// frames, TCP and UDP from or to one of the ports, over IPv4 and IPv6, and all
// ICMP and ICMPv6, which tells of datagrams that found no port.
//
// It passes what it cannot judge, since a ladder would miss that: later IPv4
// fragments, which have no ports, and IPv6 with extension headers. It is an
// error to name more ports than fit a program, which is about a thousand.
func PortFilter(ports ...uint16) ([]bpf.RawInstruction, error) {
	ipv4, ipv6 := ipv4Filter(), ipv6Filter()
	program := slices.Concat(
		[]bpf.Instruction{
			bpf.LoadAbsolute{Off: offEtherType, Size: 2},
			bpf.JumpIf{Cond: bpf.JumpNotEqual, Val: 0x0800, SkipTrue: uint8(len(ipv4) + 1)}, //nolint:gosec // a dozen
		},
		ipv4,
		[]bpf.Instruction{
			bpf.Jump{Skip: uint32(len(ipv6) + 2)}, //nolint:gosec // a dozen
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: 0x86dd, SkipTrue: 1},
			drop,
		},
		ipv6,
		portsFilter(ports),
	)
	if len(program) > maxInstructions {
		return nil, fmt.Errorf("a filter for %d ports has %d instructions, more than %d", len(ports), len(program), maxInstructions)
	}
	return bpf.Assemble(program)
}

// The verdicts. They stand wherever one is reached, not once at the end: a
// conditional jump reaches no further than 255 instructions.
var (
	keep = bpf.RetConstant{Val: keepFrame}
	drop = bpf.RetConstant{Val: dropFrame}
)

// ipv4Filter decides on an IPv4 packet, or leaves the length of its header in X.
func ipv4Filter() []bpf.Instruction {
	return slices.Concat(
		[]bpf.Instruction{bpf.LoadAbsolute{Off: offIPv4Protocol, Size: 1}},
		keepIf(bpf.JumpEqual, uint32(layers.IPProtocolICMPv4)),
		dropUnlessTransport(),
		[]bpf.Instruction{bpf.LoadAbsolute{Off: offIPv4Fragment, Size: 2}},
		keepIf(bpf.JumpBitsSet, 0x1fff), // an offset: a later fragment
		[]bpf.Instruction{bpf.LoadMemShift{Off: offIP}},
	)
}

// ipv6Filter decides on an IPv6 packet, or leaves the length of its header in X.
func ipv6Filter() []bpf.Instruction {
	return slices.Concat(
		[]bpf.Instruction{bpf.LoadAbsolute{Off: offIPv6Next, Size: 1}},
		keepIf(bpf.JumpEqual, uint32(layers.IPProtocolICMPv6)),
		keepIf(bpf.JumpEqual, uint32(layers.IPProtocolIPv6HopByHop)),
		keepIf(bpf.JumpEqual, uint32(layers.IPProtocolIPv6Routing)),
		keepIf(bpf.JumpEqual, uint32(layers.IPProtocolIPv6Fragment)),
		keepIf(bpf.JumpEqual, uint32(layers.IPProtocolIPv6Destination)),
		dropUnlessTransport(),
		[]bpf.Instruction{bpf.LoadConstant{Dst: bpf.RegX, Val: ipv6Header}},
	)
}

// portsFilter decides by the ports, which begin both transport headers; X is
// the length of the IP header.
func portsFilter(ports []uint16) []bpf.Instruction {
	var program []bpf.Instruction
	for _, offset := range []uint32{offIP, offIP + 2} { // source, destination
		program = append(program, bpf.LoadIndirect{Off: offset, Size: 2})
		for _, port := range ports {
			program = append(program, keepIf(bpf.JumpEqual, uint32(port))...)
		}
	}
	return append(program, drop)
}

// keepIf keeps the frame if what was loaded last passes the test.
func keepIf(cond bpf.JumpTest, value uint32) []bpf.Instruction {
	return []bpf.Instruction{bpf.JumpIf{Cond: cond, Val: value, SkipFalse: 1}, keep}
}

// dropUnlessTransport drops the frame if the protocol that was loaded last is
// not one with ports.
func dropUnlessTransport() []bpf.Instruction {
	return []bpf.Instruction{
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(layers.IPProtocolTCP), SkipTrue: 2},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(layers.IPProtocolUDP), SkipTrue: 1},
		drop,
	}
}
