package facts

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// How many segments are remembered.
const (
	maxSegments = 512     // of a conversation
	maxInAll    = 1 << 14 // of all
)

// ledger is what is remembered of one conversation.
type ledger struct {
	conversation *flow.Conversation
	segments     []*Segment // the last ones of both sides, in order of capture
	ends         [2]end
	younger      *ledger   // of the conversation that had the same ports after; nil: none
	earlier      *ledger   // of the conversation that had the same ports before; nil: none
	ahead        int       // how many segments were forgotten before it was their turn
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

// add remembers a segment. It forgets the older half where there are too many.
func (l *ledger) add(s *Segment) {
	if len(l.segments) >= maxSegments {
		n := copy(l.segments, l.segments[maxSegments/2:])
		clear(l.segments[n:])
		l.segments = l.segments[:n]
		l.ahead += maxSegments / 2
	}
	l.segments = append(l.segments, s)
}

// forget forgets the oldest segment, if that was not forgotten already.
func (l *ledger) forget() {
	switch {
	case l.ahead > 0:
		l.ahead--
	case len(l.segments) > 0:
		l.segments[0] = nil
		l.segments = l.segments[1:]
	}
}

// turns are the ledgers in the order in which segments were added to them, one of each
// segment: they bound how many are remembered in all. The zero value is ready to use.
type turns struct {
	ledgers []*ledger
	oldest  int
}

// add notes that a segment was added to l, for which the oldest of all may be forgotten.
func (t *turns) add(l *ledger) {
	if len(t.ledgers) < maxInAll {
		t.ledgers = append(t.ledgers, l)
		return
	}
	t.ledgers[t.oldest].forget()
	t.ledgers[t.oldest] = l
	t.oldest = (t.oldest + 1) % maxInAll
}

// answerSince returns the first segment behind a packet that the other side than from has
// sent, in this conversation or in the one that had the same ports before; nil if there is
// none.
func (l *ledger) answerSince(number int, from flow.Side, fits func(*Segment) bool) *Segment {
	own := l.firstSince(number, func(s *Segment) bool { return s.From != from && fits(s) })
	if l.earlier == nil {
		return own
	}
	other := l.earlier.firstSince(number, func(s *Segment) bool { return l.earlier.facing(l, s).From != from && fits(s) })
	if own == nil || other != nil && other.Number < own.Number {
		return other
	}
	return own
}

// last returns the last segment of a side, nil if there is none.
func (l *ledger) last(from flow.Side) *Segment {
	return l.lastThat(func(s *Segment) bool { return s.From == from })
}

// lastThat returns the last segment that fits, nil if none does.
func (l *ledger) lastThat(fits func(*Segment) bool) *Segment {
	for i := len(l.segments) - 1; i >= 0; i-- {
		if fits(l.segments[i]) {
			return l.segments[i]
		}
	}
	return nil
}

// firstSince returns the first segment behind a packet that fits, nil if none does.
func (l *ledger) firstSince(number int, fits func(*Segment) bool) *Segment {
	for _, s := range l.segments {
		if s.Number > number && fits(s) {
			return s
		}
	}
	return nil
}

// acknowledgedBy returns the first packet of a side, behind a packet, that
// acknowledges all up to next; nil if none does.
func (l *ledger) acknowledgedBy(side flow.Side, behind int, next int64) *Segment {
	return l.firstSince(behind, func(s *Segment) bool {
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
