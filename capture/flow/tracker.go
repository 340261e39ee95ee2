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
	memory    memory                       // what is remembered apart from them
	copies    copies                       // the packets that may be captured again
	asked     askers                       // who has asked several hosts
	waiting   *waiting                     // who waits for an answer of one host; nil: nobody has
	listening map[netip.AddrPort]bool
	foreseen  foreseen
	outline   capture.Outline // of the packet that is looked at
	scratch   Observation     // what an outline means
	inFlight  *inFlight       // nil if packets are taken to arrive when they are observed
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
	if c.Does(capture.Listens) && c.Errno == "" && c.Local.IsValid() {
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
	if t.inFlight != nil {
		t.inFlight.number = p.Number
	}
	for i := range p.Outer {
		t.carry(&p.Outer[i])
	}
	switch p.Proto {
	case capture.TCP, capture.UDP:
		t.observePacket(o)
	case capture.ICMP, capture.ICMPv6:
		t.observeError(o)
	}
}

// ObserveOutlines takes the next packets, of which only the outlines are known, and
// keeps what they mean to itself: only the conversations show it. It is what
// Observe does, in much less time. An outline of nothing it passes over. It is not
// for after AwaitDeliveries: outlines have no numbers.
func (t *Tracker) ObserveOutlines(outlines []capture.Outline) {
	t.foreseen.packets = nil // packets that were foreseen are so no longer
	for len(outlines) > 0 {
		n := min(len(outlines), Ahead)
		t.foresee(outlines[:n])
		for i := range outlines[:n] {
			if h := &outlines[i]; h.Proto != capture.Undecoded {
				c, from := t.foreseen.find(&t.latest, i, h)
				t.scratch = Observation{}
				t.observe(&t.scratch, h, c, from)
			}
		}
		outlines = outlines[n:]
	}
}

// observePacket fills in what a packet of TCP or UDP means.
func (t *Tracker) observePacket(o *Observation) {
	h, c, from := t.find(o.Packet)
	t.observe(o, h, c, from)
}

// observe fills in what a segment or datagram means, of which h is the outline, c
// the conversation that it belongs to, if there is one, and from the side that sent
// it.
func (t *Tracker) observe(o *Observation, h *capture.Outline, c *Conversation, from Side) {
	if h.Proto == capture.TCP {
		t.observeTCP(o, h, c, from)
	} else {
		t.observeUDP(o, h, c, from)
	}
}

// observeUDP fills in what a datagram means: it is data, even when empty.
func (t *Tracker) observeUDP(o *Observation, h *capture.Outline, c *Conversation, from Side) {
	if c == nil {
		c, from = t.beginUDP(h)
	}
	o.attach(c, from)
	o.Events, o.Fresh = Data, int(h.PayloadLength)
	t.count(o, h)
	switch {
	case t.inFlight != nil:
		t.inFlight.send(o, nil)
	case t.copies.note(o, h, c, from):
		return
	}
	if from == Responder {
		t.answer(c, h)
	}
}

