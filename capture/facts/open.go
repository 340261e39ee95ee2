package facts

import (
	"wireladder/capture"
	"wireladder/capture/flow"
)

// Open is what a SYN, its answer or the end of a handshake is besides: a set.
type Open uint32

// What they can be.
const (
	AsksECN      Open = 1 << iota // SYN with ECE and CWR (RFC 3168 §6.1.1)
	AgreesECN                     // SYN,ACK with ECE alone
	RefusesECN                    // SYN,ACK without it, in answer to a SYN that asks
	WithoutECN                    // SYN again, without asking any more (§6.1.1.1)
	WrongACK                      // SYN,ACK that acknowledges another number than that of the SYN
	EchoesECN                     // ECE: a packet came marked "congestion experienced" (§6.1.3)
	ReducesECN                    // CWR: the window was reduced because of that (§6.1.2)
	MarkedCE                      // a router has marked it "congestion experienced" (§5)
	AsksCookie                    // SYN that asks for a Fast Open cookie (RFC 7413 §4.1.1)
	HasCookie                     // SYN that brings a cookie
	GivesCookie                   // SYN,ACK that grants one
	DataInSYN                     // SYN with a cookie and data (§4.2)
	DataTaken                     // SYN,ACK that acknowledges the data, too
	DataNotTaken                  // SYN,ACK that acknowledges the SYN alone
	Multipath                     // an option of Multipath TCP (RFC 8684)
	Crossing                      // a SYN that crosses the other side's: simultaneous open (RFC 9293 §3.5)
	ToItself                      // a socket that is connected to itself
	OldLives                      // a SYN on ports whose earlier connection was not closed
	OldWaits                      // a SYN on ports whose earlier connection waits in TIME-WAIT
	SelfDone                      // the ACK of a socket\'s own SYN
	SelfFIN                       // the ACK of a socket\'s own FIN
	Urgent                        // the urgent pointer counts (RFC 9293 §3.8.5)
)

// Has reports whether all of p are in o.
func (o Open) Has(p Open) bool { return o&p == p }

// Old is that a packet belongs to an earlier connection of the same two ports. Its
// numbers are those of that one.
type Old struct {
	First          int // the first packet of the earlier connection
	Seq, Ack, Next int64
}

// open finds out what a segment is besides a SYN, an ACK and so on.
func (l *ledger) open(o *flow.Observation, f *Facts) {
	h, c := &o.Packet.TCP, o.Conversation
	syn, answer := o.Events.Has(flow.SYN), o.Events.Has(flow.SYNACK)
	f.Open = l.congestion(o)
	set := func(if_ bool, p Open) {
		if if_ {
			f.Open |= p
		}
	}
	set(h.Options.MPTCP != 0, Multipath)
	set(h.Flags.Has(capture.URG) && h.Urgent > 0, Urgent)
	set(c.Endpoint(flow.Initiator) == c.Endpoint(flow.Responder), ToItself)
	fast := h.Options.FastOpen
	set(syn && fast && h.Options.Cookie == 0 && o.Packet.PayloadLength == 0, AsksCookie)
	set(syn && o.Packet.PayloadLength > 0, DataInSYN)
	set(syn && fast && h.Options.Cookie > 0, HasCookie)
	set(answer && fast && h.Options.Cookie > 0, GivesCookie)
	if answer {
		l.answersSYN(o, set)
	}
	if syn {
		first := l.lastThat(func(s *Segment) bool { return s.From == o.From && s.Events.Has(flow.SYN) })
		set(first != nil && first.Facts.Open.Has(AsksECN) && !f.Open.Has(AsksECN), WithoutECN)
		l.tellSYN(o, f)
	}
	set(syn && l.ends[o.From.Peer()].syn > 0 && l.ends[o.From.Peer()].synAck == 0, Crossing)
	if syn && l.earlier != nil && len(l.segments) == 0 {
		l.reopens(set)
	}
	l.challenge(o, f)
	l.unbelieved(o)
}

// answersSYN finds out what a SYN,ACK makes of the SYN that it answers.
func (l *ledger) answersSYN(o *flow.Observation, set func(bool, Open)) {
	syn := l.lastThat(func(s *Segment) bool { return s.From != o.From && s.Events.Has(flow.SYN) })
	if syn == nil {
		return
	}
	ack := o.Packet.TCP.Ack.Sub(syn.wireSeq)
	set(ack < 1 || int64(ack) > syn.Next-syn.Seq, WrongACK)
	set(syn.Length > 0 && ack > 1, DataTaken)
	set(syn.Length > 0 && ack == 1, DataNotTaken)
	set(syn.Facts.Open.Has(AsksECN) && !l.congestion(o).Has(AgreesECN), RefusesECN)
}

// tellSYN amends the SYN,ACK that was captured before the SYN that it answers.
func (l *ledger) tellSYN(o *flow.Observation, f *Facts) {
	if l.ends[o.From].syn > 0 {
		return
	}
	s := l.lastThat(func(s *Segment) bool {
		return s.From != o.From && s.Events.Has(flow.SYNACK) && s.wireAck == o.Packet.TCP.Seq+1
	})
	if s != nil && s.Facts.SYN == 0 {
		s.Facts.SYN, f.Opened = o.Packet.Number, s.Number
	}
}

