package render

// What a course over a cell costs.
const (
	hopeless  = 1000000 // it does not fit
	overText  = 400
	overLine  = 900 // along or into a line of another arrow: it could be taken for that
	overClaim = 25
	crossing  = 4 // straight over another arrow
	nearText  = 2
	nearLine  = 5 // beside an upright piece of another arrow
	atTurn    = 2 // each corner
	lifeline  = 1 // straight behind a lifeline
	onLifLine = 300
)

// terrain is what a cell holds already: a set.
type terrain uint8

// The kinds of terrain.
const (
	hasText     terrain = 1 << iota
	hasLifeline         // or a junction on it
	hasLevel            // a level piece of an arrow
	hasUpright          // an upright one
	hasTurn             // a corner, or a head
	hasRule
	hasClaim // where an arrow that has no way yet wants its label
)

// ground is what stands where, in the rows of one ladder.
type ground struct {
	top   int
	cells [][]terrain
}

// survey notes what a ladder's rows hold from top on.
func (a *ladderLayout) survey(top int) *ground {
	g := &ground{top: top, cells: make([][]terrain, max(0, a.y-top))}
	for i := range g.cells {
		g.cells[i] = make([]terrain, a.page.width+1)
	}
	for i := range a.ladder.Lifelines {
		from, to := a.extent(i, top)
		for y := from; y <= to; y++ {
			g.add(a.x[i], y, hasLifeline)
		}
	}
	p := a.page
	for _, r := range p.Rules {
		g.row(r.From, r.To, r.Y, hasRule)
	}
	for _, w := range p.Arrows {
		g.arrow(&w)
	}
	for _, b := range p.Branches {
		g.row(min(b.From, b.To)+1, max(b.From, b.To)-1, b.Y, hasText)
	}
	for _, j := range p.Junctions {
		g.row(j.X-1, j.X+1, j.Y, hasLifeline)
	}
	for _, t := range p.Texts {
		g.write(t.Y, t.X, p.medium.Cells(t.S))
	}
	return g
}

// arrow notes a level arrow: its shaft may be crossed, its ends may not.
func (g *ground) arrow(w *Arrow) {
	lo, hi := min(w.From, w.To), max(w.From, w.To)
	g.row(lo+1, hi-1, w.Y, hasLevel)
	g.add(lo+1, w.Y, hasTurn)
	g.add(hi-1, w.Y, hasTurn)
	if w.End != Head {
		g.add(w.To, w.Y, hasTurn)
	}
}

func (g *ground) add(x, y int, t terrain) {
	if y -= g.top; y >= 0 && y < len(g.cells) && x >= 0 && x < len(g.cells[y]) {
		g.cells[y][x] |= t
	}
}

func (g *ground) row(from, to, y int, t terrain) {
	for x := from; x <= to; x++ {
		g.add(x, y, t)
	}
}

// write notes a text of so many cells.
func (g *ground) write(y, x, cells int) { g.row(x, x+cells-1, y, hasText) }

// at returns what a cell holds; what lies outside is as good as text.
func (g *ground) at(x, y int) terrain {
	if y -= g.top; y >= 0 && y < len(g.cells) && x >= 0 && x < len(g.cells[y]) {
		return g.cells[y][x]
	}
	return hasText
}

// occupy notes the pieces of a course.
func (g *ground) occupy(points []Point) {
	for i := 1; i < len(points); i++ {
		p, q := points[i-1], points[i]
		if p.Y == q.Y {
			g.row(min(p.X, q.X), max(p.X, q.X), p.Y, hasLevel)
		}
		for y := p.Y; y <= q.Y && p.X == q.X; y++ {
			g.add(p.X, y, hasUpright)
		}
		g.add(q.X, q.Y, hasTurn)
	}
	g.add(points[0].X, points[0].Y, hasTurn)
}

// cell returns what cell u of row k holds.
func (c *course) cell(k, u int) terrain {
	p := c.point(k, u)
	return c.at(p.X, p.Y)
}

// others reports whether labels that are to come into row k are those of other
// arrows: in the first and the last row only this one begins or ends.
func (c *course) others(k int) bool { return k > 0 && k < c.rows }

// labelled reports whether cell u of row k lies behind the arrow's own texts.
func (c *course) labelled(k, u int) bool {
	return k == 0 && u < c.with.first || k == c.rows && u >= c.width-c.with.last
}

// level is the cost of a level piece.
func (c *course) level(k, u int) int {
	t := c.cell(k, u)
	switch {
	case k == 0 && c.copies: // over the first copy, from which this one branches off
		return 0
	case t&hasText != 0, c.labelled(k, u) && t&hasUpright != 0: // its label would hide another arrow
		return overText
	case t&hasClaim != 0 && c.others(k):
		return overClaim
	case t&(hasLevel|hasTurn|hasRule) != 0:
		return overLine
	case t&hasUpright != 0:
		return crossing
	case t&hasLifeline != 0:
		return lifeline
	}
	return 0
}

// upright is the cost of going straight down through a cell.
func (c *course) upright(k, u int) int {
	switch t := c.cell(k, u); {
	case t&hasText != 0:
		return overText
	case t&hasClaim != 0 && c.others(k):
		return overClaim
	case t&hasLifeline != 0:
		return onLifLine
	case t&(hasUpright|hasTurn) != 0:
		return overLine
	case t&(hasLevel|hasRule) != 0:
		return crossing
	}
	return c.beside(k, u)
}

// corner is the cost of turning in a cell.
func (c *course) corner(k, u int) int {
	t := c.cell(k, u)
	if !c.others(k) {
		t &^= hasClaim
	}
	switch {
	case t&hasText != 0:
		return overText
	case t&hasLifeline != 0:
		return onLifLine
	case k == 0 && c.copies && t == hasLevel:
		return atTurn
	case t == hasClaim:
		return overClaim
	case t != 0:
		return overLine
	}
	return atTurn + c.beside(k, u)
}

// beside is the cost of standing next to a text, where a line could be read as
// part of it, or next to a lifeline.
func (c *course) beside(k, u int) int {
	p := c.point(k, u)
	cost := 0
	for _, x := range []int{p.X - 1, p.X + 1} {
		switch t := c.at(x, p.Y); {
		case t&hasUpright != 0:
			cost += nearLine
		case t&(hasText|hasLifeline) != 0:
			cost += nearText
		}
	}
	return cost
}
