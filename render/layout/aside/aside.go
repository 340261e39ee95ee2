package aside

import "wireladder/render/sheet"

// Continues stands before a line that is in the row of something else than what it is said of.
const Continues = "… "

// Aside is the column of explanations of one ladder. The zero value: they stand in the ladder.
type Aside struct {
	X, Width int // the first cell, and how many there are
	Next     int // the next free row
}

// Put places an explanation from row top on, or below the one before. The lines after its first are indented.
func (a *Aside) Put(s *sheet.Sheet, m sheet.Medium, said string, top int) {
	x, y, indent := a.X, max(a.Next, top), m.Cells(m.Encode(Continues))
	for _, line := range sheet.Hanging(m, m.Encode(said), a.Width, indent) {
		s.Texts = append(s.Texts, sheet.Text{X: x, Y: y, S: line, Kind: sheet.Body})
		x, y = a.X+indent, y+1
	}
	a.Next = y
}

// Mark marks the line in row y, which begins with something else than what it is said of, if a line is there.
func (a *Aside) Mark(s *sheet.Sheet, m sheet.Medium, y int) {
	if a.Next <= y {
		return
	}
	mark := m.Encode(Continues)
	for i := len(s.Texts) - 1; i >= 0; i-- {
		if t := &s.Texts[i]; t.Y == y && t.X == a.X+m.Cells(mark) && t.Kind == sheet.Body {
			t.X, t.S = a.X, mark+t.S
			return
		}
	}
}