// congestion returns what a segment says of explicit congestion notification.
func (l *ledger) congestion(o *flow.Observation) Open {
	f, p := o.Packet.TCP.Flags, Open(0)
	switch {
	case o.Events.Has(flow.SYN):
		if f.Has(capture.ECE | capture.CWR) {
			p |= AsksECN
		}
	case o.Events.Has(flow.SYNACK):
		if f&(capture.ECE|capture.CWR) == capture.ECE {
			p |= AgreesECN
		}
	default:
		if f.Has(capture.ECE) {
			p |= EchoesECN
		}
		if f.Has(capture.CWR) {
			p |= ReducesECN
		}
	}
	if o.Packet.IP.ECN == 3 {
		p |= MarkedCE
	}
	return p
}

// reopens says how the earlier connection of the same ports was left.
func (l *ledger) reopens(set func(bool, Open)) {
	states := l.earlier.conversation.States
	open := func(s flow.State) bool { return s >= flow.SynReceived && s < flow.TimeWait }
	set(open(states[flow.Initiator]) || open(states[flow.Responder]), OldLives)
	set(states[flow.Initiator] == flow.TimeWait || states[flow.Responder] == flow.TimeWait, OldWaits)
}

// challenge finds out whether a bare ACK answers a SYN that does not fit its sender's
// connection (RFC 9293 §3.10.7.4, RFC 5961 §4).
func (l *ledger) challenge(o *flow.Observation, f *Facts) {
	if o.Packet.TCP.Flags != capture.ACK || o.Packet.PayloadLength > 0 || o.Acked.Any() {
		return
	}
	last := l.lastThat(func(*Segment) bool { return true })
	if y := l.younger; y != nil {
		if other := y.lastThat(func(*Segment) bool { return true }); last == nil || other != nil && other.Number > last.Number {
			last = y.facing(l, other)
		}
	}
	if last == nil || last.From == o.From || !last.came(o.Packet.Time) {
		return
	}
	if last.Events.Has(flow.SYN) && !o.Events.Has(flow.SYNACK) || last.Facts.Reset != nil && (last.Facts.Reset.Ignored || last.Facts.Reset.Inexact) {
		f.Challenge = last.Number
		if r := last.Facts.Reset; r != nil {
			r.Challenged = o.Packet.Number
		}
	}
}

// facing returns a segment of l, a conversation of the same ports as another one, with
// its sender as the side of the other one.
func (l *ledger) facing(other *ledger, s *Segment) *Segment {
	if s == nil || l.conversation.Endpoint(s.From) == other.conversation.Endpoint(s.From) {
		return s
	}
	turned := *s
	turned.From = s.From.Peer()
	return &turned
}

// unbelieved amends the ACK that ends a handshake, if the SYN,ACK comes again after it has
// come: the server has not taken it.
func (l *ledger) unbelieved(o *flow.Observation) {
	if !o.Events.Has(flow.SYNACK) || l.ends[o.From].synAck == 0 {
		return
	}
	if s := l.lastThat(func(s *Segment) bool {
		return s.From != o.From && s.Flags.Has(capture.ACK) && s.Ack >= o.Next && s.came(o.Packet.Time)
	}); s != nil && s.Facts.NotTaken == 0 {
		s.Facts.NotTaken = o.Packet.Number
	}
}

// ofOld finds out whether a segment belongs to the earlier connection of its ports: its
// numbers fit that one, and not this one.
func (b *Book) ofOld(l *ledger, o *flow.Observation, s *Segment) bool {
	old, h, f := l.earlier, &o.Packet.TCP, &s.Facts
	if old == nil || o.Events.Has(flow.SYN) || o.Events.Has(flow.SYNACK) && h.Ack == l.ends[o.From.Peer()].nextWire {
		return false
	}
	from := o.From
	if old.conversation.Endpoint(from) != o.Conversation.Endpoint(from) {
		from = from.Peer()
	}
	own, peer := &old.ends[from], &old.ends[from.Peer()]
	if !own.begun || !near(h.Seq, own.nextWire) || h.Flags.Has(capture.ACK) && !near(h.Ack, peer.nextWire) {
		return false
	}
	if l.fits(o) {
		return false
	}
	seq := own.highest + int64(h.Seq.Sub(own.nextWire))
	f.Old = &Old{First: old.first(), Seq: seq, Next: seq + o.Next - o.Seq}
	if h.Flags.Has(capture.ACK) {
		f.Old.Ack = peer.highest + int64(h.Ack.Sub(peer.nextWire))
	}
	l.challenge(o, f)
	b.remember(l, o, s)
	own.seen.add(f.Old.Seq, f.Old.Next)
	if f.Old.Next > own.highest {
		own.highest, own.nextWire = f.Old.Next, h.Seq+capture.Seq(uint32(o.Next-o.Seq)) //nolint:gosec // wraps around
	}
	return true
}

// fits reports whether a segment's number is one that this connection can expect.
func (l *ledger) fits(o *flow.Observation) bool {
	e := &l.ends[o.From]
	h := &o.Packet.TCP
	if e.begun {
		return near(h.Seq, e.nextWire)
	}
	return h.Flags.Has(capture.ACK) && h.Ack == l.ends[o.From.Peer()].nextWire
}

// near reports whether two numbers are so close that they can be of one connection.
func near(a, b capture.Seq) bool {
	const reach = 1 << 20
	d := a.Sub(b)
	return d < reach && d > -reach
}

// first returns the number of the first packet that is remembered.
func (l *ledger) first() int {
	if len(l.segments) == 0 {
		return 0
	}
	return l.segments[0].Number
}
