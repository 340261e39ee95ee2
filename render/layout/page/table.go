package page

import (
	"wireladder/render"
	"wireladder/render/sheet"
)

// Table places a table: the first column as wide as it must be, the others
// alike.
func (p *Page) Table(t *render.Table) {
	if len(t.Rows) == 0 {
		return
	}
	title := p.Medium.Encode(t.Title)
	widths := p.columnWidths(t)
	p.Text(0, p.Y, title, sheet.Heading)
	if t.Rows[0][0] != "" || p.Medium.Cells(title) > widths[0] {
		p.Y++ // it has no room above the first column
	}
	for r, row := range t.Rows {
		x, height := 2, 1
		for c, cell := range row {
			lines := sheet.Wrap(p.Medium, p.Medium.Encode(cell), widths[c])
			for i, line := range lines {
				p.Text(x, p.Y+i, line, cellKind(r, c))
			}
			x, height = x+widths[c]+2, max(height, len(lines))
		}
		p.Y += height
	}
	p.Y++
}

func cellKind(row, column int) sheet.TextKind {
	switch {
	case row == 0:
		return sheet.Name
	case column == 0:
		return sheet.Faint
	}
	return sheet.Body
}

// columnWidths gives each column what its longest cell takes, and what is left
// to the last if that is less.
func (p *Page) columnWidths(t *render.Table) []int {
	var widths []int
	for _, row := range t.Rows {
		for c, cell := range row {
			if c == len(widths) {
				widths = append(widths, 0)
			}
			widths[c] = max(widths[c], p.Medium.Cells(p.Medium.Encode(cell)))
		}
	}
	room := p.Cells - 2 - 2*len(widths)
	for i := range widths {
		share := max(10, room/(len(widths)-i))
		if i < len(widths)-1 && widths[i] > share {
			widths[i] = share
		}
		room -= widths[i]
	}
	last := len(widths) - 1
	widths[last] = max(10, min(widths[last], widths[last]+room))
	return widths
}
