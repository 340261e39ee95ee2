package layout

import (
	"wireladder/render"
	"wireladder/render/sheet"
)

// life draws the line of one lifeline: alive from its birth to its close,
// waiting where a call waits, and finishing where the kernel goes on.
func (a *ladderLayout) life(i, top int) {
	line := &a.ladder.Lifelines[i]
	from, to := a.extent(i, top)
	closed := to
	if line.End >= 0 {
		closed = a.rows[line.End]
	}
	a.vertical(i, from, closed, sheet.Alive)
	if to > closed {
		a.page.Used.Finishing = true
		a.vertical(i, closed+1, to, sheet.Finishing)
	}
	for _, b := range a.ladder.Bars {
		if b.Lifeline == i {
			a.bar(i, b)
		}
	}
}

// extent returns the first and the last row of a lifeline.
func (a *ladderLayout) extent(i, top int) (from, to int) {
	line := &a.ladder.Lifelines[i]
	from, to = top, a.y-1
	if line.Begin >= 0 {
		from = a.rows[line.Begin]
	}
	if line.End >= 0 {
		to = max(a.rows[line.End], a.rows[max(line.Last, line.End)])
	}
	return from, to
}

func (a *ladderLayout) bar(i int, b render.Bar) {
	to := a.y - 1
	if b.To >= 0 {
		to = a.rows[b.To]
	}
	a.page.Used.Waiting = true
	a.vertical(i, a.rows[b.From], to, sheet.Waiting)
}

func (a *ladderLayout) vertical(i, from, to int, kind sheet.VerticalKind) {
	a.page.Verticals = append(a.page.Verticals, sheet.Vertical{X: a.X[i], From: from, To: to, Kind: kind})
}
