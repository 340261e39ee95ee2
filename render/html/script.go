package html

import (
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/quantity"
	"wireladder/render/typeface"
)

// script is all that page.js is told, as JSON. Steps are counted from 0 in the order in which
// they are stepped through.
type script struct {
	Steps    []scriptStep    `json:"steps"`
	Sockets  []scriptSocket  `json:"sockets"`
	Phases   []scriptPhase   `json:"phases"`
	Findings []scriptFinding `json:"findings"`
	Answers  []string        `json:"answers"` // that questions have
	Views    []scriptView    `json:"views"`   // wide, narrow
}

// scriptStep is one step.
type scriptStep struct {
	Ladder  int             `json:"l"`
	Who     string          `json:"w"` // "packet 6, client to server"
	Label   string          `json:"b"`
	Brief   string          `json:"s,omitempty"`
	Full    string          `json:"f,omitempty"`
	Phase   string          `json:"p,omitempty"`
	At      float64         `json:"t"` // µs since the first step
	When    string          `json:"z"` // the same in words
	Key     bool            `json:"k,omitempty"`
	Sockets []int           `json:"o"`
	States  []scriptState   `json:"e,omitempty"`
	Packet  int             `json:"n,omitempty"`
	Ask     *scriptQuestion `json:"q,omitempty"` // what the room may be asked before it
}

// scriptState is a state that a socket enters.
type scriptState struct {
	Socket   int    `json:"o"`
	Name     string `json:"s"`
	Observed bool   `json:"k,omitempty"` // the kernel has told it
}

// scriptSocket is a socket.
type scriptSocket struct {
	Ladder int      `json:"l"`
	Name   string   `json:"n"`
	About  []string `json:"a"` // descriptor, addresses
	Steps  []int    `json:"s"` // its calls, packets, and what the kernel said
}

// scriptPhase is where a phase begins.
type scriptPhase struct {
	Name string `json:"n"`
	Step int    `json:"s"`
}

// scriptFinding is what went wrong.
type scriptFinding struct {
	Rule  string `json:"r"`
	Brief string `json:"b"`
	Steps []int  `json:"s"`
}

// writing makes a script.
type writing struct {
	diagram *render.Diagram
	script  *script
	order   []figure.StepID
	at      map[figure.StepID]int // the inverse of order
	answers map[string]int        // the inverse of script.Answers
	first   []int                 // by ladder: its first socket
	begun   time.Time             // of the first step
}

// scriptOf returns what there is to say of a diagram.
func scriptOf(d *render.Diagram) *writing {
	w := &writing{diagram: d, script: &script{
		Steps: []scriptStep{}, Sockets: []scriptSocket{}, Phases: []scriptPhase{}, Findings: []scriptFinding{}, Answers: []string{}, Views: make([]scriptView, 2), // lists, and no null
	}, order: orderOf(d), at: map[figure.StepID]int{}, answers: map[string]int{}}
	for i, id := range w.order {
		w.at[id] = i
		if t := w.step(id).Time; i == 0 || t.Before(w.begun) {
			w.begun = t
		}
	}
	w.sockets()
	for _, id := range w.order {
		w.add(id)
	}
	w.phases()
	w.findings()
	return w
}

func (w *writing) step(id figure.StepID) *render.Step {
	return &w.diagram.Ladders[id.Ladder].Steps[id.Step]
}

// sockets tells of all lifelines.
func (w *writing) sockets() {
	for i := range w.diagram.Ladders {
		w.first = append(w.first, len(w.script.Sockets))
		for j := range w.diagram.Ladders[i].Lifelines {
			l := &w.diagram.Ladders[i].Lifelines[j]
			w.script.Sockets = append(w.script.Sockets, scriptSocket{Ladder: i, Name: typeface.Legible(l.Owner()), About: about(l), Steps: []int{}})
		}
	}
}

// about tells what identifies a socket.
func about(l *render.Lifeline) []string {
	all := []string{}
	if l.FD >= 0 {
		all = append(all, "fd "+strconv.Itoa(l.FD))
	}
	if role := l.Role.String(); role != "" && !l.OnTheWay() {
		all = append(all, role)
	}
	if l.Thread != 0 {
		all = append(all, "tid "+strconv.Itoa(l.Thread))
	}
	for _, a := range []netip.AddrPort{l.Local, l.Remote} {
		switch {
		case !a.IsValid():
		case a == l.Remote && a != l.Local:
			all = append(all, "⇄ "+a.String())
		case l.OnTheWay():
			all = append(all, a.Addr().String())
		default:
			all = append(all, a.String())
		}
	}
	return all
}

