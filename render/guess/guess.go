// Package guess asks which packet is the next one on the wire, before it is shown: with the answers that
// somebody may give, and the one that the capture has given. It is the only maker of such questions.
package guess

import (
	"fmt"
	"slices"

	"wireladder/capture"
	"wireladder/render"
)

// PacketQuestion is what is asked before a step. Which answer is right the packet says that was captured, and
// not what a call is called.
type PacketQuestion struct {
	Answers []int // by their place in Questioner.Answers
	Right   int   // which of them: an index of Answers
}

// mostAnswers is how many answers a question has at most, leastAnswers at least.
const (
	mostAnswers  = 4
	leastAnswers = 3
)

// Questioner asks about a diagram. Make one with New.
type Questioner struct {
	diagram *render.Diagram
	answers []string
	places  map[string]int      // where in answers each is
	known   map[possible]int    // the same
	choices map[choiceKey][]int // of steps that are alike: the answers, the right one first
}

// possible is a packet that a question may be answered with.
type possible struct {
	ladder, from, to int
	tone             render.Tone
}

// choiceKey is what steps have in common that get the same answers: the packet, and which wrong one is offered first.
type choiceKey struct {
	possible
	first int
}

// New returns a Questioner about a diagram, which stays as it is.
func New(d *render.Diagram) *Questioner {
	return &Questioner{diagram: d, places: map[string]int{}, known: map[possible]int{}, choices: map[choiceKey][]int{}}
}

// Answers returns all answers of questions that were asked so far, each once. They may have anything that
// came off the wire.
func (a *Questioner) Answers() []string { return a.answers }

// Before returns the question before a step, nil if there is none: the step is no arrow, or it stands for
// several, or there is nothing to choose from.
func (a *Questioner) Before(ref render.StepRef) *PacketQuestion {
	s := &a.diagram.Ladders[ref.Ladder].Steps[ref.Step]
	if s.Kind != render.Message || s.From == s.To || s.Folds > 1 {
		return nil
	}
	tones := a.tones(ref.Ladder)
	like := choiceKey{possible{ref.Ladder, s.From, s.To, s.Tone}, s.Packet % len(tones)}
	choice, known := a.choices[like]
	if !known {
		choice = a.choice(like, tones)
		a.choices[like] = choice
	}
	if len(choice) < leastAnswers {
		return nil
	}
	answers := slices.Clone(choice)
	at := (ref.Step*7 + s.Packet*3) % len(answers)
	answers[0], answers[at] = answers[at], answers[0]
	return &PacketQuestion{answers, at}
}

// choice returns the answers to choose from: the right one, and likely others.
func (a *Questioner) choice(t choiceKey, tones []render.Tone) []int {
	answers := append(make([]int, 0, mostAnswers), a.answer(t.ladder, t.from, t.to, t.tone))
	for _, other := range a.alternatives(t, tones) {
		if len(answers) < mostAnswers && !slices.Contains(answers, other) {
			answers = append(answers, other)
		}
	}
	return answers
}

// answer returns the place of an answer: a packet by its ends, and by what it does. Sockets that are called
// the same are not told apart.
func (a *Questioner) answer(ladder, from, to int, tone render.Tone) int {
	key := possible{ladder, from, to, tone}
	if i, known := a.known[key]; known {
		return i
	}
	l := &a.diagram.Ladders[ladder]
	text := fmt.Sprintf("%s → %s: %s", l.Lifelines[from].Owner(), l.Lifelines[to].Owner(), packetName(l, tone))
	i, known := a.places[text]
	if !known {
		i = len(a.answers)
		a.answers, a.places[text] = append(a.answers, text), i
	}
	a.known[key] = i
	return i
}

// segmentNames are what segments of a tone are, in a word.
var segmentNames = map[render.Tone]string{
	render.Opens: "SYN", render.Carries: "data", render.Confirms: "ACK alone", render.Closes: "FIN", render.Aborts: "RST",
}

// packetName says what a packet of a tone is.
func packetName(l *render.Ladder, tone render.Tone) string {
	switch {
	case l.OfDatagrams() && tone == render.Aborts:
		return "ICMP error"
	case l.OfDatagrams():
		return "datagram"
	case segmentNames[tone] == "":
		return "something else"
	}
	return segmentNames[tone]
}

// What packets of a protocol may do.
var (
	tonesOfTCP = []render.Tone{render.Confirms, render.Carries, render.Closes, render.Opens, render.Aborts}
	tonesOfUDP = []render.Tone{render.Carries, render.Aborts}
)

// tones returns what packets of a ladder may do.
func (a *Questioner) tones(ladder int) []render.Tone {
	if a.diagram.Ladders[ladder].Proto == capture.TCP {
		return tonesOfTCP
	}
	return tonesOfUDP
}

// alternatives returns packets that might be sent as well, the likely ones first: the same one the
// other way round, and what its protocol has besides.
func (a *Questioner) alternatives(t choiceKey, tones []render.Tone) []int {
	all := append(make([]int, 0, 2*len(tones)+1), a.answer(t.ladder, t.to, t.from, t.tone))
	for i := range tones {
		tone := tones[(i+t.first)%len(tones)]
		there, back := a.answer(t.ladder, t.from, t.to, tone), a.answer(t.ladder, t.to, t.from, tone)
		if i%2 == 1 {
			there, back = back, there
		}
		all = append(all, there, back)
	}
	return all
}
