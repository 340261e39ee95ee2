// Package ledger remembers conversations, so that packets can be compared with those
// before them: the last segments of both sides, and of each side which numbers were
// captured, what it has acknowledged and what is still to be answered. It finds out nothing
// itself: packages sequence, connection and book read it, and note in it what they found.
//
// Memory is bounded, whatever the capture holds: 512 segments of a conversation and 16,384
// in all, 64 ranges of numbers of a side; payloads that are compared are held in one ring of 4 MB.
package ledger

import (
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
)

// How many segments are remembered.
const (
	maxSegments = 512     // of a conversation
	maxInAll    = 1 << 14 // of all
)

// maxGaps is how many gaps of a side are remembered, to be filled.
const maxGaps = 256

// Ledger is what is remembered of one conversation.
type Ledger struct {
	Conversation *flow.Conversation
	Segments     []*Item   // the last ones of both sides, in order of capture
	spoke        time.Time // when the last of them was captured, and who sent it: also where that is forgotten
	speaker      flow.Side
	Ends         [2]End
	Younger      *Ledger         // of the conversation that had the same ports after; nil: none
	Earlier      *Ledger         // of the conversation that had the same ports before; nil: none
	Gaps         [2][]*facts.Gap // by whose numbers: those that nothing has filled, oldest first
	ahead        int             // how many segments were forgotten before it was their turn
	Counts       bool            // both ends have agreed to accurate ECN, or act so
	among        *Ledgers        // those that it shares a ring of payloads with
}

// End is what is remembered of one side.
type End struct {
	Begun   bool
	Highest int64  // after the highest number that it has sent
	Seen    Ranges // numbers that were captured
	Window  int    // as it offered it last, valid if begun

	SYN, SYNACK, FIN, RST, Data int // the first packet of that kind; 0: none

	Acked    int64      // the highest number that it has acknowledged
	Edge     int64      // the end of the window that it has offered since its SYN; 0: none
	Sacked   facts.Span // the highest numbers that it has named by SACK, and by which packet
	SackedBy int
	Reneged  facts.Span // what it does not hold any more, though it had named it by SACK, and by which packet one knows
	LacksBy  int
	Unsummed bool             // what it has sent with a wrong checksum was taken: that says nothing here
	MSS      uint16           // what its SYN says that it takes; 0: not known
	Hops     uint8            // hop limit of its last segment
	Sighting capture.Sighting // where all of its segments were seen; zero: at several places
	RTT      time.Duration    // the shortest time in which it has answered; 0: none was measured
	Repeats  []int            // its repetitions that nothing has answered
	Probes   []int            // those of its probes that nothing has answered
	Repeated time.Duration    // how long after the packet before it the last repetition came
	Probed   int              // the tail loss probe that nothing has answered; 0: none
	NextWire capture.Seq      // after the highest number, as on the wire
}

// add remembers a segment. It forgets the older half where there are too many.
func (l *Ledger) add(s *Item) {
	if len(l.Segments) >= maxSegments {
		n := copy(l.Segments, l.Segments[maxSegments/2:])
		clear(l.Segments[n:])
		l.Segments = l.Segments[:n]
		l.ahead += maxSegments / 2
	}
	l.Segments = append(l.Segments, s)
}

// Lacks notes numbers of a side that were not captured so far. Of too many the oldest are
// forgotten: nothing amends them any more.
func (l *Ledger) Lacks(side flow.Side, g *facts.Gap) {
	gaps := l.Gaps[side]
	if len(gaps) >= maxGaps {
		gaps = slices.Delete(gaps, 0, maxGaps/2)
	}
	l.Gaps[side] = append(gaps, g)
}

// forget forgets the oldest segment, if that was not forgotten already.
func (l *Ledger) forget() {
	switch {
	case l.ahead > 0:
		l.ahead--
	case len(l.Segments) > 0:
		l.Segments[0] = nil
		l.Segments = l.Segments[1:]
	}
}

// Remember keeps a packet for those to come.
func (l *Ledger) Remember(o *flow.Observation, s *Item) {
	p := o.Packet
	s.Number, s.Time, s.From, s.Events, s.Flags = p.Number, p.Time, o.From, o.Events, p.TCP.Flags
	s.Seq, s.Next, s.Ack, s.Window, s.Length = o.Seq, o.Next, o.Ack, o.Window, p.PayloadLength
	s.TSVal, s.Damaged = p.TCP.Options.TSVal, p.TCP.Damaged
	s.ID, s.WireSeq, s.WireAck, s.body = p.IP.ID, p.TCP.Seq, p.TCP.Ack, l.among.bodies.keep(p.Payload)
	l.spoke, l.speaker = p.Time, o.From
	l.add(s)
	l.among.turns.add(l)
	l.Ends[o.From].note(o)
}

// Payload returns what is held of the octets of an item, nil if they were overwritten.
func (l *Ledger) Payload(s *Item) []byte { return l.among.bodies.of(s.body) }