// add tells of a step.
func (w *writing) add(id figure.StepID) {
	s, n := w.step(id), len(w.script.Steps)
	told := scriptStep{
		Ladder: id.Ladder, Label: typeface.Legible(longest(s)), Brief: typeface.Legible(s.Brief), Full: typeface.Legible(s.Full),
		Phase: typeface.Legible(s.Phase), At: float64(s.Time.Sub(w.begun)) / 1e3, When: quantity.Span(s.Time.Sub(w.begun)),
		Key: s.Kind == render.Message && (s.Transit == render.Lost || s.Tone == render.Aborts), Packet: s.Packet, Sockets: []int{},
	}
	if told.Full == told.Brief {
		told.Full = ""
	}
	for _, i := range lifelinesOf(s) {
		socket := w.first[id.Ladder] + i
		told.Sockets = append(told.Sockets, socket)
		w.script.Sockets[socket].Steps = append(w.script.Sockets[socket].Steps, n)
	}
	told.Who = w.who(id.Ladder, s)
	told.States = w.states(id.Ladder, s)
	told.Ask = w.ask(id)
	w.script.Steps = append(w.script.Steps, told)
}

// longest returns the longest label of a step.
func longest(s *render.Step) string {
	if len(s.Labels) == 0 {
		return ""
	}
	return s.Labels[0]
}

// lifelinesOf returns the lifelines that a step is of.
func lifelinesOf(s *render.Step) []int {
	switch s.Kind {
	case render.Message, render.Arrival:
		if s.From == s.To {
			return []int{s.From}
		}
		return []int{s.From, s.To}
	case render.Call, render.Enter, render.Return:
		if s.Born >= 0 && s.Born != s.Lifeline {
			return []int{s.Lifeline, s.Born}
		}
		return []int{s.Lifeline}
	case render.Kernel:
		return []int{s.Lifeline}
	}
	return nil
}

// who says who does something.
func (w *writing) who(ladder int, s *render.Step) string {
	name := func(i int) string { return typeface.Legible(w.diagram.Ladders[ladder].Lifelines[i].Owner()) }
	switch s.Kind {
	case render.Message:
		end := ""
		switch {
		case s.Transit == render.Lost:
			end = ", lost on the way"
		case s.Transit == render.Later:
			end = ", on its way"
		}
		return fmt.Sprintf("packet %d, %s → %s%s", s.Packet, name(s.From), name(s.To), end)
	case render.Arrival:
		return fmt.Sprintf("packet %d arrives at %s", s.Packet, name(s.To))
	case render.Remark:
		return fmt.Sprintf("packet %d", s.Packet)
	case render.Kernel:
		return "the kernel, of " + name(s.Lifeline)
	case render.Pause:
		return ""
	case render.Enter:
		return name(s.Lifeline) + " calls"
	case render.Return:
		return "back to " + name(s.Lifeline)
	}
	return name(s.Lifeline)
}

// states tells the states that a step leads to.
func (w *writing) states(ladder int, s *render.Step) []scriptState {
	var all []scriptState
	from, to := s.From, s.To
	if s.Kind != render.Message && s.Kind != render.Arrival {
		from, to = s.Lifeline, s.Lifeline
	}
	if s.FromState != "" {
		all = append(all, scriptState{w.first[ladder] + from, typeface.Legible(s.FromState), s.FromObserved})
	}
	if s.ToState != "" && (s.Transit == render.AtOnce || s.Kind == render.Arrival) {
		all = append(all, scriptState{w.first[ladder] + to, typeface.Legible(s.ToState), s.ToObserved})
	}
	return all
}

// phases tells where phases begin, those that ladders have in common once.
func (w *writing) phases() {
	last := ""
	for i := range w.script.Steps {
		s := &w.script.Steps[i]
		if s.Phase != "" && s.Phase != last {
			w.script.Phases = append(w.script.Phases, scriptPhase{s.Phase, i})
		}
		last = s.Phase
	}
}

// findings tells what went wrong, and where.
func (w *writing) findings() {
	for i := range w.diagram.Findings {
		f := &w.diagram.Findings[i]
		told := scriptFinding{Rule: typeface.Legible(f.Rule), Brief: typeface.Legible(f.Brief), Steps: []int{}}
		for _, m := range f.Steps {
			if n, ok := w.at[figure.StepID{Ladder: m.Ladder, Step: m.Step}]; ok {
				told.Steps = append(told.Steps, n)
			}
		}
		w.script.Findings = append(w.script.Findings, told)
	}
}
