package live

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/google/gopacket/layers"
	"golang.org/x/net/bpf"

	"wireladder/capture"
	"wireladder/capture/decode"
	"wireladder/capture/frametest"
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

// portFilterTest is a frame, and whether the filter for the ports passes it.
type portFilterTest struct {
	name  string
	frame []byte
	ports []uint16
	want  bool
}

func portFilterTests(t testing.TB) []portFilterTest {
	t.Helper()
	later := frametest.IPv4(17)
	later.FragOffset = 100
	first := frametest.IPv4(17)
	first.Flags = layers.IPv4MoreFragments
	options := frametest.IPv4(6)
	options.Options = []layers.IPv4Option{{OptionType: 148, OptionLength: 4, OptionData: []byte{0, 0}}}
	e4, e6 := frametest.Ethernet(0x0800), frametest.Ethernet(0x86dd)
	return []portFilterTest{
		{"UDP to the port", frametest.Build(t, e4, frametest.IPv4(17), frametest.UDP()), []uint16{12000}, true},
		{"UDP from the port", frametest.Build(t, e4, frametest.IPv4(17), frametest.UDP()), []uint16{50000}, true},
		{"UDP, second port of three", frametest.Build(t, e4, frametest.IPv4(17), frametest.UDP()), []uint16{1, 12000, 2}, true},
		{"UDP of other ports", frametest.Build(t, e4, frametest.IPv4(17), frametest.UDP()), []uint16{1, 11999, 12001}, false},
		{"UDP, no port wanted", frametest.Build(t, e4, frametest.IPv4(17), frametest.UDP()), nil, false},
		{"TCP", frametest.Build(t, e4, frametest.IPv4(6), frametest.TCP()), []uint16{12000}, true},
		{"TCP of other ports", frametest.Build(t, e4, frametest.IPv4(6), frametest.TCP()), []uint16{1}, false},
		{"TCP behind IPv4 options", frametest.Build(t, e4, options, frametest.TCP()), []uint16{12000}, true},
		{"TCP of other ports behind IPv4 options", frametest.Build(t, e4, options, frametest.TCP()), []uint16{1}, false},
		{"payload that looks like the port", frametest.Build(t, e4, frametest.IPv4(17), frametest.UDP(), frametest.Text("\x2e\xe1\x2e\xe1")), []uint16{0x2ee1}, false},
		{"UDP over IPv6", frametest.Build(t, e6, frametest.IPv6(17), frametest.UDP()), []uint16{12000}, true},
		{"TCP over IPv6", frametest.Build(t, e6, frametest.IPv6(6), frametest.TCP()), []uint16{50000}, true},
		{"TCP of other ports over IPv6", frametest.Build(t, e6, frametest.IPv6(6), frametest.TCP()), []uint16{1}, false},
		{"ICMP", frametest.Build(t, e4, frametest.IPv4(1), frametest.ICMPv4(3, 3)), []uint16{1}, true},
		{"ICMPv6", frametest.Build(t, e6, frametest.IPv6(58), frametest.ICMPv6(1, 4)), []uint16{1}, true},
		{"IPv4 first fragment", frametest.Build(t, e4, first, frametest.UDP()), []uint16{12000}, true},
		{"IPv4 first fragment of other ports", frametest.Build(t, e4, first, frametest.UDP()), []uint16{1}, false},
		{"IPv4 later fragment", frametest.Build(t, e4, later, frametest.Text("whatever")), []uint16{1}, true},
		{"IPv6 fragment", frametest.Build(t, e6, frametest.IPv6(44), frametest.Fragment6(17, 9, false), frametest.Text("whatever")), []uint16{1}, true},
		{"IPv6 extension", frametest.Build(t, e6, frametest.IPv6(60), frametest.Extension6(17, 1), frametest.UDP()), []uint16{1}, true},
		{"IGMP", frametest.Build(t, e4, frametest.IPv4(2), frametest.Text("12345678")), []uint16{12000}, false},
		{"IPv6 without next header", frametest.Build(t, e6, frametest.IPv6(59)), []uint16{12000}, false},
		{"ARP", frametest.Build(t, frametest.Ethernet(0x0806), frametest.Text("?")), []uint16{12000}, false},
		{"too short for an EtherType", make([]byte, 13), []uint16{12000}, false},
	}
}

func TestPortFilter(t *testing.T) {
	for _, tt := range portFilterTests(t) {
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
	frame := frametest.Build(t, frametest.Ethernet(0x0800), frametest.IPv4(17), frametest.UDP())
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
	for _, tt := range portFilterTests(f) {
		f.Add(tt.frame)
		f.Add(tt.frame[:len(tt.frame)/2])
	}
	vm, d := portFilter(f, 12000, 50000), decode.NewDecoder()
	f.Fuzz(func(t *testing.T, frame []byte) {
		if !isPlain(frame) {
			return // the filter looks into no tunnel, and the kernel takes VLAN tags off
		}
		p := capture.Packet{Link: capture.LinkEthernet, Data: frame, Length: len(frame)}
		d.Decode(&p)
		wanted := slices.Contains([]uint16{12000, 50000}, p.Src.Port()) || slices.Contains([]uint16{12000, 50000}, p.Dst.Port())
		if got := passes(t, vm, frame); wanted && !got && p.Outer == nil {
			t.Errorf("%v from %v to %v does not pass", p.Proto, p.Src, p.Dst)
		}
	})
}

// unknownProtocols are headers that the decoder reads and the filter does not:
// tunnels, the authentication header and Shim6.
var unknownProtocols = []byte{4, 41, 47, 51, 97, 137, 140, 143}

// isPlain reports whether an Ethernet frame has IP in it, and in that nothing
// that the filter does not know.
func isPlain(frame []byte) bool {
	if len(frame) < offIP+20 {
		return false
	}
	switch binary.BigEndian.Uint16(frame[offEtherType:]) {
	case 0x0800:
		return frame[offIP]>>4 == 4 && slices.Contains([]byte{1, 6, 17, 58}, frame[offIPv4Protocol])
	case 0x86dd:
		return !slices.Contains(unknownProtocols, frame[offIPv6Next])
	}
	return false
}
