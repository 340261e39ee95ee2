package render

import (
	"fmt"
	"slices"
)

// slopeRows are the rows that an arrow goes down at least.
const slopeRows = 2

// flights are the arrows that slope.
type flights struct {
	open    []int        // steps whose packets are still on their way
	all     []flight     // those that have arrived, and are to be routed
	level   []levelArrow // the level arrows that pass them, still without labels
	owing   []owed       // explanations that wait until all have arrived
	crowded bool         // the arrow in hand begins while others are on their way
	fault   string       // why the message in hand is lost, if that is not on its arrow
	mark    int          // where its arrow ends
}

// flight is one arrow from the row of its sending to that of its arrival.
type flight struct {
	sent, arrived *Step
	start, end    int  // rows
	copies        bool // another arrow begins at the same place, and bears the label
}

// owed is an explanation that is still to be placed.
type owed struct {
	step *Step
	who  string
}

// depart begins an arrow that slopes.
func (a *ladderLayout) depart(s *Step) {
	if len(s.Arrivals) == 0 {
		a.vanish(s)
		return
	}
	a.crowded = len(a.open) > 0
	a.open = append(a.open, a.index)
}

// arrival ends an arrow that slopes.
func (a *ladderLayout) arrival(s *Step) {
	sent := &a.ladder.Steps[s.Sent]
	a.page.used.slopes = true
	a.besideNote(s)
	a.y = max(a.y, a.rows[s.Sent]+slopeRows)
	a.rows = append(a.rows, a.y)
	from, to := a.x[s.From], a.x[s.To]
	if to < from {
		a.number(s)
	}
	a.all = append(a.all, flight{
		sent: sent, arrived: s, start: a.rows[s.Sent], end: a.y,
		copies: sent.Transit == AtOnce || sent.Arrivals[0] != a.index,
	})
	top := a.y
	a.y++
	a.states(s, min(from, to), max(from, to))
	a.owe(s, top)
	a.land(s)
}

// owe places the explanation of an arrival, or keeps it for later.
func (a *ladderLayout) owe(s *Step, top int) {
	switch {
	case a.said(s) == "":
	case a.notes > 0:
		a.explain(s, span{}, top)
	default:
		a.later(s, fmt.Sprintf("%d: ", s.Packet))
	}
}

// later keeps an explanation until nothing is on its way any more.
func (a *ladderLayout) later(s *Step, who string) {
	if a.said(s) != "" {
		a.owing = append(a.owing, owed{s, who})
	}
}

// land closes the flight that has arrived, if it was the last of its packet.
func (a *ladderLayout) land(s *Step) {
	sent := &a.ladder.Steps[s.Sent]
	if sent.Arrivals[len(sent.Arrivals)-1] != a.index {
		return
	}
	a.open = slices.DeleteFunc(a.open, func(i int) bool { return i == s.Sent })
	if len(a.open) == 0 {
		a.settle()
	}
}

// landAll ends the ladder for what never was seen to arrive.
func (a *ladderLayout) landAll() {
	a.open = nil
	a.settle()
}

// settle places the explanations that waited. A single one needs no name.
func (a *ladderLayout) settle() {
	owing := a.owing
	a.owing = nil
	for _, o := range owing {
		if len(owing) == 1 {
			o.who = ""
		}
		lo, hi := a.x[o.step.From], a.x[o.step.To]
		if o.step.Kind != Message && o.step.Kind != Arrival {
			lo, hi = a.left+a.gutter, a.right
		}
		in := a.textSpan(min(lo, hi), max(lo, hi))
		m := a.page.medium
		for _, line := range wrap(m, m.Encode(o.who+a.said(o.step)), in.width()) {
			a.page.text(in.lo, a.y, line, Body)
			a.y++
		}
	}
	if len(owing) > 0 {
		a.blank()
	}
}

// passable returns how much of a room the label of a call may take: half, while
// arrows on their way must pass it.
func (a *ladderLayout) passable(room int) int {
	if len(a.open) > 0 {
		return room / 2
	}
	return room
}

// pause places a row for a time in which nothing happened.
func (a *ladderLayout) pause(s *Step) {
	a.y = max(a.y, a.noteY)
	a.rows = append(a.rows, a.y)
	m := a.page.medium
	label := m.Encode(" … " + s.Labels[0] + " … ")
	lo, hi := a.left+a.gutter, a.right
	a.page.Rules = append(a.page.Rules, Rule{From: lo, To: hi, Y: a.y, Kind: Gap})
	a.page.text(lo+(hi-lo-m.Cells(label))/2, a.y, label, Faint)
	a.y++
}
