package html

import (
	"fmt"
	"slices"

	"wireladder/capture"
	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/typeface"
)

// pageQuestion is what the room is asked before a step, with the answers that it may give, by
// their place in the page's list. Which one is right the packet says that was captured, and not
// what a call is called.
type pageQuestion struct {
	Answers []int `json:"a"`
	Right   int   `json:"r"` // which of them
}

// mostAnswers is how many answers a question has at most, leastAnswers at least.
const (
	mostAnswers  = 4
	leastAnswers = 3
)

// ask returns the question before a step, nil if there is none: which packet is the next one on
// the wire.
func (w *pageMaker) ask(id figure.StepID) *pageQuestion {
	s := w.step(id)
	if s.Kind != render.Message || s.From == s.To {
		return nil
	}
	answers := []int{w.answer(id.Ladder, s.From, s.To, s.Tone)}
	for _, a := range w.alternatives(id.Ladder, s) {
		if len(answers) < mostAnswers && !slices.Contains(answers, a) {
			answers = append(answers, a)
		}
	}
	if len(answers) < leastAnswers {
		return nil // there is nothing to choose from
	}
	at := (id.Step*7 + s.Packet*3) % len(answers)
	answers[0], answers[at] = answers[at], answers[0]
	return &pageQuestion{answers, at}
}

// answered is a packet that a question may be answered with.
type answered struct {
	ladder, from, to int
	tone             render.Tone
}

// answer returns the place of an answer in the page's list: a packet by its ends, and by what it
// does. Sockets that are called the same are not told apart.
func (w *pageMaker) answer(ladder, from, to int, tone render.Tone) int {
	key := answered{ladder, from, to, tone}
	if i, known := w.answers[key]; known {
		return i
	}
	l := &w.diagram.Ladders[ladder]
	text := fmt.Sprintf("%s → %s: %s", owner(l, from), owner(l, to), packetName(l, tone))
	i := slices.Index(w.data.Answers, text)
	if i < 0 {
		i = len(w.data.Answers)
		w.data.Answers = append(w.data.Answers, text)
	}
	w.answers[key] = i
	return i
}

func owner(l *render.Ladder, i int) string { return typeface.Legible(l.Lifelines[i].Owner()) }

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

// alternatives returns packets that might be sent as well, the likely ones first: the same one the
// other way round, and what its protocol has besides.
func (w *pageMaker) alternatives(ladder int, s *render.Step) []int {
	tones := []render.Tone{render.Carries, render.Aborts}
	if w.diagram.Ladders[ladder].Proto == capture.TCP {
		tones = []render.Tone{render.Confirms, render.Carries, render.Closes, render.Opens, render.Aborts}
	}
	all := append(make([]int, 0, 2*len(tones)+1), w.answer(ladder, s.To, s.From, s.Tone))
	for i := range tones {
		t := tones[(i+s.Packet)%len(tones)]
		there, back := w.answer(ladder, s.From, s.To, t), w.answer(ladder, s.To, s.From, t)
		if i%2 == 1 {
			there, back = back, there
		}
		all = append(all, there, back)
	}
	return all
}
