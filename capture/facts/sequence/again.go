package sequence

import (
	"cmp"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/flow"
)

// The least times that timers take, as Linux has them.
const (
	shortestOpening = 900 * time.Millisecond // of a SYN or SYN,ACK, of which no round trip is known: a second (RFC 6298 §2.1), not quite met
	shortestProbe   = 2 * time.Millisecond   // a tail loss probe (TCP_TIMEOUT_MIN)
)

// again finds out whether a segment repeats numbers, and why.
func again(l *ledger.Ledger, o *flow.Observation) *facts.Again {
	whole, e := facts.Span{From: o.Seq, To: o.Next}, &l.Ends[o.From]
	if !e.Begun || whole.Len() == 0 || !e.Seen.Has(whole) || o.Events.Has(flow.SYNACK) && e.SYNACK == 0 {
		return nil // the SYN,ACK of a simultaneous open has the number of the SYN before it
	}
	first := l.LastThat(func(s *ledger.Item) bool {
		return s.From == o.From && repeatable(s) && s.Overlaps(o.Seq, o.Next) && opensLike(s, o)
	})
	a := &facts.Again{New: e.Seen.Hole(whole)}
	if ack := l.AcknowledgedBy(o.From.Peer(), 0, o.Next); ack != nil && ack.Came(o.Packet.Time) {
		a.Acked = ack.Number
	}
	if acked := l.Ends[o.From.Peer()].Acked; acked > o.Seq && acked < o.Next {
		a.Covered = facts.Span{From: o.Seq, To: acked}
	}
	if peer := &l.Ends[o.From.Peer()]; peer.SackedBy > 0 && peer.Sacked.From <= o.Seq && o.Next <= peer.Sacked.To {
		a.Held = peer.SackedBy
	}
	if opens := o.Events&(flow.SYN|flow.SYNACK) != 0; first == nil && opens {
		return nil // its number is that of one that was another
	} else if first == nil {
		if probe := probedWith(l, o); probe != nil {
			a.First, a.After = &probe.Segment, probe.After(o)
		}
		return a // else it was so long ago that it is forgotten
	}
	a.First, a.After, a.Damaged = &first.Segment, first.After(o), first.Damaged && !e.Unsummed
	a.Of = repeats(l, o)
	a.Overlap = facts.Span{From: max(first.Seq, o.Seq), To: min(first.Next, o.Next)}
	a.Conflict = conflict(l, first, o)
	if ack := l.AcknowledgedBy(o.From.Peer(), first.Number, first.Next); ack != nil {
		a.Answer = &ack.Segment
	}
	if a.Untaken = untaken(l, first); a.Untaken > 0 {
		first.Facts.NotTaken = a.Untaken
	}
	cause(l, o, a)
	a.NoACK = a.Acked > 0 && !l.Ends[o.From.Peer()].Unsummed && l.LastThat(func(s *ledger.Item) bool { return s.Number == a.Acked && s.Damaged }) != nil
	return a
}

// belated is how long after a segment has come its receiver may still send what it had made before.
const belated = 10 * time.Millisecond

// untaken returns the packet that still expects the first number of a segment, although its sender had the
// segment before; 0 if there is none. That it was made before is ruled out by SACK of what came later yet, or by
// time. A window of zero has room for nothing: that says so itself.
func untaken(l *ledger.Ledger, first *ledger.Item) int {
	fate := first.Facts.Fate
	if !fate.Whole() {
		return 0
	}
	came := fate.Arrivals[0].Time
	s := l.FirstSince(0, func(s *ledger.Item) bool {
		expects := s.From != first.From && s.Flags&(capture.ACK|capture.SYN|capture.RST) == capture.ACK && s.Ack == first.Seq && s.Window > 0
		return expects && (s.Time.Sub(came) > belated || holdsLater(l, s, first, came))
	})
	if s == nil {
		return 0
	}
	return s.Number
}

// holdsLater reports whether a duplicate ACK names by SACK a segment that has come after another one, and was
// sent after it, too.
func holdsLater(l *ledger.Ledger, ack, first *ledger.Item, came time.Time) bool {
	if ack.Facts.Dup == nil || len(ack.Facts.Dup.Holds) == 0 {
		return false
	}
	held := ack.Facts.Dup.Holds[0] // what has come last (RFC 2018 §4)
	return l.FirstSince(first.Number, func(s *ledger.Item) bool {
		return s.From == first.From && s.Overlaps(held.From, held.To) && s.Seq >= first.Next && s.Came(ack.Time) && !s.Facts.Fate.ArrivedBy(came)
	}) != nil
}

