package render

import (
	"fmt"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// repeated returns the last packet before o that held some of the same numbers
// of the same sender, nil if there is none. Where the wire was not watched it
// takes the word of the analysis for that.
func (t *tales) repeated(o *flow.Observation) *chapter {
	if o.Conversation.Proto != capture.TCP || o.Next <= o.Seq || o.Events.Has(flow.RST) {
		return nil
	}
	if o.Events&(flow.KeepAlive|flow.ZeroWindowProbe) != 0 || t.all.of(o.Packet) == nil && !sentAgain(o) {
		return nil
	}
	if o.Seq >= t.highest[seat{o.Conversation, o.From}] {
		return nil // all of it is new
	}
	told := t.told[o.Conversation]
	for i := len(told) - 1; i >= 0; i-- {
		if p := &told[i].o; p.From == o.From && p.Seq < o.Next && o.Seq < p.Next {
			return &told[i]
		}
	}
	return nil
}

// again says which frame a segment repeats, and why.
func (t *tales) again(o *flow.Observation, first *chapter) Explanation {
	n, what := first.o.Packet.Number, named(o)
	why, because := t.cause(o, first)
	brief := fmt.Sprintf("packet %d again: %s", n, why)
	full := fmt.Sprintf("The %s sends %s again, with the same numbers as packet %d. %s", o.From, what, n, because)
	if came, sentence := t.outcome(o, first); came != "" {
		brief += "; " + came
		full += " " + sentence
	}
	if first.crowd && !t.queues.full(o.Packet.Dst) {
		brief += "; the accept queue was full"
		full += fmt.Sprintf(" The accept queue was full when packet %d was sent.", n)
	}
	return Explanation{brief, full}
}

// named names what a segment holds: "its SYN,ACK", "bytes 1-6".
func named(o *flow.Observation) string {
	switch {
	case o.Events.Has(flow.SYN):
		return "its SYN"
	case o.Events.Has(flow.SYNACK):
		return "its SYN,ACK"
	}
	return spanOf(o)
}

// cause says what made a sender repeat itself: that it was asked to, or time.
func (t *tales) cause(o *flow.Observation, first *chapter) (why, sentence string) {
	gone := duration(o.Packet.Time.Sub(first.o.Packet.Time))
	if frames := t.duplicates(o, first); askedEarly(o, first, frames) {
		acks := count(int64(len(frames)), "duplicate ACK")
		return acks + " asked for it", fmt.Sprintf("It does not wait for its timer: %s (%s) said that number %d is missing (%s).", acks, packetList(frames), o.Seq, rule(frames))
	}
	if o.Events.Has(flow.SYNACK) {
		if syn := t.askedBy(o); syn > 0 {
			return fmt.Sprintf("the SYN came again (packet %d)", syn), fmt.Sprintf("The client's SYN has come again (packet %d), so its answer seems not to have arrived.", syn)
		}
	}
	noun := "ACK"
	if o.Events.Has(flow.SYN) {
		noun = "answer"
	}
	if o.Packet.Time.IsZero() || first.o.Packet.Time.IsZero() {
		return "no " + noun + " came", fmt.Sprintf("No %s has come for it.", noun)
	}
	return "no " + noun + " came in " + gone, fmt.Sprintf("No %s has come for %s: its timer has run out (RFC 6298).", noun, gone)
}

// shortestTimeout is the least that a kernel waits for an ACK: of the usual ones
// (TCP_RTO_MIN in Linux), and less than RFC 6298 §2.4 has.
const shortestTimeout = 200 * time.Millisecond

// askedEarly reports whether it was the duplicate ACKs that made a sender repeat
// itself: three did, and fewer where its timer cannot have run out.
func askedEarly(o *flow.Observation, first *chapter, duplicates []int) bool {
	early := o.Packet.Time.Sub(first.o.Packet.Time) < shortestTimeout
	return len(duplicates) >= 3 || len(duplicates) > 0 && (early || o.Events.Has(flow.FastRetransmission))
}

// rule names what lets a sender repeat itself after so many duplicate ACKs.
func rule(duplicates []int) string {
	if len(duplicates) >= 3 {
		return "fast retransmit, RFC 5681 §3.2"
	}
	return "a segment sent later has arrived: RACK, RFC 8985 §6.2"
}

// duplicates returns the frames that acknowledged o's first number again since
// it was first sent, as far as they arrived.
func (t *tales) duplicates(o *flow.Observation, first *chapter) []int {
	var frames []int
	for _, c := range t.told[o.Conversation] {
		late := c.o.Packet.Number > first.o.Packet.Number
		if late && c.o.From != o.From && repeatsACK(&c.o) && c.o.Ack == o.Seq && c.arrivedBefore(o.Packet.Time) {
			frames = append(frames, c.o.Packet.Number)
		}
	}
	return frames
}

// askedBy returns the frame of a SYN that came again just before o, 0 if none did.
func (t *tales) askedBy(o *flow.Observation) int {
	told := t.told[o.Conversation]
	for i := len(told) - 1; i >= 0; i-- {
		c := &told[i]
		if c.o.From == o.From {
			return 0
		}
		if sentAgain(&c.o) && c.o.Events.Has(flow.SYN) && c.arrivedBefore(o.Packet.Time) {
			return c.o.Packet.Number
		}
	}
	return 0
}

// outcome says what had become of the first copy.
func (t *tales) outcome(o *flow.Observation, first *chapter) (brief, sentence string) {
	switch {
	case first.fate == nil:
		return "", ""
	case first.fate.lost():
		return fmt.Sprintf("packet %d was lost", first.o.Packet.Number), fmt.Sprintf("Packet %d was lost on the wire.", first.o.Packet.Number)
	case !first.arrivedBefore(o.Packet.Time):
		return "but it is still on its way", fmt.Sprintf("Packet %d is still on its way: it is late, not lost.", first.o.Packet.Number)
	}
	ack := t.answer(first)
	switch {
	case ack != nil && ack.fate.lost() && o.Events.Has(flow.SYN):
		return fmt.Sprintf("it had arrived, but the answer (packet %d) was lost", ack.o.Packet.Number),
			fmt.Sprintf("Packet %d had arrived; what was lost is the answer, packet %d.", first.o.Packet.Number, ack.o.Packet.Number)
	case ack != nil && ack.fate.lost():
		return fmt.Sprintf("it had arrived, but its ACK (packet %d) was lost", ack.o.Packet.Number),
			fmt.Sprintf("Packet %d had arrived; what was lost is its acknowledgment, packet %d. The %s throws the second copy away and acknowledges again.", first.o.Packet.Number, ack.o.Packet.Number, o.From.Peer())
	}
	return "it had arrived", fmt.Sprintf("Packet %d had arrived, but the %s does not know that yet.", first.o.Packet.Number, o.From)
}

// answer returns the first packet that acknowledged a chapter's, nil if none did.
func (t *tales) answer(first *chapter) *chapter {
	told := t.told[first.o.Conversation]
	for i := range told {
		c := &told[i]
		if c.o.Packet.Number > first.o.Packet.Number && c.o.From != first.o.From && c.o.Ack >= first.o.Next {
			return c
		}
	}
	return nil
}

// packetList writes the numbers of packets: "packets 7, 8 and 9".
func packetList(frames []int) string {
	if len(frames) == 1 {
		return fmt.Sprintf("packet %d", frames[0])
	}
	s := "packets "
	for i, n := range frames {
		switch {
		case i == len(frames)-1:
			s += " and "
		case i > 0:
			s += ", "
		}
		s += fmt.Sprint(n)
	}
	return s
}
