package page

import (
	"wireladder/render"
	"wireladder/render/sheet"
)

// Page is a sheet that is being filled from the top down.
type Page struct {
	*sheet.Sheet
	Medium sheet.Medium
	Cells  int // in a row, that may be used
	Y      int // the next free row
	Used   Usage
}

// New returns an empty page.
func New(m sheet.Medium, cells int) *Page {
	return &Page{Sheet: &sheet.Sheet{}, Medium: m, Cells: cells}
}

// Text puts an encoded string at a place.
func (p *Page) Text(x, y int, s string, kind sheet.TextKind) {
	if s != "" {
		p.Texts = append(p.Texts, sheet.Text{X: x, Y: y, S: s, Kind: kind})
	}
}

// Paragraph puts a string into as many rows from y on as it takes, none wider
// than width, and returns the row after them.
func (p *Page) Paragraph(x, y, width int, s string, kind sheet.TextKind) int {
	for _, line := range sheet.Wrap(p.Medium, p.Medium.Encode(s), width) {
		p.Text(x, y, line, kind)
		y++
	}
	return y
}

// Heading puts the title of the whole, if it has one.
func (p *Page) Heading(title string) {
	if title == "" {
		return
	}
	p.Text(0, p.Y, p.Medium.Encode(title), sheet.Heading)
	p.Y += 2
}

// Captions says above the ladders how they were observed.
func (p *Page) Captions(lines []string) {
	for _, c := range lines {
		p.Y = p.Paragraph(0, p.Y, p.Cells, c, sheet.Faint)
	}
	if len(lines) > 0 {
		p.Y++
	}
}

// Findings says above the ladders what went wrong, and what is to be done.
func (p *Page) Findings(all []render.Finding, detail render.Detail) {
	const indent = 4
	for _, f := range all {
		p.Y = p.Paragraph(0, p.Y, p.Cells, "! "+f.Rule+": "+f.Brief, sheet.Warning)
		if detail == render.None {
			continue
		}
		p.Y = p.Paragraph(indent, p.Y, p.Cells-indent, f.Full, sheet.Faint)
		if f.Repair != "" {
			p.Y = p.Paragraph(indent, p.Y, p.Cells-indent, "repair: "+f.Repair, sheet.Body)
		}
	}
	if len(all) > 0 {
		p.Y++
	}
}

// Notes says below the ladders what the reader must not overlook.
func (p *Page) Notes(notes []string) {
	for _, n := range notes {
		p.Y = p.Paragraph(0, p.Y, p.Cells, n, sheet.Warning)
	}
}

// Finish measures the sheet.
func (p *Page) Finish() {
	p.Height = p.Y
	p.Width = p.Cells
	for i := range p.Texts {
		p.Width = max(p.Width, p.Texts[i].X+p.Medium.Cells(p.Texts[i].S))
	}
	for i := range p.Verticals {
		p.Width = max(p.Width, p.Verticals[i].X+1)
	}
}