// probedWith returns the window probe that has held the first byte of a segment, nil if none
// has: that its receiver has not taken it is no loss.
func probedWith(l *ledger.Ledger, o *flow.Observation) *ledger.Item {
	return l.LastThat(func(s *ledger.Item) bool {
		return s.From == o.From && s.Facts.Probe != nil && s.Next > s.Seq && s.Overlaps(o.Seq, o.Next)
	})
}

// opensLike reports whether o can be s again, if it opens a connection: then both are
// SYNs, or SYN,ACKs, with the same numbers. The SYN,ACK of a simultaneous open has the number
// of the SYN before it, and is no repetition of that.
func opensLike(s *ledger.Item, o *flow.Observation) bool {
	const opening = flow.SYN | flow.SYNACK
	asked := o.Events & opening
	return asked == 0 || s.Events&opening == asked && s.WireSeq == o.Packet.TCP.Seq && s.WireAck == o.Packet.TCP.Ack
}

// repeatable reports whether others can repeat the numbers of the segment: those of
// probes and resets are not their own.
func repeatable(s *ledger.Item) bool {
	return s.Facts.Probe == nil && s.Facts.Old == nil && !s.Events.Has(flow.RST)
}

// repeats returns the packets whose numbers a segment repeats.
func repeats(l *ledger.Ledger, o *flow.Observation) []int {
	var of []int
	covered := ledger.Ranges{}
	for i := len(l.Segments) - 1; i >= 0; i-- {
		s := l.Segments[i]
		if s.From != o.From || !repeatable(s) || !s.Overlaps(o.Seq, o.Next) || covered.Hole(facts.Span{From: s.Seq, To: s.Next}).Len() == 0 {
			continue
		}
		covered.Add(s.Seq, s.Next)
		of = append(of, s.Number)
	}
	slices.Reverse(of)
	return of
}

// conflict returns the numbers for which a segment holds other bytes than one before.
func conflict(l *ledger.Ledger, first *ledger.Item, o *flow.Observation) facts.Span {
	old, now := l.Payload(first), o.Packet.Payload
	before, here := data(first), dataFrom(o.Seq, o.Packet.TCP.Flags)
	from := max(before, here)
	to := min(before+int64(len(old)), here+int64(len(now)))
	for n := from; n < to; n++ {
		if old[n-before] != now[n-here] {
			for ; to > n && old[to-1-before] == now[to-1-here]; to-- { //nolint:revive // finds the last one that differs
			}
			return facts.Span{From: n, To: to}
		}
	}
	return facts.Span{}
}

// data returns the number of the segment's first octet of payload.
func data(s *ledger.Item) int64 { return dataFrom(s.Seq, s.Flags) }

// dataFrom returns the number of a segment's first octet of payload: a SYN stands before it.
func dataFrom(seq int64, f capture.Flags) int64 {
	if f.Has(capture.SYN) {
		seq++
	}
	return seq
}

// cause finds out why a segment was sent again.
func cause(l *ledger.Ledger, o *flow.Observation, a *facts.Again) {
	switch {
	case o.Events.Has(flow.SYN):
		causeOfSYN(l, o, a)
	case o.Events.Has(flow.SYNACK):
		causeOfSYNACK(l, o, a)
	case a.Acked == 0:
		causeOfData(l, o, a)
	}
	e := &l.Ends[o.From]
	e.Repeated = a.After
	if a.Acked == 0 {
		e.Repeats = append(e.Repeats, o.Packet.Number)
	}
}

// causeOfSYN looks for what came after the SYN before. A SYN has but one timer, and no
// tail loss probe.
func causeOfSYN(l *ledger.Ledger, o *flow.Observation, a *facts.Again) {
	answer := l.AnswerSince(a.First.Number, o.From, func(s *ledger.Item) bool { return s.Came(o.Packet.Time) })
	switch {
	case answer == nil:
		if earlier := l.AnswerSince(0, o.From, func(s *ledger.Item) bool {
			return s.Events.Has(flow.SYNACK) && !s.Facts.Open.Has(facts.WrongACK) && s.Came(o.Packet.Time)
		}); earlier != nil {
			a.Acked = earlier.Number
		} else if a.After >= shortestOpening {
			a.Cause = facts.Timeout
		}
	case answer.Facts.Error != nil:
		a.Cause, a.Evidence = facts.InSpite, []int{answer.Number}
	case answer.Events.Has(flow.RST):
		a.Cause, a.Evidence = facts.NewTry, []int{answer.Number}
	case answer.Events.Has(flow.SYNACK) && answer.Facts.Open.Has(facts.WrongACK):
		a.Cause, a.Evidence, a.Acked = facts.WrongAnswer, []int{answer.Number}, 0
	case answer.Events.Has(flow.SYNACK):
		a.Acked = answer.Number
	case !answer.Events.Has(flow.SYN):
		a.Cause, a.Evidence = facts.NoSYNACK, []int{answer.Number}
	}
}

