package wire

import (
	"net"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"wireladder/capture/netns/netnstest"
)

// A wire of IPv6 carries conversations as one of IPv4 does, and nothing else: no host looks for
// another, asks whether its address is taken, or tells of its groups.
func TestConversationIPv6(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{IPv6: true})
	converse(t, w, "hello")
	want := []string{
		"c SYN 0", "> c SYN 0", "s SYN,ACK 0", "> s SYN,ACK 0", "c ACK 0", "> c ACK 0", "c PSH,ACK 5", "> c PSH,ACK 5",
		"s PSH,ACK 3", "> s PSH,ACK 3", "c FIN,ACK 0", "> c FIN,ACK 0", "s FIN,ACK 0", "> s FIN,ACK 0", "c ACK 0", "> c ACK 0",
	}
	got := story(drain(t, w))
	if !inOrder(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if slices.ContainsFunc(got, func(line string) bool { return strings.Contains(line, "icmp") }) {
		t.Errorf("a host speaks by itself: %q", got)
	}
}

// A lost SYN is waited for, and a lost ICMPv6 is an ICMP that a fault can name.
func TestFaultsIPv6(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	w := newWire(t, Options{IPv6: true, Faults: faults(t, "drop 1st FIN", "drop 1st ICMP")})
	converse(t, w, "hello")
	nobody := dialUDP(t, w)
	write(t, nobody, 1)
	got := story(drain(t, w))
	for _, want := range []string{"x c FIN,ACK 0 (drop 1st FIN)", "> c FIN,ACK 0", "x s icmpv6 (drop 1st ICMP)"} {
		if !slices.Contains(got, want) {
			t.Errorf("there is no %q in %q", want, got)
		}
	}
}

// dialUDP connects a UDP socket of the client to a port that nobody has.
func dialUDP(t *testing.T, w *Wire) net.Conn {
	t.Helper()
	var c net.Conn
	err := w.Client().Do(func() (err error) {
		c, err = net.DialUDP("udp", nil, &net.UDPAddr{IP: w.Server().Addr.AsSlice(), Port: 5001})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// Only what hosts tell each other passes the filter of a tap, and what comes in only if it is a mark.
// The machine of golang.org/x/net/bpf does not know who has sent a packet: it is told that the host has.
func TestTapFilter(t *testing.T) {
	frame := func(kind uint16, next, icmp byte) []byte {
		b := make([]byte, 60)
		b[12], b[13], b[20], b[54] = byte(kind>>8), byte(kind), next, icmp
		return b
	}
	for _, tt := range []struct {
		name   string
		frame  []byte
		v4, v6 bool
	}{
		{"a mark", frame(markType, 0, 0), true, true},
		{"IPv4", frame(unix.ETH_P_IP, 0, 0), true, false},
		{"ARP", frame(unix.ETH_P_ARP, 0, 0), false, false},
		{"TCP", frame(unix.ETH_P_IPV6, unix.IPPROTO_TCP, 0xff), false, true},
		{"port unreachable", frame(unix.ETH_P_IPV6, unix.IPPROTO_ICMPV6, 1), false, true},
		{"an echo reply", frame(unix.ETH_P_IPV6, unix.IPPROTO_ICMPV6, 129), false, true},
		{"a listener report", frame(unix.ETH_P_IPV6, unix.IPPROTO_HOPOPTS, 0), false, false},
		{"a router solicitation", frame(unix.ETH_P_IPV6, unix.IPPROTO_ICMPV6, 133), false, false},
		{"a neighbor solicitation", frame(unix.ETH_P_IPV6, unix.IPPROTO_ICMPV6, 135), false, false},
	} {
		for ipv6, want := range map[bool]bool{false: tt.v4, true: tt.v6} {
			if got := passes(t, tapFilter(ipv6), tt.frame); got != want {
				t.Errorf("%s, on a wire of IPv6 %v: passes %v, want %v", tt.name, ipv6, got, want)
			}
		}
	}
}

// passes runs the filter on a frame as if that was the host's own.
func passes(t *testing.T, filter []bpf.Instruction, frame []byte) bool {
	t.Helper()
	for i, in := range filter {
		if in == (bpf.LoadExtension{Num: bpf.ExtType}) {
			filter[i] = bpf.LoadConstant{Dst: bpf.RegA, Val: unix.PACKET_OUTGOING}
		}
	}
	vm, err := bpf.NewVM(filter)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := vm.Run(frame)
	if err != nil {
		t.Fatal(err)
	}
	return kept > 0
}
