package margin

import (
	"slices"

	"wireladder/render"
	"wireladder/render/sheet"
)

// braces are those of a ladder, as far down as its rows are known.
type braces struct {
	next []render.Brace // that have not begun
	open []openBrace
}

// openBrace is a brace whose end is not known yet.
type openBrace struct {
	*render.Brace
	top      int  // row: what of it is above is drawn
	begins   bool // there
	labelled bool
}

// open begins the braces that begin with a step, in its row.
func (g *Margin) open(step, y int) {
	b := &g.braces
	for len(b.next) > 0 && b.next[0].From <= step {
		b.open = append(b.open, openBrace{Brace: &b.next[0], top: y, begins: true})
		b.next = b.next[1:]
	}
}

// close ends the braces that end with a step, in its row.
func (g *Margin) close(step, y int) {
	g.braces.open = slices.DeleteFunc(g.braces.open, func(b openBrace) bool {
		if b.To > step {
			return false
		}
		g.piece(&b, y, true)
		return true
	})
}

// label puts labels of braces that are open into rows from y up to, not including, next, one in a
// row, and returns the row behind them.
func (g *Margin) label(y, next int) int {
	for i := range g.braces.open {
		b := &g.braces.open[i]
		if b.labelled || y >= next || y <= b.top && b.begins {
			continue
		}
		g.put(b.Label, y)
		g.sheet.Braces = append(g.sheet.Braces, sheet.Brace{X: g.column(b), Top: y, Bottom: y, To: g.right - 1, Kind: sheet.Labelled})
		b.labelled = true
		y++
	}
	return y
}

// unlabelled counts the braces that end with a step and have no label yet.
func (g *Margin) unlabelled(step int) (n int) {
	for _, b := range g.braces.open {
		if b.To == step && !b.labelled {
			n++
		}
	}
	return n
}

// Above draws what braces are above a row, as far as it is not drawn.
func (g *Margin) Above(row int) {
	for i := range g.braces.open {
		b := &g.braces.open[i]
		if row > b.top {
			g.piece(b, row-1, false)
			b.top, b.begins = row, false
		}
	}
}

// piece draws a brace from its top down to a row.
func (g *Margin) piece(b *openBrace, bottom int, ends bool) {
	x, edge := g.column(b), g.right+g.times.Lanes-1
	if bottom >= b.top {
		g.sheet.Braces = append(g.sheet.Braces, sheet.Brace{X: x, Top: b.top, Bottom: bottom, To: edge, Kind: sheet.Piece, Begins: b.begins, Ends: ends})
	}
}

// column returns the cells of a brace's upright: the longest stand next to the times.
func (g *Margin) column(b *openBrace) int { return g.right + b.Lane }
