package arrange

import (
	"math"

	"wireladder/render"
)

// Order returns the steps of a diagram in the order in which they are stepped through: ladder
// by ladder or, where they are to be compared, phase by phase.
func Order(d *render.Diagram) (all []render.StepRef) {
	if !d.Aligned {
		for i := range d.Ladders {
			for j := range d.Ladders[i].Steps {
				all = append(all, render.StepRef{Ladder: i, Step: j})
			}
		}
		return all
	}
	var arranged []*Arrangement
	for i := range d.Ladders {
		arranged = append(arranged, Of(&d.Ladders[i], math.MaxInt))
	}
	for _, start := range Together(arranged) {
		for i, a := range arranged {
			for _, p := range a.Phases {
				for j := p.From; j < p.To && p.Start == start; j++ {
					all = append(all, render.StepRef{Ladder: i, Step: j})
				}
			}
		}
	}
	return all
}
