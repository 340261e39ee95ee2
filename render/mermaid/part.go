package mermaid

import (
	"strconv"
	"strings"

	"wireladder/render/sequence"
)

// part is what one diagram shows of a script. It has its participants to itself: those with
// which something happens in it.
type part struct {
	clauses []clause
	used    map[int]bool
	active  map[int]bool // whose calls wait when it begins
	phase   *clause      // that goes on when it begins; nil: none
}

// clause is an act with its text, or a note on the whole.
type clause struct {
	act  *sequence.Act // nil: a note on the whole
	text string        // escaped
	said string        // escaped; "": nothing
}

// sizes are what statements have besides texts, in octets.
type sizes struct{ around, participant, note, message, phase, end int }

// sizesOf returns the sizes in a script, which depend on how long its numbers are.
func sizesOf(s *sequence.Script) sizes {
	d := len(strconv.Itoa(len(s.Participants)))
	return sizes{
		around: 1000 + 2*len(s.Title), participant: 60 + 3*d, note: 18 + 2*d, message: 11 + 2*d, phase: 60, end: 15 + d,
	}
}

// longest is how long a text is at most, in octets.
const longest = 12_000

// noteWidth is how wide the lines of a note are at most, in cells: Mermaid gives no note more room
// than there is between two neighbours.
const noteWidth = 36

// split divides a script into parts, none of which has more than MostCharacters. Octets are
// counted, of which there are no fewer than characters.
func split(s *sequence.Script) []part {
	var all []part
	of := sizesOf(s)
	now, size := newPart(), of.around
	active, phase := map[int]bool{}, (*clause)(nil)
	for _, l := range clausesOf(s) {
		cost := l.size(&of) + now.newcomers(s, &l, &of)
		if size+cost > MostCharacters && len(now.clauses) > 0 {
			all = append(all, now)
			now, size = newPart(), of.around
			for n := range active {
				now.active[n] = true
			}
			if now.phase = phase; phase != nil {
				size += phase.size(&of)
			}
			cost = l.size(&of) + now.newcomers(s, &l, &of)
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

// clausesOf returns what a script says, from the top.
func clausesOf(s *sequence.Script) []clause {
	var all []clause
	for _, note := range s.Above {
		all = append(all, clause{text: lines(note, noteWidth)})
	}
	for i := range s.Acts {
		a := &s.Acts[i]
		all = append(all, clause{a, lines([]string{a.Text}, sequence.LabelWidth), lines(a.Said, noteWidth)})
	}
	for _, note := range s.Below {
		all = append(all, clause{text: lines(note, noteWidth)})
	}
	return all
}

// lines returns paragraphs as one text, with their lines broken; of what is far too long its
// beginning.
func lines(paragraphs []string, width int) string {
	var b strings.Builder
	for _, p := range paragraphs {
		for _, l := range sequence.Lines(p, width) {
			if b.Len() > longest {
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

// size returns how many octets a clause takes at most.
func (l *clause) size(of *sizes) int {
	n := len(l.text) + len(l.said) + of.note
	switch a := l.act; {
	case a == nil:
	case a.Kind == sequence.Phase:
		n += of.phase
	default:
		if a.Kind == sequence.Message || a.Makes >= 0 {
			n += of.message // what is said has a note of its own
		}
		n += of.end * (len(a.Waits) + len(a.Proceeds) + len(a.Ends))
	}
	return n
}

// participants returns those with which something happens in a clause.
func (l *clause) participants() []int {
	if l.act == nil || l.act.Kind >= sequence.Remark {
		return nil
	}
	all := []int{l.act.From, l.act.To}
	if l.act.Makes >= 0 {
		all = append(all, l.act.Makes)
	}
	return append(append(all, l.act.Waits...), l.act.Proceeds...)
}

// newcomers returns how many octets it takes to declare the participants of a clause that the part
// does not have.
func (p *part) newcomers(s *sequence.Script, l *clause, of *sizes) int {
	size, seen := 0, map[int]bool{}
	for _, n := range l.participants() {
		if !p.used[n] && !seen[n] {
			size += len(head(&s.Participants[n])) + of.participant
			seen[n] = true
		}
	}
	return size
}

// add adds a clause.
func (p *part) add(l clause) {
	for _, n := range l.participants() {
		p.used[n] = true
	}
	p.clauses = append(p.clauses, l)
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
