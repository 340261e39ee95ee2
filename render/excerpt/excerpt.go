// Package excerpt leaves of a diagram what some of its sockets do, with those that they talk to. What it
// returns is a diagram as any other.
//
//	render.Diagram, LifelineRef ─► Of ─► render.Diagram, without steps that are of none of them
package excerpt

import (
	"slices"

	"wireladder/render"
	"wireladder/render/walk"
)

// LifelineRef is a lifeline of a diagram.
type LifelineRef struct{ Ladder, Lifeline int } // indexes

// ladderCut cuts a ladder.
type ladderCut struct {
	from    *render.Ladder
	cut     render.Ladder
	row     []int // by step: where it is in the cut, -1: it is left out
	socket  []int // by lifeline: the same
	ordinal int   // of the cut, in the diagram
}

// Of returns a diagram of d with the steps alone that chosen sockets take part in: ladders that have none of
// them are left out, and so is what is said of the whole. d stays as it is; without any, it is returned.
func Of(d *render.Diagram, chosen []LifelineRef) *render.Diagram {
	if len(chosen) == 0 {
		return d
	}
	own, cuts := *d, map[int]*ladderCut{}
	own.Ladders, own.Totals = nil, render.Table{}
	for i := range d.Ladders {
		var of []int
		for _, s := range chosen {
			if s.Ladder == i && s.Lifeline < len(d.Ladders[i].Lifelines) {
				of = append(of, s.Lifeline)
			}
		}
		if len(of) > 0 {
			cuts[i] = cutLadder(&d.Ladders[i], of, len(own.Ladders))
			own.Ladders = append(own.Ladders, cuts[i].cut)
		}
	}
	own.Findings = findings(d.Findings, cuts)
	return &own
}

// Again returns which lifelines of another diagram of the same run some of one are, by their addresses: those
// that are there.
func Again(chosen []LifelineRef, one, other *render.Diagram) (all []LifelineRef) {
	for _, s := range chosen {
		l := &one.Ladders[s.Ladder]
		for i := range other.Ladders {
			if other.Ladders[i].Proto != l.Proto {
				continue
			}
			if j := slices.IndexFunc(other.Ladders[i].Lifelines, isSame(&l.Lifelines[s.Lifeline])); j >= 0 {
				all = append(all, LifelineRef{i, j})
			}
		}
	}
	return all
}

// isSame reports whether two lifelines are of one socket, as far as addresses and descriptors tell.
func isSame(one *render.Lifeline) func(render.Lifeline) bool {
	return func(l render.Lifeline) bool {
		return l.Local == one.Local && l.Remote == one.Remote && l.Role == one.Role && l.FD == one.FD
	}
}

// findings returns those that rest on something that is left.
func findings(all []render.Finding, cuts map[int]*ladderCut) (left []render.Finding) {
	for _, f := range all {
		seen := []render.StepRef(nil)
		for _, ref := range f.Seen {
			if c := cuts[ref.Ladder]; c != nil && c.row[ref.Step] >= 0 {
				seen = append(seen, render.StepRef{Ladder: c.ordinal, Step: c.row[ref.Step]})
			}
		}
		if f.Seen = seen; len(seen) > 0 {
			left = append(left, f)
		}
	}
	return left
}

// cutLadder leaves of a ladder what some of its lifelines take part in.
func cutLadder(l *render.Ladder, chosen []int, ordinal int) *ladderCut {
	c := &ladderCut{from: l, cut: *l, row: make([]int, len(l.Steps)), socket: make([]int, len(l.Lifelines)), ordinal: ordinal}
	c.pick(chosen)
	c.cut.Lifelines, c.cut.Steps = nil, nil
	for i, at := range c.socket {
		if at >= 0 {
			c.socket[i] = len(c.cut.Lifelines)
			c.cut.Lifelines = append(c.cut.Lifelines, l.Lifelines[i])
		}
	}
	for i, at := range c.row {
		if at >= 0 {
			c.row[i] = len(c.cut.Steps)
			c.cut.Steps = append(c.cut.Steps, l.Steps[i])
		}
	}
	c.move()
	return c
}

// pick finds the steps and lifelines that stay, and marks all others by -1. Who begins a call comes back
// from it.
func (c *ladderCut) pick(chosen []int) {
	stays := make([]bool, len(c.row))
	for i := range c.from.Steps {
		stays[i] = slices.ContainsFunc(walk.Lifelines(&c.from.Steps[i]), func(at int) bool { return slices.Contains(chosen, at) })
	}
	for _, b := range c.from.Bars {
		if b.To >= 0 && (stays[b.From] || stays[b.To]) {
			stays[b.From], stays[b.To] = true, true
		}
	}
	for i := range c.socket {
		if c.socket[i] = -1; slices.Contains(chosen, i) {
			c.socket[i] = 0
		}
	}
	for i := range stays {
		if c.row[i] = -1; !stays[i] {
			continue
		}
		c.row[i] = 0
		for _, at := range walk.Lifelines(&c.from.Steps[i]) {
			c.socket[at] = 0
		}
	}
}

// moved returns where a step is now; -1 if it is not here.
func (c *ladderCut) moved(step int) int {
	if step < 0 {
		return step
	}
	return c.row[step]
}

// move has all that points to steps and lifelines point to where they are now.
func (c *ladderCut) move() {
	l := &c.cut
	for i := range l.Lifelines {
		line := &l.Lifelines[i]
		line.Begin, line.Taken, line.End, line.Last = c.moved(line.Begin), c.moved(line.Taken), c.moved(line.End), -1
		line.Gone = c.moved(line.Gone)
	}
	for i := range l.Steps {
		s := &l.Steps[i]
		for _, at := range c.moveStep(s) {
			l.Lifelines[at].Last = i
		}
	}
	l.Bars, l.Timers = nil, nil
	for _, b := range c.from.Bars {
		if c.row[b.From] >= 0 {
			l.Bars = append(l.Bars, render.Bar{Lifeline: c.socket[b.Lifeline], From: c.row[b.From], To: c.moved(b.To)})
		}
	}
	for _, t := range c.from.Timers {
		if c.row[t.From] >= 0 && c.row[t.To] >= 0 {
			l.Timers = append(l.Timers, render.Timer{From: c.row[t.From], To: c.row[t.To]})
		}
	}
}

// moveStep does so with a step, and returns the lifelines that it is drawn at.
func (c *ladderCut) moveStep(s *render.Step) []int {
	switch s.Kind {
	case render.Message, render.Arrival:
		s.From, s.To = c.socket[s.From], c.socket[s.To]
		s.Arrivals = slices.Clone(s.Arrivals)
		for i, at := range s.Arrivals {
			s.Arrivals[i] = c.row[at]
		}
		switch {
		case s.Kind == render.Arrival:
			s.Sent = c.row[s.Sent]
			return []int{s.To}
		case s.Transit != render.AtOnce && !s.BothWays:
			return []int{s.From}
		}
		return []int{s.From, s.To}
	default: // others than calls and the kernel are of no socket, and not here
		s.Lifeline = c.socket[s.Lifeline]
		if s.Born < 0 {
			return []int{s.Lifeline}
		}
		s.Born = c.socket[s.Born]
		return []int{s.Lifeline, s.Born}
	}
}
