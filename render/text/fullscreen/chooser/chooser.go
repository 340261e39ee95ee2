// Package chooser is a list of the sockets of a diagram, of which some are chosen by keys.
package chooser

import (
	"fmt"
	"strings"

	"wireladder/render"
	"wireladder/render/excerpt"
	"wireladder/render/heads"
	"wireladder/render/sheet"
	"wireladder/render/text/detail"
)

// Chooser is the list. Make one with New.
type Chooser struct {
	diagram *render.Diagram
	all     []excerpt.LifelineRef
	chosen  map[excerpt.LifelineRef]bool
	here    int
}

// New returns the list of all sockets of a diagram, of which some are chosen already; nil if it has none.
func New(d *render.Diagram, chosen []excerpt.LifelineRef) *Chooser {
	c := &Chooser{diagram: d, chosen: map[excerpt.LifelineRef]bool{}}
	for i := range d.Ladders {
		for j := range d.Ladders[i].Lifelines {
			c.all = append(c.all, excerpt.LifelineRef{Ladder: i, Lifeline: j})
		}
	}
	for _, s := range chosen {
		c.chosen[s] = true
	}
	if len(c.all) == 0 {
		return nil
	}
	return c
}

// Key takes a key, by its name, and reports whether the list is done with, and whether what is chosen is
// wanted then.
func (c *Chooser) Key(name string) (over, wanted bool) {
	switch name {
	case "escape", "q", "s":
		return true, false
	case "enter":
		return true, true
	case "space", "x":
		s := c.all[c.here]
		c.chosen[s] = !c.chosen[s]
	case "a":
		clear(c.chosen)
	case "down", "j", "pagedown", "right":
		c.here = min(c.here+1, len(c.all)-1)
	case "up", "k", "b", "pageup", "left":
		c.here = max(c.here-1, 0)
	case "home", "g":
		c.here = 0
	case "end", "G":
		c.here = len(c.all) - 1
	}
	return false, false
}

// Picked returns those that are chosen, in their order; none stands for all.
func (c *Chooser) Picked() (all []excerpt.LifelineRef) {
	for _, s := range c.all {
		if c.chosen[s] {
			all = append(all, s)
		}
	}
	return all
}

// Hint says what keys do.
const Hint = "Space: choose  a: all  Enter: show them  Esc: as before"

// Rows are those of the list in so many cells, and which of them is in hand.
func (c *Chooser) Rows(m sheet.Medium, width int) (rows []detail.PrintedRow, here int) {
	say := func(kind sheet.TextKind, s string) {
		rows = append(rows, detail.PrintedRow{Kind: kind, S: sheet.Shorten(m, m.Encode(s), width)})
	}
	say(sheet.Heading, "Whose steps are to be shown? Without a choice those of all are")
	ladder := -1
	for i, s := range c.all {
		l := &c.diagram.Ladders[s.Ladder]
		if s.Ladder != ladder {
			ladder = s.Ladder
			say(sheet.Name, l.Title)
		}
		mark, at := " ", " "
		if c.chosen[s] {
			mark = "x"
		}
		if i == c.here {
			at, here = ">", len(rows)
		}
		say(sheet.Body, at+" ["+mark+"] "+describe(&l.Lifelines[s.Lifeline]))
	}
	return rows, here
}

// describe says which socket a lifeline is.
func describe(l *render.Lifeline) string {
	said := []string{l.Owner()}
	if l.FD >= 0 {
		said = append(said, fmt.Sprintf("fd %d", l.FD))
	}
	if role := l.Role.String(); role != "" {
		said = append(said, role)
	}
	local, remote := heads.Ends(l)
	if local.IsValid() {
		said = append(said, local.String())
	}
	if remote.IsValid() {
		said = append(said, "⇄ "+remote.String())
	}
	return strings.Join(said, " ")
}
