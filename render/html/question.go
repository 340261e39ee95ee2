package html

import (
	"fmt"
	"slices"

	"wireladder/capture"
	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/typeface"
)

// guess is what the room is asked before a step, with the answers that it may give. Which one
// is right the packet says that was captured, and not what a call is called.
type guess struct {
	Answers []string
	Right   int
}

// pageQuestion is a question, its answers by their place in the page's list.
type pageQuestion struct {
	Answers []int `json:"a"`
	Right   int   `json:"r"`
}

// ask tells of the question before a step, nil if there is none.
func (w *pageMaker) ask(id figure.StepID) *pageQuestion {
	q := ask(&w.diagram.Ladders[id.Ladder], id.Step)
	if q == nil {
		return nil
	}
	told := &pageQuestion{Right: q.Right}
	for _, a := range q.Answers {
		i, known := w.answers[a]
		if !known {
			i = len(w.data.Answers)
			w.answers[a], w.data.Answers = i, append(w.data.Answers, a)
		}
		told.Answers = append(told.Answers, i)
	}
	return told
}

// mostAnswers is how many answers a question has at most.
const mostAnswers = 4

// ask returns the question before a step, nil if there is none: which packet is the next one on
// the wire.
func ask(l *render.Ladder, step int) *guess {
	s := &l.Steps[step]
	if s.Kind != render.Message || s.From == s.To {
		return nil
	}
	right := answer(l, s.From, s.To, s.Tone)
	answers := []string{right}
	for _, a := range alternatives(l, s) {
		if len(answers) < mostAnswers && !slices.Contains(answers, a) {
			answers = append(answers, a)
		}
	}
	if len(answers) < mostAnswers-1 {
		return nil // there is nothing to choose from
	}
	at := (step*7 + s.Packet*3) % len(answers)
	answers[0], answers[at] = answers[at], answers[0]
	return &guess{answers, at}
}

// toneNames are what packets of a tone are, in a word.
var toneNames = map[render.Tone]string{
	render.Opens: "SYN", render.Carries: "data", render.Confirms: "ACK alone", render.Closes: "FIN", render.Aborts: "RST",
}

// answer names a packet by its ends and by what it does.
func answer(l *render.Ladder, from, to int, tone render.Tone) string {
	name := toneNames[tone]
	switch {
	case l.OfDatagrams() && tone == render.Aborts:
		name = "ICMP error"
	case l.OfDatagrams():
		name = "datagram"
	case name == "":
		name = "something else"
	}
	return fmt.Sprintf("%s → %s: %s", owner(l, from), owner(l, to), name)
}

func owner(l *render.Ladder, i int) string { return typeface.Legible(l.Lifelines[i].Owner()) }

// alternatives returns packets that might be sent as well, the likely ones first: the same one the
// other way round, and what TCP has besides.
func alternatives(l *render.Ladder, s *render.Step) []string {
	tones := []render.Tone{render.Carries, render.Aborts}
	if l.Proto == capture.TCP {
		tones = []render.Tone{render.Confirms, render.Carries, render.Closes, render.Opens, render.Aborts}
	}
	all := []string{answer(l, s.To, s.From, s.Tone)}
	for i := range tones {
		t := tones[(i+s.Packet)%len(tones)]
		if i%2 == 0 {
			all = append(all, answer(l, s.From, s.To, t), answer(l, s.To, s.From, t))
		} else {
			all = append(all, answer(l, s.To, s.From, t), answer(l, s.From, s.To, t))
		}
	}
	return all
}
