package spaces

import "wireladder/render/sheet"

// Label is the label of a call in its place.
type Label struct {
	Text string     // encoded
	X    int        // its first cell
	Far  bool       // other lifelines stand between it and its own
	In   sheet.Span // the space between lifelines that it stands in

	to    int  // its lifeline
	hides bool // it hides lifelines
}

// shortForms are how many forms of a call's label leave out what it says: they are for where
// there is no room.
const shortForms = 2

// Label returns the longest form of the label of a call that has room, in its place beside the lifeline at x, on its left if
// left is set: of the forms that say all that matters the one in the nearest space between lifelines that is
// wide enough, beside its lifeline also without the dash, else one of the shorter ones; it hides others only where there is no
// other place.
func (s *Spaces) Label(forms []string, x int, left bool) Label {
	telling, spaces := forms[:max(1, len(forms)-shortForms)], s.Beside(x, left)
	for _, some := range [][]string{telling, forms} {
		for i, in := range spaces {
			if l, ok := s.fit(in, some, left); ok {
				l.Far, l.to = i > 0, x
				return l
			}
			if l, ok := s.fit(closer(in, left), some, left); ok && i == 0 {
				return l
			}
		}
	}
	all := s.All(x, left)
	if l, ok := s.fit(all, forms, left); ok {
		l.hides = true
		return l
	}
	short := sheet.Shorten(s.Medium, s.Medium.Encode(forms[len(forms)-1]), all.Width()-1)
	return s.placed(all, short, left)
}

// fit returns the first form that has room in a space, in its place there.
func (s *Spaces) fit(in sheet.Span, forms []string, left bool) (Label, bool) {
	for _, form := range forms {
		if form = s.Medium.Encode(form); s.Medium.Cells(form) <= s.Most(in.Width()) {
			return s.placed(in, form, left), true
		}
	}
	return Label{}, false
}

// placed puts a label at that end of a space which is nearer to its lifeline.
func (s *Spaces) placed(in sheet.Span, text string, left bool) Label {
	l := Label{Text: text, X: in.Lo, In: in}
	if left {
		l.X = in.Hi - s.Medium.Cells(text)
	}
	return l
}

// closer returns a space that reaches up to the blank that stands where the dash to the lifeline beside it would.
func closer(in sheet.Span, left bool) sheet.Span {
	if left {
		return sheet.Span{Lo: in.Lo, Hi: in.Hi + 1}
	}
	return sheet.Span{Lo: in.Lo - 1, Hi: in.Hi}
}

// All returns all cells beside the lifeline at x up to the edge of the ladder that a label may take.
func (s *Spaces) All(x int, left bool) sheet.Span {
	if left {
		return sheet.Span{Lo: s.Edge + 1, Hi: x - 2}
	}
	return sheet.Span{Lo: x + 3, Hi: s.Right}
}

// Beside returns the spaces on a side of the lifeline at x that labels have room in, without blanks around them and what
// leads to the lifeline, the nearest first. There is one at least.
func (s *Spaces) Beside(x int, left bool) (all []sheet.Span) {
	if left {
		for i := len(s.Columns) - 1; i >= 0; i-- {
			if other := s.Columns[i]; other < x {
				all = append(all, sheet.Span{Lo: other + 2, Hi: x - 2})
				x = other
			}
		}
		return append(all, s.All(x, left))
	}
	for _, other := range s.Columns {
		if other > x {
			all = append(all, sheet.Span{Lo: x + 3, Hi: other - 1})
			x = other
		}
	}
	return append(all, s.All(x, left))
}

// Leader returns what leads to its lifeline from a label that is far from it, in row y: to the dash of a call.
func (l *Label) Leader(m sheet.Medium, y int) sheet.Leader {
	if l.X < l.to {
		return sheet.Leader{From: l.X + m.Cells(l.Text) + 1, To: l.to - 1, Y: y}
	}
	return sheet.Leader{From: l.to + 1, To: l.X - 2, Y: y}
}

// Better returns where a label would rather stand than now, if nothing but lifelines were in its way, the best first: with a
// longer form, or without hiding a lifeline.
func (s *Spaces) Better(forms []string, x int, left bool, now Label) (all []Label) {
	spaces := s.Beside(x, left)
	if now.Far {
		spaces = []sheet.Span{now.In} // what leads to it stays
	}
	for _, form := range forms {
		form = s.Medium.Encode(form)
		if form == now.Text && !now.hides {
			break
		}
		for i, in := range spaces {
			if s.Medium.Cells(form) <= in.Width() {
				l := s.placed(in, form, left)
				l.Far, l.to = i > 0, x
				all = append(all, l)
			}
		}
		if form == now.Text {
			break
		}
	}
	return all
}
