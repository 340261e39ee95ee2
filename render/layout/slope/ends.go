package slope

import (
	"slices"

	"wireladder/render/sheet"
)

// longest is how many rows an arrow goes down at most. On its way through more than that,
// which are some screens, nobody can follow it; and to look for the best way costs time for
// each of its rows.
const longest = 100

// ends draws the beginning and the end of an arrow that is too long for all of it to be drawn:
// the number at its head tells where it began.
func (r *router) ends(a *Sloping) {
	all := r.placements(a)
	with := slices.MinFunc(all, func(p, q placement) int { return p.cost - q.cost })
	x := func(u int) int { return a.From + a.step()*(u+1) }
	if !a.Copy {
		begin := sheet.Arrow{From: a.From, To: x(min(with.first+1, a.width()-1)), Y: a.Sent, Tone: a.Tone, End: sheet.Open}
		r.sheet.Arrows = append(r.sheet.Arrows, begin)
		r.arrow(&begin)
		more := r.medium.Encode("…")
		to := begin.To + a.step()
		if a.step() < 0 {
			to -= r.medium.Cells(more) - 1
		}
		r.put(sheet.Text{X: to, Y: a.Sent, S: more, Kind: sheet.Label, Tone: a.Tone})
	}
	end := []sheet.Point{{X: x(max(0, a.width()-with.last)), Y: a.Arrived}, {X: x(a.width() - 1), Y: a.Arrived}}
	r.sheet.Slopes = append(r.sheet.Slopes, sheet.Slope{Points: end, Tone: a.Tone})
	r.occupy(end)
	for _, t := range with.texts {
		r.put(t)
	}
}
