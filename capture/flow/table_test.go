package flow

import (
	"net/netip"
	"testing"
	"unsafe"

	"wireladder/capture"
)

// ends returns the i-th of many pairs of ends: of IPv4, of IPv6, and of IPv4 in
// IPv6, which differ in their ports alone or in their addresses alone.
func ends(i int) (a, b netip.AddrPort) {
	port := uint16(i)
	client := netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)})
	server := netip.AddrFrom4([4]byte{10, 0, 0, 1})
	switch i % 4 {
	case 1:
		client = netip.AddrFrom16([16]byte{0x20, 1, 14: byte(i >> 8), 15: byte(i)})
		server = netip.AddrFrom16([16]byte{0x20, 1, 15: 1})
	case 2:
		client, server = netip.AddrFrom16(client.As16()), netip.AddrFrom16(server.As16())
	case 3:
		port = 7
	}
	return netip.AddrPortFrom(client, port), netip.AddrPortFrom(server, 80)
}

// between returns an outline of which only the ends count.
func between(proto capture.Protocol, src, dst netip.AddrPort) *capture.Outline {
	h := &capture.Outline{Proto: proto}
	h.SetEnds(&src, &dst)
	return h
}

// TestTable checks that each of many conversations is found from both sides, also
// when all of them collide.
func TestTable(t *testing.T) {
	for name, seed := range map[string]seed{"spread": newTable().seed, "colliding": {}} {
		t.Run(name, func(t *testing.T) {
			table := newTable()
			table.seed = seed
			const n = 2000
			all := make([]*Conversation, n)
			for i := range all {
				a, b := ends(i)
				if c, _ := table.lookUp(between(capture.TCP, a, b)); c != nil {
					t.Fatalf("%v to %v is there before it was made", a, b)
				}
				all[i] = table.make(between(capture.TCP, a, b), Initiator)
			}
			for i, want := range all {
				a, b := ends(i)
				if c, from := table.lookUp(between(capture.TCP, a, b)); c != want || from != Initiator {
					t.Errorf("%v to %v: not found, or from %v", a, b, from)
				}
				if want.Endpoint(Initiator) != a || want.Endpoint(Responder) != b {
					t.Errorf("%v to %v is between %v and %v", a, b, want.Endpoint(Initiator), want.Endpoint(Responder))
				}
				if c, from := table.lookUp(between(capture.TCP, b, a)); c != want || from != Responder {
					t.Errorf("%v to %v: not found, or from %v", b, a, from)
				}
				if c, _ := table.lookUp(between(capture.UDP, a, b)); c != nil {
					t.Errorf("%v to %v: found of UDP", a, b)
				}
			}
		})
	}
}

// TestCollisions checks that packets are not taken for those of a conversation that
// differ from them in one thing, where all hashes are the same.
func TestCollisions(t *testing.T) {
	ends := map[string]string{
		"10.0.0.1:7": "10.0.0.2:80", "[::ffff:10.0.0.1]:7": "[::ffff:10.0.0.2]:80", "[2001:db8::1]:7": "[2001:db8::2]:80", "[::]:7": "[2001:db8::2]:80",
	}
	for a, b := range ends {
		a, b := netip.MustParseAddrPort(a), netip.MustParseAddrPort(b)
		table := newTable()
		table.seed = seed{}
		table.make(between(capture.TCP, a, b), Initiator)
		for _, other := range append(others(a, b), others(b, a)...) {
			if c, _ := table.lookUp(between(capture.TCP, other[0], other[1])); c != nil {
				t.Errorf("%v is taken for one of %v and %v", other, a, b)
			}
		}
	}
}

