package render

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/labels"
	"wireladder/render/words"
)

// stepBuilder makes the steps of one ladder.
type stepBuilder struct {
	subject *Subject
	ladder  Ladder
	lines   map[*run.Socket]int   // index of the lifeline of each socket
	waiting map[*capture.Call]int // index in ladder.Bars of the calls under way
	stands  map[*run.Moment]int   // the step of each packet
	phases  phases
	rhythm  rhythm
}

func buildLadder(proto capture.Protocol, first bool, moments []*run.Moment, s *Subject) Ladder {
	b := &stepBuilder{
		subject: s, lines: map[*run.Socket]int{}, waiting: map[*capture.Call]int{}, stands: map[*run.Moment]int{},
		rhythm: newRhythm(),
	}
	b.ladder = Ladder{Proto: proto}
	for _, m := range moments {
		if p := m.Protocol(); p == proto || p == capture.Undecoded && first {
			b.step(m)
		}
	}
	b.phases.apply(&b.ladder)
	b.ladder.head()
	return b.ladder
}

// step adds a moment to the ladder.
func (b *stepBuilder) step(m *run.Moment) {
	at := without(b.subject.Holds, m.Time)
	if m.Kind == run.Arrival {
		b.arrive(m, at)
		return
	}
	b.pause(m, at)
	s := Step{Time: at, Born: -1}
	said := words.Of(m)
	s.Brief, s.Full = said.Brief, said.Full
	switch m.Kind {
	case run.Packet, run.Stray:
		b.packet(&s, m)
	case run.Kernel:
		s.Kind, s.Labels = Kernel, labels.Kernel(m)
		s.Lifeline = b.line(m.Socket)
		b.touch(s.Lifeline)
	default:
		b.call(&s, m)
	}
	if m.Call == nil || m.Call.Proto != capture.Undecoded {
		b.phases.note(m, b.sideOf(&s, m), len(b.ladder.Steps))
	}
	b.ladder.Steps = append(b.ladder.Steps, s)
}

// sideOf returns the side that a step comes from.
func (b *stepBuilder) sideOf(s *Step, m *run.Moment) flow.Side {
	if m.Call != nil {
		return b.ladder.Lifelines[s.Lifeline].Side
	}
	return m.Observation.From
}

// line returns the lifeline of a socket, which begins here if it has none yet.
func (b *stepBuilder) line(k *run.Socket) int {
	if i, ok := b.lines[k]; ok {
		return i
	}
	l := Lifeline{
		Process: k.Process, Role: k.Role, Group: k.Group, Side: k.Side, FD: k.FD, Thread: k.Thread, Local: k.Local, Remote: k.Remote,
		Begin: -1, End: -1, Last: -1,
	}
	if k.Begin != nil {
		l.Begin = len(b.ladder.Steps)
	}
	b.lines[k] = len(b.ladder.Lifelines)
	b.ladder.Lifelines = append(b.ladder.Lifelines, l)
	return b.lines[k]
}

// touch notes that the step in hand draws at lifelines.
func (b *stepBuilder) touch(lifelines ...int) { b.touchAt(len(b.ladder.Steps), lifelines...) }

func (b *stepBuilder) touchAt(step int, lifelines ...int) {
	for _, i := range lifelines {
		b.ladder.Lifelines[i].Last = max(b.ladder.Lifelines[i].Last, step)
	}
}

// packet fills in the step of a packet.
func (b *stepBuilder) packet(s *Step, m *run.Moment) {
	s.Kind, s.Packet, s.Tone, s.Labels = Message, m.Packet.Number, tone(m), labels.Packet(m)
	if m.Kind == run.Stray {
		s.Kind = Remark
		return
	}
	from := m.Observation.From
	s.From, s.To = b.line(m.From), b.line(m.To)
	b.ladder.Lifelines[s.From].refuses(m)
	s.Fault = m.Facts.Fate.Fault()
	s.FromState, s.FromObserved = m.Enters(from), m.Confirmed[from]
	b.stands[m] = len(b.ladder.Steps)
	b.touch(s.From)
	switch f := m.Facts.Fate; {
	case f.Lost():
		s.Transit = Lost
	case f != nil:
		s.Transit = Later // until it is seen to come at once
	default:
		s.ToState, s.ToObserved = m.Enters(from.Peer()), m.Confirmed[from.Peer()]
		b.touch(s.To)
	}
}

// tone says what matters most in a packet.
func tone(m *run.Moment) Tone {
	switch e := m.Events; {
	case e.Has(flow.RST), e.Has(flow.Unreachable):
		return Aborts
	case e.Has(flow.SYN), e.Has(flow.SYNACK):
		return Opens
	case e.Has(flow.FIN):
		return Closes
	case e.Has(flow.Data):
		return Carries
	case e.Has(flow.ACK):
		return Confirms
	}
	return Plain
}

// callKinds are the kinds of steps of calls.
var callKinds = map[run.Kind]StepKind{run.Call: Call, run.Enter: Enter, run.Return: Return}

// call fills in the step of a call.
func (b *stepBuilder) call(s *Step, m *run.Moment) {
	index := len(b.ladder.Steps)
	s.Kind = callKinds[m.Kind]
	s.Lifeline = b.line(m.Socket)
	if m.Born != nil {
		s.Born = b.line(m.Born)
		b.touch(s.Born)
	}
	b.touch(s.Lifeline)
	b.bar(s, m.Call, index)
	if m.Quiet && b.subject.Drops.Lost() > 0 {
		loud := *m
		loud.Quiet = false // the packet may be among those that were lost
		m = &loud
	}
	s.Labels = labels.Call(m)
	if m.Kind == run.Call && m.Call.Did(capture.Listens) && m.Confirmed[flow.Responder] {
		s.ToState, s.ToObserved = flow.Listen.String(), true
	}
	if m.Closes {
		s.Closes = true
		b.ladder.Lifelines[s.Lifeline].End = index
	}
}

// bar begins the bar of a call that waits, or ends it.
func (b *stepBuilder) bar(s *Step, c *capture.Call, index int) {
	switch s.Kind {
	case Enter:
		b.waiting[c] = len(b.ladder.Bars)
		b.ladder.Bars = append(b.ladder.Bars, Bar{Lifeline: s.Lifeline, From: index, To: -1})
	case Return:
		if i, ok := b.waiting[c]; ok {
			b.ladder.Bars[i].To = index
			delete(b.waiting, c)
		}
	}
}

// LongDelay is how long a packet is on its way when its arrow slopes for that alone. A
// wire without faults takes some 20 µs.
const LongDelay = time.Millisecond
