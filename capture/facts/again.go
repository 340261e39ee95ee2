package facts

import (
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Again is that a segment has numbers that were captured before.
type Again struct {
	First    *Segment      // the last packet before it that had such numbers; nil: it is remembered no more
	Of       []int         // all packets whose numbers it repeats, if there are several
	After    time.Duration // since First; 0: not known
	Cause    Cause
	Evidence []int    // the packets that show the cause
	Acked    int      // the packet, captured before it, that had acknowledged all of it; 0: none
	Covered  Span     // what of its numbers had been acknowledged before, if not all
	New      Span     // what of its numbers was not captured before
	Overlap  Span     // the numbers that it has in common with First
	Conflict Span     // those of them for which it holds other bytes than First
	Twice    int      // a later packet that tells by D-SACK that all of it had arrived before (RFC 2883); 0: none
	Alone    bool     // nothing that was sent later was under way: a tail loss probe or a timeout
	Answer   *Segment // the first packet, captured before it, that had acknowledged First
}

// Cause is why a segment was sent again, where something shows that.
type Cause uint8

// The causes. NoCause, the zero value, is that nothing shows any.
const (
	NoCause    Cause = iota
	Asked            // three duplicate ACKs asked for it: fast retransmit, RFC 5681 §3.2
	Overtaken        // a segment sent later had arrived: RACK, RFC 8985 §6.2
	LossProbe        // a tail loss probe, RFC 8985 §7: the kernel counted it
	EarlyProbe       // the same, by its time: the last segment again, sooner than any timeout
	Timeout          // the retransmission timer ran out: the kernel counted it, or it can have been nothing else
	Backoff          // the same, by its time: about twice as long after the repetition before
	AfterProbe       // the same: a tail loss probe had no answer, and there is but one
	TooBig           // an ICMP error said that the segment did not fit
	SYNAgain         // the SYN that it answers came again
	SYNTwice         // a second copy of the SYN arrived
	Holes            // SACK named what was sent later, and not this: RFC 6675 §5, RFC 8985 §6.2
	NoSYNACK         // what answered the SYN was no SYN,ACK
	NewTry           // the one before was refused
)

// The least times that timers take, as Linux has them.
const (
	ShortestTimeout = 200 * time.Millisecond // retransmission of data (TCP_RTO_MIN); RFC 6298 §2.4 has a second
	shortestOpening = 900 * time.Millisecond // of a SYN or SYN,ACK, of which no round trip is known: a second (§2.1), not quite met
	shortestProbe   = 2 * time.Millisecond   // a tail loss probe (TCP_TIMEOUT_MIN)
)

// again finds out whether a segment repeats numbers, and why.
func (l *ledger) again(b *Book, o *flow.Observation) *Again {
	whole, e := Span{o.Seq, o.Next}, &l.ends[o.From]
	if !e.begun || whole.Len() == 0 || !e.seen.has(whole) || o.Events.Has(flow.SYNACK) && e.synAck == 0 {
		return nil // the SYN,ACK of a simultaneous open has the number of the SYN before it
	}
	first := l.lastThat(func(s *Segment) bool {
		return s.From == o.From && s.repeatable() && s.overlaps(o.Seq, o.Next) && s.opensLike(o)
	})
	a := &Again{New: e.seen.hole(whole)}
	if ack := l.acknowledgedBy(o.From.Peer(), 0, o.Next); ack != nil && ack.came(o.Packet.Time) {
		a.Acked = ack.Number
	}
	if acked := l.ends[o.From.Peer()].acked; acked > o.Seq && acked < o.Next {
		a.Covered = Span{o.Seq, acked}
	}
	if opens := o.Events&(flow.SYN|flow.SYNACK) != 0; first == nil && opens {
		return nil // its number is that of one that was another
	} else if first == nil {
		return a // it was so long ago that it is forgotten
	}
	a.First, a.After = first, first.after(o)
	a.Of = l.repeats(o)
	a.Overlap = Span{max(first.Seq, o.Seq), min(first.Next, o.Next)}
	a.Conflict = b.conflict(first, o)
	if ack := l.acknowledgedBy(o.From.Peer(), first.Number, first.Next); ack != nil {
		a.Answer = ack
	}
	l.cause(o, a)
	return a
}

// opensLike reports whether o can be s again, if it opens a connection: then both are
// SYNs, or SYN,ACKs, with the same numbers. The SYN,ACK of a simultaneous open has the number
// of the SYN before it, and is no repetition of that.
func (s *Segment) opensLike(o *flow.Observation) bool {
	const opening = flow.SYN | flow.SYNACK
	asked := o.Events & opening
	return asked == 0 || s.Events&opening == asked && s.wireSeq == o.Packet.TCP.Seq && s.wireAck == o.Packet.TCP.Ack
}

// repeatable reports whether others can repeat the numbers of the segment: those of
// probes and resets are not their own.
func (s *Segment) repeatable() bool {
	return s.Facts.Probe == nil && s.Facts.Old == nil && !s.Events.Has(flow.RST)
}

// repeats returns the packets whose numbers a segment repeats.
func (l *ledger) repeats(o *flow.Observation) []int {
	var of []int
	covered := ranges{}
	for i := len(l.segments) - 1; i >= 0; i-- {
		s := l.segments[i]
		if s.From != o.From || !s.repeatable() || !s.overlaps(o.Seq, o.Next) || covered.hole(Span{s.Seq, s.Next}).Len() == 0 {
			continue
		}
		covered.add(s.Seq, s.Next)
		of = append(of, s.Number)
	}
	slices.Reverse(of)
	return of
}

// conflict returns the numbers for which a segment holds other bytes than one before.
func (b *Book) conflict(first *Segment, o *flow.Observation) Span {
	old, now := b.bodies.of(first.body), o.Packet.Payload
	before, here := first.data(), dataFrom(o.Seq, o.Packet.TCP.Flags)
	from := max(before, here)
	to := min(before+int64(len(old)), here+int64(len(now)))
	for n := from; n < to; n++ {
		if old[n-before] != now[n-here] {
			for ; to > n && old[to-1-before] == now[to-1-here]; to-- { //nolint:revive // finds the last one that differs
			}
			return Span{n, to}
		}
	}
	return Span{}
}

// data returns the number of the segment's first octet of payload.
func (s *Segment) data() int64 { return dataFrom(s.Seq, s.Flags) }

// dataFrom returns the number of a segment's first octet of payload: a SYN stands before it.
func dataFrom(seq int64, f capture.Flags) int64 {
	if f.Has(capture.SYN) {
		seq++
	}
	return seq
}

// cause finds out why a segment was sent again.
func (l *ledger) cause(o *flow.Observation, a *Again) {
	switch {
	case o.Events.Has(flow.SYN):
		l.causeOfSYN(o, a)
	case o.Events.Has(flow.SYNACK):
		l.causeOfSYNACK(o, a)
	case a.Acked == 0:
		l.causeOfData(o, a)
	}
	e := &l.ends[o.From]
	e.repeated = a.After
	if a.Acked == 0 {
		e.repeats = append(e.repeats, o.Packet.Number)
	}
}

// causeOfSYN looks for what came after the SYN before. A SYN has but one timer, and no
// tail loss probe.
func (l *ledger) causeOfSYN(o *flow.Observation, a *Again) {
	answer := l.answerSince(a.First.Number, o.From, func(s *Segment) bool { return s.came(o.Packet.Time) })
	switch {
	case answer == nil:
		if earlier := l.answerSince(0, o.From, func(s *Segment) bool { return s.Events.Has(flow.SYNACK) && s.came(o.Packet.Time) }); earlier != nil {
			a.Acked = earlier.Number
		} else if a.After >= shortestOpening {
			a.Cause = Timeout
		}
	case answer.Events.Has(flow.RST):
		a.Cause, a.Evidence = NewTry, []int{answer.Number}
	case answer.Events.Has(flow.SYNACK):
		a.Acked = answer.Number
	case !answer.Events.Has(flow.SYN):
		a.Cause, a.Evidence = NoSYNACK, []int{answer.Number}
	}
}

// causeOfSYNACK looks for a SYN that came again, or for the ACK.
func (l *ledger) causeOfSYNACK(o *flow.Observation, a *Again) {
	syn := l.firstSince(a.First.Number, func(s *Segment) bool {
		return s.From != o.From && s.Events.Has(flow.SYN) && s.Facts.Again != nil && s.came(o.Packet.Time)
	})
	twice := l.firstSince(0, func(s *Segment) bool {
		return s.From != o.From && s.Events.Has(flow.SYN) && s.Facts.Fate.copiesBy(o.Packet.Time) > 1
	})
	switch {
	case twice != nil && a.After < shortestOpening:
		a.Cause, a.Evidence, a.Acked = SYNTwice, []int{twice.Number}, 0
	case syn != nil:
		a.Cause, a.Evidence, a.Acked = SYNAgain, []int{syn.Number}, 0
	case a.Acked == 0 && a.After >= shortestOpening:
		a.Cause = Timeout
	}
}

// causeOfData looks for what asked for a segment with data or a FIN, and for what its
// time lets it be.
func (l *ledger) causeOfData(o *flow.Observation, a *Again) {
	early := a.After < ShortestTimeout
	a.Alone = o.Next == l.ends[o.From].highest
	asked := l.duplicates(o, a)
	big, hole := l.tooBig(o, a), l.sackedBehind(o, a)
	switch {
	case big > 0:
		a.Cause, a.Evidence = TooBig, []int{big}
	case len(asked) >= 3:
		a.Cause, a.Evidence = Asked, asked
	case hole > 0:
		a.Cause, a.Evidence = Holes, []int{hole}
	case len(asked) > 0 && (early || o.Events.Has(flow.FastRetransmission)):
		a.Cause, a.Evidence = Overtaken, asked
	case a.After > 0:
		l.causeByTime(o, a, early)
	}
}

// causeByTime looks for what a segment can be by its time alone, when nothing asked for it.
func (l *ledger) causeByTime(o *flow.Observation, a *Again, early bool) {
	e, quiet := &l.ends[o.From], l.quiet(o, a) && a.After >= l.ends[o.From.Peer()].rtt
	switch {
	case e.probed > 0 && a.First.Number >= e.probed && !early:
		a.Cause, a.Evidence, e.probed = AfterProbe, []int{e.probed}, 0
	case !early && doubled(e.repeated, a.After):
		a.Cause = Backoff
	case early && a.After >= shortestProbe && a.Alone && len(a.Of) == 1 && quiet && l.ends[o.From.Peer()].acked < a.First.Seq:
		// With one segment under way a probe waits for a delayed ACK (RFC 8985 §7.2).
		a.Cause, e.probed = EarlyProbe, o.Packet.Number
	case !early && quiet && (len(a.Of) > 1 || !a.Alone && l.isFirstOpen(o)):
		a.Cause = Timeout // a tail loss probe would repeat the last segment, and no more
	}
}

// sackedBehind returns the packet that has named by SACK what was sent after a segment, and
// not that; 0 if none has.
func (l *ledger) sackedBehind(o *flow.Observation, a *Again) int {
	peer := &l.ends[o.From.Peer()]
	if peer.sackedBy > a.First.Number && peer.sacked.From >= o.Next && peer.acked <= o.Seq {
		return peer.sackedBy
	}
	return 0
}

// doubled reports whether a time is about twice the one before: the timer backs off so
// (RFC 6298 §5.5).
func doubled(before, now time.Duration) bool {
	return before > 0 && now > before*17/10 && now < before*24/10
}

// quiet reports whether nothing of the other side was captured between the first copy
// and the segment that acknowledges anything new.
func (l *ledger) quiet(o *flow.Observation, a *Again) bool {
	return l.firstSince(a.First.Number, func(s *Segment) bool {
		return s.From != o.From && s.came(o.Packet.Time) && s.Ack > a.First.Seq
	}) == nil
}

// isFirstOpen reports whether the segment begins with the number that the other side
// expects.
func (l *ledger) isFirstOpen(o *flow.Observation) bool {
	ack := l.lastThat(func(s *Segment) bool { return s.From != o.From && s.Flags.Has(capture.ACK) && s.came(o.Packet.Time) })
	return ack != nil && ack.Ack == o.Seq
}

// duplicates returns the packets that acknowledged the segment's first number again
// since it was sent first, as far as they arrived.
func (l *ledger) duplicates(o *flow.Observation, a *Again) []int {
	var numbers []int
	for _, s := range l.segments {
		if s.Number > a.First.Number && s.From != o.From && s.Facts.Dup != nil && s.Facts.Dup.Asks && s.Ack == o.Seq && s.came(o.Packet.Time) {
			numbers = append(numbers, s.Number)
		}
	}
	return numbers
}

// tooBig returns the ICMP error that said that the first copy did not fit, 0 if none did.
func (l *ledger) tooBig(o *flow.Observation, a *Again) int {
	for i := len(l.segments) - 1; i >= 0; i-- {
		s := l.segments[i]
		if s.Number <= a.First.Number {
			break
		}
		if e := s.Facts.Error; e != nil && e.Kind == TooBigError && s.From != o.From {
			return s.Number
		}
	}
	return 0
}
