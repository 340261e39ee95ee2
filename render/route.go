package render

import (
	"math"
	"slices"
)

// route finds the ways of all arrows that slope, one after the other, between
// the texts and lines that are placed already. Rows from top on are the
// ladder's.
func (a *ladderLayout) route(top int) {
	if len(a.all)+len(a.level) == 0 {
		return
	}
	g := a.survey(top)
	for i := range a.all {
		a.claim(g, &a.all[i])
	}
	for i := range a.all {
		a.routeOne(g, &a.all[i])
	}
	for i := range a.level {
		a.labelBetween(g, &a.level[i])
	}
}

// claimed are the cells beside its texts that an arrow wants for itself, to turn.
const claimed = 4

// claim notes where an arrow wants its texts, and room to turn beside them, so
// that those before it keep away.
func (a *ladderLayout) claim(g *ground, f *flight) {
	for _, t := range a.modest(f).texts {
		g.row(t.X-claimed, t.X+a.page.medium.Cells(t.S)+claimed-1, t.Y, hasClaim)
	}
}

// modest returns the choice of texts with the shortest label at the start that
// fits.
func (a *ladderLayout) modest(f *flight) candidate {
	all := a.candidates(f)
	best := all[0]
	for _, c := range all {
		if c.first > 0 && c.cost < labelCut && c.first < best.first && len(c.texts) >= len(best.texts) && c.texts[0].Y == f.start {
			best = c
		}
	}
	return best
}

// routeOne finds the way of one arrow: with its label at its start or at its
// end, long or short, whichever lets it slope best.
func (a *ladderLayout) routeOne(g *ground, f *flight) {
	best := way{cost: math.MaxInt}
	for _, c := range a.candidates(f) {
		if w := g.way(f, a.x[f.sent.From], a.x[f.arrived.To], c); w.cost < best.cost {
			best = w
		}
	}
	a.page.Slopes = append(a.page.Slopes, Slope{Points: best.points, Tone: f.sent.Tone})
	g.occupy(best.points)
	for _, t := range best.with.texts {
		t.Tone = f.sent.Tone
		a.page.Texts = append(a.page.Texts, t)
		g.write(t.Y, t.X, a.page.medium.Cells(t.S))
	}
}

// candidate is one choice of texts for an arrow, and what is against it.
type candidate struct {
	texts []Text
	// The arrow leaves its first row no sooner than after first cells, and comes
	// into its last one with at least last cells to go.
	first, last int
	cost        int
}

// way is the course of an arrow.
type way struct {
	points []Point
	with   candidate
	cost   int
}

// course is what one search works on: the cells between the two lifelines,
// counted from the sender's on, row by row from the sending on.
type course struct {
	*ground
	from, step int // the cell u of row k is from+step*(u+1), start+k
	start      int
	width      int // cells between the lifelines
	rows       int // rows below the first
	copies     bool
	with       *candidate
	above      [][]int // by row and cell: the cell at which the best way into it left the row before; width: level on
}

// way finds the best course between the lifelines at from and to for a choice
// of texts. Cost is what its corners, crossings and detours add up to.
func (g *ground) way(f *flight, from, to int, with candidate) way {
	c := &course{ground: g, from: from, step: 1, start: f.start, rows: f.end - f.start, copies: f.copies, with: &with}
	if to < from {
		c.step = -1
	}
	c.width = (to-from)*c.step - 1
	if c.width < 4 || c.rows < 1 {
		return way{points: c.straight(), with: with, cost: with.cost + hopeless}
	}
	columns, cost := c.search()
	return way{points: c.trace(columns), with: with, cost: cost + with.cost}
}

// straight is the course where there is no room to choose.
func (c *course) straight() []Point {
	mid := c.from + c.step*max(1, c.width/2)
	return []Point{
		{c.from + c.step, c.start}, {mid, c.start}, {mid, c.start + c.rows}, {c.from + c.step*c.width, c.start + c.rows},
	}
}

// search returns for each row but the last the cell at which the best course
// goes down, and its cost. It is a shortest path by dynamic programming, row by
// row: a course never goes up, nor back.
func (c *course) search() (columns []int, cost int) {
	enter := c.firstRow()
	for k := 1; k < c.rows; k++ {
		enter = c.nextRow(k, enter)
	}
	at, cost := c.lastRow(enter)
	columns = make([]int, c.rows)
	for k := c.rows - 1; k >= 0; k-- {
		columns[k] = at
		if k > 0 {
			at = c.above[k][at]
		}
	}
	return columns, cost
}

// firstRow returns the costs of going down from the first row at each cell.
func (c *course) firstRow() []int {
	c.above = make([][]int, c.rows)
	down, run := make([]int, c.width), 0
	for u := range down {
		down[u] = hopeless*2 + u
		if u >= c.with.first && u < c.width-1 {
			down[u] = run + c.corner(0, u) + c.detour(0, u)
		}
		run += c.level(0, u)
	}
	return down
}

// nextRow returns the costs of going down from row k at each cell, when those of
// coming into it are given.
func (c *course) nextRow(k int, enter []int) []int {
	down := make([]int, c.width)
	c.above[k] = make([]int, c.width)
	run, best, from := 0, math.MaxInt/2, 0 // best: the cheapest turn before u, less the run before it
	for u := range down {
		down[u], c.above[k][u] = enter[u]+c.upright(k, u), u
		if turned := best + run + c.corner(k, u); turned < down[u] {
			down[u], c.above[k][u] = turned, from
		}
		down[u] += c.detour(k, u)
		run += c.level(k, u)
		if turn := enter[u] + c.corner(k, u) - run; turn < best {
			best, from = turn, u
		}
	}
	return down
}

// lastRow returns the cell at which it is best to come into the last row.
func (c *course) lastRow(enter []int) (at, cost int) {
	cost, run := math.MaxInt, 0
	for u := c.width - 1; u >= 0; u-- {
		total := enter[u] + c.corner(c.rows, u) + run
		if u > c.width-1-max(1, c.with.last) {
			total += hopeless
		}
		if total < cost {
			at, cost = u, total
		}
		run += c.level(c.rows, u)
	}
	return at, cost
}

// detour is the cost of going down from row k at cell u instead of where a
// straight line would.
func (c *course) detour(k, u int) int {
	ideal := (k + 1) * c.width / (c.rows + 1)
	return max(u-ideal, ideal-u)
}

// trace returns the corners of a course.
func (c *course) trace(columns []int) []Point {
	points := []Point{c.point(0, 0)}
	for k, next := range columns {
		if k == 0 || next != columns[k-1] {
			if k > 0 {
				points = append(points, c.point(k, columns[k-1]))
			}
			points = append(points, c.point(k, next))
		}
	}
	points = append(points, c.point(c.rows, columns[c.rows-1]), c.point(c.rows, c.width-1))
	return slices.Compact(points)
}

func (c *course) point(k, u int) Point { return Point{c.from + c.step*(u+1), c.start + k} }
