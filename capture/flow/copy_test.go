package flow

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
)

// id gives the packet an IP identification.
func id(n uint16) part { return func(p *capture.Packet) { p.IP.ID, p.IP.HasID = n, n != 0 } }

// seenOn says which interface has seen the packet.
func seenOn(n uint32) part { return func(p *capture.Packet) { p.Sighting.Interface = n } }

// hops sets the hop limit.
func hops(n uint8) part { return func(p *capture.Packet) { p.IP.HopLimit = n } }

// µs sets the time after the beginning.
func µs(n int) part { return at(time.Duration(n) * time.Microsecond) }

// numbered returns the packets with their numbers.
func numbered(packets ...*capture.Packet) []*capture.Packet {
	for i, p := range packets {
		p.Number = i + 1
	}
	return packets
}

// noAddr is where a host sends from that has no address yet.
var noAddr = netip.MustParseAddrPort("0.0.0.0:68")

// told returns what is a copy of what: "2=1 frame".
func told(all []Observation) string {
	var words []string
	for _, o := range all {
		if o.CopyBy != 0 {
			words = append(words, fmt.Sprintf("%d=%d %v", o.Packet.Number, o.CopyOf, o.CopyBy))
		}
	}
	return strings.Join(words, ", ")
}

// TestCopies checks which packets are taken for captured twice, and which for sent
// twice.
func TestCopies(t *testing.T) {
	request := func(parts ...part) *capture.Packet { return c(1, 1, append([]part{data(6)}, parts...)...) }
	before := c(0, 1, id(6), µs(-900)) // so that identifications are known to vary
	first := seg(client, syn, seq(clientISN), id(1), µs(0))
	doubled := seg(client, syn, seq(clientISN), id(1), µs(3))
	for name, tt := range map[string]struct {
		packets []*capture.Packet
		want    string
	}{
		"the same frame":          {[]*capture.Packet{request(id(7000), µs(0)), request(id(7000), µs(3))}, "2=1 frame"},
		"three times":             {[]*capture.Packet{request(id(7000), µs(0)), request(id(7000), µs(3)), request(id(7000), µs(9))}, "2=1 frame, 3=1 frame"},
		"late":                    {[]*capture.Packet{before, request(id(7000), µs(0)), request(id(7000), µs(40_000))}, "3=2 frame"},
		"late, and little known":  {[]*capture.Packet{request(id(7000), µs(0)), request(id(7000), µs(40_000))}, ""},
		"too late":                {[]*capture.Packet{before, request(id(7000), µs(0)), request(id(7000), µs(50_000))}, ""},
		"time goes back":          {[]*capture.Packet{request(id(7000), µs(5)), request(id(7000), µs(0))}, "2=1 frame"},
		"another identification":  {[]*capture.Packet{request(id(7000), µs(0)), request(id(8), µs(3))}, ""},
		"another window":          {[]*capture.Packet{request(id(7000), µs(0)), request(id(7000), window(9), µs(3))}, ""},
		"the same for all":        {[]*capture.Packet{c(1, 1, id(1), µs(-9)), request(id(1), µs(0)), request(id(1), µs(3))}, ""},
		"none, duplicate ACKs":    {[]*capture.Packet{c(1, 1, µs(0)), c(1, 1, µs(3)), c(1, 1, µs(5))}, ""},
		"another interface":       {[]*capture.Packet{request(µs(0)), request(seenOn(2), µs(3))}, "2=1 interface"},
		"another hop":             {[]*capture.Packet{request(hops(64), µs(0)), request(hops(63), µs(3))}, "2=1 hop-limit"},
		"two ACKs at two places":  {[]*capture.Packet{c(1, 1, µs(0)), c(1, 1, µs(1)), c(1, 1, seenOn(2), µs(3)), c(1, 1, seenOn(2), µs(4))}, "3=2 interface, 4=2 interface"},
		"one ACK of two":          {[]*capture.Packet{c(1, 1, µs(0)), c(1, 1, seenOn(2), µs(1)), c(1, 1, seenOn(2), µs(3))}, "2=1 interface"},
		"at three places":         {[]*capture.Packet{c(1, 1, µs(0)), c(1, 1, seenOn(2), µs(1)), c(1, 1, seenOn(3), µs(3))}, "2=1 interface, 3=1 interface"},
		"SYN without one":         {[]*capture.Packet{seg(client, syn, µs(0)), seg(client, syn, µs(3))}, "2=1 frame"},
		"SYN again":               {[]*capture.Packet{seg(client, syn, µs(0)), seg(client, syn, µs(300))}, ""},
		"everything twice":        {[]*capture.Packet{first, doubled, s(0, 1, syn, µs(10)), s(0, 1, syn, µs(13))}, "2=1 frame, 4=3 frame"},
		"everything twice, again": {[]*capture.Packet{first, doubled, c(1, 1, µs(10)), c(1, 1, µs(12)), c(1, 1, µs(14)), c(1, 1, µs(16))}, "2=1 frame, 4=3 frame, 6=5 frame"},
		"datagrams":               {[]*capture.Packet{datagram(data(5), µs(0)), datagram(data(5), µs(3))}, ""},
		"datagrams, twice":        {[]*capture.Packet{datagram(data(5), id(3000), µs(0)), datagram(data(5), id(3000), µs(3)), datagram(data(5), id(4), µs(5))}, "2=1 frame"},
		"datagrams, twice and no identification": {
			[]*capture.Packet{datagram(data(5), µs(0)), datagram(data(5), seenOn(2), µs(3)), datagram(data(5), µs(5)), datagram(data(5), seenOn(2), µs(7))},
			"2=1 interface, 4=3 interface",
		},
		"a small one": {[]*capture.Packet{datagram(data(5), id(1), µs(0)), datagram(data(5), id(1), µs(3))}, ""},
		"the same for all hosts": {
			[]*capture.Packet{seg(syn, id(5000), from(serverAddr), µs(0)), datagram(data(5), id(5000), µs(1)), datagram(data(5), id(5000), µs(3))}, "",
		},
		"from no address": {
			[]*capture.Packet{datagram(data(5), from(noAddr), µs(0)), datagram(data(5), from(noAddr), seenOn(2), µs(3))}, "",
		},
		"no time": {[]*capture.Packet{request(id(7000)), request(id(7000))}, ""},
	} {
		if got := told(observeAll(numbered(tt.packets...)...)); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	var o Observation
	if o.CopyBy.ofConversation() || Translated.ofConversation() || !SameFrame.ofConversation() {
		t.Error("which kinds are of the same conversation")
	}
}

// TestDifference checks by what copies are told from each other.
func TestDifference(t *testing.T) {
	for want, change := range map[string]part{
		"interface": func(p *capture.Packet) { p.Sighting.Interface, p.Sighting.Direction = 1, capture.Inbound },
		"direction": func(p *capture.Packet) { p.Sighting.Direction, p.Sighting.Source[5] = capture.Inbound, 1 },
		"address":   func(p *capture.Packet) { p.Sighting.Destination[0], p.IP.HopLimit = 1, 9 },
		"hop-limit": hops(9),
	} {
		all := observeAll(numbered(c(1, 1, id(4), µs(0)), c(1, 1, id(4), µs(9), change))...)
		if got := lastOf(all).CopyBy.String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestCopiesHaveNoEffect checks that a run of which everything was captured twice
// comes to what it is, and that its copies are judged as Wireshark does.
func TestCopiesHaveNoEffect(t *testing.T) {
	run := atTimes(opened(
		step{packet: c(1, 1, data(6))}, step{packet: s(1, 7, data(6))}, step{packet: c(7, 7, fin)}, step{packet: s(7, 8, fin)}, step{packet: c(8, 8)},
	))
	once, twice := NewTracker(), NewTracker()
	var conv, doubled *Conversation
	for i, s := range run {
		p := *s.packet
		p.IP.ID = uint16(i + 1)
		want := once.Observe(&p)
		got := twice.Observe(&p)
		conv, doubled = want.Conversation, got.Conversation
		if got.After != want.After || got.Acked != want.Acked || got.RTT != want.RTT || got.Events != want.Events && got.Events != want.Events|DupACK {
			t.Errorf("packet %d: %+v, want %+v", i+1, got, want)
		}
		again := p
		again.Time = p.Time.Add(2 * time.Microsecond)
		if o := twice.Observe(&again); o.CopyBy != SameFrame || o.Before != want.After || o.After != want.After || o.Acked.Any() || o.RTT != 0 || o.Again {
			t.Errorf("copy of packet %d: %+v", i+1, o)
		}
	}
	n := [2]int{int(conv.Packets[0]), int(conv.Packets[1])}
	if r := doubled.readRare(); r.copies != n || doubled.Copied != CopiedInPlace || r.again != [2]int{} || r.retransmissions == [2]int{} {
		t.Errorf("copies %v %v, again %v, retransmissions %v", r.copies, doubled.Copied, r.again, r.retransmissions)
	}
	if doubled.HandshakeRTT != conv.HandshakeRTT || doubled.States != conv.States {
		t.Errorf("round trip %v, states %v", doubled.HandshakeRTT, doubled.States)
	}
}

// TestNAT checks that a conversation on the other side of a NAT is known, whichever
// side has seen a packet first, and that each goes on for itself.
func TestNAT(t *testing.T) {
	public := netip.MustParseAddrPort("192.0.2.1:6000")
	outside := func(p *capture.Packet) *capture.Packet {
		q := *p
		if q.IP.HopLimit--; q.Src == clientAddr {
			q.Src = public
		} else {
			q.Dst, q.IP.HopLimit = public, q.IP.HopLimit+2
		}
		q.Time = p.Time.Add(50 * time.Microsecond)
		return &q
	}
	tracker := NewTracker()
	var inner, outer Observation
	for i, s := range atTimes(opened(step{packet: c(1, 1, data(6))}, step{packet: s(1, 7)})) {
		s.packet.IP.ID, s.packet.IP.HopLimit = uint16(i+101), 60
		if s.packet.Src == clientAddr {
			inner = tracker.Observe(s.packet)
			outer = tracker.Observe(outside(s.packet))
		} else {
			outer = tracker.Observe(outside(s.packet))
			inner = tracker.Observe(s.packet)
		}
	}
	a, b := inner.Conversation, outer.Conversation
	if stream, ok := b.CopyOf(); !ok || stream != 0 || a == b || b.Copied != CopiedTranslated || a.Copied != 0 {
		t.Errorf("%d %v, %v", stream, ok, a == b)
	}
	if _, ok := a.CopyOf(); ok || a.States != both(Established) || b.States != both(Established) {
		t.Errorf("%v, %v, %v", ok, a.States, b.States)
	}
	if inner.CopyBy != Translated {
		t.Errorf("%v", inner.CopyBy)
	}
	stray := c(7, 1, data(9), from(public), ms(900))
	if o := tracker.Observe(stray); o.CopyBy != 0 {
		t.Errorf("%v", o.CopyBy)
	}
	if _, ok := b.CopyOf(); ok {
		t.Error("a conversation with a packet of its own is a copy")
	}
}

// TestNoNAT checks that packets that look the same are of two conversations.
func TestNoNAT(t *testing.T) {
	other := netip.MustParseAddrPort("10.0.0.3:50000")
	for name, packets := range map[string][]*capture.Packet{
		"at one place":        {seg(client, syn, id(1), µs(0)), seg(client, syn, id(1), from(other), µs(9))},
		"another server":      {seg(client, syn, id(1), µs(0)), seg(syn, id(1), hops(1), from(other), to(clientAddr), µs(9))},
		"not the first":       {seg(client, syn, seq(5), id(3000), from(other), µs(0)), c(1, 1, id(1), µs(1)), c(1, 1, id(1), hops(1), from(other), µs(9))},
		"made by a program":   {seg(client, syn, id(1), µs(0)), seg(client, syn, id(1), hops(1), from(other), µs(9))},
		"one ID for all":      {seg(client, syn, id(700), µs(0)), c(1, 1, id(700), µs(6)), seg(client, syn, id(700), hops(1), from(other), µs(9))},
		"a datagram of no ID": {datagram(data(3), µs(0)), datagram(data(3), hops(1), from(other), µs(9))},
	} {
		if o := lastOf(observeAll(packets...)); o.CopyBy != 0 {
			t.Errorf("%s: %v", name, o.CopyBy)
		}
	}
}
