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
	right  int           // the first cell behind it
}

// New returns the margin of a ladder on a sheet whose first cell is left.
func New(s *sheet.Sheet, m sheet.Medium, l *render.Ladder, left int) Margin {
	return Margin{s, m, l.Times, left + Cells(l, m)}
}

// Cells returns how many cells a margin takes, with a blank behind its times; 0 where there are
// none.
func Cells(l *render.Ladder, m sheet.Medium) int {
	if l.Times == nil {
		return 0
	}
	widest := m.Cells(m.Encode(l.Times.Head))
	for _, t := range l.Times.Rows {
		widest = max(widest, m.Cells(m.Encode(t)))
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

// Head says in a row above the times what is counted.
func (g *Margin) Head(y int) {
	if g.times != nil {
		g.put(g.times.Head, y)
	}
}

// Step puts the time of a step beside its row.
func (g *Margin) Step(step, y int) {
	if g.times != nil {
		g.put(g.times.Rows[step], y)
	}
}

// put puts a text flush right.
func (g *Margin) put(s string, y int) {
	if s = g.medium.Encode(s); s != "" {
		g.sheet.Texts = append(g.sheet.Texts, sheet.Text{X: g.right - 1 - g.medium.Cells(s), Y: y, S: s, Kind: sheet.Faint})
	}
}

// Least returns the first row that a step may stand in, for the time since the ones before it,
// whose rows are known.
func (g *Margin) Least(step int, rows []int) int {
	if g.times == nil || g.times.Apart == nil || g.times.Apart[step].Units == 0 {
		return 0
	}
	s := g.times.Apart[step]
	return rows[s.From] + int(math.Round(s.Units*rowsPerUnit))
}
