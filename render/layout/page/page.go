package page

import (
	"strings"

	"wireladder/render"
	"wireladder/render/sheet"
	"wireladder/render/titles"
)

// Page is a sheet that is being filled from the top down. Rows that are complete may be
// taken from it meanwhile: see Emit.
type Page struct {
	*sheet.Sheet
	Medium sheet.Medium
	Cells  int // in a row, that may be used
	Y      int // the next free row
	Used   Usage

	// Emit takes rows that are complete, as a sheet that is valid until it returns; nil:
	// all stay on the page.
	Emit func(*sheet.Sheet) error
	Err  error // of Emit, which is not called again then
}

// New returns an empty page.
func New(m sheet.Medium, cells int) *Page {
	return &Page{Sheet: &sheet.Sheet{}, Medium: m, Cells: cells}
}

// enough is how many rows are worth taking from a page.
const enough = 64

// Ready reports whether it is worthwhile to let the rows above one go.
func (p *Page) Ready(row int) bool { return p.Emit != nil && row-p.Top >= enough }

// Release lets the rows above one go, which must be complete. What stands on it or below it
// stays: texts alone may.
func (p *Page) Release(row int) {
	if p.Err != nil || p.Emit == nil {
		return
	}
	var below []sheet.Text
	above := p.Texts[:0]
	for _, t := range p.Texts {
		if t.Y >= row {
			below = append(below, t)
		} else {
			above = append(above, t)
		}
	}
	p.Texts, p.Height = above, row-p.Top
	p.noteLeaders()
	p.measure()
	p.Err = p.Emit(p.Sheet)
	*p.Sheet = sheet.Sheet{
		Top: row, Verticals: p.Verticals[:0], Rules: p.Rules[:0], Arrows: p.Arrows[:0], Slopes: p.Slopes[:0],
		Branches: p.Branches[:0], Leaders: p.Leaders[:0], Junctions: p.Junctions[:0], Braces: p.Braces[:0], Texts: append(p.Texts[:0], below...),
		Steps: p.Steps[:0], Heads: p.Heads[:0],
	}
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

// Heading puts the title of the whole, if it has one, and what it is about, behind it or below; below a
// title it leaves a row free if it may.
func (p *Page) Heading(title string, about []string, spacious bool) {
	x := 0
	if title != "" {
		title = p.Medium.Encode(title)
		p.Text(0, p.Y, title, sheet.Heading)
		p.Y++
		x = p.Medium.Cells(title) + 2
	}
	lines := p.together(about)
	if len(lines) == 1 && x > 0 && x+p.Medium.Cells(p.Medium.Encode(lines[0])) <= p.Cells {
		p.Paragraph(x, p.Y-1, p.Cells-x, lines[0], sheet.Faint)
		lines = nil
	}
	for _, line := range lines {
		p.Y = p.Paragraph(0, p.Y, p.Cells, line, sheet.Faint)
	}
	if spacious && title != "" {
		p.Y++
	}
}

// together returns lines as one, if there is room for that.
func (p *Page) together(lines []string) []string {
	if all := strings.Join(lines, titles.Between); len(lines) > 1 && p.Medium.Cells(p.Medium.Encode(all)) <= p.Cells {
		return []string{all}
	}
	return lines
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
		if f.Full != "" {
			p.Y = p.Paragraph(indent, p.Y, p.Cells-indent, f.Full, sheet.Faint)
		}
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

// Finish completes the sheet, and lets the last rows go.
func (p *Page) Finish() {
	p.Height = p.Y - p.Top
	p.measure()
	p.Release(p.Y)
}

// measure finds out how wide the sheet is.
func (p *Page) measure() {
	p.Width = p.Cells
	for i := range p.Texts {
		p.Width = max(p.Width, p.Texts[i].X+p.Medium.Cells(p.Texts[i].S))
	}
	for i := range p.Verticals {
		p.Width = max(p.Width, p.Verticals[i].X+1)
	}
}
