package render

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/endings"
	"wireladder/render/keys"
	"wireladder/render/labels"
	"wireladder/render/phases"
	"wireladder/render/rhythm"
	"wireladder/render/timers"
	"wireladder/render/totals"
	"wireladder/render/windows"
	"wireladder/render/words"
)

// stepBuilder makes the steps of one ladder.
type stepBuilder struct {
	subject *Subject
	detail  Detail
	ladder  Ladder
	lines   map[*run.Socket]int // index of the lifeline of each socket
	sockets []*run.Socket       // by lifeline
	embryos embryoLines
	windows windows.Windows
	timers  timers.Timers
	endings endings.Endings
	waiting map[*capture.Call]int // index in ladder.Bars of the calls under way
	stands  map[int]int           // the step of each packet that arrives later, or may, by its number
	last    rhythm.LastSteps
	ranking *keys.Ranking
	quiet   []quietCall
	phases  phases.Phases
	rhythm  rhythm.Rhythm
	totals  totals.Totals

	processes labels.Processes
}

// quietCall is a call that was seen to send nothing, as far as the capture lost nothing.
type quietCall struct {
	step   int
	labels []string // where it may have lost the packet
}

func newStepBuilder(d *Sketch, proto capture.Protocol) *stepBuilder {
	return &stepBuilder{
		subject: d.subject, detail: d.detail, ladder: Ladder{Proto: proto},
		lines: map[*run.Socket]int{}, embryos: newEmbryos(), waiting: map[*capture.Call]int{}, stands: map[int]int{},
		last: rhythm.NewLastSteps(), ranking: keys.NewRanking(), processes: labels.NewProcesses(),
	}
}

// add takes the next moment of the ladder.
func (b *stepBuilder) add(m *run.Moment) {
	if m.Protocol() != capture.Undecoded {
		b.totals.Add(m)
	}
	b.step(m)
}

// finish completes the ladder.
func (b *stepBuilder) finish(drops capture.Drops) {
	for i, k := range b.sockets {
		b.ladder.Lifelines[i].is(k)
	}
	b.end()
	if drops.Lost() > 0 {
		for _, q := range b.quiet {
			b.ladder.Steps[q.step].Labels = q.labels
		}
	}
	b.windows.Each(func(step int, label string) {
		s := &b.ladder.Steps[step]
		s.Labels = append([]string{s.Labels[0] + label}, s.Labels...)
	})
	b.timers.Each(func(from, to int) { b.ladder.Timers = append(b.ladder.Timers, Timer{from, to}) })
	for _, i := range b.ranking.Keys(exchanges(&b.ladder)) {
		b.ladder.Steps[i].Key = true
	}
	if exchanges(&b.ladder) == 1 { // with several clients, phases of one would cut through the others
		b.phases.Each(len(b.ladder.Steps), func(i int, phase string) { b.ladder.Steps[i].Phase = phase })
	}
	b.ladder.head()
}

// step adds a moment to the ladder.
func (b *stepBuilder) step(m *run.Moment) {
	at := rhythm.Without(b.subject.Holds, m.Time)
	if m.Kind == run.Arrival {
		b.arrive(m, at)
		return
	}
	b.pause(m, at)
	s := Step{Time: at, Born: -1}
	b.say(&s, m)
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
		b.phases.Note(m, b.sideOf(&s, m), len(b.ladder.Steps))
	}
	b.timers.Note(m, len(b.ladder.Steps), b.ranking)
	b.ranking.Note(m, len(b.ladder.Steps))
	b.put(s)
}

// put puts a step behind the others.
func (b *stepBuilder) put(s Step) {
	for _, i := range s.ends() {
		b.last.Note(b.sockets[i], len(b.ladder.Steps))
	}
	b.ladder.Steps = append(b.ladder.Steps, s)
}

