package mermaid

import (
	"strings"

	"wireladder/render/sequence"
)

// part is what one diagram shows of a script. It has its participants to itself: those with
// which something happens in it.
type part struct {
	lines  []line
	used   map[int]bool
	active map[int]bool // whose calls wait when it begins
	phase  *line        // that goes on when it begins; nil: none
}

// line is an act with its text, or a note on the whole.
type line struct {
	act  *sequence.Act // nil: a note on the whole
	text string        // escaped
	said string        // escaped; "": nothing
}

// Sizes of what each diagram has besides its lines, in octets: more than there is in it.
const (
	around  = 1000 // title, marks, the ends of phases
	perName = 80   // the statements that declare a participant, and begin and end its bar
	perLine = 28   // what a statement has besides its text, with numbers of a few digits
	perEnd  = 20   // a statement that begins or ends something
	most    = 12_000
)

// noteWidth is how wide the lines of a note are at most, in cells: Mermaid gives no note more room
// than there is between two neighbours.
const noteWidth = 36

// split divides a script into parts, none of which has more than MostCharacters. Octets are
// counted, of which there are no fewer than characters.
func split(s *sequence.Script) []part {
	var all []part
	now, size := newPart(), around+2*len(s.Title)
	active, phase := map[int]bool{}, (*line)(nil)
	for _, l := range linesOf(s) {
		cost := l.size() + now.newcomers(s, &l)
		if size+cost > MostCharacters && len(now.lines) > 0 {
			all = append(all, now)
			now, size = newPart(), around+2*len(s.Title)
			for n := range active {
				now.active[n] = true
			}
			if now.phase = phase; phase != nil {
				size += phase.size()
			}
			cost = l.size() + now.newcomers(s, &l)
		}
		size += cost
		now.add(l)
		follow(active, l.act)
		if l.act != nil && l.act.Kind == sequence.Phase {
			phase = &l
		}
	}
	return append(all, now)
}

func newPart() part { return part{used: map[int]bool{}, active: map[int]bool{}} }

// linesOf returns what a script says, from the top.
func linesOf(s *sequence.Script) []line {
	var all []line
	for _, note := range s.Above {
		all = append(all, line{text: lines(note, noteWidth)})
	}
	for i := range s.Acts {
		a := &s.Acts[i]
		all = append(all, line{a, lines([]string{a.Text}, sequence.LabelWidth), lines(a.Said, noteWidth)})
	}
	for _, note := range s.Below {
		all = append(all, line{text: lines(note, noteWidth)})
	}
	return all
}

// lines returns paragraphs as one text, with their lines broken; of what is far too long its
// beginning.
func lines(paragraphs []string, width int) string {
	var b strings.Builder
	for _, p := range paragraphs {
		for _, l := range sequence.Lines(p, width) {
			if b.Len() > most {
				return b.String() + "<br/>…"
			}
			if b.Len() > 0 {
				b.WriteString("<br/>")
			}
			b.WriteString(escape(l))
		}
	}
	return b.String()
}

// size returns how many octets a line takes at most.
func (l *line) size() int {
	n := len(l.text) + len(l.said) + perLine
	if l.act == nil {
		return n
	}
	if l.act.Kind == sequence.Message || l.act.Makes >= 0 {
		n += perLine + perEnd // what is said has a note of its own
	}
	return n + perEnd*(len(l.act.Waits)+len(l.act.Proceeds))
}

// participants returns those with which something happens in a line.
func (l *line) participants() []int {
	if l.act == nil || l.act.Kind >= sequence.Remark {
		return nil
	}
	all := []int{l.act.From, l.act.To}
	if l.act.Makes >= 0 {
		all = append(all, l.act.Makes)
	}
	return append(append(all, l.act.Waits...), l.act.Proceeds...)
}

// newcomers returns how many octets it takes to declare the participants of a line that the part
// does not have.
func (p *part) newcomers(s *sequence.Script, l *line) int {
	size, seen := 0, map[int]bool{}
	for _, n := range l.participants() {
		if !p.used[n] && !seen[n] {
			size += len(head(&s.Participants[n])) + perName
			seen[n] = true
		}
	}
	return size
}

// add adds a line.
func (p *part) add(l line) {
	for _, n := range l.participants() {
		p.used[n] = true
	}
	p.lines = append(p.lines, l)
}

// follow notes whose calls wait behind an act.
func follow(active map[int]bool, a *sequence.Act) {
	if a == nil {
		return
	}
	for _, n := range a.Proceeds {
		delete(active, n)
	}
	for _, n := range a.Waits {
		active[n] = true
	}
}

// head returns what heads a participant, escaped: few lines, for a head is no higher.
func head(p *sequence.Participant) string {
	all := p.Head
	if len(all) > 2 {
		all = append([]string{all[0] + ", " + all[1]}, all[2:]...)
	}
	var escaped []string
	for _, l := range all {
		escaped = append(escaped, escape(l))
	}
	return strings.Join(escaped, "<br/>")
}
