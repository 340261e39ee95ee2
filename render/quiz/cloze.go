package quiz

import (
	"regexp"
	"strings"

	"wireladder/render"
)

// clozeKind is what a cloze tells.
type clozeKind uint8

// The kinds, in the order in which they are asked for.
const (
	numbers clozeKind = iota // "seq=6", "ack=1", "len=11"
	flags                    // "SYN,ACK"
	calls                    // "accept"
	states                   // "SYN-RECEIVED"
	kinds
)

// cloze is something that one step of a ladder says, and that may be blank.
type cloze struct {
	kind clozeKind
	step int
	text string // as the step has it
	from bool   // of a state: the sender's
}

// The fields of a packet's label: it begins with its flags, if it has any that are named, and what is
// quoted from its payload comes last.
var (
	flagWords   = regexp.MustCompile(`^(SYN|FIN|RST|PSH|ACK|URG)(,[A-Z]{3})*\b`)
	numberWords = regexp.MustCompile(`\b(seq|ack|len)=[0-9]+\b`)
)

// clozesOf returns all fields of a ladder, in the order of its steps.
func clozesOf(l *render.Ladder) (all []cloze) {
	for i := range l.Steps {
		s := &l.Steps[i]
		if len(s.Labels) == 0 || s.Folds > 0 {
			continue
		}
		switch s.Kind {
		case render.Message:
			all = append(all, ofMessage(i, s)...)
		case render.Call, render.Enter:
			if strings.HasPrefix(s.Labels[0], s.Name+"(") {
				all = append(all, cloze{kind: calls, step: i, text: s.Name})
			}
		case render.Return, render.Kernel, render.Arrival, render.Remark, render.Pause:
		}
	}
	return all
}

// ofMessage returns the fields of a packet.
func ofMessage(i int, s *render.Step) (all []cloze) {
	header, _, _ := strings.Cut(s.Labels[0], `"`)
	for _, text := range numberWords.FindAllString(header, -1) {
		all = append(all, cloze{kind: numbers, step: i, text: text})
	}
	if text := flagWords.FindString(header); text != "" {
		all = append(all, cloze{kind: flags, step: i, text: text})
	}
	if s.FromState != "" {
		all = append(all, cloze{kind: states, step: i, text: s.FromState, from: true})
	}
	if s.ToState != "" {
		all = append(all, cloze{kind: states, step: i, text: s.ToState})
	}
	return all
}