// observeTCP fills in what a segment means.
func (t *Tracker) observeTCP(o *Observation, h *capture.Outline, c *Conversation, from Side) {
	if c == nil {
		c, from = t.beginTCP(h)
	} else if c.reopenedBy(h, from) {
		elder := c.place
		c, from = t.beginTCP(h)
		c.changeRare().elder, c.marks = elder, c.marks|succeeds
		o.Events = PortReused
	} else if c.marks&succeeds != 0 && t.inFlight == nil {
		c, from = t.incarnation(o, h, c, from)
	}
	o.attach(c, from)
	t.count(o, h)
	switch {
	case t.inFlight != nil:
		c.observeSent(o, h, &t.memory, t.inFlight)
	case t.copies.note(o, h, c, from):
		c.observeCopy(o, h, &t.memory)
		return
	default:
		c.observe(o, h, &t.memory)
	}
	if h.Flags&(capture.SYN|capture.RST) != 0 {
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
	h := t.ends(quoted.Proto, &quoted.Src, &quoted.Dst)
	c, from := t.latest.lookUp(h)
	switch {
	case c == nil && (quoted.Proto == capture.UDP || quotesTCP(o.Packet)):
		t.begin(h, Initiator)
	case c != nil && c.seen():
		o.attach(c, from.Peer())
		o.Events = Unreachable
	}
}

// ends returns an outline that says no more than who sends to whom.
func (t *Tracker) ends(proto capture.Protocol, src, dst *netip.AddrPort) *capture.Outline {
	t.outline.Proto = proto
	t.outline.SetEnds(src, dst)
	return &t.outline
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
	h := t.ends(outer.Proto, &outer.Src, &outer.Dst)
	if c, _ := t.latest.lookUp(h); c == nil {
		t.begin(h, Initiator)
	}
}

// count adds the packet to its conversation, and the conversation to the list if
// it is the first.
func (t *Tracker) count(o *Observation, h *capture.Outline) {
	c := o.Conversation
	if !c.seen() {
		t.all = append(t.all, c)
		c.Began = begins(h)
	}
	c.count(h, o.From)
	if o.Packet == nil && c.marks&(timed|farTimes) == timed && h.At >= c.lastAt {
		c.lastAt = h.At // as of nearly all
		return
	}
	c.addTime(o, h.At)
}

// beginUDP makes the conversation that h is the first seen datagram of, and says
// which side it is from: the responder's if it answers a question to several hosts, or
// by its ports one that was not captured.
func (t *Tracker) beginUDP(h *capture.Outline) (*Conversation, Side) {
	if question := t.asked.answered(h); question != nil {
		c := t.begin(h, Responder)
		c.changeRare().answers = int32(question.Stream) + 1 //nolint:gosec // 2^31 conversations are more than fit in memory
		return c, Responder
	}
	if question := t.waiting.answered(h); question != nil {
		c := t.begin(h, Responder)
		c.changeRare().answers = int32(question.Stream) + 1 //nolint:gosec // as above
		question.Answered++
		return c, Responder
	}
	if serviceSpeaks(h) {
		return t.begin(h, Responder), Responder
	}
	c := t.begin(h, Initiator)
	t.waits(c, h)
	t.asked.note(c, h)
	return c, Initiator
}

// beginTCP makes the conversation that h is the first seen segment of, and says
// which side it is from. A SYN,ACK is an answer: its receiver is the initiator. Of a
// connection under way the ports tell, or else the first sender is the initiator.
func (t *Tracker) beginTCP(h *capture.Outline) (*Conversation, Side) {
	if h.Flags.Has(capture.SYN | capture.ACK) {
		c := t.begin(h, Responder)
		if c.Endpoint(Initiator) == c.Endpoint(Responder) {
			return c, Initiator // connected to itself: see sideOf
		}
		return c, Responder
	}
	if !h.Flags.Has(capture.SYN) && serverSpeaks(h) {
		return t.begin(h, Responder), Responder
	}
	c := t.begin(h, Initiator)
	if h.Flags.Has(capture.SYN) && t.listens(c.Endpoint(Responder)) {
		c.States[Responder] = Listen
		c.tcp.sides[Responder].state = Listen
	}
	return c, Initiator
}

// begin makes a conversation, of which from sends h, and gives it the next number
// of its protocol.
func (t *Tracker) begin(h *capture.Outline, from Side) *Conversation {
	c := t.latest.make(h, from)
	c.Stream = t.streams[h.Proto]
	t.streams[h.Proto]++
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
		t.listening[o.Conversation.Endpoint(o.From)] = true
	case o.Events.Has(RST) && o.Before[peer] == SynSent && o.After[peer] == Closed:
		delete(t.listening, o.Conversation.Endpoint(o.From))
	}
}

// Conversations returns all conversations of which packets were seen so far, in
// order of appearance. They are the tracker's, which goes on updating them. Their
// stream numbers may have gaps, and need not be in order: as in Wireshark, a
// tunnel and a datagram that only an ICMP error quotes take numbers, too.
func (t *Tracker) Conversations() []*Conversation { return t.all }
