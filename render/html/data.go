package html

import (
	"encoding/json"
	"io"
	"net/netip"
	"strconv"
	"time"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/guess"
	ends "wireladder/render/heads"
	"wireladder/render/quantity"
	"wireladder/render/typeface"
	"wireladder/render/walk"
)

// pageData is what page.js is told besides the steps, as JSON. Steps are counted from 0 in the order
// in which they are stepped through.
type pageData struct {
	Sockets  []pageSocket  `json:"sockets"`
	Phases   []pagePhase   `json:"phases"`
	Findings []pageFinding `json:"findings"`
	Answers  []string      `json:"answers"` // that questions have
	Shapes   [][]pageField `json:"shapes"`  // of packets: which fields there are
	Views    []pageView    `json:"views"`   // wide and, unless it is very long, narrow
}

// pageStep is one step.
type pageStep struct {
	Ladder  int           `json:"l"`
	Who     string        `json:"w"` // "packet 6, client to server"
	Label   string        `json:"b"`
	Brief   string        `json:"s,omitempty"`
	Full    string        `json:"f,omitempty"`
	Phase   string        `json:"p,omitempty"`
	At      float64       `json:"t"` // µs since the first step
	When    string        `json:"z"` // the same in words
	Key     bool          `json:"k,omitempty"`
	Sockets []int         `json:"o"`
	States  []pageState   `json:"e,omitempty"`
	Call    bool          `json:"c,omitempty"`
	Packet  int           `json:"n,omitempty"`
	Ask     *pageQuestion `json:"q,omitempty"` // what the room may be asked before it: which packet is next
	Octets  *pageOctets   `json:"x,omitempty"`
	Number  int           `json:"i,omitempty"` // of an Update: it stays, whatever is let go before it
}

// pageState is a state that a socket enters.
type pageState struct {
	Socket   int    `json:"o"`
	Name     string `json:"s"`
	Observed bool   `json:"k,omitempty"` // the kernel has told it
}

// pageQuestion is a guess.PacketQuestion; answers are those of pageData.
type pageQuestion struct {
	Answers []int `json:"a"`
	Right   int   `json:"r"` // which of them
}

// pageSocket is a socket.
type pageSocket struct {
	Ladder int      `json:"l"`
	Name   string   `json:"n"`
	About  []string `json:"a"` // descriptor, addresses
	Steps  []int    `json:"s"` // its calls, packets, and what the kernel said
}

// pagePhase is where a phase begins.
type pagePhase struct {
	Name string `json:"n"`
	Step int    `json:"s"`
}

// pageFinding is what went wrong.
type pageFinding struct {
	Rule  string `json:"r"`
	Brief string `json:"b"`
	Steps []int  `json:"s"`
}

// pageMaker tells a page of a diagram.
type pageMaker struct {
	diagram *render.Diagram
	data    *pageData
	order   []figure.StepID
	at      [][]int // by ladder and step: the inverse of order
	asker   *guess.Questioner
	frames  *Frames     // nil: none
	shapes  map[int]int // of frames: where in data.Shapes each is
	octet   pageOctets  // room for those of one packet
	first   []int       // by ladder: its first socket
	numbers []int       // by step: its number; nil: they have none
	begun   time.Time   // of the first step
}

// tell returns what there is to say of a diagram.
func tell(d *render.Diagram, frames *Frames) *pageMaker {
	w := &pageMaker{diagram: d, data: &pageData{
		Sockets: []pageSocket{}, Phases: []pagePhase{}, Findings: []pageFinding{}, Answers: []string{}, Shapes: [][]pageField{}, Views: []pageView{}, // lists, and no null
	}, order: orderOf(d), asker: guess.New(d), frames: frames, shapes: map[int]int{}, octet: noOctets()}
	for i := range d.Ladders {
		w.at = append(w.at, make([]int, len(d.Ladders[i].Steps)))
	}
	for i, id := range w.order {
		w.at[id.Ladder][id.Step] = i
		if t := w.step(id).Time; i == 0 || t.Before(w.begun) {
			w.begun = t
		}
	}
	w.sockets()
	w.phases()
	w.findings()
	return w
}

// write writes all that page.js is told. Steps come first, one after the other: there may be many.
func (w *pageMaker) write(out io.Writer) error {
	if _, err := io.WriteString(out, `{"steps":[`); err != nil {
		return err
	}
	each := json.NewEncoder(out) // it escapes <, > and &
	for i, id := range w.order {
		if i > 0 {
			if _, err := io.WriteString(out, ","); err != nil {
				return err
			}
		}
		if err := each.Encode(w.told(i, id)); err != nil {
			return err
		}
	}
	for _, answer := range w.asker.Answers() {
		w.data.Answers = append(w.data.Answers, typeface.Legible(answer))
	}
	rest, err := json.Marshal(w.data)
	if err == nil {
		_, err = io.WriteString(out, "],"+string(rest[1:]))
	}
	return err
}