// causeOfSYNACK looks for a SYN that came again, or for the ACK.
func causeOfSYNACK(l *ledger.Ledger, o *flow.Observation, a *facts.Again) {
	syn := l.FirstSince(0, func(s *ledger.Item) bool {
		return s.From != o.From && s.Events.Has(flow.SYN) && s.Facts.Again != nil && s.Came(o.Packet.Time) && (s.Number > a.First.Number || !s.Came(a.First.Time))
	})
	twice := l.FirstSince(0, func(s *ledger.Item) bool {
		return s.From != o.From && s.Events.Has(flow.SYN) && s.Facts.Fate.CopiesBy(o.Packet.Time) > 1
	})
	switch {
	case twice != nil && a.After < shortestOpening:
		a.Cause, a.Evidence, a.Acked = facts.SYNTwice, []int{twice.Number}, 0
	case syn != nil:
		a.Cause, a.Evidence, a.Acked = facts.SYNAgain, []int{syn.Number}, 0
	case l.AskedAgain(o.From.Peer()) != nil:
		a.Cause, a.Evidence = facts.PerhapsSYN, []int{l.AskedAgain(o.From.Peer()).Number}
	case a.Acked == 0 && a.After >= shortestOpening:
		a.Cause = facts.Timeout
	}
}

// causeOfData looks for what asked for a segment with data or a FIN, and for what its
// time lets it be.
func causeOfData(l *ledger.Ledger, o *flow.Observation, a *facts.Again) {
	early := a.After < facts.ShortestTimeout
	a.Alone = o.Next == l.Ends[o.From].Highest
	asked := duplicates(l, o, a)
	big, hole, gone := tooBig(l, o, a), sackedBehind(l, o, a), thrownAway(l, o, a)
	switch {
	case big > 0:
		a.Cause, a.Evidence, a.AsLarge = facts.TooBig, []int{big}, isAsLarge(l, o, a)
	case gone > 0:
		a.Cause, a.Evidence = facts.ThrownAway, []int{gone}
	case a.First.Events.Has(flow.SYN):
		causeOfEarly(l, o, a)
	case len(asked) >= 3:
		a.Cause, a.Evidence = facts.Asked, asked
	case hole > 0 && !outlasts(l, o, hole):
		a.Cause, a.Evidence = facts.Holes, []int{hole}
	case len(asked) > 0 && (early || o.Events.Has(flow.FastRetransmission)):
		a.Cause, a.Evidence = facts.Overtaken, asked
	case a.After > 0:
		if opened := reopened(l, o, a); opened > 0 {
			a.Cause, a.Evidence = facts.RoomAgain, []int{opened}
			return
		}
		if causeByTime(l, o, a, early); a.Cause == facts.Timeout && hole > 0 {
			a.Evidence = []int{hole}
		}
	}
}

// outlasts reports whether a segment comes so long after a packet that it does not come because of that: a timer
// may have run out since.
func outlasts(l *ledger.Ledger, o *flow.Observation, number int) bool {
	s := l.LastThat(func(s *ledger.Item) bool { return s.Number == number })
	return s != nil && s.After(o) >= max(facts.ShortestTimeout, 4*l.Ends[o.From.Peer()].RTT)
}

// thrownAway returns the packet that shows that the receiver of a segment, which had named it by SACK, does not
// hold it any more; 0 if none does.
func thrownAway(l *ledger.Ledger, o *flow.Observation, a *facts.Again) int {
	peer := &l.Ends[o.From.Peer()]
	if peer.LacksBy > a.First.Number && peer.Reneged.From <= o.Seq && o.Seq < peer.Reneged.To {
		return peer.LacksBy
	}
	return 0
}

// isAsLarge reports whether a segment that did not fit comes again no smaller. One that is larger than its receiver
// takes is cut up by the network card, into pieces that nobody sees here.
func isAsLarge(l *ledger.Ledger, o *flow.Observation, a *facts.Again) bool {
	most := cmp.Or(int(l.Ends[o.From.Peer()].MSS), smallest)
	return o.Packet.PayloadLength >= a.First.Length && o.Packet.PayloadLength <= most
}

// reopened returns the packet that has opened the other side's window again, which was zero, just before
// a segment comes again; 0 if there is none.
func reopened(l *ledger.Ledger, o *flow.Observation, a *facts.Again) int {
	opens := l.FirstSince(a.First.Number, func(s *ledger.Item) bool {
		w := s.Facts.Window
		return s.From != o.From && w != nil && w.Before == 0 && w.Now > 0 && s.Came(o.Packet.Time) && s.After(o) < facts.ShortestTimeout
	})
	if opens == nil {
		return 0
	}
	return opens.Number
}

