package slope

import (
	"wireladder/render"
	"wireladder/render/sheet"
)

// arrowEnds are the cells of a level arrow, beside its label: some shaft and the head.
const arrowEnds = 5

// Level is a level arrow among others that slope: it is on the sheet already, and gets
// its label where they leave room.
type Level struct {
	Labels []string // the longest form first; at least one
	Tone   render.Tone
	Lo, Hi int // the lifelines that it runs between, from the left
	Y      int
}

// label puts the longest label that fits on a piece of the arrow that nothing crosses,
// on the longest such piece; if there is none, the shortest label on top of what crosses.
func (r *router) label(a *Level) {
	free := r.freeOn(a)
	for _, l := range a.Labels {
		l = " " + r.medium.Encode(l) + " "
		if n := r.medium.Cells(l); n <= free.Width() {
			r.labelAt(free.Lo+(free.Width()-n)/2, l, a)
			return
		}
	}
	l := r.medium.Encode(a.Labels[len(a.Labels)-1])
	l = " " + sheet.Shorten(r.medium, l, max(1, a.Hi-a.Lo-arrowEnds)) + " "
	r.labelAt(a.Lo+max(1, (a.Hi-a.Lo-r.medium.Cells(l))/2), l, a)
}

func (r *router) labelAt(x int, label string, a *Level) {
	r.put(sheet.Text{X: x, Y: a.Y, S: label, Kind: sheet.Label, Tone: a.Tone})
}

// freeOn returns the longest piece of an arrow, without its ends, that nothing crosses.
func (o *occupancy) freeOn(a *Level) sheet.Span {
	best, from := sheet.Span{}, a.Lo+3
	for x := from; x < a.Hi-1; x++ {
		if c := o.at(x, a.Y); c&^(hasLevel|hasClaim) == 0 && x < a.Hi-2 {
			continue
		}
		if s := (sheet.Span{Lo: from, Hi: x}); s.Width() > best.Width() {
			best = s
		}
		from = x + 1
	}
	return best
}