func (w *pageMaker) step(id figure.StepID) *render.Step {
	return &w.diagram.Ladders[id.Ladder].Steps[id.Step]
}

// sockets tells of all lifelines.
func (w *pageMaker) sockets() {
	for i := range w.diagram.Ladders {
		w.first = append(w.first, len(w.data.Sockets))
		for j := range w.diagram.Ladders[i].Lifelines {
			l := &w.diagram.Ladders[i].Lifelines[j]
			w.data.Sockets = append(w.data.Sockets, pageSocket{Ladder: i, Name: typeface.Legible(l.Owner()), About: about(l), Steps: []int{}})
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
	local, remote := ends.Ends(l)
	for _, a := range []netip.AddrPort{local, remote} {
		switch {
		case !a.IsValid():
		case a == remote && a != local:
			all = append(all, "⇄ "+a.String())
		case l.OnTheWay():
			all = append(all, a.Addr().String())
		default:
			all = append(all, a.String())
		}
	}
	return all
}

// told tells of the n-th step.
func (w *pageMaker) told(n int, id figure.StepID) *pageStep {
	s := w.step(id)
	told := &pageStep{
		Ladder: id.Ladder, Label: typeface.Legible(longest(s)), Brief: typeface.Legible(s.Brief), Full: typeface.Legible(s.Full),
		Phase: typeface.Legible(s.Phase), At: float64(s.Time.Sub(w.begun)) / 1e3, When: quantity.Span(s.Time.Sub(w.begun)),
		Key: s.Kind == render.Message && (s.Transit == render.Lost || s.Tone == render.Aborts), Packet: s.Packet, Sockets: []int{},
		Call: s.Kind == render.Call || s.Kind == render.Enter || s.Kind == render.Return,
	}
	if told.Full == told.Brief {
		told.Full = ""
	}
	for _, i := range walk.Lifelines(s) {
		socket := w.first[id.Ladder] + i
		told.Sockets = append(told.Sockets, socket)
		w.data.Sockets[socket].Steps = append(w.data.Sockets[socket].Steps, n)
	}
	if w.numbers != nil {
		told.Number = w.numbers[n]
	}
	told.Who = w.who(id.Ladder, s)
	told.States = w.states(id.Ladder, s)
	if q := w.asker.Before(render.StepRef(id)); q != nil {
		told.Ask = &pageQuestion{q.Answers, q.Right}
	}
	if s.Kind == render.Message || s.Kind == render.Remark {
		told.Octets = w.octets(s.Packet)
	}
	return told
}

// longest returns the longest label of a step.
func longest(s *render.Step) string {
	if len(s.Labels) == 0 {
		return ""
	}
	return s.Labels[0]
}

// who says who does something.
func (w *pageMaker) who(ladder int, s *render.Step) string {
	name := func(i int) string { return typeface.Legible(w.diagram.Ladders[ladder].Lifelines[i].Owner()) }
	switch s.Kind {
	case render.Message:
		end := ""
		switch {
		case s.Transit == render.Lost:
			end = ", lost on the way"
		case s.Transit == render.Later && s.Dropped != "":
			end = ", " + s.Dropped
		case s.Transit == render.Later:
			end = ", on its way"
		}
		return "packet " + strconv.Itoa(s.Packet) + ", " + name(s.From) + " → " + name(s.To) + end
	case render.Arrival:
		return "packet " + strconv.Itoa(s.Packet) + " arrives at " + name(s.To)
	case render.Remark:
		return "packet " + strconv.Itoa(s.Packet)
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
func (w *pageMaker) states(ladder int, s *render.Step) (all []pageState) {
	for _, k := range walk.Entered(s) {
		all = append(all, pageState{w.first[ladder] + k.Lifeline, typeface.Legible(k.Name), k.Observed})
	}
	return all
}

// phases tells where phases begin, those that ladders have in common once.
func (w *pageMaker) phases() {
	last := ""
	for i, id := range w.order {
		name := w.step(id).Phase
		if name != "" && name != last {
			w.data.Phases = append(w.data.Phases, pagePhase{typeface.Legible(name), i})
		}
		last = name
	}
}

// findings tells what went wrong, and where.
func (w *pageMaker) findings() {
	for i := range w.diagram.Findings {
		f := &w.diagram.Findings[i]
		told := pageFinding{Rule: typeface.Legible(f.Rule), Brief: typeface.Legible(f.Brief), Steps: []int{}}
		for _, m := range f.Seen {
			told.Steps = append(told.Steps, w.at[m.Ladder][m.Step])
		}
		w.data.Findings = append(w.data.Findings, told)
	}
}
