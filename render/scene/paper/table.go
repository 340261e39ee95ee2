package paper

import (
	"wireladder/render"
	"wireladder/render/figure"
)

// cellGap is the space between two columns of a table.
const cellGap = 24.0

// Table places a table: each column as wide as it must be, the last one as wide as it may.
func (p *Paper) Table(t *render.Table) {
	if len(t.Rows) == 0 {
		return
	}
	top := p.Y
	p.Y = p.table(t, Margin, p.Y, p.Right)
	p.whole(top)
	p.Y += 18
}

// TableBeside places a table in an area, if it has room there, and reports whether it has.
func (p *Paper) TableBeside(t *render.Table, area figure.Rect) bool {
	if len(t.Rows) == 0 {
		return false
	}
	texts, lines := len(p.Texts), len(p.Lines)
	if p.table(t, area.X, area.Y, area.Right()) <= area.Bottom() {
		return true
	}
	p.Texts, p.Lines = p.Texts[:texts], p.Lines[:lines]
	return false
}

// table places a table between two edges from a height down, and returns where it ends.
func (p *Paper) table(t *render.Table, left, top, edge float64) float64 {
	y := p.Paragraph(left, top, edge-left, t.Title, figure.Heading) + 4
	widths := p.cellWidths(t, edge-left)
	right := left + cellGap/2
	for _, w := range widths {
		right += w + cellGap
	}
	for r, row := range t.Rows {
		x, bottom := left+cellGap/2, y
		for i, cell := range row {
			bottom = max(bottom, p.Paragraph(x, y+3, widths[i], cell, cellStyle(r, i)))
			x += widths[i] + cellGap
		}
		y = bottom + 3
		p.Lines = append(p.Lines, figure.Line{StepID: Nowhere, From: figure.Point{X: left, Y: y}, To: figure.Point{X: min(right, edge), Y: y}, Kind: figure.Part})
	}
	return y
}

func cellStyle(row, column int) figure.Style {
	switch {
	case row == 0:
		return figure.Name
	case column == 0:
		return figure.Faint
	}
	return figure.Sentence
}

// cellWidths gives each column what its longest cell takes, and no more than its share of the
// room in a width if that is less.
func (p *Paper) cellWidths(t *render.Table, width float64) []float64 {
	var widths []float64
	for r, row := range t.Rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], p.Wide(cell, cellStyle(r, i))+1)
		}
	}
	room := width - cellGap*float64(len(widths))
	for i := range widths {
		widths[i] = min(widths[i], max(80, room/float64(len(widths)-i)))
		room -= widths[i]
	}
	return widths
}
