package flow

import (
	"net/netip"
	"testing"

	"wireladder/capture"
)

// addr is the client's address with another port.
func addr(port uint16) netip.AddrPort { return netip.AddrPortFrom(clientAddr.Addr(), port) }

// datagram makes a UDP packet.
func datagram(parts ...part) *capture.Packet {
	p := seg(parts...)
	p.Proto = capture.UDP
	return p
}

// icmpError makes an ICMP error that quotes p, from its receiver.
func icmpError(p *capture.Packet) *capture.Packet {
	return &capture.Packet{
		Proto: capture.ICMP,
		Src:   netip.AddrPortFrom(p.Dst.Addr(), 0), Dst: netip.AddrPortFrom(p.Src.Addr(), 0),
		ICMP: capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: p.Proto, Src: p.Src, Dst: p.Dst}},
	}
}

// TestStreams checks which conversation each of a sequence of packets is
// counted to.
func TestStreams(t *testing.T) {
	tracker := NewTracker()
	other := []part{client, syn, seq(7), from(addr(50001))}
	tests := []struct {
		name   string
		packet *capture.Packet
		stream int
		side   Side
	}{
		{"first TCP", seg(client, syn, seq(100)), 0, Initiator},
		{"its answer", seg(server, syn, seq(300), ack(101)), 0, Responder},
		{"first UDP", datagram(client), 0, Initiator},
		{"its answer", datagram(server), 0, Responder},
		{"another port", seg(other...), 1, Initiator},
		{"SYN sent again", seg(client, syn, seq(100)), 0, Initiator},
		{"second UDP", datagram(client, from(addr(50002))), 1, Initiator},
		{"FIN", seg(client, fin, seq(101), ack(301)), 0, Initiator},
		{"the same SYN once more", seg(client, syn, seq(100)), 0, Initiator},
		{"port used again", seg(client, syn, seq(5000)), 2, Initiator},
		{"its answer", seg(server, syn, seq(900), ack(5001)), 2, Responder},
		{"used again by the other side", seg(server, syn, seq(6000)), 3, Initiator},
		{"its answer", seg(client, syn, seq(8000), ack(6001)), 3, Responder},
		{"begins with SYN,ACK", seg(server, syn, seq(1), ack(1), to(addr(50003))), 4, Responder},
		{"UDP again", datagram(server), 0, Responder},
	}
	for _, test := range tests {
		o := tracker.Observe(test.packet)
		if o.Conversation.Stream != test.stream || o.From != test.side || o.Conversation.Proto != test.packet.Proto {
			t.Errorf("%s: %v stream %d from %v", test.name, o.Conversation.Proto, o.Conversation.Stream, o.From)
		}
		if src, dst := o.Conversation.Endpoint(o.From), o.Conversation.Endpoint(o.From.Peer()); src != test.packet.Src || dst != test.packet.Dst {
			t.Errorf("%s: from %v to %v", test.name, src, dst)
		}
	}
}

// TestReuse checks that a new incarnation knows nothing of the old one.
func TestReuse(t *testing.T) {
	tracker := NewTracker()
	check(t, tracker, closings["three segments"])
	again := turned(closings["three segments"], 12345)
	again[0].after[Responder] = Listen // the first one has shown it
	again[0].events |= PortReused
	check(t, tracker, again)
}

// TestTotals checks the packets and octets counted per side.
func TestTotals(t *testing.T) {
	o := last(transfers["sent again"])
	if got := *o.Conversation; got.Packets != [2]uint32{4, 3} || got.Payload != [2]int64{10, 0} {
		t.Errorf("packets %v, payload %v", got.Packets, got.Payload)
	}
	tracker := NewTracker()
	for range 2 {
		o = tracker.Observe(datagram(server, data(20)))
	}
	if got := *o.Conversation; got.Packets != [2]uint32{2, 0} || got.Payload != [2]int64{40, 0} {
		t.Errorf("packets %v, payload %v", got.Packets, got.Payload)
	}
}

