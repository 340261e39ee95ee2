package slope

import (
	"math"
	"slices"

	"wireladder/render/sheet"
)

// path is the way of an arrow through the cells, with its texts and what it costs.
type path struct {
	points []sheet.Point
	with   placement
	cost   int
}

// search is one search for a path: in the cells between the two lifelines,
// counted from the sender's on, row by row from the sending on.
type search struct {
	*occupancy
	from, step int // the cell u of row k is from+step*(u+1), start+k
	start      int
	width      int // cells between the lifelines
	rows       int // rows below the first
	copies     bool
	with       *placement
	*scratch
}

// scratch is room for the numbers of one search after the other.
type scratch struct {
	above       []int     // by row and cell, one row behind the other: the cell at which the best path into it left the row before
	enter, down []int     // by cell: the costs of coming into the row in hand, and of going down from it
	held        []content // what the row in hand holds, from the sender's lifeline to the receiver's
}

// fit makes room for so many numbers, whatever they are.
func fit[T any](s *[]T, n int) {
	*s = slices.Grow((*s)[:0], n)[:n]
}

// path finds the best path of an arrow for a placement of its texts. Its cost is what
// its corners, crossings and detours add up to.
func (o *occupancy) path(a *Sloping, with placement) path {
	s := &search{
		occupancy: o, from: a.From, step: a.step(), start: a.Sent, width: a.width(), rows: a.Arrived - a.Sent,
		copies: a.Copy, with: &with, scratch: &o.scratch,
	}
	if s.width < 4 || s.rows < 1 {
		return path{points: s.straight(), with: with, cost: with.cost + hopeless}
	}
	columns, cost := s.shortest()
	return path{points: s.trace(columns), with: with, cost: cost + with.cost}
}

// straight is the path where there is no room to choose.
func (s *search) straight() []sheet.Point {
	mid := s.from + s.step*max(1, s.width/2)
	return []sheet.Point{
		{X: s.from + s.step, Y: s.start}, {X: mid, Y: s.start},
		{X: mid, Y: s.start + s.rows}, {X: s.from + s.step*s.width, Y: s.start + s.rows},
	}
}

// shortest returns for each row but the last the cell at which the best path
// goes down, and its cost. It is a shortest path by dynamic programming, row by
// row: an arrow never goes up, nor back.
func (s *search) shortest() (columns []int, cost int) {
	fit(&s.above, s.rows*s.width)
	fit(&s.enter, s.width)
	fit(&s.down, s.width)
	s.look(0)
	s.firstRow()
	for k := 1; k < s.rows; k++ {
		s.enter, s.down = s.down, s.enter
		s.look(k)
		s.nextRow(k)
	}
	s.look(s.rows)
	at, cost := s.lastRow()
	columns = make([]int, s.rows)
	for k := s.rows - 1; k >= 0; k-- {
		columns[k] = at
		if k > 0 {
			at = s.above[k*s.width+at]
		}
	}
	return columns, cost
}

// firstRow finds the costs of going down from the first row at each cell.
func (s *search) firstRow() {
	run := 0
	for u := range s.down {
		s.down[u] = hopeless*2 + u
		if u >= s.with.first && u < s.width-1 {
			s.down[u] = run + s.corner(0, u) + s.detour(0, u)
		}
		run += s.level(0, u)
	}
}

// nextRow finds the costs of going down from row k at each cell, by those of coming into it.
func (s *search) nextRow(k int) {
	above := s.above[k*s.width : (k+1)*s.width]
	run, best, from := 0, math.MaxInt/2, 0 // best: the cheapest turn before u, less the run before it
	for u := range s.down {
		corner := s.corner(k, u)
		s.down[u], above[u] = s.enter[u]+s.upright(k, u), u
		if turned := best + run + corner; turned < s.down[u] {
			s.down[u], above[u] = turned, from
		}
		s.down[u] += s.detour(k, u)
		run += s.level(k, u)
		if turn := s.enter[u] + corner - run; turn < best {
			best, from = turn, u
		}
	}
}

// lastRow returns the cell at which it is best to come into the last row.
func (s *search) lastRow() (at, cost int) {
	cost, run := math.MaxInt, 0
	for u := s.width - 1; u >= 0; u-- {
		total := s.down[u] + s.corner(s.rows, u) + run
		if u > s.width-1-max(1, s.with.last) {
			total += hopeless
		}
		if total < cost {
			at, cost = u, total
		}
		run += s.level(s.rows, u)
	}
	return at, cost
}

// detour is the cost of going down from row k at cell u instead of where a
// straight line would.
func (s *search) detour(k, u int) int {
	ideal := (k + 1) * s.width / (s.rows + 1)
	return max(u-ideal, ideal-u)
}

// trace returns the corners of a path.
func (s *search) trace(columns []int) []sheet.Point {
	points := []sheet.Point{s.point(0, 0)}
	for k, next := range columns {
		if k == 0 || next != columns[k-1] {
			if k > 0 {
				points = append(points, s.point(k, columns[k-1]))
			}
			points = append(points, s.point(k, next))
		}
	}
	points = append(points, s.point(s.rows, columns[s.rows-1]), s.point(s.rows, s.width-1))
	return slices.Compact(points)
}

func (s *search) point(k, u int) sheet.Point {
	return sheet.Point{X: s.from + s.step*(u+1), Y: s.start + k}
}
