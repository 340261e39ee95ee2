package render

import (
	"fmt"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// tales know what was sent before in each conversation and what the wire did
// with it. From that they say what one packet's headers do not: which frame it
// repeats and why, what is missing, who will notice a loss.
type tales struct {
	all     fates
	told    map[*flow.Conversation][]chapter
	highest map[seat]int64    // the number after the last one that each side has sent
	packets []*capture.Packet // all that were sent, in order
	queues  queues
}

// chapter is one packet of a conversation.
type chapter struct {
	o     flow.Observation
	fate  *fate
	crowd bool // it is a SYN, and there was no room for its connection
}

func newTales(all fates) *tales {
	return &tales{all: all, told: map[*flow.Conversation][]chapter{}, highest: map[seat]int64{}, queues: queues{}}
}

// sent returns the explanation of a packet that was sent: e, or what is known
// better.
func (t *tales) sent(o *flow.Observation, e Explanation) Explanation {
	t.packets = append(t.packets, o.Packet)
	if o.Conversation == nil {
		return e
	}
	now := chapter{*o, t.all.of(o.Packet), o.Events.Has(flow.SYN) && t.queues.full(o.Packet.Dst)}
	first := t.repeated(o)
	switch {
	case first != nil:
		e = t.again(o, first)
	case now.fate != nil && repeatsACK(o):
		e = t.asksAgain(o, e)
	case o.Events.Has(flow.KeepAlive) && t.shut(o):
		e = Explanation{
			"asks whether there is room again: repeats a number that was acknowledged",
			fmt.Sprintf("The %s's window was 0. The %s repeats a number that was acknowledged before (%d), so that the %s must answer and say its window, in case that news got lost (a window probe).", o.From.Peer(), o.From, o.Seq, o.From.Peer()),
		}
	}
	e = t.queues.crowd(o, e)
	if now.fate.lost() {
		e = loss(o, e, first != nil)
	}
	at := seat{o.Conversation, o.From}
	t.highest[at] = max(t.highest[at], o.Next)
	t.told[o.Conversation] = append(t.told[o.Conversation], now)
	return e
}

// shut reports whether the last window that o's receiver offered was 0.
func (t *tales) shut(o *flow.Observation) bool {
	told := t.told[o.Conversation]
	for i := len(told) - 1; i >= 0; i-- {
		if told[i].o.From != o.From {
			return told[i].o.Window == 0 && told[i].arrivedBefore(o.Packet.Time)
		}
	}
	return false
}

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

// repeatsACK reports whether o says again what its sender expects. One that
// names by SACK what it holds behind a gap does, though its window may have
// grown meanwhile, so that it is no duplicate by RFC 5681 §2.
func repeatsACK(o *flow.Observation) bool {
	bare := o.Packet.PayloadLength == 0 && !o.Acked.Any() && o.Packet.TCP.Flags == capture.ACK
	return o.Events.Has(flow.DupACK) || bare && o.Packet.TCP.Options.SACKBlocks > 0
}

// arrivedBefore reports whether the packet reached its receiver before t.
func (c *chapter) arrivedBefore(t time.Time) bool {
	if c.fate == nil {
		return c.o.Packet.Time.Before(t)
	}
	return len(c.fate.arrivals) > 0 && c.fate.arrivals[0].Time.Before(t)
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

// asksAgain says of a duplicate ACK what has arrived, and what is missing.
func (t *tales) asksAgain(o *flow.Observation, e Explanation) Explanation {
	came, twice := t.latest(o)
	if came == nil {
		return e
	}
	n := came.o.Packet.Number
	if twice {
		return Explanation{
			fmt.Sprintf("a duplicate ACK: packet %d came twice; still expects %d", n, o.Ack),
			fmt.Sprintf("Packet %d has come a second time. The %s throws the copy away and says again what it expects: number %d.", n, o.From, o.Ack),
		}
	}
	if came.o.Seq <= o.Ack {
		return nothingNew(o, came, e)
	}
	brief := fmt.Sprintf("a duplicate ACK: packet %d came, but number %d is missing", n, o.Ack)
	full := fmt.Sprintf("Packet %d has arrived, but number %d, before it, has not: the %s can only say again that it waits for that.", n, o.Ack, o.From)
	if o.Packet.TCP.Options.SACKBlocks > 0 {
		brief += "; SACK names what it holds"
		full += " By SACK it names what it holds behind the gap, so that only the gap need be sent again (RFC 2018)."
	}
	return Explanation{brief, full}
}

// nothingNew says of a duplicate ACK that what came had come before; else e.
func nothingNew(o *flow.Observation, came *chapter, e Explanation) Explanation {
	if came.o.Next > o.Ack || came.o.Next == came.o.Seq {
		return e
	}
	n := came.o.Packet.Number
	if o.After[o.From] == flow.TimeWait && came.o.Events.Has(flow.FIN) {
		return Explanation{
			fmt.Sprintf("answers the FIN that came again (packet %d): TIME-WAIT is there for that", n),
			fmt.Sprintf("The FIN has come again (packet %d), because its ACK was late or lost. The %s has closed long ago, but its kernel remembers the connection in TIME-WAIT, and can answer.", n, o.From),
		}
	}
	return Explanation{
		fmt.Sprintf("packet %d brought nothing new; still expects %d", n, o.Ack),
		fmt.Sprintf("Packet %d holds nothing that the %s did not have. It throws it away and says again what it expects: number %d.", n, o.From, o.Ack),
	}
}

// latest returns what reached o's sender last before it sent o, and whether
// that was a second copy.
func (t *tales) latest(o *flow.Observation) (last *chapter, twice bool) {
	var at time.Time
	told := t.told[o.Conversation]
	for i := range told {
		c := &told[i]
		if c.o.From == o.From || c.fate == nil {
			continue
		}
		for j, d := range c.fate.arrivals {
			if !d.Time.After(o.Packet.Time) && !d.Time.Before(at) {
				at, last, twice = d.Time, c, j > 0
			}
		}
	}
	return last, twice
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
