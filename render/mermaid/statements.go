package mermaid

import (
	"fmt"
	"slices"
	"strings"

	"wireladder/render/sequence"
)

// statements are those of one part.
type statements struct {
	strings.Builder
	script     *sequence.Script
	part       *part
	order      []int        // the participants, from the left
	makes      map[int]bool // that will be made where they begin; the others are there
	active     map[int]bool // whose calls wait
	phases     int          // that began
	number, of int          // which part it is, from 1 on
	inside     bool         // of a phase
}

func newStatements(s *sequence.Script, parts []part, i int) *statements {
	x := &statements{script: s, part: &parts[i], number: i + 1, of: len(parts), makes: map[int]bool{}, active: map[int]bool{}}
	for n := range x.part.used {
		x.order = append(x.order, n)
	}
	if len(x.order) == 0 {
		x.order = []int{0}
	}
	slices.Sort(x.order)
	x.chooseMade()
	return x
}

// chooseMade chooses the participants that are made where they begin: Mermaid puts those on the
// right of all others, so that they must be the last ones, in the order in which they begin.
func (x *statements) chooseMade() {
	here := map[int]bool{}
	for i := range x.part.clauses {
		if a := x.part.clauses[i].act; a != nil && a.Makes >= 0 {
			here[a.Makes] = true
		}
	}
	after := len(x.script.Acts)
	for _, n := range slices.Backward(x.order) {
		made := x.script.Participants[n].Made
		if made < 0 || !here[n] || made >= after {
			return
		}
		x.makes[n], after = true, made
	}
}

// Bands of phases: seen on white and on black.
var bands = [...]string{"rect rgba(127, 127, 127, 0.08)", "rect rgba(127, 127, 127, 0.18)"}

// open begins the diagram: what it is of, who takes part, and what goes on from the part before.
func (x *statements) open() {
	said := title(x.script.Title)
	if x.of > 1 {
		said += fmt.Sprintf(" (part %d of %d)", x.number, x.of)
	}
	x.WriteString("sequenceDiagram\n" + Mark + "\n")
	if said != "" {
		x.put("  title %s\n  accTitle: %s\n", said, said)
	}
	for _, n := range x.order {
		if !x.makes[n] {
			x.declare("participant", n)
		}
	}
	for _, n := range x.order {
		if x.part.active[n] {
			x.activate(n)
		}
	}
	if x.number > 1 {
		x.over(fmt.Sprintf("goes on from part %d", x.number-1))
	}
	if x.part.phase != nil {
		x.phase(x.part.phase.text)
	}
}

// Mark is a line of each file, by which wireladder knows its own ones again.
const Mark = "  %% drawn by wireladder for Mermaid"

// put writes a line.
func (x *statements) put(format string, args ...any) { x.WriteString(fmt.Sprintf(format, args...)) }

// declare declares a participant.
func (x *statements) declare(how string, n int) {
	x.put("  %s p%d as %s\n", how, n, head(&x.script.Participants[n]))
}

// acts writes all clauses, and ends what has not ended.
func (x *statements) acts() {
	for i := range x.part.clauses {
		l := &x.part.clauses[i]
		switch {
		case l.act == nil:
			x.endPhase()
			x.over(l.text)
		case l.act.Kind == sequence.Phase:
			x.phase(l.text)
		default:
			x.act(l)
		}
	}
	for _, n := range x.order {
		if x.active[n] {
			x.put("  deactivate p%d\n", n)
		}
	}
	x.endPhase()
	if x.number < x.of {
		x.over(fmt.Sprintf("goes on in part %d", x.number+1))
	}
}

// act writes what happens in a clause.
func (x *statements) act(l *clause) {
	a := l.act
	switch a.Kind {
	case sequence.Message:
		x.message(l)
	case sequence.Call:
		x.call(l)
	case sequence.Remark, sequence.Pause:
		x.over(joined(l))
	default:
		x.note(a.From, a.To, joined(l))
	}
	for _, n := range a.Proceeds {
		if x.active[n] {
			x.put("  deactivate p%d\n", n)
			delete(x.active, n)
		}
	}
	for _, n := range a.Waits {
		x.activate(n)
	}
}

func (x *statements) activate(n int) {
	x.put("  activate p%d\n", n)
	x.active[n] = true
}

// message writes an arrow, and what is said of it below.
func (x *statements) message(l *clause) {
	a, arrow := l.act, "->>"
	switch {
	case a.Lost:
		arrow = "-x"
	case a.Late:
		arrow = "-)"
	default:
		x.destroy(a)
	}
	x.put("  p%d%sp%d: %s\n", a.From, arrow, a.To, l.text)
	if l.said != "" {
		x.note(a.From, a.To, l.said)
	}
}

// destroy ends the line of a participant that has nothing more to do behind an arrow. An arrow can
// end one.
func (x *statements) destroy(a *sequence.Act) {
	for _, n := range []int{a.To, a.From} {
		if slices.Contains(a.Ends, n) && !x.active[n] && a.From != a.To {
			x.put("  destroy p%d\n", n)
			return
		}
	}
}

// call writes a call: a note beside its socket or, if it makes another one, an arrow to that.
func (x *statements) call(l *clause) {
	a := l.act
	if a.Makes < 0 {
		x.note(a.From, a.From, joined(l))
		return
	}
	if x.makes[a.Makes] {
		x.declare("create participant", a.Makes)
		delete(x.makes, a.Makes)
	}
	x.put("  p%d-->>p%d: %s\n", a.From, a.Makes, l.text)
	if l.said != "" {
		x.note(a.From, a.Makes, l.said)
	}
}

// joined returns what a clause says as one text.
func joined(l *clause) string {
	if l.said == "" {
		return l.text
	}
	return l.text + "<br/>" + l.said
}

// phase begins a phase.
func (x *statements) phase(name string) {
	x.endPhase()
	if name == "" {
		return
	}
	x.put("  %s\n", bands[x.phases%len(bands)])
	x.phases++
	x.inside = true
	x.over("— " + name + " —")
}

func (x *statements) endPhase() {
	if x.inside {
		x.WriteString("  end\n")
	}
	x.inside = false
}

// over writes a note over all participants that are there.
func (x *statements) over(text string) {
	last := len(x.order) - 1
	for last > 0 && x.makes[x.order[last]] {
		last--
	}
	x.note(x.order[0], x.order[last], text)
}

// note writes a note over the lines from one participant to another.
func (x *statements) note(a, b int, text string) {
	if a, b = min(a, b), max(a, b); a == b {
		x.put("  Note over p%d: %s\n", a, text)
		return
	}
	x.put("  Note over p%d,p%d: %s\n", a, b, text)
}
