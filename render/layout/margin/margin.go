package margin

import (
	"math"

	"wireladder/render"
	"wireladder/render/sheet"
)

// rowsPerUnit is the unit of render.Spacing in rows: a row with a line about it takes two.
const rowsPerUnit = 3.0

// Margin is that of one ladder. Make one with New.
type Margin struct {
	sheet  *sheet.Sheet
	medium sheet.Medium
	times  *render.Times // nil: it is empty
	right  int           // the first cell behind the times
	braces braces
}

// New returns the margin of a ladder on a sheet whose first cell is left.
func New(s *sheet.Sheet, m sheet.Medium, l *render.Ladder, left int) Margin {
	if l.Times == nil {
		return Margin{sheet: s, medium: m}
	}
	return Margin{sheet: s, medium: m, times: l.Times, right: left + cellsOfTimes(l.Times, m), braces: braces{next: l.Times.Braces}}
}

// Cells returns how many cells a margin takes: times with a blank behind them, and braces; 0 where
// there are no times.
func Cells(l *render.Ladder, m sheet.Medium) int {
	if l.Times == nil {
		return 0
	}
	return cellsOfTimes(l.Times, m) + l.Times.Lanes
}

// cellsOfTimes returns how many cells times take, with a blank behind them.
func cellsOfTimes(times *render.Times, m sheet.Medium) int {
	widest := m.Cells(m.Encode(times.Head))
	for _, t := range times.Rows {
		widest = max(widest, m.Cells(m.Encode(t)))
	}
	for i := range times.Braces {
		widest = max(widest, m.Cells(m.Encode(times.Braces[i].Label)))
	}
	return widest + 1
}

// Legend says what stands in the margin; "" if it is empty.
func (g *Margin) Legend() string {
	if g.times == nil {
		return ""
	}
	return g.times.Legend + g.times.Scale
}

// HasBraces reports whether braces stand in the margin.
func (g *Margin) HasBraces() bool { return g.times != nil && g.times.Lanes > 0 }

// Head says in a row above the times what is counted.
func (g *Margin) Head(y int) {
	if g.times != nil {
		g.put(g.times.Head, y)
	}
}

// Step puts the time of a step beside its row. What the step takes ends before the row next.
func (g *Margin) Step(step, y, next int) {
	if g.times == nil {
		return
	}
	g.put(g.times.Rows[step], y)
	g.close(step, y)
	free := y + 1
	if g.times.Rows[step] == "" {
		free = y
	}
	free = g.label(free, next)
	g.open(step, y)
	g.label(max(free, y+1), next)
}

// put puts a text flush right.
func (g *Margin) put(s string, y int) {
	if s = g.medium.Encode(s); s != "" {
		g.sheet.Texts = append(g.sheet.Texts, sheet.Text{X: g.right - 1 - g.medium.Cells(s), Y: y, S: s, Kind: sheet.Faint})
	}
}

// Least returns the first row that a step may stand in, from y on: for the time since the ones before
// it, whose rows are known, and for the labels of braces that end with it.
func (g *Margin) Least(step, y int, rows []int) int {
	if g.times == nil {
		return y
	}
	if apart := g.times.Apart; apart != nil && apart[step].Units > 0 {
		y = max(y, rows[apart[step].From]+int(math.Round(apart[step].Units*rowsPerUnit)))
	}
	return g.label(y, y+g.unlabelled(step))
}
