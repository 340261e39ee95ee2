package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"wireladder/render"
)

// Recorded is the diagram of a run that was recorded, and what it is called.
type Recorded struct {
	Name    string // of its file
	Diagram *render.Diagram
}

// Parting is where one socket does something else in both runs.
type Parting struct {
	Pair  int    // of ladders, see pairs
	Job   string // what the socket is there for: "client 2"
	Alike int    // how many of its deeds are the same before
	Steps [2]int // of both runs, the first that differs; -1: it does nothing more
}

// Of returns a diagram with the ladders of both runs, those of one protocol side by side, and tells
// what differs first. a and b stay as they are.
func Of(a, b Recorded) *render.Diagram {
	d := &render.Diagram{Title: a.Diagram.Title, Aligned: true}
	d.About = slices.Concat(a.Diagram.About, b.Diagram.About)
	d.Captions = slices.Clone(a.Diagram.Captions)
	var places [][2]int // of the ladders of each pair
	for _, pair := range pairs(a.Diagram, b.Diagram) {
		place := [2]int{}
		for k, name := range []string{a.Name, b.Name} {
			place[k] = len(d.Ladders)
			if len(pair[k].Lifelines)+len(pair[k].Steps) > 0 {
				d.Ladders = append(d.Ladders, plain(pair[k], name))
			}
		}
		places = append(places, place)
	}
	partings := Partings(a.Diagram, b.Diagram)
	for _, p := range partings {
		for k, step := range p.Steps {
			if step >= 0 {
				d.Ladders[places[p.Pair][k]].Steps[step].Key = true
			}
		}
	}
	if len(partings) > 0 {
		d.Findings = []render.Finding{told(a, b, partings, places[partings[0].Pair])}
	} else {
		d.Captions = append(d.Captions, "No difference: each socket does the same in "+a.Name+" and in "+b.Name+", as far as a picture shows it.")
	}
	return d
}

// pairs returns the ladders of two runs, those of one protocol beside each other. One that the other run
// has not has an empty one beside it.
func pairs(a, b *render.Diagram) (all [][2]*render.Ladder) {
	taken := make([]bool, len(b.Ladders))
	for i := range a.Ladders {
		pair := [2]*render.Ladder{&a.Ladders[i], {}}
		for j := range b.Ladders {
			if !taken[j] && b.Ladders[j].Proto == a.Ladders[i].Proto {
				pair[1], taken[j] = &b.Ladders[j], true
				break
			}
		}
		all = append(all, pair)
	}
	for j := range b.Ladders {
		if !taken[j] {
			all = append(all, [2]*render.Ladder{{}, &b.Ladders[j]})
		}
	}
	return all
}

// plain returns a ladder under the name of its run, in which nothing is key.
func plain(l *render.Ladder, name string) render.Ladder {
	own := *l
	own.Title = name + ": " + l.Title
	own.Steps = slices.Clone(l.Steps)
	for i := range own.Steps {
		own.Steps[i].Key = false
	}
	return own
}

// Partings returns where the sockets of two runs part, the one that is first in a first.
func Partings(a, b *render.Diagram) (all []Parting) {
	for i, pair := range pairs(a, b) {
		ours, names := deedsOf(pair[0])
		theirs, others := deedsOf(pair[1])
		for _, other := range others {
			if !slices.Contains(names, other) {
				names = append(names, other)
			}
		}
		for _, name := range names {
			if p, differs := parting(ours[name], theirs[name]); differs {
				p.Pair, p.Job = i, name
				all = append(all, p)
			}
		}
	}
	slices.SortStableFunc(all, before)
	return all
}

// parting compares what one socket does in both runs.
func parting(a, b []deed) (p Parting, differs bool) {
	for p.Alike < len(a) && p.Alike < len(b) && a[p.Alike].text == b[p.Alike].text {
		p.Alike++
	}
	p.Steps = [2]int{-1, -1}
	for k, deeds := range [][]deed{a, b} {
		if p.Alike < len(deeds) {
			p.Steps[k] = deeds[p.Alike].step
		}
	}
	return p, p.Alike < max(len(a), len(b))
}

// before compares partings by where they are in the first run: those in which a socket does nothing
// more there are behind all others, in the order of the second one.
func before(p, q Parting) int {
	none := func(p Parting) int { return min(p.Steps[0], 0) }
	return cmp.Or(cmp.Compare(none(q), none(p)), cmp.Compare(p.Steps[0], q.Steps[0]), cmp.Compare(p.Steps[1], q.Steps[1]))
}

// told says what differs first, and where else something does.
func told(a, b Recorded, partings []Parting, place [2]int) render.Finding {
	p := &partings[0]
	pair := pairs(a.Diagram, b.Diagram)[p.Pair]
	f := render.Finding{Rule: "first-difference", Brief: p.Job + ": " + p.says(0, pair, a.Name) + "; " + p.says(1, pair, b.Name)}
	f.Full = fmt.Sprintf("Before that, %d of its calls and packets are alike in both.", p.Alike)
	if p.Alike == 0 {
		f.Full = "It is the first thing that this socket does."
	}
	var others []string
	for i := range partings[1:] {
		others = append(others, partings[1+i].Job)
	}
	if len(others) > 0 {
		f.Full += " Others part as well: " + strings.Join(others, "; ") + "."
	}
	for k, step := range p.Steps {
		if step >= 0 {
			f.Seen = append(f.Seen, render.StepRef{Ladder: place[k], Step: step})
		}
	}
	return f
}

// says says what the socket does in one of the runs, where they part.
func (p *Parting) says(k int, pair [2]*render.Ladder, name string) string {
	if p.Steps[k] < 0 {
		return "nothing more in " + name
	}
	s := &pair[k].Steps[p.Steps[k]]
	if s.Kind == render.Message {
		return fmt.Sprintf("packet %d (%s) in %s", s.Packet, s.Labels[0], name)
	}
	return s.Labels[0] + madeBy(s, hasLines(pair[k])) + " in " + name
}