// say gives a step as much as is wanted of what is said of its moment.
func (b *stepBuilder) say(s *Step, m *run.Moment) {
	switch b.detail {
	case None:
	case Brief:
		s.Brief = words.Beside(m)
	case Full:
		said := words.Of(m)
		s.Brief, s.Full = said.Beside(), said.Full
	}
}

// sideOf returns the side that a step comes from.
func (b *stepBuilder) sideOf(s *Step, m *run.Moment) flow.Side {
	if m.Call != nil {
		return b.sockets[s.Lifeline].Side
	}
	return m.Observation.From
}

// line returns the lifeline of a socket, which begins here if it has none yet.
func (b *stepBuilder) line(k *run.Socket) int {
	if i, ok := b.lines[k]; ok {
		return i
	}
	l := Lifeline{Begin: -1, Taken: -1, End: -1, Last: -1, Gone: -1}
	if k.Born {
		l.Begin = len(b.ladder.Steps)
	}
	b.lines[k] = len(b.ladder.Lifelines)
	b.ladder.Lifelines = append(b.ladder.Lifelines, l)
	b.sockets = append(b.sockets, k)
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
	if b.ladder.First.IsZero() {
		b.ladder.First = s.Time
	}
	if m.Kind == run.Stray {
		s.Kind = Remark
		return
	}
	from := m.Observation.From
	s.From, s.Dropped = b.lineOf(m.From, m), labels.Dropped(m)
	if f := m.Facts.Fate; f == nil && s.Dropped == "" {
		s.To = b.lineOf(m.To, m)
	} else {
		s.To = b.awaits(m)
	}
	s.Fault, s.Between = m.Facts.Fate.Fault(), m.Facts.Fate.LostBetween()
	b.windows.Note(m, len(b.ladder.Steps))
	b.touch(s.From)
	if refused := b.endings.Note(m, s.From, s.To); !refused { // else no socket is there to enter a state
		s.FromState, s.FromObserved = m.Enters(from), m.Confirmed[from]
		b.endings.Enters(s.From, s.FromState, len(b.ladder.Steps))
	}
	switch f := m.Facts.Fate; {
	case f.Lost():
		s.Transit = Lost
	case f != nil:
		s.Transit = Later // until it is seen to come at once
		b.stands[m.Packet.Number] = len(b.ladder.Steps)
	default:
		s.ToState, s.ToObserved = m.Enters(from.Peer()), m.Confirmed[from.Peer()]
		b.touch(s.To)
		b.endings.Enters(s.To, s.ToState, len(b.ladder.Steps))
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
		s.Born = b.hatch(m)
		b.touch(s.Born)
	}
	b.touch(s.Lifeline)
	b.bar(s, m.Call, index)
	s.Labels, s.Name, s.Coded = b.processes.Name(m, labels.Call(m)), m.Call.Name, m.Call.Code.Line > 0
	if m.Quiet {
		loud := *m
		loud.Quiet = false // the packet may be among those that the capture lost
		b.quiet = append(b.quiet, quietCall{index, b.processes.Name(&loud, labels.Call(&loud))})
	}
	if m.Kind == run.Call && m.Call.Did(capture.Listens) && m.Confirmed[flow.Responder] {
		s.ToState, s.ToObserved = flow.Listen.String(), true
	}
	if m.Closes {
		s.Closes = true
		b.ladder.Lifelines[s.Lifeline].End = index
	}
}

// bar begins the bar of a call that waits, or ends it: with the call, or with its process.
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
	if c.Does(capture.Ends) {
		b.endBars(c.Process, index)
	}
}

// endBars ends the bars of a process that ends.
func (b *stepBuilder) endBars(p capture.Process, index int) {
	for c, i := range b.waiting {
		if c.Process == p {
			b.ladder.Bars[i].To = index
			delete(b.waiting, c)
		}
	}
}

// LongDelay is how long a packet is on its way when its arrow slopes for that alone. A
// wire without faults takes some 20 µs.
const LongDelay = time.Millisecond
