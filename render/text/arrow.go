package text

import "wireladder/render/sheet"

// arrow draws a level arrow.
func (c *canvas) arrow(a sheet.Arrow) {
	p := paint{kind: sheet.Label, tone: a.Tone}
	from, to := min(a.From, a.To)+1, max(a.From, a.To)-1
	c.level(from, to, a.Y, p)
	if a.Both {
		c.head(a.From+toward(a.From, a.To), a.Y, toward(a.To, a.From), p)
	}
	switch step := toward(a.From, a.To); a.End {
	case sheet.Head:
		c.head(a.To-step, a.Y, step, p)
	case sheet.Broken:
		c.put(a.To, a.Y, c.medium.chars.broken, p)
	case sheet.Open:
	}
}

// slope draws an arrow that goes down on its way.
func (c *canvas) slope(s sheet.Slope) {
	p := paint{kind: sheet.Label, tone: s.Tone}
	last := len(s.Points) - 1
	for i := 1; i <= last; i++ {
		a, b := s.Points[i-1], s.Points[i]
		if a.Y == b.Y {
			c.run(a.X, b.X, a.Y, p)
			continue
		}
		c.join(a.X, a.Y, down, p)
		for y := a.Y + 1; y < b.Y; y++ {
			c.join(a.X, y, up|down, p)
		}
		c.join(b.X, b.Y, up, p)
	}
	begin, end := s.Points[0], s.Points[last]
	if begin.X == end.X { // it comes back
		begin = s.Points[last-1]
	}
	c.head(end.X, end.Y, toward(begin.X, end.X), p)
}

// brace draws a piece of a brace.
func (c *canvas) brace(b sheet.Brace) {
	p := paint{kind: sheet.Faint}
	if b.Kind == sheet.Labelled {
		c.level(b.To, b.X-1, b.Top, p)
		c.join(b.X, b.Top, left|up|down, p)
		return
	}
	for y := b.Top; y <= b.Bottom; y++ {
		j := up | down
		if y == b.Top && b.Begins {
			j = down | right
		}
		if y == b.Bottom && b.Ends {
			j = j&^down | right
		}
		if c.join(b.X, y, j, p); j&right != 0 {
			c.level(b.X+1, b.To, y, p)
		}
	}
}

// run draws a level piece of a slope between two corners.
func (c *canvas) run(from, to, y int, p paint) {
	lo, hi := min(from, to), max(from, to)
	c.level(lo+1, hi-1, y, p)
	if lo < hi {
		c.join(lo, y, right, p)
		c.join(hi, y, left, p)
	}
}

// level draws from x0 to x1, both included.
func (c *canvas) level(x0, x1, y int, p paint) {
	for x := x0; x <= x1; x++ {
		c.join(x, y, left|right, p)
	}
}

// join draws a piece of an arrow: what passes there already goes on, and a
// lifeline stays as it is.
func (c *canvas) join(x, y int, j joints, p paint) {
	here := c.at(x, y)
	if here == nil || here.paint.line {
		return
	}
	j |= here.joints
	c.put(x, y, c.medium.chars.lines[j], p)
	here.joints = j
}

// head draws the head of an arrow.
func (c *canvas) head(x, y, step int, p paint) {
	side := 1
	if step < 0 {
		side = 0
	}
	c.put(x, y, c.medium.chars.heads[side], p)
}

func toward(from, to int) int {
	if to < from {
		return -1
	}
	return 1
}
