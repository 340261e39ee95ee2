package capture

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/google/gopacket/layers"
	"golang.org/x/net/bpf"
)

// portFilter returns a program as the kernel would run it.
func portFilter(tb testing.TB, ports ...uint16) *bpf.VM {
	tb.Helper()
	program, err := PortFilter(ports...)
	if err != nil {
		tb.Fatal(err)
	}
	instructions, known := bpf.Disassemble(program)
	if !known {
		tb.Fatal("the program has instructions that do not exist")
	}
	vm, err := bpf.NewVM(instructions)
	if err != nil {
		tb.Fatal(err)
	}
	return vm
}

// passes reports whether the filter keeps all of a frame.
func passes(tb testing.TB, vm *bpf.VM, frame []byte) bool {
	tb.Helper()
	kept, err := vm.Run(frame)
	if err != nil {
		tb.Fatal(err)
	}
	if kept != 0 && kept < len(frame) {
		tb.Errorf("the filter keeps %d of %d octets", kept, len(frame))
	}
	return kept != 0
}

func TestPortFilter(t *testing.T) {
	later := ip4(17)
	later.FragOffset = 100
	first := ip4(17)
	first.Flags = layers.IPv4MoreFragments
	options := ip4(6)
	options.Options = []layers.IPv4Option{{OptionType: 148, OptionLength: 4, OptionData: []byte{0, 0}}}
	e4, e6 := ethernet(0x0800), ethernet(0x86dd)
	tests := []struct {
		name  string
		frame []byte
		ports []uint16
		want  bool
	}{
		{"UDP to the port", build(t, e4, ip4(17), udp()), []uint16{12000}, true},
		{"UDP from the port", build(t, e4, ip4(17), udp()), []uint16{50000}, true},
		{"UDP, second port of three", build(t, e4, ip4(17), udp()), []uint16{1, 12000, 2}, true},
		{"UDP of other ports", build(t, e4, ip4(17), udp()), []uint16{1, 11999, 12001}, false},
		{"UDP, no port wanted", build(t, e4, ip4(17), udp()), nil, false},
		{"TCP", build(t, e4, ip4(6), tcp()), []uint16{12000}, true},
		{"TCP of other ports", build(t, e4, ip4(6), tcp()), []uint16{1}, false},
		{"TCP behind IPv4 options", build(t, e4, options, tcp()), []uint16{12000}, true},
		{"TCP of other ports behind IPv4 options", build(t, e4, options, tcp()), []uint16{1}, false},
		{"payload that looks like the port", build(t, e4, ip4(17), udp(), text("\x2e\xe1\x2e\xe1")), []uint16{0x2ee1}, false},
		{"UDP over IPv6", build(t, e6, ip6(17), udp()), []uint16{12000}, true},
		{"TCP over IPv6", build(t, e6, ip6(6), tcp()), []uint16{50000}, true},
		{"TCP of other ports over IPv6", build(t, e6, ip6(6), tcp()), []uint16{1}, false},
		{"ICMP", build(t, e4, ip4(1), icmp4(3, 3)), []uint16{1}, true},
		{"ICMPv6", build(t, e6, ip6(58), icmp6(1, 4)), []uint16{1}, true},
		{"IPv4 first fragment", build(t, e4, first, udp()), []uint16{12000}, true},
		{"IPv4 first fragment of other ports", build(t, e4, first, udp()), []uint16{1}, false},
		{"IPv4 later fragment", build(t, e4, later, text("whatever")), []uint16{1}, true},
		{"IPv6 fragment", build(t, e6, ip6(44), fragment6(17, 9, false), text("whatever")), []uint16{1}, true},
		{"IPv6 extension", build(t, e6, ip6(60), extension6(17, 1), udp()), []uint16{1}, true},
		{"IGMP", build(t, e4, ip4(2), text("12345678")), []uint16{12000}, false},
		{"IPv6 without next header", build(t, e6, ip6(59)), []uint16{12000}, false},
		{"ARP", build(t, ethernet(0x0806), text("?")), []uint16{12000}, false},
		{"too short for an EtherType", make([]byte, 13), []uint16{12000}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := passes(t, portFilter(t, tt.ports...), tt.frame); got != tt.want {
				t.Errorf("passes: %t, want %t", got, tt.want)
			}
		})
	}
}

func TestPortFilterManyPorts(t *testing.T) {
	ports := make([]uint16, 1000)
	for i := range ports {
		ports[i] = uint16(20000 + i)
	}
	frame := build(t, ethernet(0x0800), ip4(17), udp())
	if passes(t, portFilter(t, ports...), frame) {
		t.Error("a frame of other ports passes")
	}
	ports[999] = 12000
	if !passes(t, portFilter(t, ports...), frame) {
		t.Error("a frame of the last port does not pass")
	}
	_, err := PortFilter(make([]uint16, 1100)...)
	if err == nil || !strings.Contains(err.Error(), "1100 ports") {
		t.Errorf("PortFilter of 1100 ports: %v", err)
	}
}

// Whatever Decode reads of the wanted ports must have passed the filter.
func FuzzPortFilter(f *testing.F) {
	for _, tt := range decodeTests(f) {
		if tt.link == LinkEthernet {
			f.Add(tt.frame)
		} else {
			f.Add(slices.Concat(make([]byte, 12), []byte{8, 0}, tt.frame))
			f.Add(slices.Concat(make([]byte, 12), []byte{0x86, 0xdd}, tt.frame))
		}
	}
	vm, d := portFilter(f, 12000, 50000), NewDecoder()
	f.Fuzz(func(t *testing.T, frame []byte) {
		if !isPlain(frame) {
			return // the filter looks into no tunnel, and the kernel takes VLAN tags off
		}
		p := Packet{Link: LinkEthernet, Data: frame, Length: len(frame)}
		d.Decode(&p)
		wanted := slices.Contains([]uint16{12000, 50000}, p.Src.Port()) || slices.Contains([]uint16{12000, 50000}, p.Dst.Port())
		if got := passes(t, vm, frame); wanted && !got && p.Outer == nil {
			t.Errorf("%v from %v to %v does not pass", p.Proto, p.Src, p.Dst)
		}
	})
}

// isPlain reports whether an Ethernet frame has IP in it, and in that nothing
// that the filter does not know.
func isPlain(frame []byte) bool {
	if len(frame) < offIP+ipv4Header {
		return false
	}
	switch kind(binary.BigEndian.Uint16(frame[offEtherType:])) {
	case etherIPv4:
		return frame[offIP]>>4 == 4 && (ipSpace|kind(frame[offIPv4Protocol])).protocol() != Undecoded
	case etherIPv6:
		unknown := []kind{ipIPv4, ipIPv6, ipGRE, ipAH, ipEtherIP, ipMPLS, ipShim6, ipEthernet}
		return !slices.Contains(unknown, ipSpace|kind(frame[offIPv6Next]))
	}
	return false
}