// others returns pairs of ends that are not a and b, but nearly.
func others(a, b netip.AddrPort) [][2]netip.AddrPort {
	pairs := [][2]netip.AddrPort{
		{netip.AddrPortFrom(a.Addr(), 9), b}, {a, netip.AddrPortFrom(b.Addr(), 9)},
		{netip.AddrPortFrom(a.Addr(), b.Port()), netip.AddrPortFrom(b.Addr(), a.Port())},
	}
	for _, ip := range []string{"10.0.0.3", "2001:db8::3", "0.0.0.0"} {
		x, y := netip.AddrPortFrom(netip.MustParseAddr(ip), a.Port()), netip.AddrPortFrom(netip.MustParseAddr(ip), b.Port())
		pairs = append(pairs, [][2]netip.AddrPort{{x, b}, {a, y}, {x, y}}...)
	}
	none := netip.IPv6Unspecified() // which is what a conversation of IPv4 has in place of IPv6 addresses
	return append(pairs, [2]netip.AddrPort{netip.AddrPortFrom(none, a.Port()), netip.AddrPortFrom(none, b.Port())})
}

// TestYoungest checks that a new conversation of a tuple takes the place of the
// old one, from whichever side it was begun.
func TestYoungest(t *testing.T) {
	table := newTable()
	for i := range 10 * smallTable {
		a, b := clientAddr, serverAddr
		if i%2 == 1 {
			a, b = b, a
		}
		made := table.make(between(capture.TCP, a, b), Initiator)
		if c, from := table.lookUp(between(capture.TCP, a, b)); c != made || from != Initiator {
			t.Fatalf("conversation %d: not found, or from %v", i, from)
		}
	}
	if table.used != 1 || len(table.slots) != smallTable {
		t.Errorf("%d of %d slots in use", table.used, len(table.slots))
	}
}

// TestSpread checks that the slots of conversations like those of a busy server
// are spread: that few have to be looked at.
func TestSpread(t *testing.T) {
	for range 10 {
		spread(t, func(i int) (a, b netip.AddrPort) {
			return netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, byte(i >> 10), 1}), uint16(40000+i%1024)), serverAddr
		})
		spread(t, func(i int) (a, b netip.AddrPort) {
			return netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), 1024), serverAddr
		})
		spread(t, func(i int) (a, b netip.AddrPort) {
			return netip.AddrPortFrom(netip.AddrFrom16([16]byte{0x20, 1, 15: byte(i >> 10)}), uint16(40000+i%1024)), serverAddr
		})
	}
}

// spread checks the slots of 10,000 conversations.
func spread(t *testing.T, ends func(i int) (a, b netip.AddrPort)) {
	t.Helper()
	table := newTable()
	for i := range 10_000 {
		a, b := ends(i)
		table.make(between(capture.TCP, a, b), Initiator)
	}
	longest, run := 0, 0
	for _, s := range table.slots {
		if run++; s.place == 0 {
			run = 0
		}
		longest = max(longest, run)
	}
	if longest > 250 {
		t.Errorf("%d slots in a row are in use, of %d", longest, len(table.slots))
	}
}

// TestLines checks that connections begin and end with a line of the cache, that what
// is fetched of one is in each of its five lines, and that a conversation of UDP, of
// which files have millions, takes two.
func TestLines(t *testing.T) {
	const line = 64
	var c connection
	if size, udp := unsafe.Sizeof(c), unsafe.Sizeof(c.Conversation); size != 5*line || udp != 2*line {
		t.Errorf("a connection takes %d octets, a conversation of UDP %d", size, udp)
	}
	var sides [2]endpoint
	machines := unsafe.Offsetof(c.machines)
	for i, at := range []uintptr{ // what is fetched: see Conversation.fetch
		unsafe.Offsetof(c.ends),
		unsafe.Offsetof(c.lastAt),
		machines + unsafe.Offsetof(sides[0].past) + unsafe.Offsetof(sides[0].past.nextAt),
		machines + unsafe.Sizeof(sides[0]) + unsafe.Offsetof(sides[1].sent) + unsafe.Offsetof(sides[1].sent.whole),
		machines + unsafe.Offsetof(c.machines.handshake),
	} {
		if at/line != uintptr(i) {
			t.Errorf("line %d is not fetched", i)
		}
	}
	table := newTable()
	for _, proto := range []capture.Protocol{capture.TCP, capture.UDP} {
		if first := table.make(between(proto, clientAddr, serverAddr), Initiator); uintptr(unsafe.Pointer(first))%line != 0 {
			t.Errorf("the first conversation is at %p", first)
		}
	}
}
