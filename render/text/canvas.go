package text

import (
	"strings"

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
	medium medium
	top    int // the row of the sheet that is the first here
	rows   [][]cell
}

// draw puts a whole sheet on a canvas. Later things lie on top of earlier
// ones, but an arrow passes behind the lifelines that it does not end at.
func draw(s *sheet.Sheet, m medium) *canvas {
	c := &canvas{medium: m, top: s.Top, rows: make([][]cell, s.Height)}
	cells := make([]cell, s.Height*s.Width)
	for y := range c.rows {
		c.rows[y], cells = cells[:s.Width:s.Width], cells[s.Width:]
	}
	for _, r := range s.Rules {
		c.line(r.From, r.To, r.Y, m.chars.ruleOf(r.Kind), paint{kind: sheet.Faint})
	}
	for _, v := range s.Verticals {
		for y := v.From; y <= v.To; y++ {
			c.put(v.X, y, m.chars.vertical[v.Kind], paint{line: true, waiting: v.Kind == sheet.Waiting})
		}
	}
	for _, a := range s.Arrows {
		c.arrow(a)
	}
	for _, a := range s.Slopes {
		c.slope(a)
	}
	for _, b := range s.Branches {
		c.line(min(b.From, b.To)+1, max(b.From, b.To)-1, b.Y, m.chars.branch, paint{kind: sheet.CallName})
	}
	for _, j := range s.Junctions {
		c.junction(j)
	}
	for _, t := range s.Texts {
		c.text(t)
	}
	return c
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
	if before := c.at(x-1, y); here.behind && before != nil {
		before.char = ' ' // half a wide character cannot stay
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
	c.put(j.X, j.Y, c.medium.chars.junctions[side][j.Kind], paint{line: true})
	dash := c.medium.chars.call
	if j.Kind == sheet.Seen {
		dash = c.medium.chars.seen
	}
	c.put(beside, j.Y, dash, paint{line: true})
}

func (c *canvas) text(t sheet.Text) {
	x, p := t.X, paint{kind: t.Kind, tone: t.Tone, text: true}
	for _, r := range t.S {
		width := c.medium.cells.RuneWidth(r)
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

// row returns the characters of a row, without blanks at its end, and calls
// run for each stretch of equal paint.
func (c *canvas) row(y int, run func(p paint, s string)) {
	cells := c.rows[y]
	for len(cells) > 0 && cells[len(cells)-1].blank() {
		cells = cells[:len(cells)-1]
	}
	var b strings.Builder
	for i := 0; i < len(cells); {
		b.Reset()
		p := cells[i].paint
		for ; i < len(cells) && cells[i].paint == p; i++ {
			if !cells[i].behind {
				b.WriteRune(cells[i].visible())
			}
		}
		run(p, b.String())
	}
}

func (c cell) blank() bool { return !c.behind && c.visible() == ' ' }

func (c cell) visible() rune {
	if c.char == 0 {
		return ' '
	}
	return c.char
}
