package facts

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// How many segments of a conversation are remembered: where there are few, many of each.
const (
	manySegments = 512
	fewSegments  = 64
	fewLedgers   = 256
)

// ledger is what is remembered of one conversation.
type ledger struct {
	conversation *flow.Conversation
	segments     []*item // the last ones of both sides, in order of capture
	ends         [2]end
	younger      *ledger // of the conversation that had the same ports after; nil: none
	earlier      *ledger // of the conversation that had the same ports before; nil: none
	among        *ledgers
	gaps         [2][]*Gap // by whose numbers: those that nothing has filled, oldest first
}

// end is what is remembered of one side.
type end struct {
	begun   bool
	highest int64  // after the highest number that it has sent
	seen    ranges // numbers that were captured
	window  int    // as it offered it last, valid if begun
	scaled  bool   // the window is in octets: the handshake was captured

	syn, synAck, fin, rst, data int // the first packet of that kind; 0: none

	acked    int64 // the highest number that it has acknowledged
	edge     int64 // the end of the window that it has offered since its SYN; 0: none
	sacked   Span  // the highest numbers that it has named by SACK, and by which packet
	sackedBy int
	mss      uint16        // what its SYN says that it takes; 0: not known
	hops     uint8         // hop limit of its last segment
	rtt      time.Duration // the shortest time in which it has answered; 0: none was measured
	repeats  []int         // its repetitions that nothing has answered
	probes   []int         // those of its probes that nothing has answered
	repeated time.Duration // how long after the packet before it the last repetition came
	probed   int           // the tail loss probe that nothing has answered; 0: none
	nextWire capture.Seq   // after the highest number, as on the wire
	ackWire  capture.Seq   // its last acknowledgment, as on the wire
}

// add remembers a segment, one of so many ledgers. It forgets the older half where there
// are too many.
func (l *ledger) add(s *item, ledgers int) {
	most := manySegments
	if ledgers > fewLedgers {
		most = fewSegments
	}
	if len(l.segments) >= most {
		n := copy(l.segments, l.segments[len(l.segments)-most/2:])
		clear(l.segments[n:])
		l.segments = l.segments[:n]
	}
	l.segments = append(l.segments, s)
}

// remember keeps a packet for those to come.
func (l *ledger) remember(o *flow.Observation, s *item) {
	p := o.Packet
	s.Number, s.Time, s.From, s.Events, s.Flags = p.Number, p.Time, o.From, o.Events, p.TCP.Flags
	s.Seq, s.Next, s.Ack, s.Window, s.Length = o.Seq, o.Next, o.Ack, o.Window, p.PayloadLength
	s.id, s.wireSeq, s.wireAck, s.body = p.IP.ID, p.TCP.Seq, p.TCP.Ack, l.among.bodies.keep(p.Payload)
	l.add(s, len(l.among.all))
	l.ends[o.From].note(o)
}

// payload returns what is held of the octets of an item, nil if they were overwritten.
func (l *ledger) payload(s *item) []byte { return l.among.bodies.of(s.body) }

// answerSince returns the first segment behind a packet that the other side than from has
// sent, in this conversation or in the one that had the same ports before; nil if there is
// none.
func (l *ledger) answerSince(number int, from flow.Side, fits func(*item) bool) *item {
	own := l.firstSince(number, func(s *item) bool { return s.From != from && fits(s) })
	if l.earlier == nil {
		return own
	}
	other := l.earlier.firstSince(number, func(s *item) bool { return l.earlier.facing(l, s).From != from && fits(s) })
	if own == nil || other != nil && other.Number < own.Number {
		return other
	}
	return own
}

// facing returns a segment of l, a conversation of the same ports as another one, with
// its sender as the side of the other one.
func (l *ledger) facing(other *ledger, s *item) *item {
	if s == nil || l.conversation.Endpoint(s.From) == other.conversation.Endpoint(s.From) {
		return s
	}
	turned := *s
	turned.From = s.From.Peer()
	return &turned
}

// first returns the number of the first packet that is remembered.
func (l *ledger) first() int {
	if len(l.segments) == 0 {
		return 0
	}
	return l.segments[0].Number
}

// last returns the last segment of a side, nil if there is none.
func (l *ledger) last(from flow.Side) *item {
	return l.lastThat(func(s *item) bool { return s.From == from })
}

// lastThat returns the last segment that fits, nil if none does.
func (l *ledger) lastThat(fits func(*item) bool) *item {
	for i := len(l.segments) - 1; i >= 0; i-- {
		if fits(l.segments[i]) {
			return l.segments[i]
		}
	}
	return nil
}

// firstSince returns the first segment behind a packet that fits, nil if none does.
func (l *ledger) firstSince(number int, fits func(*item) bool) *item {
	for _, s := range l.segments {
		if s.Number > number && fits(s) {
			return s
		}
	}
	return nil
}

// acknowledgedBy returns the first packet of a side, behind a packet, that
// acknowledges all up to next; nil if none does.
func (l *ledger) acknowledgedBy(side flow.Side, behind int, next int64) *item {
	return l.firstSince(behind, func(s *item) bool {
		return s.From == side && s.Flags.Has(capture.ACK) && s.Facts.Old == nil && s.Ack >= next
	})
}

// note keeps of a segment what later ones are compared with.
func (e *end) note(o *flow.Observation) {
	p, number := o.Packet, o.Packet.Number
	for _, k := range []struct {
		event flow.Events
		first *int
	}{{flow.SYN, &e.syn}, {flow.SYNACK, &e.synAck}, {flow.FIN, &e.fin}, {flow.RST, &e.rst}, {flow.Data, &e.data}} {
		if o.Events.Has(k.event) && *k.first == 0 {
			*k.first = number
		}
	}
	if o.Events.Has(flow.RST) || o.Events.Has(flow.Unreachable) {
		return // its numbers are those of what it answers
	}
	if p.TCP.Flags.Has(capture.ACK) {
		e.ackWire = p.TCP.Ack
	}
	if !e.begun || o.Next > e.highest {
		e.highest, e.nextWire = o.Next, p.TCP.Seq+capture.Seq(uint32(o.Next-o.Seq)) //nolint:gosec // wraps around
	}
	e.begun, e.window, e.hops = true, o.Window, p.IP.HopLimit
	if e.acked = max(e.acked, o.Ack); !p.TCP.Flags.Has(capture.SYN) {
		e.edge = max(e.edge, o.Ack+int64(o.Window))
	}
	if opt := &p.TCP.Options; opt.MSS > 0 {
		e.mss = opt.MSS
	}
	e.seen.add(o.Seq, o.Next)
}

// measure keeps the shortest time in which a side answers.
func (l *ledger) measure(o *flow.Observation) {
	if e := &l.ends[o.From]; o.RTT > 0 && (e.rtt == 0 || o.RTT < e.rtt) {
		e.rtt = o.RTT
	}
}
