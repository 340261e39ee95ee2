package conversations_test

import (
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/joint"
	"wireladder/capture/runtest"
	"wireladder/render/words/conversations"
)

const client, server = "10.0.0.1:40000", "10.0.0.2:12000"

// said returns the words of a conversation, twice: the second time they were told
// before.
func said(t *testing.T, c *flow.Conversation, unreachable int) string {
	t.Helper()
	got := string(conversations.Append(nil, c, unreachable))
	var l conversations.Lives
	for range 2 {
		if again := string(l.Append([]byte("x"), c, unreachable)); again != "x"+got {
			t.Errorf("%q, and %q", got, again)
		}
	}
	return got
}

// TestConnections checks what is said of TCP connections.
func TestConnections(t *testing.T) {
	const handshake = "c:S s:SA c:A "
	for script, want := range map[string]string{
		// from the beginning
		handshake + "c:6 s:6 c:F s:F c:A":    "complete: handshake, data, close; RTT 2.00 ms",
		handshake + "c:6 s:6 s:F c:F s:A":    "complete: handshake, data, close; RTT 2.00 ms",
		handshake + "c:6 s:A c:F s:F c:A":    "complete: handshake, data, close; the server sent nothing; RTT 2.00 ms",
		handshake + "s:6 c:A c:F s:F c:A":    "closed: handshake, data, close; the client sent nothing; RTT 2.00 ms",
		handshake + "c:F s:F c:A":            "closed: handshake, close; nobody sent anything; RTT 2.00 ms",
		handshake + "c:6 s:6 c:F s:F":        "closed: handshake, data, close; no ACK of the FIN of the server; RTT 2.00 ms",
		handshake + "c:6 s:6 s:F c:F":        "closed: handshake, data, close; no ACK of the FIN of the client; RTT 2.00 ms",
		handshake + "c:6 s:6 c:F s:A":        "half closed by the client: handshake, data, FIN; the server never closed; RTT 2.00 ms",
		handshake + "c:6 s:6 s:F c:A":        "half closed by the server: handshake, data, FIN; the client never closed; RTT 2.00 ms",
		handshake + "c:6 s:6":                "still open: handshake, data; RTT 2.00 ms",
		handshake + "c:6 s:A":                "still open: handshake, data; the server sent nothing; RTT 2.00 ms",
		handshake + "s:6 c:A":                "still open: handshake, data; the client sent nothing; RTT 2.00 ms",
		handshake:                            "still open: handshake; nobody sent anything; RTT 2.00 ms",
		handshake + "c:6 s:6 c:R":            "reset by the client: handshake, data; RTT 2.00 ms",
		handshake + "c:6 s:6 c:F s:RA":       "reset by the server: handshake, data, FIN; RTT 2.00 ms",
		handshake + "c:6 s:6 c:F s:F c:R":    "reset by the client: handshake, data, close; RTT 2.00 ms",
		"c:S":                                "no answer to SYN",
		"c:S again":                          "no answer to SYN; 1 sent again",
		"c:S s:RA":                           "refused: SYN, reset",
		"c:S c:A c:6":                        "the server's direction is missing: SYN, data, still open",
		"c:S s:SA":                           "handshake not whole: SYN, SYN,ACK, still open",
		"c:S s:SA c:R":                       "handshake not whole: SYN, SYN,ACK, reset by the client",
		"s:SA s:6":                           "the client's direction is missing: SYN,ACK, data, still open",
		"s:SA c:A c:6 s:6 c:F s:F c:A":       "SYN not captured: SYN,ACK, data, close",
		"c:6 s:A":                            "began before the capture: data, still open",
		"c:1 s:A":                            "began before the capture: data, still open",
		"c:F s:A":                            "began before the capture: half closed by the client",
		"c:A s:F":                            "began before the capture: half closed by the server",
		"c:RA":                               "began before the capture: reset by the client; one side only",
		"c:A s:R":                            "began before the capture: reset by the server",
		"c:A s:A":                            "began before the capture: still open",
		"c:6 s:6 c:F s:F c:A":                "began before the capture: data, close",
		"s:6 c:A":                            "began before the capture: data, still open", // the ports tell
		handshake + "c:6 copy s:6 copy":      "still open: handshake, data; 2 copies; RTT 2.00 ms",
		handshake + "c:6 again copy s:6 c:A": "still open: handshake, data; 1 sent again; 1 copy; RTT 2.00 ms",
	} {
		if got := said(t, runtest.Connection(client, server, script), 0); got != want {
			t.Errorf("%s: %q, want %q", script, got, want)
		}
	}
	if got, want := said(t, runtest.Connection(client, server, "c:S"), 2), "no answer to SYN; 2 ICMP errors"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestToItself checks what is said of a socket that is connected to itself.
func TestToItself(t *testing.T) {
	packets := runtest.Segments(client, client, "c:S c:SA c:A c:6 c:A c:F c:A")
	for i, n := range []struct{ seq, ack capture.Seq }{{1000, 0}, {1000, 1001}, {1001, 1001}, {1001, 1001}, {1007, 1007}, {1007, 1007}, {1008, 1008}} {
		packets[i].TCP.Seq, packets[i].TCP.Ack = n.seq, n.ack
	}
	if got, want := said(t, runtest.Observed(packets...), 0), "connected to itself: handshake, data, close; RTT 2.00 ms"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// datagram returns one of UDP.
func datagram(from, to string, id uint16) *capture.Packet {
	p := &capture.Packet{
		Proto: capture.UDP, Src: netip.MustParseAddrPort(from), Dst: netip.MustParseAddrPort(to), PayloadLength: 5,
		Time: runtest.Start.Add(time.Duration(id) * time.Millisecond),
	}
	p.IP.ID, p.IP.HasID = 1000+id, true
	return p
}

// TestExchanges checks what is said of datagrams: of the conversations in order.
func TestExchanges(t *testing.T) {
	untimed := datagram(client, server, 1)
	untimed.Time = time.Time{}
	cut := datagram(client, server, 1)
	cut.Data, cut.Length, cut.Payload = make([]byte, 44), 44, make([]byte, 2)
	for name, tt := range map[string]struct {
		packets []*capture.Packet
		want    []string
	}{
		"answered": {
			[]*capture.Packet{datagram(client, server, 1), datagram(server, client, 2), datagram(client, server, 3)},
			[]string{"asked 2, answered 1"},
		},
		"more than asked": {
			[]*capture.Packet{datagram(client, server, 1), datagram(server, client, 2), datagram(server, client, 3)},
			[]string{"asked 1, answered 1, 1 more from the server"},
		},
		"captured twice": {
			[]*capture.Packet{datagram(client, server, 1), datagram(client, server, 1), datagram(server, client, 2), datagram(server, client, 2)},
			[]string{"asked 1, answered 1; 2 copies"},
		},
		"one way":          {[]*capture.Packet{datagram(client, server, 1)}, []string{"one way, no answer"}},
		"the answer alone": {[]*capture.Packet{datagram("10.0.0.2:53", client, 1)}, []string{"one way, from the server; no question was captured"}},
		"no time":          {[]*capture.Packet{untimed}, []string{"one way, no answer"}},
		"cut":              {[]*capture.Packet{cut}, []string{"one way, no answer; 1 packet cut, counted as captured"}},
		"no time once":     {[]*capture.Packet{datagram(client, server, 9), untimed}, []string{"one way, no answer; 1 packet without a time"}},
		"multicast": {
			[]*capture.Packet{datagram(client, "239.1.2.3:12000", 1), datagram(server, client, 2), datagram(server, client, 3)},
			[]string{"to a multicast group: asked 1, answered 2", "answers udp:0"},
		},
		"broadcast": {[]*capture.Packet{datagram(client, "10.0.0.255:12000", 1)}, []string{"to a broadcast address"}},
		"a host of 255": {
			[]*capture.Packet{datagram(client, "10.0.0.255:12000", 1), datagram("10.0.0.255:12000", client, 2)},
			[]string{"asked 1, answered 1"},
		},
		"DHCP": {
			[]*capture.Packet{datagram("0.0.0.0:68", "255.255.255.255:67", 1), datagram("10.0.0.2:67", "255.255.255.255:68", 2)},
			[]string{"to a broadcast address: asked 1, answered 1", "answers udp:0"},
		},
	} {
		tracker := flow.NewTracker()
		for _, p := range tt.packets {
			tracker.Observe(p)
		}
		for i, c := range tracker.Conversations() {
			if got := said(t, c, 0); i >= len(tt.want) || got != tt.want[i] {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
}

// TestLost checks that what a wire has lost is counted: an answer that was sent may not have
// come.
func TestLost(t *testing.T) {
	for unseen, where := range map[joint.Unseen]string{joint.Nothing: "on the wire", joint.Between: "between the two captures"} {
		tracker := flow.NewTracker()
		tracker.AwaitDeliveries()
		sent := []*capture.Packet{datagram(client, server, 1), datagram(server, client, 2)}
		for i, p := range sent {
			p.Number = i + 1
			tracker.Observe(p)
			if tracker.Deliver(&capture.Delivery{Packet: p}); i == 1 {
				tracker.Deliver(&capture.Delivery{Packet: p, Lost: true, Unseen: unseen})
			}
		}
		c := tracker.Conversations()[0]
		if got, want := said(t, c, 0), "asked 1, answered 1; 1 lost "+where; got != want || c.Lost(flow.Initiator) != 0 {
			t.Errorf("%q, want %q; %d of the client", got, want, c.Lost(flow.Initiator))
		}
	}
}

// TestCountsAreDecimal checks the counts of a long exchange.
func TestCountsAreDecimal(t *testing.T) {
	tracker := flow.NewTracker()
	for i := range uint16(29) {
		tracker.Observe(datagram(client, server, 10*i))
		if i < 12 {
			tracker.Observe(datagram(server, client, 10*i+1))
			tracker.Observe(datagram(server, client, 10*i+1))
		}
	}
	if got, want := said(t, tracker.Conversations()[0], 11), "asked 29, answered 12; 11 ICMP errors; 12 copies"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	tracker = flow.NewTracker()
	for i := range uint16(10) {
		tracker.Observe(datagram("10.0.0.3:4"+strconv.Itoa(1000+int(i)), server, 100*i))
	}
	tracker.Observe(datagram("0.0.0.0:68", "255.255.255.255:67", 2001))
	tracker.Observe(datagram("10.0.0.2:67", "255.255.255.255:68", 2002))
	tracker.Observe(datagram(client, server, 3000))
	for i := range uint16(12) {
		tracker.Observe(datagram(server, client, 3001+10*i))
	}
	all := tracker.Conversations()
	for i, want := range []string{"answers udp:10", "asked 1, answered 1, 11 more from the server"} {
		if got := said(t, all[len(all)-2+i], 0); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	c := runtest.Connection(client, server, "c:S s:SA c:A c:6"+strings.Repeat(" again", 11))
	if got, want := said(t, c, 0), "still open: handshake, data; the server sent nothing; 11 sent again; RTT 2.00 ms"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestBeyondNAT checks what is said of a connection that was captured on both sides of
// a NAT.
func TestBeyondNAT(t *testing.T) {
	inside := runtest.Segments(client, server, "c:S s:SA c:A c:6 s:A")
	outside := runtest.Segments("192.0.2.1:6000", server, "c:S s:SA c:A c:6 s:A")
	tracker := flow.NewTracker()
	for i := range inside {
		outside[i].IP.HopLimit = 63
		outside[i].Number += 100
		tracker.Observe(inside[i])
		tracker.Observe(outside[i])
	}
	for i, want := range []string{
		"still open: handshake, data; the server sent nothing; RTT 2.00 ms",
		"still open: handshake, data; the server sent nothing; 5 copies: it is tcp:0 beyond a NAT; RTT 2.00 ms",
	} {
		if got := said(t, tracker.Conversations()[i], 0); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestLivesAreRemembered tells a life that was told before without making its words again.
func TestLivesAreRemembered(t *testing.T) {
	c := runtest.Connection(client, server, "c:S s:SA c:A c:6 s:6")
	var l conversations.Lives
	b := l.Append(nil, c, 0)
	if n := testing.AllocsPerRun(100, func() { b = l.Append(b[:0], c, 0) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
