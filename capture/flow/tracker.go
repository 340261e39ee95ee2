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
	latest    table                        // the youngest incarnation of each 5-tuple
	all       []*Conversation              // in order of appearance
	streams   [int(capture.ICMPv6) + 1]int // how many there are, by protocol
	fly       flights                      // what is under way in all of them
	listening map[netip.AddrPort]bool
	foreseen  foreseen
	transit   *transit // nil if packets are taken to arrive when they are observed
}

// NewTracker returns a Tracker that has seen nothing.
func NewTracker() *Tracker {
	return &Tracker{latest: newTable(), listening: map[netip.AddrPort]bool{}}
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
	var o Observation
	t.ObserveInto(&o, p)
	return o
}

// ObserveInto is Observe for whoever has room for the observation already: it
// overwrites all of o.
func (t *Tracker) ObserveInto(o *Observation, p *capture.Packet) {
	*o = Observation{Packet: p}
	for i := range p.Outer {
		t.carry(&p.Outer[i])
	}
	switch p.Proto {
	case capture.TCP:
		t.observeTCP(o)
	case capture.UDP:
		t.observeUDP(o)
	case capture.ICMP, capture.ICMPv6:
		t.observeError(o)
	}
}

// observeUDP fills in what a datagram means: it is data, even when empty.
func (t *Tracker) observeUDP(o *Observation) {
	p := o.Packet
	c, from := t.find(p)
	if c == nil {
		c = t.begin(capture.UDP, p.Src, p.Dst)
	}
	o.attach(c, from)
	o.Events = Data
	t.count(o)
	if t.transit != nil {
		t.transit.send(o, nil)
	}
}

// observeTCP fills in what a segment means.
func (t *Tracker) observeTCP(o *Observation) {
	p := o.Packet
	c, from := t.find(p)
	if c == nil {
		c, from = t.beginTCP(p)
	} else if c.reopenedBy(p, from) {
		c, from = t.beginTCP(p)
		o.Events = PortReused
	}
	o.attach(c, from)
	t.count(o)
	if t.transit != nil {
		c.observeSent(o, &t.fly, t.transit)
	} else {
		c.observe(o, &t.fly)
	}
	if p.TCP.Flags&(capture.SYN|capture.RST) != 0 {
		t.learn(o)
	}
}

// observeError fills in what an ICMP error means: it is about the conversation
// of the packet that it quotes, and comes from that packet's receiver or from
// a router on the way there. It changes no state: a TCP takes it for a hint
// that may pass (RFC 9293 §3.9.2.2).
func (t *Tracker) observeError(o *Observation) {
	quoted := &o.Packet.ICMP.Quoted
	if quoted.Proto == capture.Undecoded {
		return
	}
	c, from := t.latest.lookUp(quoted.Proto, &quoted.Src, &quoted.Dst)
	switch {
	case c == nil && (quoted.Proto == capture.UDP || quotesTCP(o.Packet)):
		t.begin(quoted.Proto, quoted.Src, quoted.Dst)
	case c != nil && c.seen():
		o.attach(c, from.Peer())
		o.Events = Unreachable
	}
}

// quotesTCP reports whether an ICMP error quotes enough of a TCP header, up to
// its window, to make it a segment of a stream in Wireshark. RFC 792 asks for
// less, and many hosts send more.
func quotesTCP(p *capture.Packet) bool {
	const enough = 16
	if p.Proto == capture.ICMPv6 {
		return len(p.Payload) >= 40+enough // without extension headers
	}
	return len(p.Payload) > 0 && len(p.Payload) >= int(p.Payload[0]&15)*4+enough
}

// carry makes the conversation of a transport header that has another packet
// inside, if there is none yet. Nothing is counted there: it is the tunnel of
// the packet, which is counted to its own conversation.
func (t *Tracker) carry(outer *capture.Endpoints) {
	if c, _ := t.latest.lookUp(outer.Proto, &outer.Src, &outer.Dst); c == nil {
		t.begin(outer.Proto, outer.Src, outer.Dst)
	}
}

// count adds the packet to its conversation, and the conversation to the list if
// it is the first.
func (t *Tracker) count(o *Observation) {
	if !o.Conversation.seen() {
		t.all = append(t.all, o.Conversation)
	}
	o.Conversation.count(o)
}

// beginTCP makes the conversation that p is the first seen packet of, and says
// which side p is from. A SYN,ACK is an answer: its receiver is the initiator.
func (t *Tracker) beginTCP(p *capture.Packet) (*Conversation, Side) {
	if p.TCP.Flags.Has(capture.SYN | capture.ACK) {
		c := t.begin(capture.TCP, p.Dst, p.Src)
		if p.Src == p.Dst {
			return c, Initiator // connected to itself: see sideOf
		}
		return c, Responder
	}
	c := t.begin(capture.TCP, p.Src, p.Dst)
	if p.TCP.Flags.Has(capture.SYN) && t.listens(p.Dst) {
		c.States[Responder] = Listen
		c.tcp[Responder].state = Listen
	}
	return c, Initiator
}

// begin makes a conversation and gives it the next number of its protocol.
func (t *Tracker) begin(proto capture.Protocol, initiator, responder netip.AddrPort) *Conversation {
	c := t.latest.make(proto, initiator, responder)
	c.Stream = t.streams[proto]
	t.streams[proto]++
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

// Conversations returns all conversations of which packets were seen so far, in
// order of appearance. They are the tracker's, which goes on updating them. Their
// stream numbers may have gaps, and need not be in order: as in Wireshark, a
// tunnel and a datagram that only an ICMP error quotes take numbers, too.
func (t *Tracker) Conversations() []*Conversation { return t.all }
