package render

import (
	"fmt"
	"slices"
	"strings"

	"wireladder/render/quantity"
)

// What is against a choice of texts, in the terms of a course's cost.
const (
	shorterLabel = 4   // each form that is left out
	labelAtEnd   = 10  // the label is wanted where the packet is sent
	fartherGap   = 25  // each lifeline between the sender and its label
	overLifeline = 150 // a text at the head covers a lifeline
	withoutDelay = 60  // the time on the wire is left out
	labelCut     = 900 // no form has room
)

// candidates returns the choices of texts for an arrow: where it begins its
// label stands, where it ends its number, and how long it was on the wire if
// that is long.
func (a *ladderLayout) candidates(f *flight) []candidate {
	c := &texting{ladderLayout: a, flight: f, from: a.x[f.sent.From], step: 1}
	if to := a.x[f.arrived.To]; to < c.from {
		c.step = -1
	}
	c.width = (a.x[f.arrived.To]-c.from)*c.step - 1
	if f.copies {
		return c.tagged(candidate{first: 1})
	}
	var all []candidate
	for i, l := range f.sent.Labels {
		label := a.page.medium.Encode(" " + c.start() + a.whose(f.sent) + l + " ")
		all = append(all, c.atStart(label, i*shorterLabel)...)
		all = append(all, c.atEnd(l, labelAtEnd+i*shorterLabel)...)
	}
	if len(all) == 0 {
		all = append(all, c.squeezed())
	}
	return all
}

// texting makes the texts of one arrow.
type texting struct {
	*ladderLayout
	*flight
	from, step, width int // as a course's
}

// start returns what a label begins with: the frame's number, where that does
// not stand in the gutter beside it.
func (c *texting) start() string {
	if c.step < 0 {
		return fmt.Sprintf("%d ", c.sent.Packet)
	}
	return ""
}

// tags returns what may stand at an arrow's head: its number where that is not
// in the gutter, and how long it was on the wire if that is long.
func (c *texting) tags() []string {
	number := ""
	if c.step > 0 {
		number = fmt.Sprint(c.arrived.Packet)
	}
	if d := c.arrived.Time.Sub(c.sent.Time); d >= longDelay {
		return []string{strings.TrimSpace(number + " +" + quantity.Duration(d)), number}
	}
	return []string{number}
}

// put places a text whose first cell on the way is u.
func (c *texting) put(u, row int, s string) Text {
	x := c.from + c.step*(u+1)
	if c.step < 0 {
		x -= c.page.medium.Cells(s) - 1
	}
	return Text{X: x, Y: row, S: s, Style: Label, Tone: c.sent.Tone}
}

// tagged adds the tag at the arrow's head, the long and the short one.
func (c *texting) tagged(to candidate) []candidate {
	var all []candidate
	for i, tag := range c.tags() {
		with := to
		with.cost += i * withoutDelay
		all = append(all, c.atHead(with, tag))
	}
	return all
}

// atHead adds a text before the arrow's head, and says whether there is room to
// turn between that and what stands at its start.
func (c *texting) atHead(to candidate, s string) candidate {
	to.last = 2
	if s != "" {
		s = c.page.medium.Encode(" " + s + " ")
		n := c.page.medium.Cells(s)
		to.last = n + 3
		to.texts = append(slices.Clone(to.texts), c.put(c.width-2-n, c.end, s))
	}
	if to.first+to.last >= c.width {
		to.cost += labelCut
	}
	if gaps := c.gaps(c.end); c.width-to.last < gaps[len(gaps)-1].lo {
		to.cost += overLifeline
	}
	return to
}

// atStart returns the choices that have the label in the first row, one for
// each space between lifelines that has room for it.
func (c *texting) atStart(label string, cost int) []candidate {
	var all []candidate
	n := c.page.medium.Cells(label)
	for i, gap := range c.gaps(c.flight.start) {
		u := gap.lo + 1
		if i == 0 {
			u++
		}
		if u+n+1 < gap.hi-1 {
			all = append(all, c.tagged(candidate{
				texts: []Text{c.put(u, c.flight.start, label)}, first: u + n + 1, cost: cost + i*fartherGap,
			})...)
		}
	}
	return all
}

// atEnd returns the choices that have the label in the last row.
func (c *texting) atEnd(label string, cost int) []candidate {
	var all []candidate
	for i, tag := range c.tags() {
		with := c.atHead(candidate{first: 3, cost: cost + i*withoutDelay}, joined(tag, c.whose(c.sent)+label))
		if with.cost >= overLifeline {
			continue
		}
		if s := c.start(); s != "" {
			with.texts = append(with.texts, c.put(1, c.flight.start, " "+s))
			with.first = len(s) + 3
		}
		all = append(all, with)
	}
	return all
}

// joined puts a tag before a label.
func joined(tag, label string) string {
	if tag == "" {
		return label
	}
	return tag + " " + label
}

// squeezed is the choice where nothing has room: the shortest label, cut, and the
// number at the head.
func (c *texting) squeezed() candidate {
	m, tags := c.page.medium, c.tags()
	tag := tags[len(tags)-1]
	label := m.Encode(" " + c.start() + c.sent.Labels[len(c.sent.Labels)-1] + " ")
	label = shorten(m, label, max(1, c.width-7-len(tag)))
	first := min(2+m.Cells(label), max(1, c.width-3))
	return c.atHead(candidate{texts: []Text{c.put(2, c.flight.start, label)}, first: first, cost: labelCut}, tag)
}

// gaps returns the spaces between the lifelines on the arrow's way in a row, as
// cells on it.
func (c *texting) gaps(row int) []span {
	gaps, from := []span{}, 0
	stops := []int{c.width}
	for i, x := range c.x {
		if u := (x-c.from)*c.step - 1; u > 0 && u < c.width && c.stands(i, row) {
			stops = append(stops, u)
		}
	}
	slices.Sort(stops)
	for _, u := range stops {
		gaps = append(gaps, span{from, u})
		from = u + 1
	}
	return gaps
}

// stands reports whether lifeline i is drawn in a row.
func (a *ladderLayout) stands(i, row int) bool {
	from, to := a.extent(i, a.top)
	return from <= row && row <= to
}
