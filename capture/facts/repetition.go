package facts

import "time"

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
	Damaged  bool     // the checksum of First is wrong: its receiver throws it away
	NoACK    bool     // that of Acked is
	AsLarge  bool     // of TooBig: it comes again no smaller
	Held     int      // the packet that had named it by SACK; 0: none
	Untaken  int      // the packet that its receiver sent after First had come to it, and that still expects First; 0: none
}

// Brings reports whether the octets of a segment come to its receiver for the first time with it: all copies of
// them that were sent before are known to be lost.
func (f *Facts) Brings() bool {
	for a := f.Again; a != nil; a = a.First.Facts.Again {
		if a.First == nil || len(a.Of) > 1 || !a.First.Facts.Fate.Lost() {
			return false
		}
	}
	return true
}

// Cause is why a segment was sent again, where something shows that.
type Cause uint8

// The causes. NoCause, the zero value, is that nothing shows any.
const (
	NoCause     Cause = iota
	Asked             // three duplicate ACKs asked for it: fast retransmit, RFC 5681 §3.2
	Overtaken         // a segment sent later had arrived: RACK, RFC 8985 §6.2
	LossProbe         // a tail loss probe, RFC 8985 §7: the kernel counted it
	EarlyProbe        // the same, by its time: the last segment again, sooner than any timeout
	Timeout           // the retransmission timer ran out: the kernel counted it, or it can have been nothing else
	Backoff           // the same, by its time: about twice as long after the repetition before
	AfterProbe        // the same: a tail loss probe had no answer, and there is but one
	TooBig            // an ICMP error said that the segment did not fit
	SYNAgain          // the SYN that it answers came again
	SYNTwice          // a second copy of the SYN arrived
	Holes             // SACK named what was sent later, and not this: RFC 6675 §5, RFC 8985 §6.2
	NoSYNACK          // what answered the SYN was no SYN,ACK
	InSpite           // what answered the SYN was an ICMP error, and its sender goes on
	NewTry            // the one before was refused
	RoomAgain         // the other side's window was zero, and has opened again
	NotTaken          // the SYN,ACK took the SYN, and not the data that came with it: RFC 7413 §4.2
	WrongAnswer       // what answered the SYN is a SYN,ACK that acknowledges another number
	PerhapsSYN        // of a SYN,ACK: the SYN had come again before the first one, and this may be the answer to that
	ThrownAway        // an ACK shows that its receiver holds no more what it had named by SACK: RFC 2018 §8
)

// ShortestTimeout is how long Linux waits at least until it sends data again (TCP_RTO_MIN);
// RFC 6298 §2.4 has a second.
const ShortestTimeout = 200 * time.Millisecond

// Late is that a segment has numbers below others that were captured before it, and was
// not captured itself.
type Late struct {
	Behind int           // the packet with higher numbers that was captured before it
	After  time.Duration // since that
	Acked  int           // the packet, captured before it, that acknowledged all of it: the order of the capture is not that of the wire
	InTrip bool          // it comes within a round trip: it was overtaken rather than sent again
	Asked  []int         // duplicate ACKs that had asked for it
}
