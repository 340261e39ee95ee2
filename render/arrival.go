package render

import (
	"fmt"
	"time"

	"wireladder/capture"
)

// longDelay is how long a packet is on its way when its arrow slopes for that
// alone. A wire without faults takes some 20 µs.
const longDelay = time.Millisecond

// arrive adds the arrival of a packet that was sent before. It gets a step of
// its own where the delay is long, where another copy has arrived, or where
// something happened at the receiver in between: what only happened elsewhere
// could as well have happened later, and the arrow stays level.
func (b *ladderBuilder) arrive(m *moment) {
	d := m.delivery
	sent, at := b.sent[d.Packet.Number], b.stands[d.Packet.Number]
	o, from := &sent.obs, &b.ladder.Steps[at]
	to := b.ofPacket(o.Conversation, o.From.Peer(), len(b.ladder.Steps))
	first := from.Transit == Later && len(from.Arrivals) == 0
	if first {
		from.To = to
	}
	b.reached(to, o)
	if first && delay(d) < longDelay && !b.busy(to, at) {
		from.Transit = AtOnce
		b.land(from, m, sent)
		b.touch(at, to)
		b.early(from, o)
		return
	}
	b.pause(m.at)
	b.arrivalStep(m, sent, to)
}

// land gives s the state that the receiver enters with an arrival: where that
// is not told, with the packet itself.
func (b *ladderBuilder) land(s *Step, arrival, sent *moment) {
	m := arrival
	if m.obs.Conversation == nil {
		m = sent
	}
	to := sent.obs.From.Peer()
	s.ToState, s.ToObserved = entered(&m.obs, to), m.confirmed[to]
}

// arrivalStep adds the step of an arrival.
func (b *ladderBuilder) arrivalStep(m, sent *moment, to int) {
	index, at := len(b.ladder.Steps), b.stands[m.delivery.Packet.Number]
	from := &b.ladder.Steps[at]
	s := Step{
		Kind: Arrival, Time: m.at, Born: -1, Packet: from.Packet, Tone: from.Tone,
		From: from.From, To: to, Sent: at, Brief: m.said.Brief, Full: m.said.Full,
	}
	from.Arrivals = append(from.Arrivals, index)
	if len(from.Arrivals) == 1 && from.Transit == Later {
		b.land(&s, m, sent)
		b.early(&s, &sent.obs)
	}
	b.touch(index, to)
	b.ladder.Steps = append(b.ladder.Steps, s)
}

// busy reports whether something happened at the owner of a lifeline since a step.
func (b *ladderBuilder) busy(lifeline, since int) bool {
	for i := since + 1; i < len(b.ladder.Steps); i++ {
		for _, other := range b.ladder.Steps[i].ends() {
			if b.together(lifeline, other) {
				return true
			}
		}
	}
	return false
}

// ends returns the lifelines at which something happens in the step.
func (s *Step) ends() []int {
	switch {
	case s.Kind == Pause || s.Kind == Remark:
		return nil
	case s.Kind == Arrival:
		return []int{s.To}
	case s.Kind == Message && s.Transit == AtOnce:
		return []int{s.From, s.To}
	case s.Kind == Message:
		return []int{s.From}
	case s.Born >= 0:
		return []int{s.Lifeline, s.Born}
	}
	return []int{s.Lifeline}
}

// together reports whether two sockets have one owner, who sees what happens
// at both in order.
func (b *ladderBuilder) together(i, j int) bool {
	x, y := &b.lifelines[i], &b.lifelines[j]
	if x.Process == "" || y.Process == "" {
		return x.Side == y.Side
	}
	return x.Process == y.Process
}

// captions say how a recording was observed, if that was at two hosts. Who sent
// the first packet is taken for the client, as flow does.
func captions(rec *capture.Recording) []string {
	packets := rec.Packets()
	if !isWatched(rec) || len(packets) == 0 {
		return nil
	}
	first := packets[0]
	return []string{fmt.Sprintf(
		"Two hosts, client %s and server %s, each captured at its own end: an arrow slopes by the time that its packet was on the wire.",
		first.Src.Addr(), first.Dst.Addr(),
	)}
}
