package sequence

import (
	"fmt"
	"strings"

	"wireladder/render"
)

// act tells a step.
func (t *sequencer) act(ladder, step int) Act {
	l := t.ladders[ladder].Ladder
	s, at := &l.Steps[step], t.numbers[ladder]
	act := Act{Makes: -1, Text: name(s), Said: t.said(s)}
	switch s.Kind {
	case render.Message:
		act.Kind, act.From, act.To = Message, at[s.From], at[s.To]
		t.message(&act, l, s)
	case render.Arrival:
		act.Kind, act.From, act.To = Note, at[s.To], at[s.To]
		act.Text = arrives(l, step)
		t.states(&act, entering{"", s.ToState, s.ToObserved})
	case render.Remark:
		act.Kind, act.To = Remark, len(t.Participants)-1
		act.Text = fmt.Sprint(s.Packet, " ", act.Text)
	case render.Pause:
		act.Kind, act.To = Pause, len(t.Participants)-1
	case render.Kernel:
		act.Kind, act.From, act.To = Note, at[s.Lifeline], at[s.Lifeline]
	default:
		act.Kind, act.From, act.To = Call, at[s.Lifeline], at[s.Lifeline]
		if s.Born >= 0 && s.Born != s.Lifeline {
			act.Makes = at[s.Born]
		}
		t.states(&act, entering{"", s.ToState, s.ToObserved})
	}
	if l.Times != nil && l.Times.Rows[step] != "" {
		act.Text = legible(l.Times.Rows[step]) + " " + act.Text + waited(l, step)
	}
	return act
}

// waited says of a call that returns in a step how long it has waited, where a brace would show it.
func waited(l *render.Ladder, step int) string {
	for i := range l.Times.Braces {
		if b := &l.Times.Braces[i]; b.Call && b.To == step {
			return " · waited " + b.Label
		}
	}
	return ""
}

// name returns the longest label of a step.
func name(s *render.Step) string {
	if len(s.Labels) == 0 {
		return ""
	}
	return legible(s.Labels[0])
}

// said returns the explanation of a step, as much as is wanted.
func (t *sequencer) said(s *render.Step) []string {
	said := s.Brief
	switch {
	case t.detail == render.None:
		return nil
	case t.detail == render.Full && s.Full != "":
		said = s.Full
	}
	if said == "" {
		return nil
	}
	return []string{legible(said)}
}

// message tells what becomes of a packet.
func (t *sequencer) message(act *Act, l *render.Ladder, s *render.Step) {
	act.Text = fmt.Sprint(s.Packet, " ", act.Text)
	act.Lost, act.Late = s.Transit == render.Lost, s.Transit == render.Later
	to := entering{l.Lifelines[s.To].Owner(), s.ToState, s.ToObserved}
	switch {
	case act.Late && len(s.Arrivals) > 0:
		act.Text += " · on its way"
		t.used.late, to.name = true, ""
	case act.Lost || act.Late:
		act.Text += " · " + legible(s.Why())
		to.name = ""
	}
	t.states(act, entering{l.Lifelines[s.From].Owner(), s.FromState, s.FromObserved}, to)
}

// arrives says what arrives in a step.
func arrives(l *render.Ladder, step int) string {
	s := &l.Steps[step]
	sent := &l.Steps[s.Sent]
	if sent.Transit == render.AtOnce || sent.Arrivals[0] != step {
		return fmt.Sprintf("a copy of %d arrives", s.Packet)
	}
	return fmt.Sprintf("%d arrives", s.Packet)
}

// entering is a TCP state that somebody enters.
type entering struct {
	who      string // "" where there can be no other
	name     string // "": none is entered
	observed bool
}

// states adds the states that are entered above what is said otherwise.
func (t *sequencer) states(act *Act, entered ...entering) {
	var said []string
	for _, e := range entered {
		if e.name == "" {
			continue
		}
		t.used.states, t.used.observed = true, t.used.observed || e.observed
		said = append(said, legible(strings.TrimSpace(e.who+" ["+e.name+"]")))
	}
	act.Said = append(said, act.Said...)
}