// TestDatagrams checks that each datagram is data, an empty one too, and that
// UDP has no states or numbers.
func TestDatagrams(t *testing.T) {
	for _, n := range []int{0, 1, 1400} {
		p := datagram(data(n))
		o := NewTracker().Observe(p)
		want := Observation{Packet: p, Conversation: o.Conversation, Events: Data, Fresh: n}
		if o != want {
			t.Errorf("%d octets: %+v", n, o)
		}
	}
}

// TestErrors checks what conversation an ICMP error is about, and that it
// leaves it as it is.
func TestErrors(t *testing.T) {
	tracker := NewTracker()
	segment, sent, answer := handshake()[0].packet, datagram(client), datagram(server)
	for _, p := range []*capture.Packet{segment, sent} {
		tracker.Observe(p)
	}
	for name, test := range map[string]struct {
		quoted *capture.Packet
		from   Side
	}{
		"datagram": {sent, Responder},
		"answer":   {answer, Initiator},
		"segment":  {segment, Responder},
	} {
		o := tracker.Observe(icmpError(test.quoted))
		if o.Conversation == nil || o.Conversation.Proto != test.quoted.Proto || o.From != test.from || o.Events != Unreachable {
			t.Errorf("%s: %+v", name, o)
			continue
		}
		if o.Before != o.After || o.After != o.Conversation.States || o.Conversation.Packets != [2]uint32{1, 0} {
			t.Errorf("%s: changes %v to %v, packets %v", name, o.Before, o.After, o.Conversation.Packets)
		}
	}
}

// TestNoConversation checks packets that belong to none.
func TestNoConversation(t *testing.T) {
	tracker := NewTracker()
	for name, p := range map[string]*capture.Packet{
		"undecoded":       {Problem: "cut off"},
		"ping":            {Proto: capture.ICMP, ICMP: capture.ICMPHeader{Type: 8}},
		"error, unknown":  icmpError(datagram(client)),
		"error of a ping": icmpError(&capture.Packet{Proto: capture.ICMP}),
	} {
		if o := tracker.Observe(p); o != (Observation{Packet: p}) {
			t.Errorf("%s: %+v", name, o)
		}
	}
}

// TestListening checks when a SYN is known to meet a listener.
func TestListening(t *testing.T) {
	first := theSYN.packet
	later := seg(client, syn, seq(1), from(addr(50001)))
	refusal := seg(server, rst, ack(clientISN+1))
	known := func(a string) func(*Tracker) {
		return func(tracker *Tracker) { tracker.Listening(netip.MustParseAddrPort(a)) }
	}
	seen := func(ps ...*capture.Packet) func(*Tracker) {
		return func(tracker *Tracker) {
			for _, p := range ps {
				tracker.Observe(p)
			}
		}
	}
	tests := map[string]struct {
		prepare func(*Tracker)
		syn     *capture.Packet
		want    State
	}{
		"nothing known":      {seen(), first, Unknown},
		"told":               {known("10.0.0.2:12000"), first, Listen},
		"another port":       {known("10.0.0.2:12001"), first, Unknown},
		"another address":    {known("10.0.0.3:12000"), first, Unknown},
		"every IPv4 address": {known("0.0.0.0:12000"), first, Listen},
		"every address":      {known("[::]:12000"), first, Listen},
		"only asked before":  {seen(first), later, Unknown},
		"answered before":    {seen(first, s(0, 1, syn)), later, Listen},
		"opened at once":     {seen(first, seg(server, syn, seq(serverISN)), s(0, 1, syn)), later, Unknown},
		"refused since": {func(tracker *Tracker) {
			known("10.0.0.2:12000")(tracker)
			seen(first, refusal)(tracker)
		}, later, Unknown},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			tracker := NewTracker()
			test.prepare(tracker)
			o := tracker.Observe(test.syn)
			if o.Before != [2]State{Closed, test.want} || o.After != [2]State{SynSent, test.want} {
				t.Errorf("before %v, after %v", o.Before, o.After)
			}
		})
	}
}

