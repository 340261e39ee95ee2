package plantuml

import (
	"bytes"
	"fmt"
	"strings"

	"wireladder/render/sequence"
)

// noteWidth is how wide the lines of a note are at most, in cells.
const noteWidth = 46

// statements are those of a script.
type statements struct {
	bytes.Buffer
	script *sequence.Script
	height int // of the page so far, in points
}

// Heights, in points, rather too large: of a page, and of what stands on it.
const (
	pageHeight = 3300 // less than 4,096, with heads above and below
	rowHeight  = 16   // of a line of text
	padding    = 18   // of what has lines
)

// open begins the picture: what it is of, and who takes part.
func (x *statements) open() {
	x.WriteString("@startuml\n' drawn by wireladder for PlantUML\nskinparam shadowing false\n")
	if x.script.Title != "" {
		x.put("title %s\n", escape(x.script.Title))
	}
	boxed := -1
	for i := range x.script.Participants {
		p := &x.script.Participants[i]
		if len(x.script.Ladders) > 1 && p.Ladder != boxed {
			x.endBox(boxed)
			boxed = p.Ladder
			x.put("box \"%s\" #F7F7F7\n", escape(x.script.Ladders[boxed]))
		}
		x.put("participant \"%s\" as p%d\n", lines(p.Head, noteWidth), i)
	}
	x.endBox(boxed)
	for _, note := range x.script.Above {
		x.over(note)
	}
}

func (x *statements) endBox(boxed int) {
	if boxed >= 0 {
		x.WriteString("end box\n")
	}
}

// put writes a line.
func (x *statements) put(format string, args ...any) { x.WriteString(fmt.Sprintf(format, args...)) }

// close ends the picture.
func (x *statements) close() {
	for _, note := range x.script.Below {
		x.over(note)
	}
	x.WriteString("@enduml\n")
}

// act writes an act, and what begins and ends with it.
func (x *statements) act(a *sequence.Act) {
	switch a.Kind {
	case sequence.Message:
		x.message(a)
	case sequence.Call:
		x.call(a)
	case sequence.Phase:
		x.phase(a.Text)
	case sequence.Pause:
		x.room(padding + rowHeight)
		x.put("... %s ...\n", escape(a.Text))
	default:
		x.note(a.From, a.To, append([]string{a.Text}, a.Said...))
	}
	for _, n := range a.Proceeds {
		x.put("deactivate p%d\n", n)
	}
	for _, n := range a.Waits {
		x.put("activate p%d\n", n)
	}
}

// message writes an arrow, and what is said of it below.
func (x *statements) message(a *sequence.Act) {
	arrow := "->"
	switch {
	case a.Lost:
		arrow = "->x"
	case a.Late:
		arrow = "->>"
	}
	x.arrow(a.From, arrow, a.To, []string{a.Text}, a.Ends)
	if len(a.Said) > 0 {
		x.note(a.From, a.To, a.Said)
	}
}

// call writes a call: an arrow from its socket to itself or, if it makes another socket, to that.
func (x *statements) call(a *sequence.Act) {
	said := append([]string{a.Text}, a.Said...)
	if a.Makes < 0 {
		x.arrow(a.From, "->", a.From, said, a.Ends)
		return
	}
	if x.script.Participants[a.Makes].Made >= 0 {
		x.room(padding + 6*rowHeight)
		x.put("create p%d\n", a.Makes)
	}
	x.arrow(a.From, "-->", a.Makes, said, a.Ends)
}

// arrow writes an arrow, with which participants may end.
func (x *statements) arrow(from int, arrow string, to int, said []string, ends []int) {
	text := lines(said, sequence.LabelWidth)
	x.room(padding + rowHeight*(1+strings.Count(text, `\n`)))
	x.put("p%d %s p%d : %s\n", from, arrow, to, text)
	for _, n := range ends {
		x.put("destroy p%d\n", n)
	}
}

// phase begins a phase.
func (x *statements) phase(name string) {
	if name != "" {
		x.room(padding + 4*rowHeight) // and what follows
		x.put("== %s ==\n", escape(name))
	}
}

// over writes a note over all participants.
func (x *statements) over(said []string) { x.note(0, len(x.script.Participants)-1, said) }

// note writes a note over the lines from one participant to another.
func (x *statements) note(a, b int, said []string) {
	text := lines(said, noteWidth)
	x.room(padding + rowHeight*(1+strings.Count(text, `\n`)))
	if a, b = min(a, b), max(a, b); a == b {
		x.put("note over p%d : %s\n", a, text)
		return
	}
	x.put("note over p%d, p%d : %s\n", a, b, text)
}

// room begins a page where there is not so much room on this one.
func (x *statements) room(height int) {
	if x.height > 0 && x.height+height > pageHeight {
		x.WriteString("newpage\n")
		x.height = 0
	}
	x.height += height
}

// lines returns paragraphs as one text, with their lines broken.
func lines(paragraphs []string, width int) string {
	var all []string
	for _, p := range paragraphs {
		for _, l := range sequence.Lines(p, width) {
			all = append(all, escape(l))
		}
	}
	return strings.Join(all, `\n`)
}
