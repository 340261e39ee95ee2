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
	p.Y = p.Paragraph(Margin, p.Y, p.Right-Margin, t.Title, figure.Heading) + 4
	widths := p.cellWidths(t)
	right := Margin + cellGap/2
	for _, w := range widths {
		right += w + cellGap
	}
	for r, row := range t.Rows {
		x, bottom := Margin+cellGap/2, p.Y
		for i, cell := range row {
			bottom = max(bottom, p.Paragraph(x, p.Y+3, widths[i], cell, cellStyle(r, i)))
			x += widths[i] + cellGap
		}
		p.Y = bottom + 3
		p.Lines = append(p.Lines, figure.Line{StepID: Nowhere, From: figure.Point{X: Margin, Y: p.Y}, To: figure.Point{X: min(right, p.Right), Y: p.Y}, Kind: figure.Part})
	}
	p.whole(top)
	p.Y += 18
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
// room if that is less.
func (p *Paper) cellWidths(t *render.Table) []float64 {
	var widths []float64
	for r, row := range t.Rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], p.Wide(cell, cellStyle(r, i))+1)
		}
	}
	room := p.Right - Margin - cellGap*float64(len(widths))
	for i := range widths {
		widths[i] = min(widths[i], max(80, room/float64(len(widths)-i)))
		room -= widths[i]
	}
	return widths
}
