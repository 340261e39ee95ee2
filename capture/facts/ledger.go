package facts

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// maxSegments is how many segments of a conversation are remembered at least, and
// half of how many at most.
const maxSegments = 256

// ledger is what is remembered of one conversation.
type ledger struct {
	conversation *flow.Conversation
	segments     []*Segment // the last ones of both sides, in order of capture
	ends         [2]end
	rtt          time.Duration // the shortest round trip that was measured; 0: none
	earlier      *ledger       // of the conversation that had the same ports before; nil: none
	gaps         [2][]*Gap     // by whose numbers: those that nothing has filled, oldest first
}

// end is what is remembered of one side.
type end struct {
	begun   bool
	highest int64  // after the highest number that it has sent
	seen    ranges // numbers that were captured
	window  int    // as it offered it last, valid if begun
	scaled  bool   // the window is in octets: the handshake was captured

	syn, synAck, fin, rst, data int // the first packet of that kind; 0: none

	probes    []int         // those of its probes that nothing has answered
	repeated  time.Duration // how long after the packet before it the last repetition came
	probed    int           // the tail loss probe that nothing has answered; 0: none
	nextWire  capture.Seq   // after the highest number, as on the wire
	ackWire   capture.Seq   // its last acknowledgment, as on the wire
	lastMAC   [6]byte
	challenge int // the SYN or RST that it must answer by a challenge ACK, perhaps
}

// add remembers a segment.
func (l *ledger) add(s *Segment) {
	if len(l.segments) == 2*maxSegments {
		n := copy(l.segments, l.segments[maxSegments:])
		clear(l.segments[n:])
		l.segments = l.segments[:n]
	}
	l.segments = append(l.segments, s)
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
	if o.Events.Has(flow.RST) {
		return // its numbers are those of what it answers
	}
	if p.TCP.Flags.Has(capture.ACK) {
		e.ackWire = p.TCP.Ack
	}
	if !e.begun || o.Next > e.highest {
		e.highest, e.nextWire = o.Next, p.TCP.Seq+capture.Seq(uint32(o.Next-o.Seq)) //nolint:gosec // wraps around
	}
	e.begun, e.window, e.lastMAC = true, o.Window, p.Sighting.Source
	e.seen.add(o.Seq, o.Next)
}