// causeOfEarly looks for what refused data that came with a SYN.
func causeOfEarly(l *ledger.Ledger, o *flow.Observation, a *facts.Again) {
	answer := l.FirstSince(a.First.Number, func(s *ledger.Item) bool {
		return s.From != o.From && s.Facts.Open.Has(facts.DataNotTaken) && s.Came(o.Packet.Time)
	})
	if answer != nil {
		a.Cause, a.Evidence = facts.NotTaken, []int{answer.Number}
	}
}

// causeByTime looks for what a segment can be by its time alone, when nothing asked for it.
func causeByTime(l *ledger.Ledger, o *flow.Observation, a *facts.Again, early bool) {
	e, silent := &l.Ends[o.From], quiet(l, o, a) && a.After >= l.Ends[o.From.Peer()].RTT
	switch {
	case e.Probed > 0 && a.First.Number >= e.Probed && !early:
		a.Cause, a.Evidence, e.Probed = facts.AfterProbe, []int{e.Probed}, 0
	case !early && restarted(l, o):
		a.Alone = false // what follows an acknowledgment of something new has waited for no timer
	case !early && doubled(e.Repeated, a.After):
		a.Cause = facts.Backoff
	case early && a.After >= shortestProbe && a.Alone && len(a.Of) == 1 && silent && l.Ends[o.From.Peer()].Acked < a.First.Seq:
		// With one segment under way a probe waits for a delayed ACK (RFC 8985 §7.2).
		a.Cause, e.Probed = facts.EarlyProbe, o.Packet.Number
	case !early && silent && (len(a.Of) > 1 || !a.Alone && isFirstOpen(l, o)):
		a.Cause = facts.Timeout // a tail loss probe would repeat the last segment, and no more
	}
}

// restarted reports whether an acknowledgment of something new came so shortly before that
// the timer, which it restarts (RFC 6298 §5.3), cannot have run out since.
func restarted(l *ledger.Ledger, o *flow.Observation) bool {
	acked := l.Ends[o.From.Peer()].Acked
	ack := l.FirstSince(0, func(s *ledger.Item) bool {
		return s.From != o.From && s.Flags.Has(capture.ACK) && s.Ack >= acked && s.Came(o.Packet.Time)
	})
	return ack != nil && ack.After(o) < facts.ShortestTimeout
}

// sackedBehind returns the packet that has named by SACK what was sent after a segment, and
// not that; 0 if none has.
func sackedBehind(l *ledger.Ledger, o *flow.Observation, a *facts.Again) int {
	peer := &l.Ends[o.From.Peer()]
	if peer.SackedBy > a.First.Number && peer.Sacked.From >= o.Next && peer.Acked <= o.Seq {
		return peer.SackedBy
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
func quiet(l *ledger.Ledger, o *flow.Observation, a *facts.Again) bool {
	return l.FirstSince(a.First.Number, func(s *ledger.Item) bool {
		return s.From != o.From && s.Came(o.Packet.Time) && s.Ack > a.First.Seq
	}) == nil
}

// isFirstOpen reports whether the segment begins with the number that the other side
// expects.
func isFirstOpen(l *ledger.Ledger, o *flow.Observation) bool {
	ack := l.LastThat(func(s *ledger.Item) bool {
		return s.From != o.From && s.Flags.Has(capture.ACK) && s.Came(o.Packet.Time)
	})
	return ack != nil && ack.Ack == o.Seq
}

// asks reports whether a duplicate ACK asks for what it expects: something shows that later
// numbers came, or nothing shows what else made its sender repeat itself.
func asks(d *facts.Dup) bool {
	return d.Asks || d.Trigger == nil && !d.Old && !d.Waits && d.DSACK.Len() == 0
}

// duplicates returns the packets that acknowledged the segment's first number again
// since it was sent first, as far as they arrived.
func duplicates(l *ledger.Ledger, o *flow.Observation, a *facts.Again) []int {
	var numbers []int
	for _, s := range l.Segments {
		if s.Number > a.First.Number && s.From != o.From && s.Facts.Dup != nil && asks(s.Facts.Dup) && s.Ack == o.Seq && s.Came(o.Packet.Time) {
			numbers = append(numbers, s.Number)
		}
	}
	return numbers
}

// tooBig returns the ICMP error that said that the first copy did not fit, 0 if none did.
func tooBig(l *ledger.Ledger, o *flow.Observation, a *facts.Again) int {
	for i := len(l.Segments) - 1; i >= 0; i-- {
		s := l.Segments[i]
		if s.Number <= a.First.Number {
			break
		}
		if e := s.Facts.Error; e != nil && e.Kind == facts.TooBigError && s.From != o.From {
			return s.Number
		}
	}
	return 0
}
