package page

import (
	"wireladder/render"
	"wireladder/render/sheet"
)

// loopEnds are the cells of an arrow's way out that are not its label's: two on each side, and its corner.
const loopEnds = 5

// Loop draws the arrow of a socket that talks to itself: out of its lifeline at x in row y, with the longest
// label that ends before right, and back in the row below.
func (p *Page) Loop(s *render.Step, x, y, right int) {
	label := ""
	for _, l := range s.Labels {
		if label = p.Medium.Encode(l); x+p.Medium.Cells(label)+loopEnds+1 < right {
			break
		}
	}
	out := x + p.Medium.Cells(label) + loopEnds + 1
	p.Used.Loops = true
	p.Slopes = append(p.Slopes, sheet.Slope{Tone: s.Tone, Points: []sheet.Point{{X: x + 1, Y: y}, {X: out, Y: y}, {X: out, Y: y + 1}, {X: x + 1, Y: y + 1}}})
	p.Texts = append(p.Texts, sheet.Text{X: x + 3, Y: y, S: " " + label + " ", Kind: sheet.Label, Tone: s.Tone})
}