// TestSelfConnected checks that a socket connected to itself does no harm: both
// sides have one address, and its packets are the initiator's.
func TestSelfConnected(t *testing.T) {
	for _, ip := range []string{"10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1"} {
		self := netip.AddrPortFrom(netip.MustParseAddr(ip), 50000)
		packets := []*capture.Packet{
			seg(from(self), to(self), syn, seq(1)), seg(from(self), to(self), syn, seq(1), ack(2)), seg(from(self), to(self), data(3), seq(2), ack(2)),
		}
		for first := range packets { // whichever is the first that is seen
			tracker := NewTracker()
			for _, p := range packets[first:] {
				if o := tracker.Observe(p); o.From != Initiator || o.Conversation.Stream != 0 {
					t.Errorf("%v: from %v, stream %d", self, o.From, o.Conversation.Stream)
				}
			}
		}
	}
}

// TestSelfConnectedStates checks that the socket's own SYN makes SYN-RECEIVED of SYN-SENT as it comes back, and the
// SYN,ACK ESTABLISHED of that (RFC 9293 §3.5); and that the socket's own FIN makes no peer of it: FIN-WAIT-1,
// CLOSING, TIME-WAIT (§3.6, case 3).
func TestSelfConnectedStates(t *testing.T) {
	self := netip.MustParseAddrPort("10.0.0.1:50000")
	tracker := NewTracker()
	for i, tt := range []struct {
		p             *capture.Packet
		before, after State // of the socket as it receives
	}{
		{seg(from(self), to(self), syn, seq(1)), SynSent, SynReceived},
		{seg(from(self), to(self), syn, seq(1), ack(2)), SynReceived, Established},
		{seg(from(self), to(self), seq(2), ack(2)), Established, Established},
		{seg(from(self), to(self), fin, seq(2), ack(2)), FinWait1, Closing},
		{seg(from(self), to(self), seq(3), ack(3)), Closing, TimeWait},
	} {
		if o := tracker.Observe(tt.p); o.Before[Responder] != tt.before || o.After[Responder] != tt.after {
			t.Errorf("%d: from %v to %v, want from %v to %v", i, o.Before[Responder], o.After[Responder], tt.before, tt.after)
		} else if i == 1 && o.Changed(Initiator) {
			t.Errorf("it enters %v, in which it is", o.After[Initiator])
		}
	}
}

// TestWords checks the names that files and users see.
func TestWords(t *testing.T) {
	all := SYN | SYNACK | ACK | Data | FIN | RST | Retransmission | DupACK | Unreachable | KeepAlive
	const want = "syn,syn-ack,ack,data,fin,rst,retransmission,dup-ack,unreachable,keep-alive"
	if all.String() != want {
		t.Errorf("events: %v", all)
	}
	if got := Events(0).Names(); got == nil || len(got) != 0 {
		t.Errorf("names of no events: %#v", got)
	}
	if Initiator.String() != "client" || Responder.String() != "server" || TimeWait.String() != "TIME-WAIT" || Unknown.String() != "" {
		t.Error("sides or states")
	}
	if !octets(1, 2).Any() || !ackedFIN.Any() || none.Any() {
		t.Error("acknowledged")
	}
}

// TestNoAllocation checks that packets of a known conversation cost no memory.
func TestNoAllocation(t *testing.T) {
	tracker := NewTracker()
	packets := []*capture.Packet{
		c(1, 1, data(1000)), s(1, 1001), s(0, 1, syn), datagram(client), icmpError(datagram(client)), c(1001, 1, fin), c(1, 1, rst),
	}
	n := testing.AllocsPerRun(100, func() {
		for _, p := range packets {
			tracker.Observe(p)
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestHeedsListen(t *testing.T) {
	at := netip.MustParseAddrPort("127.0.0.1:12000")
	for _, c := range []struct {
		call capture.Call
		want bool
	}{
		{capture.Call{Name: "listen", Local: at}, true},
		{capture.Call{Name: "listen", Local: at, Errno: "EADDRINUSE"}, false},
		{capture.Call{Name: "bind", Local: at}, false},
		{capture.Call{Name: "listen"}, false},
	} {
		tracker := NewTracker()
		tracker.Heed(&c.call)
		if got := len(tracker.listening) > 0; got != c.want {
			t.Errorf("%s %q: listening %v, want %v", c.call.Name, c.call.Errno, got, c.want)
		}
	}
}
