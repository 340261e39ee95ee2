package render

import (
	"fmt"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Build turns a recording into a diagram: a ladder for each protocol, in order
// of appearance.
func Build(rec *capture.Recording) Diagram { return BuildHeld(rec, nil) }

// Observed is a packet, what it means, and what is said about it.
type Observed struct {
	flow.Observation
	Explanation
}

// BuildObserved turns a part of a recording into a diagram. What its packets
// mean was found out among all the packets of the whole: observed holds them,
// in the order of rec's packets, and each is one of those. arrivals are, in the
// order of rec's deliveries, what these mean.
func BuildObserved(rec *capture.Recording, observed []Observed, arrivals []flow.Observation) Diagram {
	return build(rec, tell(rec, meaning{
		heed: func(*capture.Call) {},
		observe: func(*capture.Packet) (o Observed) {
			o, observed = observed[0], observed[1:]
			return o
		},
		deliver: func(*capture.Delivery) (o flow.Observation) {
			o, arrivals = arrivals[0], arrivals[1:]
			return o
		},
	}))
}

func build(rec *capture.Recording, story []moment) Diagram {
	story = heedKernel(story)
	d := Diagram{Aligned: strings.HasPrefix(rec.Origin.Scenario, "contrast"), Captions: captions(rec), Notes: notes(rec)}
	for _, proto := range protocols(story) {
		d.Ladders = append(d.Ladders, buildLadder(proto, story, rec))
	}
	if d.Aligned && len(d.Ladders) == 2 {
		d.Title = contrastTitle(rec.Origin.Scenario)
		d.Totals = contrastTotals(d.Ladders, story)
	}
	return d
}

// protocols lists the protocols of the story in order of appearance. Frames
// of no conversation join the first ladder; a ladder of their own they get
// only when there is no other.
func protocols(story []moment) []capture.Protocol {
	var order []capture.Protocol
	seen := map[capture.Protocol]bool{capture.Undecoded: true}
	for i := range story {
		if p := story[i].proto(); !seen[p] {
			seen[p] = true
			order = append(order, p)
		}
	}
	if order == nil && len(story) > 0 {
		order = []capture.Protocol{capture.Undecoded}
	}
	return order
}

// notes says what the reader must know of the recording as a whole.
func notes(rec *capture.Recording) []string {
	var out []string
	if lost := rec.Drops.Lost(); lost > 0 {
		out = append(out, fmt.Sprintf("The capture lost %s: the picture has gaps.", count(int64(lost), "packet"))) //nolint:gosec // a count of packets
	}
	if len(rec.Entries) == 0 {
		out = append(out, "The recording holds no packets and no calls.")
	}
	return out
}

// titles are the headings of ladders.
var titles = map[capture.Protocol][2]string{
	capture.UDP:       {"UDP", "datagrams, and one socket for all clients"},
	capture.TCP:       {"TCP", "connections, and a socket for each client"},
	capture.Undecoded: {"Frames", "that belong to no conversation"},
}

// ladderBuilder makes the steps of one ladder.
type ladderBuilder struct {
	*sockets
	ladder  Ladder
	passed  []passage
	witness bool                  // whether passed tells all that was sent
	waiting map[*capture.Call]int // index in ladder.Bars of the calls under way
	sent    map[int]*moment       // the packets on their way, by frame number
	stands  map[int]int           // the step of each packet, by frame number
	past    map[int]*past         // by lifeline
	threads threads
	phases  phases
	timed   time.Time // of the step before those without time
}

func buildLadder(proto capture.Protocol, story []moment, rec *capture.Recording) Ladder {
	b := &ladderBuilder{
		sockets: newSockets(), passed: passages(rec),
		waiting: map[*capture.Call]int{}, sent: map[int]*moment{}, stands: map[int]int{}, past: map[int]*past{}, threads: newThreads(),
	}
	b.witness = len(b.passed) > 0 && rec.Drops.Lost() == 0
	b.ladder = Ladder{Proto: proto, Title: titles[proto][0], Subtitle: titles[proto][1]}
	first := proto == protocols(story)[0]
	for i := range story {
		if p := b.protoOf(&story[i]); p == proto || p == capture.Undecoded && first {
			b.step(&story[i])
		}
	}
	b.threads.name(b.lifelines)
	b.ladder.Lifelines = b.lifelines
	b.phases.apply(&b.ladder)
	return b.ladder
}

// protoOf returns the protocol whose ladder a moment belongs to: an arrival to
// that of its packet.
func (b *ladderBuilder) protoOf(m *moment) capture.Protocol {
	if m.kind != Arrival {
		return m.proto()
	}
	if sent := b.sent[m.delivery.Packet.Number]; sent != nil {
		return sent.proto()
	}
	return noLadder
}

// noLadder is the protocol of what stands in another ladder.
const noLadder = ^capture.Protocol(0)

// step adds a moment to the ladder.
func (b *ladderBuilder) step(m *moment) {
	if m.kind == Arrival {
		b.arrive(m)
		return
	}
	b.pause(m.at)
	s := Step{Kind: m.kind, Time: m.at, Born: -1}
	switch m.kind {
	case Message, Remark:
		b.packetStep(&s, m)
	case Kernel:
		if !b.kernelStep(&s, m.remark) {
			return
		}
	default:
		b.callStep(&s, m.call, len(b.ladder.Steps))
		if m.confirmed[flow.Responder] {
			s.ToState, s.ToObserved = flow.Listen.String(), true
		}
	}
	b.phases.note(m, b.sideOf(&s, m), len(b.ladder.Steps))
	b.ladder.Steps = append(b.ladder.Steps, s)
}

// longPause is how long nothing must happen for a reader to be told.
const longPause = 200 * time.Millisecond

// pause adds a step for the time that has passed without one.
func (b *ladderBuilder) pause(now time.Time) {
	n := len(b.ladder.Steps)
	if n == 0 || now.IsZero() {
		return
	}
	since := b.ladder.Steps[n-1].Time
	if since.IsZero() {
		since = b.timed
	}
	b.timed = now
	if gone := now.Sub(since); !since.IsZero() && gone >= longPause {
		// It is the time of what comes next: else the wait would count twice.
		b.ladder.Steps = append(b.ladder.Steps, Step{Kind: Pause, Time: now, Born: -1, Labels: []string{duration(gone) + " later"}})
	}
}

// sideOf returns the side that a step comes from.
func (b *ladderBuilder) sideOf(s *Step, m *moment) flow.Side {
	if m.call != nil {
		return b.lifelines[s.Lifeline].Side
	}
	return m.obs.From
}

func (b *ladderBuilder) packetStep(s *Step, m *moment) {
	o := &m.obs
	s.Packet, s.Brief, s.Full = o.Packet.Number, m.said.Brief, m.said.Full
	s.Tone, s.Labels = tone(o), messageLabels(o)
	if s.Kind == Remark {
		return
	}
	index := len(b.ladder.Steps)
	s.From, s.To = b.ofPacket(o.Conversation, o.From, index), b.ofPacket(o.Conversation, o.From.Peer(), index)
	s.Transit, s.Fault = m.fate.transit(), m.fate.fault()
	b.of(s.From).resets(s, o)
	unheard(s, &b.lifelines[s.To], o)
	b.touch(index, s.From)
	s.FromState, s.FromObserved = entered(o, o.From), m.confirmed[o.From]
	if s.Transit == AtOnce {
		b.reached(s.To, o)
		b.touch(index, s.To)
		s.ToState, s.ToObserved = entered(o, o.From.Peer()), m.confirmed[o.From.Peer()]
		b.early(s, o)
		return
	}
	b.sent[s.Packet], b.stands[s.Packet] = m, index
}

// early says of data that reaches a server before accept() has returned who
// keeps it.
func (b *ladderBuilder) early(s *Step, o *flow.Observation) {
	if b.lifelines[s.To].Role == Listening && o.Events.Has(flow.Data) {
		s.Brief += "; accept() has not returned yet"
		s.Full += " accept() has not returned yet: the kernel keeps the bytes for the socket that it will return."
	}
}

// touch notes that a step draws at lifelines.
func (b *ladderBuilder) touch(step int, lifelines ...int) {
	for _, i := range lifelines {
		b.lifelines[i].Last = max(b.lifelines[i].Last, step)
	}
}

// entered returns the state that a side enters with o, "" if it stays.
func entered(o *flow.Observation, side flow.Side) string {
	switch {
	case !o.Changed(side):
		return ""
	case o.Before[side] == flow.Established && o.After[side] == flow.Closing:
		return "FIN-WAIT-1, CLOSING" // by its own FIN and by the one that crosses it: RFC 9293 §3.6, figure 13
	}
	return o.After[side].String()
}

func (b *ladderBuilder) callStep(s *Step, c *capture.Call, index int) {
	creates := c.Returned() && c.Errno == "" && (c.Name == "socket" || c.Name == "accept" || c.Name == "accept4")
	if c.FD >= 0 {
		s.Lifeline = b.ofCall(c)
		b.learn(c, s.Lifeline)
	}
	if creates && s.Kind != Enter {
		s.Born = b.born(c, index)
		if c.FD < 0 {
			s.Lifeline = s.Born
		}
		b.touch(index, s.Born)
	}
	if c.FD < 0 && s.Born < 0 {
		s.Lifeline = b.ofCall(c) // a socket() that failed
	}
	b.touch(index, s.Lifeline)
	b.threads.note(s.Lifeline, c, b.waiting)
	b.bar(s, c, index)
	s.Labels = callLabels(s.Kind, c, b.wasSilent(c))
	s.Brief, s.Full = explainCall(s.Kind, c, b.circumstances(s, c))
	if c.Name == "close" && c.Errno == "" {
		s.Closes = true
		b.close(c, s.Lifeline, index)
	}
}

// wasSilent reports whether c is one of the calls that might have sent
// something, and was seen not to.
func (b *ladderBuilder) wasSilent(c *capture.Call) bool {
	return b.witness && silent[c.Name] && c.Errno == "" && c.Local.IsValid() && !sends(c, b.passed)
}

// bar begins the bar of a call that waits, or ends it.
func (b *ladderBuilder) bar(s *Step, c *capture.Call, index int) {
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
