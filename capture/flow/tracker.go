package flow

import (
	"net/netip"

	"wireladder/capture"
)

// Tracker follows the conversations of one run or file. Make one with
// NewTracker; it is not safe for concurrent use.
//
// Once a conversation exists, its packets are observed without allocating. A
// conversation is never forgotten: ports that were silent for a day are still
// the same conversation, as they are in Wireshark.
type Tracker struct {
	latest    map[tuple]*Conversation // the youngest incarnation of each tuple
	all       []*Conversation         // in order of appearance
	streams   map[capture.Protocol]int
	listening map[netip.AddrPort]bool
}

// tuple is a 5-tuple that is the same in both directions.
type tuple struct {
	proto     capture.Protocol
	low, high netip.AddrPort
}

// newTuple returns the tuple of packets from a to b and from b to a.
func newTuple(proto capture.Protocol, a, b netip.AddrPort) tuple {
	if a.Compare(b) > 0 {
		a, b = b, a
	}
	return tuple{proto: proto, low: a, high: b}
}

// NewTracker returns a Tracker that has seen nothing.
func NewTracker() *Tracker {
	return &Tracker{
		latest:    map[tuple]*Conversation{},
		streams:   map[capture.Protocol]int{},
		listening: map[netip.AddrPort]bool{},
	}
}

// Listening tells the tracker what packets alone do not show before the first
// SYN is answered: that a TCP socket listens on addr. 0.0.0.0 stands for every
// IPv4 address and :: for every address, as ipv6(7) has it by default. From
// then on the receiver of a SYN is taken to be in LISTEN instead of Unknown. An
// address that has answered with SYN,ACK is known to listen without being told,
// until it refuses.
func (t *Tracker) Listening(addr netip.AddrPort) { t.listening[addr] = true }

// Heed takes the next socket call, for what packets alone do not show: a
// listen(2) that succeeded.
func (t *Tracker) Heed(c *capture.Call) {
	if c.Name == "listen" && c.Errno == "" && c.Local.IsValid() {
		t.Listening(c.Local)
	}
}

// Observe takes the next packet, decoded, and says what it means. The
// observation refers to p; it does not change it.
func (t *Tracker) Observe(p *capture.Packet) Observation {
	o := Observation{Packet: p}
	switch p.Proto {
	case capture.TCP:
		t.observeTCP(&o)
	case capture.UDP:
		t.observeUDP(&o)
	case capture.ICMP, capture.ICMPv6:
		t.observeError(&o)
	}
	return o
}

// observeUDP fills in what a datagram means: it is data, even when empty.
func (t *Tracker) observeUDP(o *Observation) {
	p := o.Packet
	c := t.latest[newTuple(capture.UDP, p.Src, p.Dst)]
	if c == nil {
		c = t.begin(capture.UDP, p.Src, p.Dst)
	}
	o.attach(c, c.sideOf(p.Src))
	o.Events = Data
	c.count(o)
}

// observeTCP fills in what a segment means.
func (t *Tracker) observeTCP(o *Observation) {
	p := o.Packet
	c := t.latest[newTuple(capture.TCP, p.Src, p.Dst)]
	if c == nil || c.reopenedBy(p) {
		c = t.beginTCP(p)
	}
	o.attach(c, c.sideOf(p.Src))
	c.count(o)
	c.tcp.observe(o)
	c.States = o.After
	t.learn(o)
}

// observeError fills in what an ICMP error means: it is about the conversation
// of the packet that it quotes, and comes from that packet's receiver or from
// a router on the way there. It changes no state: a TCP takes it for a hint
// that may pass (RFC 9293 §3.9.2.2).
func (t *Tracker) observeError(o *Observation) {
	quoted := o.Packet.ICMP.Quoted
	c := t.latest[newTuple(quoted.Proto, quoted.Src, quoted.Dst)]
	if c == nil {
		return
	}
	o.attach(c, c.sideOf(quoted.Src).Peer())
	o.Events = Unreachable
}

// beginTCP makes the conversation that p is the first seen packet of. A SYN,ACK
// is an answer: its receiver is the initiator.
func (t *Tracker) beginTCP(p *capture.Packet) *Conversation {
	if p.TCP.Flags.Has(capture.SYN | capture.ACK) {
		return t.begin(capture.TCP, p.Dst, p.Src)
	}
	c := t.begin(capture.TCP, p.Src, p.Dst)
	if p.TCP.Flags.Has(capture.SYN) && t.listens(p.Dst) {
		c.States[Responder] = Listen
		c.tcp[Responder].state = Listen
	}
	return c
}

// begin makes a conversation and gives it the next number of its protocol.
func (t *Tracker) begin(proto capture.Protocol, initiator, responder netip.AddrPort) *Conversation {
	c := &Conversation{
		Stream:    t.streams[proto],
		Proto:     proto,
		Endpoints: [2]netip.AddrPort{initiator, responder},
	}
	t.streams[proto]++
	t.all = append(t.all, c)
	t.latest[newTuple(proto, initiator, responder)] = c
	return c
}

// listens reports whether a socket is known to listen on addr.
func (t *Tracker) listens(addr netip.AddrPort) bool {
	at := func(ip netip.Addr) bool { return t.listening[netip.AddrPortFrom(ip, addr.Port())] }
	return at(addr.Addr()) || at(netip.IPv6Unspecified()) || addr.Addr().Is4() && at(netip.IPv4Unspecified())
}

// learn notes who listens: who answers a SYN from LISTEN does, who refuses it
// does not (any more).
func (t *Tracker) learn(o *Observation) {
	peer := o.From.Peer()
	switch {
	case o.Events.Has(SYNACK) && o.Before[o.From] == Listen:
		t.listening[o.Packet.Src] = true
	case o.Events.Has(RST) && o.Before[peer] == SynSent && o.After[peer] == Closed:
		delete(t.listening, o.Packet.Src)
	}
}

// Conversations returns all conversations seen so far, in order of appearance.
// They are the tracker's, which goes on updating them.
func (t *Tracker) Conversations() []*Conversation { return t.all }
