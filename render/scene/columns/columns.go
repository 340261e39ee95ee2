package columns

import (
	"wireladder/render"
	"wireladder/render/arrange"
	"wireladder/render/heads"
	"wireladder/render/scene/paper"
	"wireladder/render/typeface"
)

// Distances between lifelines, in points.
const (
	Gutter      = 30.0  // for the numbers of packets
	headGap     = 8.0   // between heads
	leastGap    = 190.0 // between the sides: an arrow with its flags and numbers
	goodGap     = 300.0 // between the sides: an arrow and its explanation
	statesFrom  = 560.0 // a ladder this wide has states beside its lifelines
	stateRoom   = 104.0 // what the longest of them takes
	insetFrom   = 440.0 // a ladder this wide has room beside its lifelines for the names of phases
	phaseRoom   = 70.0  // what the longest of them takes
	goodSpacing = 150.0 // between lifelines of one side: short calls
	mostSpacing = 230.0 // no more is of use
)

// Columns says where the lifelines of a ladder stand.
type Columns struct {
	*arrange.Arrangement
	Heads  [][]string // by lifeline: the lines above it, legible
	X      []float64  // by column
	Needed float64    // the width that the ladder takes at least
	Right  float64    // its right edge: further right than was asked for where it needs that

	inset   [2]float64 // what is left free beside the outermost lifelines
	spacing float64    // between those of one side, at least
}

// headForm is one way to show lifelines: with how long heads, and in how many columns.
type headForm struct {
	narrow bool
	most   int
	gap    float64
}

// Of finds room for the lifelines of a ladder in a width from left on: with whole addresses,
// else with ports, else with several lifelines in one column.
func Of(p *paper.Paper, l *render.Ladder, left, width float64) *Columns {
	all := len(l.Lifelines)
	forms := []headForm{{false, all, goodGap}, {true, all, goodGap}, {true, all, leastGap}, {true, 0, leastGap}}
	for _, f := range forms {
		c := spread(p, arrange.Of(l, f.most), f, width)
		if c.Needed <= width || f.most == 0 {
			c.place(left, max(width, c.Needed))
			return c
		}
	}
	return nil // the last form is taken, whatever it needs
}

// spread finds out what room a form takes.
func spread(p *paper.Paper, a *arrange.Arrangement, f headForm, width float64) *Columns {
	c := &Columns{Arrangement: a}
	widest, head := 0.0, heads.Whole
	if f.narrow {
		head = heads.Narrow(a.Ladder)
	}
	for i := range a.Ladder.Lifelines {
		lines := head(&a.Ladder.Lifelines[i])
		for j := range lines {
			lines[j] = typeface.Legible(lines[j])
		}
		c.Heads = append(c.Heads, lines)
		widest = max(widest, HeadWidth(p, lines))
	}
	c.spacing = widest + headGap
	switch states := width >= statesFrom && hasStates(a.Ladder); {
	case states:
		c.spacing = max(c.spacing, stateRoom)
		c.inset = [2]float64{Gutter + stateRoom, stateRoom}
	case width >= insetFrom:
		c.inset = [2]float64{max(phaseRoom, widest/2), widest / 2}
	default:
		c.inset = [2]float64{Gutter + 6, 12}
	}
	for side, n := range a.Sides {
		if n > 1 { // a head that is moved inwards would stand on its neighbour
			c.inset[side] = max(c.inset[side], widest/2)
		}
	}
	inset := c.inset[0] + c.inset[1]
	c.Needed = inset + max(f.gap, 2*widest-inset+headGap)
	for _, n := range a.Sides {
		c.Needed += c.spacing * float64(max(0, n-1))
	}
	return c
}

// place gives the columns their places, further apart where there is room to spare.
func (c *Columns) place(left, width float64) {
	spacing, gaps := c.spacing, max(0, c.Sides[0]-1)+max(0, c.Sides[1]-1)
	if spare := width - c.Needed; gaps > 0 {
		few := max(0, min(goodSpacing-spacing, spare/float64(gaps)))
		more := max(0, spare-few*float64(gaps)-goodGap/2) / float64(gaps)
		spacing = max(spacing, min(mostSpacing, spacing+few+more))
	}
	for i := range c.Sides[0] {
		c.X = append(c.X, left+c.inset[0]+spacing*float64(i))
	}
	for i := range c.Sides[1] {
		c.X = append(c.X, left+width-c.inset[1]-spacing*float64(c.Sides[1]-1-i))
	}
	c.Right = left + width
}

// hasStates reports whether a ladder tells of TCP states.
func hasStates(l *render.Ladder) bool {
	for i := range l.Steps {
		if l.Steps[i].FromState != "" || l.Steps[i].ToState != "" {
			return true
		}
	}
	return false
}
