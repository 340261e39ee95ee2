package slope

import "wireladder/render/sheet"

// Movable is the label of a call between arrows that slope: it has a place already, which they keep free, and
// gets a better one where they leave room.
type Movable struct {
	Text   int    // index of the label among the texts of the sheet
	Better []Spot // the best first
}

// Spot is where a label may stand.
type Spot struct {
	X      int
	S      string        // encoded, without blanks around it
	Leader *sheet.Leader // what leads to its lifeline, nil if nothing does
}

// wish notes where a call had rather stand, so that arrows keep away if they can.
func (r *router) wish(c *Movable) {
	if len(c.Better) > 0 {
		p := &c.Better[0]
		r.row(p.X-1, p.X+r.medium.Cells(p.S), r.sheet.Texts[c.Text].Y, hasClaim)
	}
}

// improve gives a call the best place that is free.
func (r *router) improve(c *Movable) {
	now := &r.sheet.Texts[c.Text]
	own := sheet.Span{Lo: now.X, Hi: now.X + r.medium.Cells(now.S)}
	for i := range c.Better {
		p := &c.Better[i]
		to := p.X + r.medium.Cells(p.S)
		if !r.freeFor(p.X-1, to, now.Y, own, 0) || p.Leader != nil && !r.freeFor(p.Leader.From, p.Leader.To, now.Y, own, hasUpright|hasLifeline) {
			continue
		}
		now.X, now.S = p.X-1, " "+p.S+" "
		r.text(now.Y, now.X, r.medium.Cells(now.S))
		if p.Leader != nil {
			r.sheet.Leaders = append(r.sheet.Leaders, *p.Leader)
		}
		return
	}
}

// freeFor reports whether the cells from one to another, both included, hold nothing but some content that does
// not matter, and the text that is to be moved.
func (o *occupancy) freeFor(from, to, y int, own sheet.Span, but content) bool {
	for x := from; x <= to; x++ {
		besides := hasClaim | but
		if own.Lo <= x && x < own.Hi {
			besides |= hasText
		}
		if o.at(x, y)&^besides != 0 {
			return false
		}
	}
	return true
}