// AnswerSince returns the first segment behind a packet that the other side than from has
// sent, in this conversation or in the one that had the same ports before; nil if there is
// none.
func (l *Ledger) AnswerSince(number int, from flow.Side, fits func(*Item) bool) *Item {
	own := l.FirstSince(number, func(s *Item) bool { return s.From != from && fits(s) })
	if l.Earlier == nil {
		return own
	}
	other := l.Earlier.FirstSince(number, func(s *Item) bool { return l.Earlier.Facing(l, s).From != from && fits(s) })
	if own == nil || other != nil && other.Number < own.Number {
		return other
	}
	return own
}

// longTrip is after how long at least an answer that comes is not one at once.
const longTrip = 100 * time.Millisecond

// AskedAgain returns the SYN of a side that came again before the first SYN,ACK, and not right before it: if all of them
// have come, and have been on their way for so long, another SYN,ACK answers it. nil if there is none, or if the wire
// was watched, which tells more.
func (l *Ledger) AskedAgain(side flow.Side) *Item {
	var again *Item
	answers := 0
	for _, s := range l.Segments {
		switch {
		case s.From == side && s.Events.Has(flow.SYN) && answers == 0:
			if s.Facts.Fate != nil || s.Facts.Overflowed() {
				return nil
			}
			if s.Facts.Again != nil {
				again = s
			}
		case s.From != side && s.Events.Has(flow.SYNACK):
			if answers++; answers > 1 || again == nil || since(again.Time, s.Time) < longTrip {
				return nil
			}
		}
	}
	return again
}

// Facing returns a segment of l, a conversation of the same ports as another one, with
// its sender as the side of the other one.
func (l *Ledger) Facing(other *Ledger, s *Item) *Item {
	if s == nil || l.Conversation.Endpoint(s.From) == other.Conversation.Endpoint(s.From) {
		return s
	}
	turned := *s
	turned.From = s.From.Peer()
	return &turned
}

// Pause returns how long after the last segment of either side a packet comes, 0 where
// that is not known, and whether it is the other side's turn to speak.
func (l *Ledger) Pause(o *flow.Observation) (d time.Duration, turns bool) {
	return since(l.spoke, o.Packet.Time), l.speaker != o.From
}

// First returns the number of the first packet that is remembered.
func (l *Ledger) First() int {
	if len(l.Segments) == 0 {
		return 0
	}
	return l.Segments[0].Number
}

// Last returns the last segment of a side, nil if there is none.
func (l *Ledger) Last(from flow.Side) *Item {
	return l.LastThat(func(s *Item) bool { return s.From == from })
}

// LastThat returns the last segment that fits, nil if none does.
func (l *Ledger) LastThat(fits func(*Item) bool) *Item {
	for i := len(l.Segments) - 1; i >= 0; i-- {
		if fits(l.Segments[i]) {
			return l.Segments[i]
		}
	}
	return nil
}

// FirstSince returns the first segment behind a packet that fits, nil if none does.
func (l *Ledger) FirstSince(number int, fits func(*Item) bool) *Item {
	for _, s := range l.Segments {
		if s.Number > number && fits(s) {
			return s
		}
	}
	return nil
}

// AcknowledgedBy returns the first packet of a side, behind a packet, that
// acknowledges all up to next; nil if none does.
func (l *Ledger) AcknowledgedBy(side flow.Side, behind int, next int64) *Item {
	return l.FirstSince(behind, func(s *Item) bool {
		return s.From == side && s.Flags.Has(capture.ACK) && s.Facts.Old == nil && s.Ack >= next
	})
}

// note keeps of a segment what later ones are compared with.
func (e *End) note(o *flow.Observation) {
	p, number := o.Packet, o.Packet.Number
	for _, k := range []struct {
		event flow.Events
		first *int
	}{{flow.SYN, &e.SYN}, {flow.SYNACK, &e.SYNACK}, {flow.FIN, &e.FIN}, {flow.RST, &e.RST}, {flow.Data, &e.Data}} {
		if o.Events.Has(k.event) && *k.first == 0 {
			*k.first = number
		}
	}
	if o.Events.Has(flow.RST) || o.Events.Has(flow.Unreachable) {
		return // its numbers are those of what it answers
	}
	if !e.Begun || o.Next > e.Highest {
		e.Highest, e.NextWire = o.Next, p.TCP.Seq+capture.Seq(uint32(o.Next-o.Seq)) //nolint:gosec // wraps around
	}
	switch {
	case !e.Begun:
		e.Sighting = p.Sighting
	case e.Sighting != p.Sighting:
		e.Sighting = capture.Sighting{}
	}
	e.Begun, e.Window, e.Hops = true, o.Window, p.IP.HopLimit
	if e.Acked = max(e.Acked, o.Ack); !p.TCP.Flags.Has(capture.SYN) {
		e.Edge = max(e.Edge, o.Ack+int64(o.Window))
	}
	if opt := &p.TCP.Options; opt.MSS > 0 {
		e.MSS = opt.MSS
	}
	e.Seen.Add(o.Seq, o.Next)
}

// Measure keeps the shortest time in which a side answers.
func (l *Ledger) Measure(o *flow.Observation) {
	if e := &l.Ends[o.From]; o.RTT > 0 && (e.RTT == 0 || o.RTT < e.RTT) {
		e.RTT = o.RTT
	}
}
