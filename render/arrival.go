package render

import (
	"time"

	"wireladder/capture/run"
)

// arrive adds the arrival of a packet that was sent before. It gets a step of its own
// where the delay is long, where another copy has arrived, or where something happened
// at the receiver in between: what only happened elsewhere could as well have happened
// later, and the arrow stays level.
func (b *stepBuilder) arrive(m *run.Moment, now time.Time) {
	at, known := b.stands[m.Entry.Delivery.Packet.Number] // the packet itself may be gone
	if !known || m.To == nil {
		return
	}
	before := len(b.ladder.Steps)
	from := &b.ladder.Steps[at]
	to := b.arrivesAt(m.To, from.Packet, from)
	first := from.Transit == Later && len(from.Arrivals) == 0
	if first {
		from.To = to
	}
	if first && m.Coming.Delay < LongDelay && !b.last.Busy(m.To, at) {
		from.Transit = AtOnce
		b.last.Note(m.To, at)
		b.land(from, m)
		b.touchAt(at, to)
		b.endings.Enters(to, from.ToState, at)
		b.beginAt(at, to, before)
		b.ranking.Note(m, at)
		return
	}
	b.pause(m, now)
	b.beginAt(len(b.ladder.Steps), to, before)
	b.arrival(m, now, at, to)
}

// beginAt has a lifeline that began just now, when the next step was supposed, begin with another.
func (b *stepBuilder) beginAt(step, line, supposed int) {
	if l := &b.ladder.Lifelines[line]; l.Begin == supposed {
		l.Begin = step
	}
}

// land gives s the state that the receiver enters with an arrival: where that is not
// told, with the packet itself.
func (b *stepBuilder) land(s *Step, arrival *run.Moment) {
	m := arrival
	if m.Conversation == nil {
		m = arrival.Coming.Sent
	}
	to := arrival.Coming.Sent.Observation.From.Peer()
	s.ToState, s.ToObserved = m.Enters(to), m.Confirmed[to]
}

// arrival adds the step of an arrival at the lifeline to, of the packet of step at.
func (b *stepBuilder) arrival(m *run.Moment, now time.Time, at, to int) {
	index, from := len(b.ladder.Steps), &b.ladder.Steps[at]
	s := Step{Kind: Arrival, Time: now, Born: -1, Packet: from.Packet, Tone: from.Tone, From: from.From, To: to, Sent: at}
	b.say(&s, m)
	from.Arrivals = append(from.Arrivals, index)
	if len(from.Arrivals) == 1 && from.Transit == Later {
		b.land(&s, m)
	}
	b.touch(to)
	b.endings.Enters(to, s.ToState, index)
	b.ranking.Note(m, index)
	b.put(s)
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
