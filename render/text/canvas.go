package text

import (
	"unicode"
	"unicode/utf8"

	"wireladder/render/sheet"
)

// cell is one character cell. The zero value is blank; the second cell of a
// wide character has behind set.
type cell struct {
	char   rune
	behind bool
	joints joints // of the arrows that pass here
	paint  paint
}

// canvas is a sheet as characters.
type canvas struct {
	medium *medium
	top    int // the row of the sheet that is the first here
	rows   [][]cell
	cells  []cell // all that there is room for
}

// draw returns a canvas with a whole sheet on it.
func draw(s *sheet.Sheet, m *medium) *canvas {
	c := &canvas{medium: m}
	c.draw(s)
	return c
}

// clear makes the canvas empty, and as large as a sheet.
func (c *canvas) clear(s *sheet.Sheet) {
	size := s.Height * s.Width
	if cap(c.cells) < size {
		c.cells = make([]cell, size)
	}
	cells := c.cells[:size]
	clear(cells)
	c.top, c.rows = s.Top, c.rows[:0]
	for range s.Height {
		c.rows, cells = append(c.rows, cells[:s.Width:s.Width]), cells[s.Width:]
	}
}

// draw puts a whole sheet on the canvas, instead of what was there. Later things lie on
// top of earlier ones, but an arrow passes behind the lifelines that it does not end at.
func (c *canvas) draw(s *sheet.Sheet) {
	c.clear(s)
	for _, r := range s.Rules {
		c.line(r.From, r.To, r.Y, c.medium.chars.ruleOf(r.Kind), paint{kind: sheet.Faint})
	}
	for _, v := range s.Verticals {
		for y := v.From; y <= v.To; y++ {
			c.put(v.X, y, c.medium.chars.vertical[v.Kind], paint{line: true, waiting: v.Kind == sheet.Waiting})
		}
	}
	for _, b := range s.Branches {
		c.line(min(b.From, b.To)+1, max(b.From, b.To)-1, b.Y, c.medium.chars.branch, paint{kind: sheet.CallName})
	}
	for _, l := range s.Leaders {
		c.line(l.From, l.To, l.Y, c.medium.chars.leader, paint{kind: sheet.CallName})
	}
	for _, a := range s.Arrows {
		c.arrow(a)
	}
	for _, a := range s.Slopes {
		c.slope(a)
	}
	for _, j := range s.Junctions {
		c.junction(j)
	}
	for _, b := range s.Braces {
		c.brace(b)
	}
	for _, t := range s.Texts {
		c.text(t)
	}
}

// at returns a cell of the sheet, nil where that lies outside the canvas.
func (c *canvas) at(x, y int) *cell {
	if y -= c.top; y < 0 || y >= len(c.rows) || x < 0 || x >= len(c.rows[y]) {
		return nil
	}
	return &c.rows[y][x]
}

// put sets one cell; what lies outside the canvas is left out.
func (c *canvas) put(x, y int, r rune, p paint) {
	here := c.at(x, y)
	if here == nil {
		return
	}
	if here.behind && x > 0 {
		c.at(x-1, y).char = ' ' // half a wide character cannot stay
	}
	*here = cell{char: r, paint: p}
}

// line draws from x0 to x1, both included, and leaves lifelines as they are.
func (c *canvas) line(x0, x1, y int, r rune, p paint) {
	for x := x0; x <= x1; x++ {
		if here := c.at(x, y); here != nil && !here.paint.line {
			c.put(x, y, r, p)
		}
	}
}

func (c *canvas) junction(j sheet.Junction) {
	side, beside := 0, j.X+1
	if j.Left {
		side, beside = 1, j.X-1
	}
	if r := c.medium.chars.junctions[side][j.Kind]; r != 0 {
		c.put(j.X, j.Y, r, paint{line: true})
	}
	dash := c.medium.chars.call
	if j.Kind == sheet.Seen {
		dash = c.medium.chars.seen
	}
	c.put(beside, j.Y, dash, paint{line: true})
}

func (c *canvas) text(t sheet.Text) {
	x, p := t.X, paint{kind: t.Kind, tone: t.Tone, text: true}
	for _, r := range t.S {
		if here := c.at(x, t.Y); ' ' <= r && r < unicode.MaxASCII && here != nil && !here.behind {
			*here = cell{char: r, paint: p}
			x++
			continue
		}
		width := c.medium.width(r)
		c.put(x, t.Y, r, p)
		if width == 2 {
			c.put(x+1, t.Y, 0, p)
			if second := c.at(x+1, t.Y); second != nil {
				*second = cell{behind: true, paint: p}
				c.at(x, t.Y).char = r
			}
		}
		x += width
	}
}

// appendRow appends the characters of a row to b, without blanks at its end, each stretch of
// equal paint with its colours.
func (c *canvas) appendRow(b []byte, y int, pal palette) []byte {
	cells := c.rows[y]
	for len(cells) > 0 && cells[len(cells)-1].blank() {
		cells = cells[:len(cells)-1]
	}
	for i := 0; i < len(cells); {
		p, from := cells[i].paint, len(b)
		for ; i < len(cells) && (!pal.on || cells[i].paint == p); i++ {
			switch r := cells[i].visible(); {
			case cells[i].behind:
			case r < utf8.RuneSelf:
				b = append(b, byte(r)) //nolint:gosec // it is below 0x80
			default:
				b = utf8.AppendRune(b, r)
			}
		}
		if pal.on {
			b = append(b[:from], pal.apply(p, string(b[from:]))...)
		}
	}
	return b
}

func (c *cell) blank() bool { return !c.behind && c.visible() == ' ' }

func (c *cell) visible() rune {
	if c.char == 0 {
		return ' '
	}
	return c.char
}
