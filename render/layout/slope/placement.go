package slope

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wireladder/render"
	"wireladder/render/quantity"
	"wireladder/render/sheet"
)

// What is against a placement, in the terms of a path's cost.
const (
	shorterLabel = 20  // each form that is left out
	leastLabel   = 40  // it is the last form, which leaves out what an arrow had better say
	labelAtEnd   = 10  // the label is wanted where the packet is sent
	fartherGap   = 25  // each lifeline between the sender, or the receiver, and the text at it
	overLifeline = 150 // a text at the head covers a lifeline
	withoutDelay = 60  // the time on the wire is left out
	labelCut     = 900 // no form has room
)

// placement is one choice of texts for an arrow and of their places, and what is against
// it.
type placement struct {
	texts []sheet.Text
	// The arrow leaves its first row no sooner than after first cells, and comes
	// into its last one with at least last cells to go.
	first, last int
	form        int // of the label: 0 is the longest one
	cost        int
}

// placements returns the choices of texts for an arrow: its label stands where it begins
// or ends; where it ends its number, and how long it was on the wire if that is long.
func (r *router) placements(a *Sloping) []placement {
	c := &labeler{router: r, Sloping: a}
	c.leaving, c.coming, c.tags = c.gaps(a.Sent), c.gaps(a.Arrived), tags(a)
	if a.Copy {
		return c.tagged(placement{first: 1})
	}
	var all []placement
	for i, l := range a.Labels {
		label := r.medium.Encode(" " + c.start() + l + " ")
		all = append(all, c.atStart(label, i)...)
		all = append(all, c.atEnd(l, labelAtEnd+c.shorter(i))...)
	}
	if len(all) == 0 {
		all = append(all, c.squeezed())
	}
	return all
}

// labeler places the texts of one arrow. Cells on its way are counted from the sender's
// lifeline on.
type labeler struct {
	*router
	*Sloping
	leaving, coming []sheet.Span // the spaces between lifelines in the first row, and in the last one
	tags            []string     // what may stand at the head, the long form first
}

// start returns what a label begins with: the frame's number, where that does
// not stand in the gutter beside it.
func (c *labeler) start() string {
	if c.step() < 0 {
		return fmt.Sprintf("%d ", c.Packet)
	}
	return ""
}

// shorter returns what is against a form of the label.
func (c *labeler) shorter(form int) int {
	if form > 0 && form == len(c.Labels)-1 {
		return form*shorterLabel + leastLabel
	}
	return form * shorterLabel
}

// tags returns what may stand at an arrow's head: its number where that is not
// in the gutter, and how long it was on the wire if that is long.
func tags(a *Sloping) []string {
	number := ""
	if a.step() > 0 {
		number = strconv.Itoa(a.Packet)
	}
	if d := a.Delay; d >= render.LongDelay {
		return []string{strings.TrimSpace(number + " +" + quantity.Duration(d)), number}
	}
	return []string{number}
}

// placed returns a text whose first cell on the way is u.
func (c *labeler) placed(u, row int, s string) sheet.Text {
	x := c.From + c.step()*(u+1)
	if c.step() < 0 {
		x -= c.medium.Cells(s) - 1
	}
	return sheet.Text{X: x, Y: row, S: s, Kind: sheet.Label, Tone: c.Tone}
}

// tagged adds the tag at the arrow's head, the long and the short one.
func (c *labeler) tagged(to placement) []placement {
	var all []placement
	for i, tag := range c.tags {
		with := to
		with.cost += i * withoutDelay
		all = append(all, c.atHead(with, tag))
		all = append(all, c.beforeHead(with, tag)...)
	}
	return all
}

// beforeHead returns the choices that have a text in the last row, and lifelines between that and the arrow's head.
func (c *labeler) beforeHead(to placement, s string) (all []placement) {
	if s == "" {
		return nil
	}
	s = c.medium.Encode(" " + s + " ")
	n, last := c.medium.Cells(s), len(c.coming)-1
	for i, gap := range c.coming[:last] {
		u := gap.Hi - 1 - n
		with := to
		with.last = c.width() - u + 1
		if u < gap.Lo+2 || with.first+with.last >= c.width() {
			continue
		}
		with.cost += (last - i) * fartherGap
		with.texts = append(slices.Clone(with.texts), c.placed(u, c.Arrived, s))
		all = append(all, with)
	}
	return all
}

// atHead adds a text before the arrow's head, and says whether there is room to
// turn between that and what stands at its start.
func (c *labeler) atHead(to placement, s string) placement {
	to.last = 2
	if s != "" {
		s = c.medium.Encode(" " + s + " ")
		n := c.medium.Cells(s)
		to.last = n + 3
		to.texts = append(slices.Clone(to.texts), c.placed(c.width()-2-n, c.Arrived, s))
	}
	if to.first+to.last >= c.width() {
		to.cost += labelCut
	}
	if c.width()-to.last < c.coming[len(c.coming)-1].Lo {
		to.cost += overLifeline
	}
	return to
}

// atStart returns the choices that have the label in the first row, one for
// each space between lifelines that has room for it.
func (c *labeler) atStart(label string, form int) []placement {
	var all []placement
	n := c.medium.Cells(label)
	for i, gap := range c.leaving {
		u := gap.Lo + 1
		if i == 0 {
			u++
		}
		if u+n+1 < gap.Hi-1 {
			all = append(all, c.tagged(placement{
				texts: []sheet.Text{c.placed(u, c.Sent, label)}, first: u + n + 1, form: form, cost: c.shorter(form) + i*fartherGap,
			})...)
		}
	}
	return all
}

// atEnd returns the choices that have the label in the last row.
func (c *labeler) atEnd(label string, cost int) []placement {
	var all []placement
	for i, tag := range c.tags {
		with := c.atHead(placement{first: 3, cost: cost + i*withoutDelay}, joined(tag, label))
		if with.cost >= overLifeline {
			continue
		}
		if s := c.start(); s != "" {
			with.texts = append(with.texts, c.placed(1, c.Sent, " "+s))
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
func (c *labeler) squeezed() placement {
	m, tag := c.medium, c.tags[len(c.tags)-1]
	label := m.Encode(" " + c.start() + c.Labels[len(c.Labels)-1] + " ")
	label = sheet.Shorten(m, label, max(1, c.width()-7-len(tag)))
	first := min(2+m.Cells(label), max(1, c.width()-3))
	return c.atHead(placement{texts: []sheet.Text{c.placed(2, c.Sent, label)}, first: first, cost: labelCut}, tag)
}

// gaps returns the spaces between the lifelines on the arrow's way in a row, as
// cells on it.
func (c *labeler) gaps(row int) []sheet.Span {
	gaps, from := []sheet.Span{}, 0
	stops := []int{c.width()}
	for _, x := range c.lifelines {
		if u := (x-c.From)*c.step() - 1; u > 0 && u < c.width() && c.at(x, row)&hasLifeline != 0 {
			stops = append(stops, u)
		}
	}
	slices.Sort(stops)
	for _, u := range stops {
		gaps = append(gaps, sheet.Span{Lo: from, Hi: u})
		from = u + 1
	}
	return gaps
}
