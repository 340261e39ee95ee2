package sequence

import (
	"cmp"
	"slices"

	"wireladder/render"
	"wireladder/render/arrange"
	"wireladder/render/heads"
)

// sequencer writes a script.
type sequencer struct {
	Script
	diagram *render.Diagram
	detail  render.Detail
	ladders []*arrange.Arrangement
	numbers [][]int // by ladder and lifeline: the participant
	cues    []cues  // by ladder
	used    struct {
		states, observed, late bool         // signs
		by                     map[int]bool // participants with which something has happened
	}
}

func newSequencer(d *render.Diagram, detail render.Detail) *sequencer {
	t := &sequencer{diagram: d, detail: detail}
	t.used.by = map[int]bool{}
	if !d.Untold {
		t.Title = legible(d.Heading())
	}
	for i := range d.Ladders {
		l := &d.Ladders[i]
		t.ladders = append(t.ladders, arrange.Of(l, len(l.Lifelines)))
		t.Ladders = append(t.Ladders, legible(l.Title+": "+l.Subtitle))
	}
	return t
}

// cast makes a participant of each lifeline, in the order of their columns.
func (t *sequencer) cast() {
	for i, a := range t.ladders {
		order := make([]int, len(a.Tracks))
		for j := range order {
			order[j] = j
		}
		slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(a.Tracks[x].Column, a.Tracks[y].Column) })
		numbers := make([]int, len(order))
		for _, j := range order {
			numbers[j] = len(t.Participants)
			t.Participants = append(t.Participants, Participant{Ladder: i, Head: t.head(a.Ladder, j), Made: -1})
		}
		t.numbers = append(t.numbers, numbers)
	}
	if len(t.Participants) == 0 {
		t.Participants = []Participant{{Head: []string{"recording"}, Made: -1}}
	}
}

// head returns the lines that head a lifeline; one of several ladders says of which it is.
func (t *sequencer) head(l *render.Ladder, lifeline int) []string {
	lines := heads.Whole(&l.Lifelines[lifeline])
	if len(t.ladders) > 1 {
		lines[0] = l.Title + " " + lines[0]
	}
	for i := range lines {
		lines[i] = shorten(legible(lines[i]), mostHead)
	}
	return lines
}

// tell tells the ladders: those that are to be compared phase by phase, others one after the
// other.
func (t *sequencer) tell() {
	for i := range t.ladders {
		t.cues = append(t.cues, cuesOf(t.ladders[i], t.numbers[i]))
	}
	if t.diagram.Aligned {
		t.tellTogether()
	} else {
		for i, a := range t.ladders {
			for _, p := range a.Phases {
				t.phase(t.phaseName(i, p.Start.Phase))
				t.span(i, p)
			}
		}
	}
}

// tellTogether tells each phase of all ladders that have it.
func (t *sequencer) tellTogether() {
	next := make([]int, len(t.ladders))
	for _, start := range arrange.Together(t.ladders) {
		t.phase(start.Phase)
		for i, a := range t.ladders {
			if next[i] < len(a.Phases) && a.Phases[next[i]].Start == start {
				t.span(i, a.Phases[next[i]])
				next[i]++
			}
		}
	}
}

// phaseName names a phase of one of several ladders.
func (t *sequencer) phaseName(ladder int, name string) string {
	title := t.diagram.Ladders[ladder].Title
	switch {
	case len(t.ladders) == 1:
		return name
	case name == "":
		return title
	}
	return title + ", " + name
}

// phase begins a phase.
func (t *sequencer) phase(name string) {
	t.Acts = append(t.Acts, Act{Kind: Phase, Text: legible(name), Makes: -1})
}

// span tells the steps of a phase.
func (t *sequencer) span(ladder int, p arrange.PhaseSpan) {
	at := &t.cues[ladder]
	for step := p.From; step < p.To; step++ {
		act := t.act(ladder, step)
		act.Waits, act.Proceeds, act.Ends = at.waits[step], at.proceeds[step], at.ends[step]
		if act.Makes >= 0 && !t.used.by[act.Makes] {
			t.Participants[act.Makes].Made = len(t.Acts)
		}
		if act.Kind != Remark && act.Kind != Pause {
			t.used.by[act.From], t.used.by[act.To] = true, true
		}
		t.Acts = append(t.Acts, act)
	}
}

// cues are the steps in which something begins or ends at participants of a ladder.
type cues struct {
	waits, proceeds map[int][]int // a call waits from there on, or no more
	ends            map[int][]int // nothing more happens with a closed socket
}

func cuesOf(a *arrange.Arrangement, numbers []int) cues {
	t := cues{waits: map[int][]int{}, proceeds: map[int][]int{}, ends: map[int][]int{}}
	for i, n := range numbers {
		for _, w := range a.Tracks[i].Waits {
			t.waits[w.From] = append(t.waits[w.From], n)
			t.proceeds[w.To] = append(t.proceeds[w.To], n) // never behind the last one
		}
		if a.Ladder.Lifelines[i].End >= 0 {
			if last := max(a.Ladder.LastStep(i), a.Ladder.Lifelines[i].Last); last < len(a.Ladder.Steps) {
				t.ends[last] = append(t.ends[last], n)
			}
		}
	}
	return t
}
